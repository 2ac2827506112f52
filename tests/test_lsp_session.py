"""A recorded session with the real program: what an editor sends, and what it gets back, message by message.

`python -m tests.test_lsp_session` plays `tests/lsp/session.jsonl` and writes down anew what came back: look at the difference.
`FOLDER` stands for the address of the journal's folder. A line `{"write": path, "text": …}` is another program that saves a file.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "lsp"
SESSION = HERE / "session.jsonl"
PATIENCE = 60  # seconds for a message that has to come
EPOCH = "1795478400"  # 2026-11-24


class Editor:
    """The program as an editor starts it."""

    def __init__(self, folder: Path) -> None:
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONWARNINGS": "ignore"}
        command = [sys.executable, "-m", "netjournal", "lsp", "--stdio"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.folder = folder
        self.unread: list[Any] = []
        self._came: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, message: Any) -> None:
        assert self.process.stdin
        body = json.dumps(message).replace("FOLDER", self.folder.as_uri()).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def read(self, like: Any) -> Any:
        """The next message that answers the same request as `like`, or tells of the same file."""
        end = time.monotonic() + PATIENCE
        while not (found := [m for m in self.unread if _name(m) == _name(like)]):
            message = self._came.get(timeout=max(0.01, end - time.monotonic()))
            assert message is not None, "the program has ended"
            self.unread.append(message)
        self.unread.remove(found[0])
        return found[0]

    def rest(self) -> list[Any]:
        """What came and was not read, when the program has ended."""
        while (message := self._came.get(timeout=PATIENCE)) is not None:
            self.unread.append(message)
        return self.unread

    def _read(self) -> None:
        out = self.process.stdout
        assert out
        length = 0
        while header := out.readline():
            length = int(header.split(b":")[1]) if header.startswith(b"Content-Length") else length
            if header == b"\r\n":
                uri = self.folder.as_uri()
                small = uri[:8] + uri[8].lower() + uri[9:]  # the drive of Windows, as servers write it
                self._came.put(json.loads(out.read(length).decode().replace(uri, "FOLDER").replace(small, "FOLDER")))
        self._came.put(None)


def _name(message: Any) -> tuple[Any, ...]:
    return message.get("id"), message.get("method"), (message.get("params") or {}).get("uri")


def play(folder: Path) -> Iterator[tuple[Any, Any]]:
    """Each line of the session, with the message that came for it where one has to come."""
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True)
    editor = Editor(folder)
    try:
        for line in SESSION.read_text(encoding="utf-8").splitlines():
            step = json.loads(line)
            if "write" in step:
                (folder / step["write"]).write_text(step["text"], encoding="utf-8", newline="")
            elif "send" in step:
                editor.send(step["send"])
            yield step, editor.read(step["get"]) if "get" in step else None
        assert editor.process.wait(PATIENCE) == 0
        assert editor.rest() == []
    finally:
        editor.process.kill()
        editor.process.wait()


def test_recorded_session(tmp_path: Path) -> None:
    """Problems while a text changes, completion, hover, places, renaming, fixes, another program's save; columns are UTF-16.

    The server writes no file: the editor does, when it wants to.
    """
    folder, written = tmp_path / "a folder, é", set()
    for step, came in play(folder):
        written.add(step.get("write"))
        if came and came.get("id") == 1:
            came["result"] = _known(came["result"])
        assert came == step.get("get"), f"in answer to {step}"
    kept = [file.relative_to(HERE / "project") for file in (HERE / "project").rglob("*.*")]
    kept = [file for file in kept if file.as_posix() not in written]
    assert kept
    for file in kept:
        assert (folder / file).read_bytes() == (HERE / "project" / file).read_bytes()


def _known(result: Any) -> Any:
    """What the program says it can, without what versions of the protocol differ in."""
    words = ("Provider", "Sync", "Encoding")
    said = result["capabilities"]
    return {"capabilities": {key: said[key] for key in said if key.endswith(words) and key != "executeCommandProvider"}}


def record() -> None:
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for step, came in play(Path(folder)):
            if came and came.get("id") == 1:
                came["result"] = _known(came["result"])
            lines.append(json.dumps(step if came is None else {"get": came}, ensure_ascii=False))
    SESSION.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
