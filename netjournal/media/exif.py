"""Exif: the lists of tags (TIFF's directories) in which a camera writes its orientation, its place and its owner."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from netjournal.media.kinds import Broken

MAX_DIRECTORIES = 64
MAX_ENTRIES = 2_000  # of one directory
MAX_UNKNOWN = 10  # entries of a directory that make no sense: then it is none
MAX_VALUE = 1_000_000  # bytes
MAX_TOTAL = 8_000_000  # bytes of all values, in one TIFF
_MAX_WORK = 1_000_000  # over a whole file, about one for each tag
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_EXIF, _GPS, _INTEROP, _SUB, _ORIENTATION = 0x8769, 0x8825, 0xA005, 0x014A, 0x0112
_PLACES = frozenset([2, 4, 20, 22, 28])  # latitude, longitude, those of the destination, the area's name
_COMMENTS = frozenset([0x9286, 27, 28])  # they begin with the name of their encoding
_WINDOWS = range(0x9C9B, 0x9CA0)  # title, comment, author, keywords, subject, as Windows writes them: UTF-16


class Tag(NamedTuple):
    """One entry of a directory; `gps`: of the one that says where."""

    gps: bool
    number: int
    kind: int
    value: bytes
    order: str  # of its bytes, for `struct`


def is_exif(data: bytes, at: int = 0) -> bool:
    """Whether the directories of a TIFF can begin at `at`."""
    return data[at : at + 4] in (b"II*\0", b"MM\0*")


def tags(data: bytes, at: int = 0) -> Iterator[Tag]:
    """The tags of all directories of the TIFF at `at`, as far as they can be read; of anything else none."""
    if not is_exif(data, at):
        return
    order = "<" if data[at : at + 2] == b"II" else ">"
    waiting = [(_number(data, at + 4, order + "I"), False)]
    seen: set[int] = set()
    total = 0
    while waiting and len(seen) < MAX_DIRECTORIES and total < MAX_TOTAL:
        start, gps = waiting.pop()
        if start in seen or start < 8 or at + start + 2 > len(data):
            continue
        seen.add(start)
        count, unknown = min(_number(data, at + start, order + "H"), MAX_ENTRIES), 0
        for n in range(count):
            entry = at + start + 2 + 12 * n
            if entry + 12 > len(data) or unknown > MAX_UNKNOWN or total > MAX_TOTAL:
                break
            number, kind, length = struct.unpack_from(order + "HHI", data, entry)
            size = _SIZES.get(kind, 0) * length
            unknown += kind not in _SIZES
            if size > MAX_VALUE or not size:
                continue
            place = entry + 8 if size <= 4 else at + _number(data, entry + 8, order + "I")
            value = data[place : place + size]
            total += size + 8
            yield Tag(gps, number, kind, value, order)
            if number in (_EXIF, _GPS, _INTEROP, _SUB) and kind in (4, 13) and not gps:
                targets = [_number(value, i, order + "I") for i in range(0, len(value), 4)][:8]
                waiting += [(target, number == _GPS) for target in targets]
        waiting.append((_number(data, at + start + 2 + 12 * count, order + "I"), False))


def places(data: bytes) -> Iterator[int]:
    """Where Exif may begin, wherever in the file that is: a cover in a song, a photo in a PDF, an item of a HEIC."""
    for mark in (b"II*\0", b"MM\0*"):
        at = data.find(mark)
        while at >= 0:
            yield at
            at = data.find(mark, at + 1)


def tags_anywhere(data: bytes) -> Iterator[Tag]:
    """The tags of each TIFF in `data`. More of them than any file has raise Broken: somebody wants to keep us busy."""
    work = 0
    for at in places(data):
        work += 200
        for tag in tags(data, at):
            yield tag
            work += 1 + len(tag.value) // 1024
        if work > _MAX_WORK:
            raise Broken("it holds more metadata than can be read")


def says_place(data: bytes) -> bool:
    """Whether any Exif in `data` says where it was taken; true also where there is too much of it to tell."""
    try:
        return any(tag.gps and tag.number in _PLACES for tag in tags_anywhere(data))
    except Broken:
        return True


def orientation(data: bytes) -> int:
    """How the picture is to be turned, 1 to 8; 1 where that is not said."""
    for tag in tags(data):
        if tag.number == _ORIENTATION and tag.kind == 3 and not tag.gps:
            value = _number(tag.value, 0, tag.order + "H")
            return value if 1 <= value <= 8 else 1
    return 1


def only_orientation(value: int) -> bytes:
    """A TIFF that says how to turn the picture, and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)


def texts(found: Iterable[Tag]) -> Iterator[str]:
    """What is written in tags."""
    for tag in found:
        value = tag.value
        if tag.number in _WINDOWS:
            yield value.decode("utf-16-le", "replace").rstrip("\0")
        elif tag.number in _COMMENTS and len(value) > 8 and tag.kind != 2:
            yield from _comment(value)
        elif tag.kind == 2 or (tag.kind in (1, 7) and len(value) > 3):
            yield decode(value.rstrip(b"\0"))


def _comment(value: bytes) -> Iterator[str]:
    if value.startswith(b"UNICODE"):  # in the order of the file's numbers, or in the other: cameras do both
        yield from (value[8:].decode(encoding, "replace").rstrip("\0") for encoding in ("utf-16-le", "utf-16-be"))
    elif value.startswith(b"JIS"):
        yield value[8:].decode("iso2022_jp", "replace")
    else:
        yield decode(value[8:].rstrip(b"\0"))


def decode(value: bytes) -> str:
    """UTF-8 if it is that, else Latin-1, which anything is."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _number(data: bytes, at: int, form: str) -> int:
    size = struct.calcsize(form)
    return int(struct.unpack_from(form, data, at)[0]) if 0 <= at <= len(data) - size else 0
