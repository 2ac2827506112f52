"""A folder as it stands at one moment: every file with what tells its versions apart, without reading any."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType
from typing import NamedTuple

_BLOCK = 4096  # what programs write at once is a multiple of it, but for the last piece
_LARGEST = 1_000_000


class Stamp(NamedTuple):
    """What differs between two versions of a file."""

    size: int
    modified: int  # nanoseconds
    changed: int  # nanoseconds; on Windows when it was made
    inode: int


def _none() -> Mapping[str, Stamp]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files below some roots by path, and which folder is behind the path of each folder."""

    files: Mapping[str, Stamp] = field(default_factory=_none)
    folders: frozenset[tuple[str, int]] = frozenset()

    def differs_from(self, other: Snapshot) -> frozenset[str]:
        """The files that are in one only, or in both in different versions."""
        if self is other:
            return frozenset()
        before = other.files
        return frozenset(
            [path for path, stamp in self.files.items() if (was := before.get(path)) is not stamp and was != stamp]
            + [path for path in before if path not in self.files]
        )


def take_snapshot(roots: Iterable[Path]) -> Snapshot:
    """The files below `roots`, folders or files, that are there.

    Names that start with a dot or end with `~` are passed over, and links to folders are not followed. A link to a file is
    the file that it leads to.
    """
    files: dict[str, Stamp] = {}
    folders: set[tuple[str, int]] = set()
    for root in roots:
        try:
            found = root.stat()
        except OSError:
            continue
        if S_ISREG(found.st_mode):
            files[str(root)] = _stamp(found)
        else:
            _look_into(str(root), found.st_ino, files, folders)
    return Snapshot(files, frozenset(folders))


def look_again(before: Snapshot, roots: Iterable[Path], paths: Collection[str]) -> Snapshot | None:
    """What a snapshot would be after `before` if something happened to `paths` alone, which are looked at and no other.

    None where that cannot be: a folder among them, or one around them that was not there before.
    """
    known = {folder for folder, _ in before.folders}
    single = {str(root) for root in roots} - known
    files, folders = dict(before.files), dict[str, set[str]]()
    for path in paths:
        folder, name = os.path.split(path)
        if folder in known:
            folders.setdefault(folder, set()).add(name)
        elif path not in single:
            return None
        elif stamp := _stamp_at(path):
            files[path] = stamp
        else:
            files.pop(path, None)
    for folder, names in folders.items():
        there: dict[str, Stamp] = {}
        try:
            with os.scandir(folder) as listing:  # and not each by its name: some systems find a file under others too
                for item in listing:
                    if item.name not in names or item.name[0] == "." or item.name[-1] == "~":
                        continue
                    if item.is_dir(follow_symlinks=False):
                        return None
                    if item.is_file():
                        there[item.path] = _stamp(item.stat())
        except OSError:
            return None
        for name in names:
            files.pop(f"{folder.rstrip(os.sep)}{os.sep}{name}", None)
        files |= there
    return Snapshot(files, before.folders)


def _stamp_at(path: str) -> Stamp | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return _stamp(found) if S_ISREG(found.st_mode) else None


def is_unfinished(path: str, before: Stamp | None, now: Stamp | None) -> bool:
    """Whether a program may be about to write the rest of this file, or to put another in its place.

    It is gone, empty, ends where a piece of a large file ends, or is a text that breaks off: in its front matter, or in a line
    when it was longer `before`. A guess to wait on, not more: a file may well stay so.
    """
    if now is None or now.size % _BLOCK == 0:
        return True
    if not path.endswith((".md", ".yml", ".yaml")) or now.size > _LARGEST:
        return False
    try:
        data = Path(path).read_bytes()
    except OSError:
        return True
    if len(data) != now.size:
        return True
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"---") and not _closes(data):
        return True
    return not data.endswith((b"\n", b"\r")) and (before is None or len(data) < before.size)


def _closes(data: bytes) -> bool:
    return any(line.rstrip() == b"---" for line in data.splitlines()[1:])


def _look_into(root: str, inode: int, files: dict[str, Stamp], folders: set[tuple[str, int]]) -> None:
    waiting = [root]
    folders.add((root, inode))
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                for item in listing:
                    if item.name[0] == "." or item.name[-1] == "~":
                        continue
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(item.path)
                        folders.add((item.path, item.inode()))
                    elif item.is_file():
                        files[item.path] = _stamp(item.stat())
        except OSError:  # gone meanwhile, or closed to us: as if it held nothing
            continue


def _stamp(found: os.stat_result) -> Stamp:
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
