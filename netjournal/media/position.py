"""Whether a file says where it was taken, in any of the ways that cameras, telephones and editors write it."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Iterator

from netjournal.media import exif, gif, jpeg, pdf, png, webp
from netjournal.media.kinds import Broken, Kind, kind_of

_XMP = re.compile(rb"atitude\s*(?:=\s*[\"']|>)\s*[-+]?\d")  # exif:GPSLatitude="48,8.2N", drone:GpsLatitude>48.1<
_WIDE = (b"G\0P\0S\0L", b"G\0p\0s\0L")
_ISO6709 = re.compile(rb"[+-]\d{2}(?:\d{2}){0,2}\.\d{2,}[+-]\d{3}(?:\d{2}){0,2}\.\d{2,}")
_IN_FILM = (b"\xa9xyz", b"com.apple.quicktime.location", b"loci\0\0\0\0", b"gpmd", b"camm", b"gps0", b"GPSCoordinates")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{200,}={0,2}")
_ENDS = 2_000_000  # bytes at both ends of a file of sound or film in which its tags stand
_MAX_BASE64 = 2_000_000


def hidden_position(data: bytes, name: str) -> bool:
    """Whether `data` says where it was taken. Broken files are searched as far as they can be walked."""
    kind = kind_of(data, name)
    if _says_place(data):
        return True
    if kind is Kind.BOXES:
        return any(_in_film(part) for part in boxes(data))
    if kind is Kind.PDF:
        return any(_says_place(part) for part in pdf.streams(data))
    if kind is Kind.SVG:  # a path of its own looks like a place in ISO 6709
        return any(_says_place(part) for part in _encoded(data))
    if kind in (Kind.MP3, Kind.OTHER):
        ends = data if len(data) <= 2 * _ENDS else data[:_ENDS] + data[-_ENDS:]
        return any(_says_place(part) for part in _encoded(ends)) or bool(_ISO6709.search(ends))
    return any(_says_place(part) for part in _beside(data, kind))


def _beside(data: bytes, kind: Kind) -> Iterator[bytes]:
    """What is packed beside a picture: the rest stands there to be read."""
    try:
        if kind is Kind.PNG:
            yield "\n".join(png.texts(data)).encode("utf-8", "replace")
        elif kind is Kind.JPEG and jpeg.XMP_PIECE in data:
            joined = [s.body[jpeg.XMP_PIECE_HEAD :] for s in jpeg.segments(data) if s.body.startswith(jpeg.XMP_PIECE)]
            yield b"".join(joined)  # XMP that was cut into pieces
        elif kind is Kind.GIF:
            yield "\n".join(gif.texts(data)).encode("utf-8", "replace")
        elif kind is Kind.WEBP:
            yield "\n".join(webp.texts(data)).encode("utf-8", "replace")
    except Broken:
        return


def _says_place(data: bytes) -> bool:
    if exif.says_place(data) or _in_xmp(data):
        return True
    return any(mark in data for mark in _WIDE) and _in_xmp(data.replace(b"\0", b""))


def _in_xmp(data: bytes) -> bool:
    return any(b"gps" in data[max(0, found.start() - 10) : found.start()].lower() for found in _XMP.finditer(data))


def boxes(data: bytes) -> Iterator[bytes]:
    """The parts of a film that are not its pictures and sounds."""
    at = 0
    while at + 8 <= len(data):
        size, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if size == 1 and at + 16 <= len(data):
            size = struct.unpack_from(">Q", data, at + 8)[0]
        if size == 0:
            size = len(data) - at
        if size < 8:  # cannot be walked on from here, so the rest counts as read
            break
        if head not in (b"mdat", b"idat"):
            yield data[at : at + size]
        at += size
    if at < len(data):
        yield data[at:]


def _in_film(data: bytes) -> bool:
    return any(mark in data for mark in _IN_FILM) or _ISO6709.search(data) is not None


def _encoded(data: bytes) -> Iterator[bytes]:
    """Pictures in base64: the cover of an Ogg file, what an SVG shows."""
    for found in _BASE64.finditer(data):
        run = found[0][:_MAX_BASE64]
        try:
            yield base64.b64decode(run[: len(run) // 4 * 4])
        except (binascii.Error, ValueError):
            continue
