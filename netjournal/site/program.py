"""Who made a page: what is kept of a site is good for the same program, with the same settings, only."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_ENDINGS = (".py", ".html", ".mo", ".po")
_TOOLS = ("jinja2", "markupsafe", "babel", "msgspec", "markdown", "pymdown-extensions", "pygments", "mkdocs-material")


def program_version(words: Iterable[str], folders: Iterable[Path] = ()) -> bytes | None:
    """16 bytes that differ where the program, one of `words` or a file below `folders` does; None where one cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        digest.update(_bytes_of_program())
        for folder in folders:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                _add(digest, path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape"), path.read_bytes())
            _add(digest, b"", b"")
    except OSError:
        return None
    for word in words:
        _add(digest, word.encode("utf-8", "surrogatepass"))
    return digest.digest()


@cache
def _bytes_of_program() -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for word in (sys.version, sys.byteorder, *map(_version_of, _TOOLS)):
        _add(digest, word.encode())
    for path in sorted(path for path in _PACKAGE.rglob("*") if path.suffix in _ENDINGS):
        _add(digest, path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes())
    return digest.digest()


def _version_of(tool: str) -> str:
    try:
        return version(tool)
    except PackageNotFoundError:
        return ""


def _add(digest: hashlib.blake2b, *texts: bytes) -> None:
    for text in texts:
        digest.update(len(text).to_bytes(8, "big") + text)
