"""All files of a site, searched; many of them by two processes, for a search takes as long as there are words."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from netjournal.leaks.scan import Leak, Scanner
from netjournal.leaks.searched import Searched
from netjournal.leaks.secrets import Secret

_WORTH_IT = 400  # files: a process takes a third of a second to begin
_RUN = 50  # files
_COMMAND = [sys.executable, "-P", "-c", "from netjournal.leaks.folder import answer; answer()"]


def scan_folder(folder: Path, searched: Searched, is_ours: Callable[[str, Path], bool]) -> tuple[Leak, ...]:
    """The leaks in all files below `folder` that are not the theme's own: those for which `is_ours` says so, by name and path.

    What was `searched` before is searched for new secrets only.
    """
    for_all, for_new = list[str](), list[str]()
    for name in sorted(_files(folder)):
        path = folder / name
        if not searched.is_done_with(name) and is_ours(name, path):
            (for_new if searched.knows(name, path) else for_all).append(name)
    leaks = _search(folder, for_all, searched.secrets)
    if searched.new:
        leaks += _search(folder, for_new, searched.new)
    searched.keep((leak.file, leak.secret) for leak in leaks)
    return leaks


def _search(folder: Path, names: list[str], secrets: Sequence[Secret]) -> tuple[Leak, ...]:
    """Half of the files in a process of its own, if there are many and a second processor; in this one where that fails."""
    if len(names) < _WORTH_IT or (os.cpu_count() or 1) < 2:
        return _search_here(folder, names, secrets)
    mine, other = _halves(names)
    helper = _Helper(folder, other, secrets)
    found = _search_here(folder, mine, secrets)
    theirs = helper.found()
    return found + (_search_here(folder, other, secrets) if theirs is None else theirs)


def _halves(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Runs of neighbours in turn: these hold the same words, which are learned once, and some runs take longer than others."""
    runs = [names[at : at + _RUN] for at in range(0, len(names), _RUN)]
    return [name for run in runs[::2] for name in run], [name for run in runs[1::2] for name in run]


class _Helper:
    """A process that searches `names`."""

    def __init__(self, folder: Path, names: Sequence[str], secrets: Sequence[Secret]) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self.process = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            assert self.process.stdin is not None
            pickle.dump((folder, names, secrets), self.process.stdin)
            self.process.stdin.close()
        except OSError:  # no such program, or it ended at once
            pass

    def found(self) -> tuple[Leak, ...] | None:
        """What it found, once it is done; None where it did not do it."""
        if self.process is None or self.process.stdout is None:
            return None
        with self.process.stdout as answer:
            data = answer.read()
        if self.process.wait() != 0 or not data:
            return None
        leaks: tuple[Leak, ...] = pickle.loads(data)
        return leaks


def answer() -> None:
    """Search what is asked for on the standard input, and write what is found on the standard output."""
    folder, names, secrets = pickle.load(sys.stdin.buffer)
    pickle.dump(_search_here(folder, names, secrets), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _search_here(folder: Path, names: Sequence[str], secrets: Sequence[Secret]) -> tuple[Leak, ...]:
    scanner = Scanner(secrets)
    return tuple(leak for name in names for leak in scanner.search((folder / name).read_bytes(), name))


def _files(folder: Path) -> Iterator[str]:
    start = len(str(folder)) + 1
    for where, _, names in os.walk(folder):
        below = where[start:].replace(os.sep, "/")
        for name in names:
            yield f"{below}/{name}" if below else name
