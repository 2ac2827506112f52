"""The system's own events of files, by watchdog: that something happened and where, never what. What changed is seen by looking."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)
_WRITES = ("FileModifiedEvent", "FileClosedEvent", "FileDeletedEvent")  # closed: after writing
_KINDS = ("FileCreatedEvent", "FileMovedEvent", "DirCreatedEvent", "DirMovedEvent", "DirDeletedEvent", *_WRITES)
# On Linux, after a file was moved out of a folder, watchdog holds back what follows for half a second, to see where it went.
# A second ear, which is not told of moves, hears at once that another file takes its place.
_EARS = 2 if sys.platform == "linux" else 1


class Listener:
    """Calls `wake`, from a thread of its own, whenever something below the roots may have changed.

    Opening and reading count for nothing. What it misses (on network drives, of a folder that was made anew, on a system
    without events) has to be found by looking.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._observers: list[Any] = []
        self.lost = False  # whether a folder was made, moved or deleted, so that we may be deaf in it
        self._paths: deque[str] = deque()  # of events, as the system names them
        self._roots: dict[str, str] = {}  # as the system names them -> as they were given

    def listen(self, roots: Iterable[Path]) -> bool:
        """Listen at `roots` as they stand now, at these only; False where the system cannot."""
        try:
            from watchdog.observers import Observer  # noqa: PLC0415 only where something is watched
            from watchdog.observers.polling import PollingObserver  # noqa: PLC0415

            if Observer is PollingObserver:
                return False
            warnings.filterwarnings("ignore", module=r"watchdog\.")  # of folders that come and go: we listen anew
            logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # the same
            self.lost = False
            while len(self._observers) < _EARS:
                self._observers.append(Observer())
                self._observers[-1].start()
            for observer in self._observers:
                observer.unschedule_all()
            beside: dict[Path, set[str]] = {}
            self._roots.clear()
            for root in roots:
                self._roots |= {str(root.absolute()): str(root), os.path.realpath(root): str(root)}
                beside.setdefault(root.absolute().parent, set()).add(root.name)
                real = Path(os.path.realpath(root))
                if real != root.absolute():
                    beside.setdefault(real.parent, set()).add(real.name)
                if real.is_dir():
                    self._schedule(real, None)
            for folder, names in beside.items():  # a root itself comes and goes in the folder around it
                if folder.is_dir():
                    self._schedule(folder, frozenset(names))
        except Exception as error:  # no events left for us, a drive without them, a library that does not load
            log.info("no native events (%s): looking every now and then instead", error)
            self.stop()
            return False
        return True

    def heard(self) -> frozenset[str]:
        """The files of all events since the last time, below the roots as they were given; nothing where some are not known."""
        found = set()
        while self._paths:
            path = self._paths.popleft()
            given = next((given + path[len(real) :] for real, given in self._roots.items() if _is_below(path, real)), None)
            if given is None:
                self._paths.clear()
                return frozenset()
            found.add(given)
        return frozenset(found)

    def stop(self) -> None:
        """Hear nothing more."""
        observers, self._observers = self._observers, []
        for observer in observers:
            observer.stop()
        for observer in observers:
            observer.join(2)

    def _schedule(self, folder: Path, names: frozenset[str] | None) -> None:
        """Listen in `folder` and all below it, or only to what has one of `names` in it."""
        from watchdog import events  # noqa: PLC0415 only where something is watched

        listener = self

        class Handler(events.FileSystemEventHandler):
            def on_any_event(self, event: events.FileSystemEvent) -> None:
                paths = [os.fsdecode(path) for path in (event.src_path, getattr(event, "dest_path", "")) if path]
                if names is not None:
                    paths = [path for path in paths if os.path.basename(path) in names]  # noqa: PTH119 text, thousands of times
                if paths:
                    listener.lost = listener.lost or event.is_directory
                    listener._paths.extend(paths)
                    listener._wake()

        for observer, kinds in zip(self._observers, (_KINDS, _WRITES), strict=False):
            wanted = [getattr(events, kind) for kind in kinds]
            observer.schedule(Handler(), str(folder), recursive=names is None, event_filter=wanted)


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
