"""The last change, kept beside mkdocs.yml in `.cache/netjournal/undo/`, so that it can be taken back once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from netjournal.editing.files import Change, NotWritten, read_bytes, write_changes

_FOLDER, _FILE = ".cache/netjournal/undo", "last.json"


class _File(msgspec.Struct):
    path: str
    before: bytes | None  # in JSON as base64
    after: str | None  # a digest


class _Last(msgspec.Struct):
    title: str
    files: list[_File]


def apply_changes(folder: Path, changes: Sequence[Change], title: str) -> NotWritten | None:
    """Make `changes` below `folder`, all or none, and keep what was there for `undo_last`."""
    changes = tuple(c for c in changes if c.before != c.after)
    if not changes:
        return None
    previous = read_bytes(folder / _FOLDER / _FILE)
    if not_kept := _keep(folder, changes, title):
        return not_kept
    refused = write_changes(folder, changes)
    if refused:
        _restore(folder, previous)
    return refused


def last_change(folder: Path) -> tuple[str, tuple[Change, ...]] | None:
    """The title of the last change and the changes that take it back; None where there is none."""
    data = read_bytes(folder / _FOLDER / _FILE)
    if data is None:
        return None
    try:
        last = msgspec.json.decode(data, type=_Last)
    except msgspec.MsgspecError:
        return None
    return last.title, tuple(_backwards(folder, file) for file in last.files)


def changed_since(folder: Path, changes: Sequence[Change]) -> NotWritten | None:
    """The first of the files that is not as the last change left it."""
    path = next((c.path for c in changes if read_bytes(folder / c.path) != c.before), None)
    return NotWritten(path, "it was changed since") if path is not None else None


def undo_last(folder: Path) -> str | NotWritten:
    """Put the bytes back that the last change replaced, if the files are still as it left them. Its title, or why not."""
    last = last_change(folder)
    if last is None:
        return NotWritten(_FOLDER, "there is no change to undo")
    title, changes = last
    if changed := changed_since(folder, changes):
        return changed
    if refused := write_changes(folder, changes):
        return refused
    forget_last(folder)
    return title


def forget_last(folder: Path) -> None:
    """Delete what was kept."""
    import shutil  # noqa: PLC0415 slow to import, and a change does not need it

    shutil.rmtree(folder / _FOLDER, ignore_errors=True)


def _backwards(folder: Path, file: _File) -> Change:
    """From what the change left, where that is still there, to what stood before."""
    now, then = read_bytes(folder / file.path), file.before
    # what is as it was before was not reached when the program was killed
    left = now if now == then or _digest(now) == file.after else b"\0changed"  # a content that no file of a journal has
    return Change(file.path, left, then)


def _keep(folder: Path, changes: Sequence[Change], title: str) -> NotWritten | None:
    last = _Last(title, [_File(change.path, change.before, _digest(change.after)) for change in changes])
    new = {_FILE: msgspec.json.encode(last), ".gitignore": b"*\n"}  # what is kept may be private
    places = {f"{_FOLDER}/{name}": text for name, text in new.items()}
    written = (Change(place, read_bytes(folder / place), text) for place, text in places.items())
    return write_changes(folder, [change for change in written if change.before != change.after])


def _restore(folder: Path, previous: bytes | None) -> None:
    place = f"{_FOLDER}/{_FILE}"
    write_changes(folder, [Change(place, read_bytes(folder / place), previous)])


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
