"""A program run once: how long it took, how much memory it and its children held at most, and whether it went well."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795478400"}  # today is 2026-11-24


class Failed(Exception):
    """A contestant did not do what was asked: the text says what, and stands in the table."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program to its end."""

    seconds: float
    megabytes: float | None  # None where the system does not tell


def run(words: Sequence[str | Path], folder: Path, timeout: float) -> Run:
    """Run `words` in `folder`; Failed if it ends with an error or not at all."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        start = time.perf_counter()
        process = start_process(words, folder, said.fileno())
        watch = _Memory(process.pid)
        killer = threading.Timer(timeout, _kill, [process])
        killer.start()
        watch.start()
        try:
            status, alone = _wait(process)
            seconds = time.perf_counter() - start
        finally:
            killer.cancel()
            stop_process(process)
            together = watch.stop()
        if status:
            said.seek(0)
            raise Failed(f"over {timeout:.0f} s" if seconds >= timeout else _last_line(said.read(), status))
    return Run(seconds, max(alone, together) if alone is not None and together is not None else alone)


def start_process(words: Sequence[str | Path], folder: Path, output: int) -> subprocess.Popen[bytes]:
    """Start `words` at the head of a group of its own, so that its children can be ended with it; Failed if that cannot be."""
    environment = {**os.environ, **ENVIRONMENT}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as the others, we are compiled once
    quiet = subprocess.DEVNULL
    try:
        return subprocess.Popen(
            [str(word) for word in words],
            cwd=folder,
            env=environment,
            stdin=quiet,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    except OSError as reason:
        raise Failed(f"could not be started: {reason.strerror}") from reason


def stop_process(process: subprocess.Popen[bytes]) -> None:
    """End `process` and all that it started, if any of it is still there."""
    _kill(process)
    process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # all gone
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float | None]:
    """How it ended, and the most megabytes that it alone held."""
    if not hasattr(os, "wait4"):
        return process.wait(), None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = usage.ru_maxrss if os.uname().sysname == "Linux" else usage.ru_maxrss / 1024
    return process.returncode, kilobytes / 1024


def _last_line(text: str, status: int) -> str:
    """What it said last; where its files lie on this machine is nobody's business."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = " ".join("…" if os.sep in word else word for word in lines[-1].split()) if lines else ""
    return f"ended with {status}: {said[:120]}" if said else f"ended with {status}"


class _Memory(threading.Thread):
    """Adds up what a program and its children hold, ten times a second, on systems with /proc. One alone is not looked at."""

    def __init__(self, leader: int) -> None:
        super().__init__(daemon=True)
        self.leader, self.most, self.ended = leader, 0, threading.Event()

    def run(self) -> None:
        while Path("/proc/self/smaps_rollup").exists() and not self.ended.wait(0.1):
            family = _family(self.leader)
            if len(family) > 1:
                self.most = max(self.most, sum(_kilobytes(number) for number in family))

    def stop(self) -> float:
        self.ended.set()
        self.join()
        return self.most / 1024


def _family(leader: int) -> list[int]:
    """The processes that `leader` started and that are alive, itself first."""
    family = [leader]
    for number in family:
        with contextlib.suppress(OSError):  # ended meanwhile
            for task in Path(f"/proc/{number}/task").iterdir():
                family += map(int, (task / "children").read_text(encoding="ascii").split())
    return family


def _kilobytes(number: int) -> int:
    """What a process holds; what it shares with others counts for its part only."""
    try:
        lines = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
