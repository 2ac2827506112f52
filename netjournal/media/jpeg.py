"""JPEG: segments that begin with a marker, the picture's own data between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from netjournal.media import exif
from netjournal.media.kinds import Broken

MAX_SEGMENTS = 20_000
_MARKER = re.compile(rb"\xff([\x01-\xfe])")
_IN_SCAN = re.compile(rb"\xff[\xc0-\xcf\xd8-\xfe]")  # what is stuffed (00), restarts (D0-D7) or means nothing is of the picture
_SOI, _EOI, _SOS, _COM, _APP0, _APP1, _APP2, _APP13, _APP14 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xED, 0xEE
_ALONE = frozenset([0x01, *range(0xD0, 0xD9)])
EXIF = b"Exif\0"
XMP_PIECE = b"http://ns.adobe.com/xmp/extension/\0"
XMP_PIECE_HEAD = len(XMP_PIECE) + 40  # its digest, the length of the whole, the place of the piece
_ICC = b"ICC_PROFILE\0"


class Segment(NamedTuple):
    """A marker and what belongs to it; `scan` is the picture's data that follows a SOS."""

    marker: int
    body: bytes
    scan: bytes = b""


def segments(data: bytes) -> Iterator[Segment]:
    """The segments up to the end of the first picture. What follows it (a second picture, a film) is none of it."""
    at, count = 2, 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            yield Segment(marker, b"")
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2])
        if length < 2 or at + length > len(data):
            raise Broken("a part of it is longer than the file")
        body, at = data[at + 2 : at + length], at + length
        scan = b""
        if marker == _SOS:
            following = _IN_SCAN.search(data, at)
            end = following.start() if following else len(data)
            scan, at = data[at:end], end
        yield Segment(marker, body, scan)
        if (count := count + 1) > MAX_SEGMENTS:
            raise Broken("it has too many parts")


def strip(data: bytes) -> bytes:
    """The picture, its colours and how to turn it; no other word."""
    kept: list[bytes] = [b"\xff\xd8"]
    turn, seen_scan, after_jfif = 1, False, 1
    for marker, body, scan in segments(data):
        if marker == _APP1 and body.startswith(EXIF) and turn == 1:
            turn = exif.orientation(body[6:])
        if (marker & 0xF0 == 0xE0 or marker == _COM) and not (body := _kept(marker, body)):
            continue
        if marker == _EOI:
            kept.append(b"\xff\xd9")
            continue
        kept += (b"\xff", bytes([marker]), (len(body) + 2).to_bytes(2), body, scan)
        seen_scan = seen_scan or marker == _SOS
        if marker == _APP0:
            after_jfif = len(kept)
    if not seen_scan:
        raise Broken("it holds no picture")
    if turn != 1:
        body = b"Exif\0\0" + exif.only_orientation(turn)
        kept.insert(after_jfif, b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body)
    return b"".join(kept)


def _kept(marker: int, body: bytes) -> bytes:
    """What of an application's segment the picture needs to look the same: nothing, mostly."""
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        return body[:12] + b"\0\0"  # without the small picture, which may show what was cropped
    if (marker == _APP2 and body.startswith(_ICC)) or (marker == _APP14 and body.startswith(b"Adobe")):
        return body
    return b""


def texts(data: bytes) -> Iterator[str]:
    """What stands beside the picture."""
    for marker, body, _ in segments(data):
        if marker == _APP1 and body.startswith(EXIF):
            yield from exif.texts(exif.tags(body[6:]))
        elif marker == _APP13:
            yield from iptc(body)
        elif marker == _COM or (marker & 0xF0 == 0xE0 and not _kept(marker, body)):
            yield exif.decode(body)


def iptc(body: bytes) -> Iterator[str]:
    """The records of IPTC: 1C, the record, the field, two bytes of length. Captions, names and towns."""
    at = body.find(b"\x1c")
    while 0 <= at < len(body) - 5:
        length = int.from_bytes(body[at + 3 : at + 5])
        if body[at + 1] in range(1, 10) and length < 0x8000 and at + 5 + length <= len(body):
            yield exif.decode(body[at + 5 : at + 5 + length])
            at += 5 + length
            if body[at : at + 1] == b"\x1c":
                continue
        at = body.find(b"\x1c", at + 1)
