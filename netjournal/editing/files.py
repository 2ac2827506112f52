"""Several files changed in one go, all or none, and never against a save that came in between."""

from __future__ import annotations

import contextlib
import difflib
import os
import stat
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

_PREFIX, _SUFFIX = ".netjournal-", ".tmp"
_OLD = 3600  # seconds after which a temporary file of ours is left over from a crash
_TRIES = 5  # Windows: virus scanners and editors hold a file for a moment


class Change(Struct, frozen=True):
    """One file before and after; None where it is not there. `path` is relative to the folder of mkdocs.yml, with slashes."""

    path: str
    before: bytes | None
    after: bytes | None


ChangeSet = tuple[Change, ...]


class NotWritten(Struct, frozen=True):
    """Why no file was changed."""

    path: str
    reason: str


def read_bytes(file: Path) -> bytes | None:
    """What the file holds; None where there is none."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None


def read_up_to(file: Path, most: int) -> bytes:
    """What the file holds; nothing where that is more than `most` bytes."""
    with file.open("rb", buffering=0) as opened:
        return opened.readall() if os.fstat(opened.fileno()).st_size <= most else b""


def write_changes(folder: Path, changes: Sequence[Change]) -> NotWritten | None:
    """Make `changes` below `folder`, if every file still is what it was before; else none of them.

    Temporary files first, then the comparison, then the replacing. A replace that fails midway is taken back.
    """
    if outside := next((c for c in changes if not _inside(c.path)), None):
        return NotWritten(outside.path, "it lies outside the folder of mkdocs.yml")
    ready: list[tuple[Change, Path, Path | None]] = []
    done: list[tuple[Change, Path]] = []
    current = ""
    try:
        for change in changes:
            current = change.path
            target = (folder / change.path).resolve()
            if target.exists() and not os.access(target, os.W_OK):  # to replace it would be allowed on most systems
                return NotWritten(current, "it is read-only")
            if change.after is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
                _sweep(target.parent)
            ready.append((change, target, None if change.after is None else _temporary(target, change.after)))
        for change, target, _ in ready:
            current = change.path
            if read_bytes(target) != change.before:
                return NotWritten(current, "it was changed in the meantime")
        for n, (change, target, temporary) in enumerate(ready):
            current = change.path
            if n and read_bytes(target) != change.before:  # saved while the others were replaced
                _take_back(done)
                return NotWritten(current, "it was changed in the meantime")
            done.append((change, target))
            _put(target, temporary)
    except OSError as error:
        failed = _take_back(done)
        reason = error.strerror or str(error)
        if failed:
            reason += f"; could not be put back: {', '.join(failed)}"
        return NotWritten(current, reason)
    except BaseException:  # Ctrl+C in the middle of many files
        _take_back(done)
        raise
    finally:
        for _, _, temporary in ready:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
    for parent in {target.parent for _, target in done}:
        _sync_folder(parent)
    return None


def show_diff(changes: Iterable[Change]) -> str:
    """The changes as a unified diff."""
    lines: list[str] = []
    for change in changes:
        before, after = (_text(data).splitlines(keepends=True) for data in (change.before, change.after))
        old = "/dev/null" if change.before is None else f"a/{change.path}"
        new = "/dev/null" if change.after is None else f"b/{change.path}"
        for line in difflib.unified_diff(before, after, old, new, n=2):
            lines.append(line.rstrip("\r\n"))
            if not line.endswith("\n"):
                lines.append("\\ No newline at end of file")
    return "".join(f"{line}\n" for line in lines)


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "backslashreplace")


def _inside(path: str) -> bool:
    """Whether `path` leads downwards; the journal's folder itself may be a link to another place."""
    return ".." not in Path(path).parts and not Path(path).is_absolute()


def _temporary(target: Path, data: bytes) -> Path:
    path = target.parent / f"{_PREFIX}{os.getpid()}-{time.time_ns():x}{_SUFFIX}"  # tempfile is slow to import
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        path.chmod(mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _put(target: Path, temporary: Path | None) -> None:
    for attempt in range(_TRIES):
        try:
            if temporary is None:
                target.unlink(missing_ok=True)
            else:
                temporary.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)


def _take_back(done: Sequence[tuple[Change, Path]]) -> list[str]:
    """Put back what was replaced, last first; the paths where that failed or where somebody saved since."""
    failed = []
    for change, target in reversed(done):
        try:
            now = read_bytes(target)
            if now == change.before:  # the one at which it stopped
                continue
            if now != change.after:
                failed.append(change.path)
                continue
            _put(target, None if change.before is None else _temporary(target, change.before))
        except OSError:
            failed.append(change.path)
    return failed


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Delete temporary files that a crash left behind."""
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _OLD:
                left.unlink()
