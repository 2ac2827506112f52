"""A file of the cache: where it is, read with every doubt, written in one go."""

from __future__ import annotations

import os
import time
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from msgspec import Struct

FOLDER = ".cache/netjournal"
_MAGIC = b"netjournal cache\n"
_HEAD = len(_MAGIC) + 16 + 4  # the version, a checksum
_LEFT_OVER = 3600  # seconds after which a temporary file is one of a crash


class KeptFile(Struct, frozen=True):
    """One file, good for one version of the program and its settings."""

    path: Path
    version: bytes

    def read(self) -> memoryview | None:
        """What was kept; None where nothing is, or where it is torn or of another version."""
        try:
            data = self.path.read_bytes() if S_ISREG(self.path.lstat().st_mode) else b""
        except OSError:
            return None
        body = memoryview(data)[_HEAD:]
        return body if data[:_HEAD] == self.head(body) else None

    def write(self, body: bytes) -> bool:
        """Keep `body`, if the folder lets us; whoever reads at the same time sees the old file or the new one."""
        import tempfile  # noqa: PLC0415 slow to import, and most commands write nothing

        folder, name = self.path.parent, self.path.name
        try:
            prepare_folder(self.path)
            handle, temporary = tempfile.mkstemp(prefix=f"{name}-", dir=folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(self.head(body))
                    file.write(body)
                Path(temporary).replace(self.path)
            except OSError:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError:
            return False
        return True

    def head(self, body: bytes | memoryview) -> bytes:
        return _MAGIC + self.version + zlib.crc32(body).to_bytes(4, "big")


def prepare_folder(path: Path) -> None:
    """Make the folder of the kept file `path`, out of sight of git, and take away what a crash left of it there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _ignore(path.parent)
    _sweep(path.parent, path.name)


def cache_folder(root: Path, journal_path: str) -> Path | None:
    """Where what is known of the journal in `root` is kept: beside mkdocs.yml, which knows the journal as `journal_path`.

    None where that is the journal's own folder, which may be published, or cannot be found.
    """
    inside = PurePosixPath(journal_path).parts
    if not inside or ".." in inside or root.parts[-len(inside) :] != inside:
        return None
    return root.parents[len(inside) - 1] / FOLDER


def drop_cache(root: Path, journal_path: str) -> None:
    """Forget everything: what was taken out of the journal must not live on here."""
    if folder := cache_folder(root, journal_path):
        for file in folder.glob("*.cache*"):
            with suppress(OSError):
                file.unlink()


def _ignore(folder: Path) -> None:
    """git leaves the folder alone, whatever the author's own .gitignore says."""
    mark = folder / ".gitignore"
    if not mark.exists():
        mark.write_text("*\n", encoding="utf-8")


def _sweep(folder: Path, name: str) -> None:
    for left in folder.glob(f"{name}-*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                left.unlink()
