"""Which file is what (format.md, section 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from pathlib import PurePosixPath

from netjournal.model import Thing

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}).*\.md", re.ASCII | re.DOTALL)
_THINGS = frozenset(thing.value for thing in Thing)
MEDIA = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".svg",
        ".webp",
        ".avif",
        ".bmp",
        ".ico",
        ".apng",
        ".heic",
        ".tif",
        ".tiff",
        ".pdf",
        ".mp3",
        ".m4a",
        ".ogg",
        ".oga",
        ".opus",
        ".wav",
        ".flac",
        ".mp4",
        ".m4v",
        ".mov",
        ".webm",
        ".ogv",
    ]
)


class FileKind(StrEnum):
    """The rows of the table, those that are read apart."""

    OWN = auto()
    ENTRY = auto()
    PAGE = auto()
    MEDIA = auto()
    TEMPLATE = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Classified:
    kind: FileKind
    private: bool = False
    thing: Thing | None = None  # of an own file
    stem: str = ""  # of an own file: the id as it is typed in the file's name
    date_text: str = ""  # of an entry


@lru_cache(maxsize=50_000)  # the preview lists the same names at each save
def classify(path: str) -> Classified:
    """What the file at `path`, relative to the journal and with slashes, is. The first row that fits decides.

    Folder names count in any case, for half of all file systems do not tell them apart.
    """
    parts = path.split("/")
    private = len(parts) > 1 and parts[0].lower() == "private"
    rest = parts[1:] if private else parts
    name = rest[-1]
    folder = rest[0].lower() if len(rest) > 1 else ""
    if path.startswith(".") or "/." in path:
        return Classified(FileKind.OTHER, private)
    if len(rest) == 2 and folder in _THINGS and name.endswith(".md") and name.lower() != "index.md":
        return Classified(FileKind.OWN, private, Thing(folder), name.removesuffix(".md"))
    if dated := _DATED.fullmatch(name):
        return Classified(FileKind.ENTRY, private, date_text=dated[1])
    if folder == "templates":
        return Classified(FileKind.TEMPLATE, private)
    if name.endswith(".md"):
        return Classified(FileKind.PAGE, private)
    is_media = PurePosixPath(name).suffix.lower() in MEDIA
    return Classified(FileKind.MEDIA if is_media else FileKind.OTHER, private)
