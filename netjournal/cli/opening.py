"""A file in the author's editor, at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import click

from netjournal.cli.project import CannotRun

_PLUS = frozenset(("vi", "vim", "nvim", "nano", "pico", "emacs", "emacsclient", "kak", "micro", "joe", "ne", "mg", "gedit"))
_COLON = frozenset(("subl", "zed", "hx", "helix", "atom"))  # file:line
_GOTO = frozenset(("code", "code-insiders", "codium", "vscodium", "cursor"))


def open_at(file: Path, line: int) -> None:
    """Open `file` in $VISUAL or $EDITOR and wait; at `line`, if the editor is one that is known to take it."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    command = _split(editor)
    arguments = _arguments(Path(command[0]).stem.lower(), file, line) if command else None
    try:
        if arguments is None:
            click.edit(filename=str(file))
        else:
            program = shutil.which(command[0]) or command[0]  # on Windows it may be a script, which needs its ending
            subprocess.run([program, *command[1:], *arguments], check=True)
    except (click.ClickException, OSError, subprocess.CalledProcessError) as error:
        reason = error.message if isinstance(error, click.ClickException) else str(error)
        raise CannotRun(f"{file} could not be opened: {reason}. Set EDITOR to your editor's command") from None


def _arguments(editor: str, file: Path, line: int) -> list[str] | None:
    if editor in _PLUS:
        return [f"+{line}", str(file)]
    if editor in _COLON:
        return [f"{file}:{line}"]
    if editor in _GOTO:
        return ["--goto", f"{file}:{line}"]
    return {"notepad++": [f"-n{line}", str(file)], "kate": ["--line", str(line), str(file)]}.get(editor)


def _split(command: str) -> list[str]:
    """The words of an editor's command; on Windows a path holds backslashes, and quotes stay around its words."""
    try:
        return [word.strip("\"'") for word in shlex.split(command, posix=os.name != "nt")]
    except ValueError:
        return []
