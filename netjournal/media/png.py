"""PNG and animated PNG: chunks with a length, a name and a checksum."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from netjournal.media import exif
from netjournal.media.jpeg import iptc
from netjournal.media.kinds import Broken

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE = frozenset(b"IHDR PLTE IDAT IEND CgBI tRNS acTL fcTL fdAT".split())
_COLOURS = frozenset(b"cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD hIST pHYs".split())
_MAX_TEXT = 4_000_000  # unpacked bytes of one text
_MAX_TEXTS = 32_000_000  # characters of all
_RAW_PROFILE = re.compile(r"\s*\w+\s+\d+\s+([0-9a-fA-F\s]+)")


class Chunk(NamedTuple):
    """`raw` is all of it, with length and checksum."""

    name: bytes
    body: bytes
    raw: bytes


def chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks up to the end of the picture. What an editor left behind it is none of it."""
    at = 8
    while at < len(data):
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) and name not in (b"IDAT", b"fdAT", b"IEND"):  # a picture that is cut off shows as far as it goes
            raise Broken("a part of it is longer than the file")
        yield Chunk(name, data[at + 8 : end - 4], data[at:end])
        if name == b"IEND":
            return
        at = end


def strip(data: bytes) -> bytes:
    """The picture, its frames, its colours and how to turn it; no other word."""
    kept = [_SIGNATURE]
    for chunk in chunks(data):
        if chunk.name == b"IEND":
            kept.append(_chunk(b"IEND", b""))
        elif chunk.name in _PICTURE or chunk.name in _COLOURS:
            kept.append(chunk.raw)
        elif chunk.name == b"eXIf" and (turn := exif.orientation(chunk.body)) != 1:
            kept.append(_chunk(b"eXIf", exif.only_orientation(turn)))
        elif not chunk.name[:1].islower():
            raise Broken("a part of it is of an unknown kind")
    if not any(chunk[4:8] == b"IDAT" for chunk in kept):
        raise Broken("it holds no picture")
    return b"".join(kept)


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + name + body + zlib.crc32(name + body).to_bytes(4)


def texts(data: bytes) -> Iterator[str]:
    """What stands beside the picture, packed or not."""
    total = 0
    for chunk in chunks(data):
        if total > _MAX_TEXTS:
            raise Broken("it holds more metadata than can be read")
        if chunk.name == b"eXIf":
            yield from exif.texts(exif.tags(chunk.body))
        elif chunk.name in (b"tEXt", b"zTXt", b"iTXt"):
            for text in _text(chunk):
                yield text
                total += len(text) + 1
        elif chunk.name not in _PICTURE and chunk.name not in _COLOURS:
            yield exif.decode(chunk.body)


def _text(chunk: Chunk) -> Iterator[str]:
    keyword, _, rest = chunk.body.partition(b"\0")
    yield exif.decode(keyword)
    if chunk.name == b"zTXt":
        rest = inflate(rest[1:])
    elif chunk.name == b"iTXt":
        packed = rest[:1] == b"\1"
        language, _, rest = rest[2:].partition(b"\0")
        title, _, rest = rest.partition(b"\0")
        yield from (exif.decode(language), exif.decode(title))
        rest = inflate(rest) if packed else rest
    text = exif.decode(rest)
    yield text
    if keyword.startswith(b"Raw profile type") and (found := _RAW_PROFILE.match(text)):  # as ImageMagick writes Exif and IPTC
        digits = re.sub(r"\s", "", found[1])
        profile = bytes.fromhex(digits[: len(digits) // 2 * 2]).removeprefix(b"Exif\0\0")
        if exif.is_exif(profile):
            yield from exif.texts(exif.tags(profile))
        else:
            yield exif.decode(profile)
            yield from iptc(profile)


def inflate(data: bytes, limit: int = _MAX_TEXT) -> bytes:
    """The first `limit` bytes of what zlib packed; nothing where it did not."""
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""
