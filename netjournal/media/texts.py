"""The words in the metadata of a file: for whoever searches them for what is private."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netjournal.media import exif, gif, jpeg, pdf, png, position, webp
from netjournal.media.kinds import Broken, Kind, kind_of

_PACKET, _PACKET_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_RUN = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
_ENDS = 2_000_000
_FRAME = re.compile(rb"(?:[TW][A-Z0-9]{3}|COMM|USLT)")
_ID3_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def texts_of(data: bytes, name: str) -> Iterator[str]:
    """The texts beside the picture or the sound, and the pages' text of a PDF. Of a broken file, those before the break."""
    kind = kind_of(data, name)
    try:
        if kind is Kind.JPEG:
            yield from jpeg.texts(data)
        elif kind is Kind.PNG:
            yield from png.texts(data)
        elif kind is Kind.WEBP:
            yield from webp.texts(data)
        elif kind is Kind.GIF:
            yield from gif.texts(data)
        elif kind is Kind.SVG:
            yield exif.decode(data)
        else:
            yield from _anywhere(data, kind)
    except Broken:
        return


def unreadable(data: bytes, name: str) -> str | None:
    """Why the texts of a file cannot be read, for the author; None where they can."""
    if kind_of(data, name) is Kind.PDF and pdf.is_encrypted(data):
        return "it is locked with a password"
    return None


def _anywhere(data: bytes, kind: Kind) -> Iterator[str]:
    yield from exif.texts(exif.tags_anywhere(data))
    yield from _packets(data)
    if kind is Kind.PDF:
        yield from pdf.texts(data)
        for part in pdf.streams(data):
            yield from exif.texts(exif.tags_anywhere(part))
            yield from _packets(part)
    elif kind is Kind.BOXES:
        for part in position.boxes(data):
            yield from (exif.decode(run) for run in _RUN.findall(part[:_ENDS]))
    elif kind in (Kind.MP3, Kind.OTHER):
        if kind is Kind.MP3:
            yield from _id3(data)
        ends = data if len(data) <= 2 * _ENDS else data[:_ENDS] + data[-_ENDS:]
        yield from (exif.decode(run) for run in _RUN.findall(ends))


def _packets(data: bytes) -> Iterator[str]:
    """XMP, wherever it stands."""
    end, start = 0, data.find(_PACKET)
    while start >= 0 and (end := data.find(_PACKET_END, start)) >= 0:
        yield exif.decode(data[start:end])
        start = data.find(_PACKET, end)


def _id3(data: bytes) -> Iterator[str]:
    """The frames of text at the head of an MP3: a name, a size, flags, and a byte that says the encoding."""
    seven = data[3:4] == b"\4"  # the fourth version has sizes of seven bits in a byte
    at = 10
    while len(frame := data[at : at + 10]) == 10 and frame[0]:
        size = 0
        for byte in frame[4:8]:
            size = size << (7 if seven else 8) | byte
        body = data[at + 10 : at + 10 + min(size, _ENDS)]
        if _FRAME.match(frame) and body[:1] in (b"\0", b"\1", b"\2", b"\3"):
            start = 4 if frame[:4] in (b"COMM", b"USLT") else 1  # behind the letters of a language
            text = body[start:].decode(_ID3_ENCODINGS[body[0]], "replace")
            yield text.replace("\0", " ").replace("\ufeff", " ")
        at += 10 + size
