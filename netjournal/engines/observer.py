"""The system's own events in the place of MkDocs' twice-a-second look at every file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from watchdog.events import FileModifiedEvent

from netjournal.watching import Watch, watch_changes

Told = Callable[[frozenset[Path]], None]


def replace_observer(
    server: Any, paths: Iterable[str | None], told: Told | None = None, started: Callable[[], None] | None = None
) -> None:
    """Give `server` native events for those of `paths` that it watches, and for what it is told to watch later.

    `told` gets all that changed, `started` is called when everything that changes from then on will be told.
    """
    watched = []
    for path in filter(None, paths):
        try:
            server.unwatch(path)
        except KeyError:  # it does not watch this one
            continue
        watched.append(path)
    server.observer = NativeObserver(told, started)
    server.build_delay = 0.0  # the watch has waited already
    for path in watched:
        server.watch(path)


class NativeObserver:
    """Stands in for the server's observer: what is scheduled is watched from `start` on."""

    def __init__(self, told: Told | None, started: Callable[[], None] | None) -> None:
        self.told, self.started = told, started
        self.handlers: dict[str, Any] = {}
        self.watch: Watch | None = None

    def schedule(self, handler: Any, path: str, recursive: bool = True) -> str:
        """Watch `path` for `handler`; the folder is always watched with all that is in it."""
        self.handlers[path] = handler
        return path

    def unschedule(self, path: str) -> None:
        self.handlers.pop(path, None)

    def start(self) -> None:
        self.watch = watch_changes([Path(path) for path in self.handlers], self._tell)
        if self.started is not None:
            self.started()

    def stop(self) -> None:
        if self.watch is not None:
            self.watch.stop()

    def join(self) -> None:
        """`stop` waits already."""

    def _tell(self, changed: frozenset[Path]) -> None:
        if self.told is not None:
            self.told(changed)
        handler = next(iter(self.handlers.values()))  # all that a handler does is to say that something has to be built
        handler.on_any_event(FileModifiedEvent(str(next(iter(changed)))))
