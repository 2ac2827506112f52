"""Consoles and pipes that cannot show everything: no traceback, no word lost, no colour where none is wanted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "2026-11-23.md": """---
größe: 1
goals:
  - {id: big, title: 東京 🎉, target: 3, due: 2099-11-24}
activities:
  - did: "Größe — 東京 🎉"
    channel: linkedn
    with: ewa-zolc
contacts:
  - {name: Ewa Żółć}
---
A walk with @nobody.
""",
}
COMMANDS = [
    ("check",), ("goal", "list"), ("whois", "ewa-zolc"), ("contact", "list"),
    ("watch", "--for", "0"), ("note", "東京 🎉", "--dry-run", "--today", "2026-11-24"), ("größe東",), ("explain", "größe東"),
]  # fmt: skip


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "netjournal", "-C", str(folder), *words]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_what_the_console_cannot_show_is_spelled(project: Callable[..., Path], words: tuple[str, ...]) -> None:
    """An old Windows console has 256 characters, and Polish, Japanese and emoji are not among them."""
    done = run(project(FILES), *words, PYTHONIOENCODING="cp1252")
    assert done.returncode in (0, 1, 2)
    shown = done.stdout.decode("cp1252") + done.stderr.decode("cp1252")
    assert "Traceback" not in shown and "Error in sys" not in shown
    assert any(word in shown for word in ("Größe", "größe", "\\u017b", "\\u6771"))


def test_pipe_is_utf8_where_nothing_else_is_asked_for(project: Callable[..., Path]) -> None:
    done = run(project(FILES), "whois", "ewa-zolc", PYTHONIOENCODING="", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "Ewa Żółć" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [("check",), ("schema",), ("contact", "list"), ("watch",)], ids=lambda words: words[0])
def test_pipe_that_closes_ends_the_command_in_silence(project: Callable[..., Path], words: tuple[str, ...]) -> None:
    folder = project({f"2026-11-{day:02}.md": FILES["2026-11-23.md"] for day in range(1, 29)})
    command = [sys.executable, "-m", "netjournal", "-C", str(folder), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None and program.stderr is not None
        program.stdout.close()
        (folder / "journal" / "2026-11-01.md").write_text("A day.\n", encoding="utf-8")
        assert program.stderr.read() == b""
        assert program.wait(20) in (0, 1)


def test_no_colour_where_none_is_wanted(project: Callable[..., Path]) -> None:
    folder = project(FILES)
    for words in (("check",), ("contact", "list")):
        assert b"\x1b[" not in run(folder, *words).stdout
        assert b"\x1b[3" not in run(folder, *words, NO_COLOR="1", FORCE_COLOR="1").stdout
