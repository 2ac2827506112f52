"""What a file of media is: its first bytes say it, for endings are wrong as often as not."""

from __future__ import annotations

from enum import StrEnum, auto


class Broken(ValueError):
    """The file cannot be walked from its beginning to its end; the message says why, and is for the author."""


class Kind(StrEnum):
    """The formats that are read apart; all else is `OTHER`."""

    JPEG = auto()
    PNG = auto()
    WEBP = auto()
    GIF = auto()
    SVG = auto()
    TIFF = auto()
    BOXES = auto()  # HEIC, AVIF, MP4, M4A, MOV: boxes in boxes
    PDF = auto()
    MP3 = auto()  # one that begins with words about it
    OTHER = auto()


_BOXES = frozenset([b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"])


def kind_of(data: bytes, name: str) -> Kind:
    """What `data` is. The ending of `name` counts for SVG only, which has no first bytes of its own."""
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return Kind.GIF
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Kind.TIFF
    if data[4:8] in _BOXES:
        return Kind.BOXES
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data[:3] == b"ID3":
        return Kind.MP3
    if name.lower().endswith(".svg") or (b"<svg" in data[:4096] and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"):
        return Kind.SVG
    return Kind.OTHER
