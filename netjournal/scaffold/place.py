"""The folder that a journal is made in: what is there, and what forbids to make one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

_FEW = 3  # files that are named
_HARMLESS = {"readme.md", "license", "license.md", "license.txt", "requirements.txt"}
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*\.md")


def has_entry(root: Path) -> bool:
    """Whether the journal in `root` has an entry: then it needs no first one."""
    return any(_DATED.fullmatch(file.name) for file in root.rglob("*.md"))


def holds_files(folder: Path) -> bool:
    return any(file.is_file() for file in folder.rglob("*"))


def find_obstacle(folder: Path) -> str | None:
    """Why there can be no journal in `folder`, which need not be there yet."""
    if folder.is_symlink() and not folder.exists():
        return f"{folder} is a link to nothing"
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file; name a folder for the journal: netjournal init my-journal"
    if above := next((p for p in folder.parents if p.exists() and not p.is_dir()), None):
        return f"{above} is a file, so there can be no folder {folder}"
    if folder.exists() and not os.access(folder, os.R_OK | os.X_OK):
        return f"the folder {folder} cannot be read"
    return None


def find_others(folder: Path) -> str | None:
    """What else is in `folder`, in words, if a journal would be mixed with it by accident."""
    others = sorted(p.name for p in folder.iterdir() if not p.name.startswith(".") and p.name.lower() not in _HARMLESS)
    others = [name for name in others if not (folder / name / "pyvenv.cfg").exists()]
    if not others:
        return None
    named = ", ".join(others[:_FEW]) + (f" and {len(others) - _FEW} more" if others[_FEW:] else "")
    return (
        f"this folder holds other files: {named}\n"
        "  a folder of its own: netjournal init my-journal\n"
        "  this one all the same, with those files kept: netjournal init ."
    )


def find_obstacle_on(folder: Path, paths: Iterable[str]) -> str | None:
    """Why one of `paths` cannot be written: a link on the way leads out of `folder`, or a file stands in the place of a folder."""
    for path in paths:
        for parent in reversed(Path(path).parents):
            place = folder / parent
            if os.path.lexists(place) and place.resolve().exists() and not place.is_dir():
                return f"{parent.as_posix()} is a file, and would have to be a folder"
        if not (folder / path).resolve().is_relative_to(folder.resolve()):
            return f"{path} is, or stands behind, a link that leads out of {folder}"
    return None
