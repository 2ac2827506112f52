"""GIF: frames and extensions, both in blocks of at most 255 bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from netjournal.media import exif
from netjournal.media.kinds import Broken

_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _PLAIN_TEXT, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_COLOURS = b"ICCRGBG1012"


class Part(NamedTuple):
    """A frame (`label` 0) or an extension; `raw` is all of it."""

    label: int
    raw: bytes


def parts(data: bytes) -> Iterator[Part]:
    """The parts up to the end of the picture; the header is none."""
    at = header_size(data)
    while at < len(data) and data[at] != _END:
        if data[at] == _EXTENSION and at + 2 < len(data):
            end = _blocks_end(data, at + 2)
            yield Part(data[at + 1], data[at:end])
        elif data[at] == _FRAME and at + 10 < len(data):
            flags = data[at + 9]
            end = _blocks_end(data, at + 11 + _colours(flags))
            yield Part(0, data[at:end])
        elif data[at] == 0:  # an empty block more than needed, which readers pass over
            end = at + 1
        else:
            raise Broken("a part of it is of an unknown kind")
        at = end


def header_size(data: bytes) -> int:
    """The bytes of the header with its colours."""
    if len(data) < 13:
        raise Broken("it is cut off")
    return 13 + _colours(data[10])


def strip(data: bytes) -> bytes:
    """The frames, their times, their colours and the loop; no other word."""
    kept = [data[: header_size(data)]]
    waiting = b""  # how to show the part that comes next
    frames = 0
    for label, raw in parts(data):
        if label == _CONTROL:
            waiting = raw[:7] + b"\0" if raw[2:3] == b"\4" else b""
        elif label == 0:
            kept += (waiting, raw)
            waiting, frames = b"", frames + 1
        elif label == _APPLICATION:
            kept.append(_kept(raw))
        elif label == _PLAIN_TEXT:
            waiting = b""
    if not frames:
        raise Broken("it holds no picture")
    return b"".join([*kept, b";"])


def _kept(raw: bytes) -> bytes:
    """What of an application's extension the picture needs: how often to play it, the profile of its colours."""
    name = raw[3:14]
    if name == _COLOURS:
        return raw
    if name in _LOOPS and raw[2] == 11 and raw[14:16] == b"\3\1" and len(raw) >= 19:
        return raw[:18] + b"\0"
    return b""


def texts(data: bytes) -> Iterator[str]:
    """What stands beside the picture."""
    for label, raw in parts(data):
        if label in (_COMMENT, _PLAIN_TEXT) or (label == _APPLICATION and _kept(raw) != raw):
            yield exif.decode(_joined(raw))
            if raw[3:11] == b"XMP Data":  # stands there without blocks
                yield exif.decode(raw[14:])


def _joined(raw: bytes) -> bytes:
    blocks, at = [], 2
    while at < len(raw) and raw[at]:
        blocks.append(raw[at + 1 : at + 1 + raw[at]])
        at += 1 + raw[at]
    return b"".join(blocks)


def _blocks_end(data: bytes, at: int) -> int:
    """Where the row of blocks at `at` ends."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise Broken("it is cut off")
    return at + 1


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
