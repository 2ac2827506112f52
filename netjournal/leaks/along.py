"""A search by a process of its own, which goes along with whoever still writes the files."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, NamedTuple

from netjournal.digest import digest_of
from netjournal.leaks.scan import Leak, Scanner
from netjournal.leaks.secrets import Secret

_COMMAND = [sys.executable, "-P", "-c", "from netjournal.leaks.along import answer; answer()"]


class Answer(NamedTuple):
    """What was read of a file, and the leaks in that."""

    digest: bytes
    leaks: tuple[Leak, ...]


class Along:
    """Searches the files below `folder` whose names it is given. It never makes its owner wait before `found`."""

    def __init__(self, folder: Path, secrets: Sequence[Secret]) -> None:
        self.given: set[str] = set()
        self._words: SimpleQueue[Any] = SimpleQueue()
        self._process = _start()
        if self._process is not None:
            self._words.put((folder, tuple(secrets)))
            self._writer = Thread(target=self._write, args=(self._process,), daemon=True)
            self._writer.start()

    def give(self, *names: str) -> None:
        """These files are written."""
        self.given.update(names)
        self._words.put(names)

    def found(self) -> dict[str, Answer]:
        """What it found, by file, once it is done; nothing of the files that it could not read, or if it failed."""
        if self._process is None or self._process.stdout is None:
            return {}
        self._words.put(None)
        with self._process.stdout as stream:
            data = stream.read()
        self._writer.join()
        if self._process.wait() != 0 or not data:
            return {}
        found: dict[str, Answer] = pickle.loads(data)
        return found

    def stop(self) -> None:
        """Nobody asks for what it found any more."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self.found()

    def _write(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        with suppress(OSError), process.stdin as stream:  # it may have ended
            while (words := self._words.get()) is not None:
                pickle.dump(words, stream)
                stream.flush()


def _start() -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None


def answer() -> None:
    """Search the files that are named on the standard input, and write what is found on the standard output."""
    folder, secrets = pickle.load(sys.stdin.buffer)
    scanner = Scanner(secrets)
    found: dict[str, Answer] = {}
    with suppress(EOFError):
        while True:
            for name in pickle.load(sys.stdin.buffer):
                with suppress(OSError):  # gone again
                    data = (folder / name).read_bytes()
                    found[name] = Answer(digest_of(data), scanner.search(data, name))
    pickle.dump(found, sys.stdout.buffer)
    sys.stdout.buffer.flush()
