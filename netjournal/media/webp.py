"""WebP: the chunks of a RIFF file, and in an animation chunks within its frames."""

from __future__ import annotations

from collections.abc import Iterator

from netjournal.media import exif
from netjournal.media.kinds import Broken

_PICTURE = frozenset([b"VP8 ", b"VP8L", b"ALPH"])
_ALL = _PICTURE | {b"VP8X", b"ANIM", b"ANMF", b"ICCP"}
_HAS_XMP, _HAS_EXIF = 0x04, 0x08  # flags of VP8X
_FRAME = 16  # bytes before the chunks of a frame


def chunks(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Names and bodies from `at` to `end`."""
    while at + 8 <= end:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8
        if at + length > end:
            if name not in _PICTURE:  # a picture that is cut off shows as far as it goes
                raise Broken("a part of it is longer than the file")
            length = end - at
        yield name, data[at : at + length]
        at += length + length % 2


def strip(data: bytes) -> bytes:
    """The picture, its frames, its colours and how to turn it; no other word. What follows the RIFF file is cut."""
    found = list(chunks(data, 12, _end(data)))
    turn = next((exif.orientation(_bare(body)) for name, body in found if name == b"EXIF"), 1)
    extended = any(name == b"VP8X" and body for name, body in found)
    kept = []
    for name, body in found:
        if name == b"VP8X" and body:
            flags = body[0] & ~_HAS_XMP & ~_HAS_EXIF
            kept.append(_chunk(name, bytes([flags | (_HAS_EXIF if turn != 1 else 0)]) + body[1:]))
        elif name == b"ANMF":
            frame = b"".join(_chunk(n, b) for n, b in chunks(body, _FRAME, len(body)) if n in _PICTURE)
            kept.append(_chunk(name, body[:_FRAME] + frame))
        elif name in _ALL:
            kept.append(_chunk(name, body))
    if not any(name in _PICTURE or name == b"ANMF" for name, _ in found):
        raise Broken("it holds no picture")
    if turn != 1 and extended:
        kept.append(_chunk(b"EXIF", exif.only_orientation(turn)))
    inner = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(inner).to_bytes(4, "little") + inner


def texts(data: bytes) -> Iterator[str]:
    """What stands beside the picture."""
    for name, body in chunks(data, 12, _end(data)):
        if name == b"EXIF":
            yield from exif.texts(exif.tags(_bare(body)))
        elif name not in _ALL:
            yield exif.decode(body)


def _end(data: bytes) -> int:
    return min(len(data), 8 + int.from_bytes(data[4:8], "little"))


def _bare(body: bytes) -> bytes:
    return body.removeprefix(b"Exif\0\0")


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
