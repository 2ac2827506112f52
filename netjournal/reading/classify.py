"""Which file is what (format.md, section 1)."""

from __future__ import annotations

import re
from enum import StrEnum, auto
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct

from netjournal.dates import parse_date
from netjournal.model import Thing

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2}).*\.md", re.ASCII | re.DOTALL)
_OTHER_ENDING = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.md)?(?:\.(?:txt|text|markdown|mdown))?", re.ASCII | re.IGNORECASE)
_OTHER_DATES = (
    re.compile(r"\s*(?P<year>\d{4})[-_. ]?(?P<month>\d{2})[-_. ]?(?P<day>\d{2})(?!\d)(?P<rest>.*)", re.ASCII),
    re.compile(r"\s*(?P<year>\d{4})[-_. ](?P<month>\d{1,2})[-_. ](?P<day>\d{1,2})(?!\d)(?P<rest>.*)", re.ASCII),
    re.compile(r"\s*(?P<day>1[3-9]|2\d|3[01])[-_. ](?P<month>\d{1,2})[-_. ](?P<year>\d{4})(?!\d)(?P<rest>.*)", re.ASCII),
    re.compile(r"\s*(?P<month>\d{1,2})[-_. ](?P<day>1[3-9]|2\d|3[01])[-_. ](?P<year>\d{4})(?!\d)(?P<rest>.*)", re.ASCII),
)
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


def ending_with_md(path: str) -> str | None:
    """The name for the file at `path` where nothing but its ending keeps it from being an entry."""
    found = _OTHER_ENDING.fullmatch(path.rpartition("/")[2])
    return f"{found[1]}.md" if found and "/." not in f"/{path}" else None


def starting_with_date(name: str) -> str | None:
    """The name for a file where nothing but the form of the date keeps it from being an entry."""
    for pattern in _OTHER_DATES:
        if (found := pattern.fullmatch(name)) and (day := parse_date(f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}")):
            return f"{day}{found['rest']}"
    return None


class FileKind(StrEnum):
    """The rows of the table, those that are read apart."""

    OWN = auto()
    ENTRY = auto()
    PAGE = auto()
    MEDIA = auto()
    TEMPLATE = auto()
    OTHER = auto()


class Classified(Struct, frozen=True):
    kind: FileKind
    private: bool = False
    thing: Thing | None = None  # of an own file
    stem: str = ""  # of an own file: the id as it is typed in the file's name
    date_text: str = ""  # of an entry


def is_private(path: str) -> bool:
    """Whether a folder of this path, relative to the journal and with slashes, is `private`, in any case."""
    return "private" in path.lower().split("/")[:-1]


@lru_cache(maxsize=50_000)  # the preview lists the same names at each save
def classify(path: str) -> Classified:
    """What the file at `path`, relative to the journal and with slashes, is. The first row that fits decides.

    Folder names count in any case, for half of all file systems do not tell them apart.
    """
    parts = path.split("/")
    private = is_private(path)
    rest = parts[1:] if private and parts[0].lower() == "private" else parts
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
