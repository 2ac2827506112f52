"""A live server: started, asked over HTTP as a browser would, and ended with all that it started."""

from __future__ import annotations

import http.client
import itertools
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contestants.contestant import Contestant
from pages import edit
from program import Failed, start_process, stop_process

_PAUSE = 0.005  # between two questions: the finest that can be told apart


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    process: subprocess.Popen[bytes]
    port: int
    address: str

    def wait_for(self, word: str, timeout: float) -> float:
        """When the page held `word`, as time.perf_counter tells it; Failed if it never did."""
        end = time.perf_counter() + timeout
        while (now := time.perf_counter()) < end:
            if self.process.poll() is not None:
                raise Failed(f"its live server ended with {self.process.returncode}")
            if word in self._ask(end - now):
                return time.perf_counter()
            time.sleep(_PAUSE)
        raise Failed(f"its live server did not show the text in {timeout:.0f} s")

    def _ask(self, timeout: float) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", self.address, headers={"Cache-Control": "no-cache"})
            return connection.getresponse().read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return ""  # not there yet, or in the middle of its work
        finally:
            connection.close()


@contextmanager
def start_server(contestant: Contestant, folder: Path, changed: Path, build: float, timeout: float) -> Iterator[Server]:
    """The live server, once it shows an edit of `changed`; Failed if it does not. A whole build takes about `build` seconds."""
    port = _free_port()
    words = contestant.serve(folder, port)
    if words is None:
        raise Failed("has no live server")
    with tempfile.TemporaryFile() as said:
        process = start_process(words, folder, said.fileno())
        try:
            server = Server(process, port, contestant.address(changed))
            _wait_until_ready(server, changed, 3 + 2 * build, timeout)
            yield server
        finally:
            stop_process(process)


def _wait_until_ready(server: Server, changed: Path, patience: float, timeout: float) -> None:
    """Until it has shown an edit: some serve what an earlier build left behind before they begin to watch."""
    end = time.perf_counter() + timeout
    for number in itertools.count():
        edit(changed, f"ready{number}x")
        try:
            server.wait_for(f"ready{number}x", min(patience, end - time.perf_counter()))
            return
        except Failed:
            if server.process.poll() is not None or time.perf_counter() >= end:
                raise
            patience *= 2


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
