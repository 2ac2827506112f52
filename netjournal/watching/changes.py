"""The changes below a folder as sets of paths, each when it is quiet again: for watch, the preview and a language server."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from netjournal.watching.native import Listener
from netjournal.watching.snapshot import Snapshot, Stamp, is_unfinished, look_again, take_snapshot

log = logging.getLogger(__name__)
SETTLE = 0.01  # seconds; what a program writes in pieces, it writes without a pause, and what looks half-written is waited for
_PATIENCE = 0.5  # seconds for a file that looks unfinished
_MANY = 50  # changed files, as a switch of branches makes: they are not looked into
_PAUSE = 0.25  # seconds without a change, after so many
_LONGEST = 2.0  # seconds without quiet, after which we look all the same
_LONGEST_MANY = 10.0  # the same, while many files change or one looks unfinished again and again
_NOW_AND_THEN = 2.0  # seconds between two looks when no event came: events get lost, and network drives send none
_SOON = 0.5  # the same, after a look only where events came from
_SHARE = 20  # a look takes at most this part of the time, on a slow drive too

OnChange = Callable[[frozenset[Path]], None]


def watch_changes(roots: Path | Sequence[Path], on_change: OnChange, *, settle: float = SETTLE, poll: float | None = None) -> Watch:
    """Call `on_change` with the files below `roots` that appeared, changed or went, whenever some did, until `stop()`.

    `roots` are folders, or files such as mkdocs.yml; they may be missing, go and come again. The paths are below them as they
    were given; those that are no longer there are gone. A call is made when nothing has changed for `settle` seconds and no
    file looks half-written (`is_unfinished`; it is waited for half a second at most). What changes during a call comes
    with the next one: calls never overlap. They are made in a thread of the watch, and an exception there is logged.

    When it returns, the files have been looked at: every later change is told. The system's events say when to look, so the
    folder is never read for nothing and our own reading is no change. It is looked at now and then without any, too: `poll`
    seconds apart where that is given, which needs no events (network drives).

        with watch_changes([root, config], changed.put):
            ...
    """
    watch = Watch((roots,) if isinstance(roots, Path) else tuple(roots), on_change, settle, poll)
    watch.start()
    return watch


class Watch:
    """The thread that looks. See `watch_changes`."""

    def __init__(self, roots: Sequence[Path], on_change: OnChange, settle: float = SETTLE, poll: float | None = None) -> None:
        self._roots = tuple(roots)
        self._on_change = on_change
        self._settle = settle
        self._poll = poll
        self._seen = Snapshot()
        self._last = self._seen  # at the last look, where something was not whole yet
        self._is_partial = False  # whether the last look was one where events came from
        self._heard: tuple[object, ...] = ()  # the folders at which we listen
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._listener = Listener(self._woken.set)
        self._thread = threading.Thread(target=self._run, name="netjournal-watch", daemon=True)
        self._took = 0.0  # seconds that the last look took
        self.native = False  # whether the system tells of changes; else they are found by looking

    def start(self) -> None:
        self._listen_anew(self._look())
        self._seen = self._look()
        self._thread.start()

    def stop(self) -> None:
        """End it. No call is made after this returns, unless it is called from within one."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()
        self._listener.stop()

    def join(self) -> None:
        self._thread.join()

    def has_more(self) -> bool:
        """Whether something changed that no call has told yet: what was read since the last call may be half of one thing and
        half of another.
        """
        return bool(take_snapshot(self._roots).differs_from(self._seen))

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._stopping.is_set():
            told = self._woken.wait(self._interval())
            if told:
                self._wait_for_quiet()
            now, changed = self._finished(self._look(near=told), calm=told)
            self._seen = now
            if changed and not self._stopping.is_set():
                try:
                    self._on_change(frozenset(map(Path, changed)))
                except Exception:
                    log.exception("What follows from a change could not be done")

    def _interval(self) -> float:
        native = _SOON if self._is_partial else _NOW_AND_THEN
        return max(self._poll or (native if self.native else 0.5), self._took * _SHARE)

    def _wait_for_quiet(self) -> None:
        """Until no event came for the time to settle."""
        end = time.monotonic() + _LONGEST
        while time.monotonic() < end and not self._stopping.is_set():
            self._woken.clear()
            if not self._woken.wait(self._settle):
                return

    def _finished(self, now: Snapshot, calm: bool) -> tuple[Snapshot, frozenset[str]]:
        """The folder when nothing of what changed looks unfinished, or that was waited for, and what changed.

        `calm`: events said it is quiet.
        """
        started = time.monotonic()
        changed = now.differs_from(self._seen)
        calm = calm and len(changed) <= _MANY
        since: dict[str, tuple[Stamp | None, float]] = {}  # when each of the changed files was first seen as it is
        while changed and not self._stopping.is_set():
            clock = time.monotonic()
            for path in changed:
                stamp = now.files.get(path)
                if path not in since or since[path][0] != stamp:
                    since[path] = (stamp, clock)
            many = len(changed) > _MANY
            fresh = [path for path in changed if clock - since[path][1] < _PATIENCE]
            broken = not many and any(is_unfinished(p, self._seen.files.get(p), now.files.get(p)) for p in fresh)
            if (calm and not broken) or clock - started > (_LONGEST_MANY if many or broken else _LONGEST):
                break
            self._stopping.wait(max(self._settle, _PAUSE) if many else self._settle)
            before, now = now, self._look(near=not many, beside=changed)
            calm = not now.differs_from(before)
            changed = now.differs_from(self._seen)
        self._listen_anew(now)
        return now, changed

    def _look(self, near: bool = False, beside: Collection[str] = ()) -> Snapshot:
        """The folder now. `near`: only where events came from, and at what is `beside`, if that is enough to know."""
        self._woken.clear()
        heard = self._listener.heard()
        if near and heard and self.native and not self._listener.lost and self._poll is None:
            found = look_again(self._last, self._roots, {*heard, *beside})
            if found is not None:
                self._is_partial, self._last = True, found
                return found
        started = time.monotonic()
        self._last = take_snapshot(self._roots)
        self._took, self._is_partial = time.monotonic() - started, False
        return self._last

    def _listen_anew(self, now: Snapshot) -> bool:
        """Where folders came or went: listen at those that are there now, and wake up to see what was missed meanwhile."""
        folders = (now.folders, *map(os.path.realpath, self._roots))
        if self._poll is not None or (folders == self._heard and not self._listener.lost):
            return False
        self._heard = folders
        self.native = self._listener.listen(self._roots)
        self._woken.set()
        return True
