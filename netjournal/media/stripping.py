"""What of a file may be published: pictures without their metadata, all else only if it does not say where it was taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netjournal.media import gif, jpeg, pdf, png, svg, webp
from netjournal.media.kinds import Broken, Kind, kind_of
from netjournal.media.position import hidden_position

_STRIP: Mapping[Kind, Callable[[bytes], bytes]] = {
    Kind.JPEG: jpeg.strip,
    Kind.PNG: png.strip,
    Kind.WEBP: webp.strip,
    Kind.GIF: gif.strip,
    Kind.SVG: lambda data: svg.strip(data, _clean_inside),
}
_WITHOUT_PLACE = "save or export it without its location, or leave the link out"
_AS_JPEG = "save it as JPEG or PNG: from those the location is taken out for you"
_PICTURES = frozenset([b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"])  # of what comes in boxes
_AGAIN = "open it in a picture editor and save it again, or leave the link out"
_UNLOCK = "print it to a new PDF, or leave the link out"


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file for the public. With a `problem` it must stay at home: `data` is then the author's own bytes, and `mend` a way out."""

    data: bytes
    problem: str | None = None
    mend: str | None = None


def strip_metadata(data: bytes, name: str) -> Stripped:
    """`data` without what cameras and editors wrote beside the picture; the picture's own bytes stay the same.

    Its first bytes say what it is, not `name`. Sounds, films, PDFs, HEIC, AVIF and TIFF are never changed: they have a
    problem where they say where they were taken.
    """
    kind = kind_of(data, name)
    if kind is Kind.PDF and pdf.is_encrypted(data):
        return Stripped(data, "it is locked with a password, so nobody can look whether it says where it was made", _UNLOCK)
    if data[:4] in (b"II+\0", b"MM\0+"):
        return Stripped(data, "it is a BigTIFF, and nobody can look here whether it says where it was taken", _AGAIN)
    try:
        after = _STRIP[kind](data) if kind in _STRIP else data
    except Broken as error:
        return Stripped(data, f"its metadata cannot be taken out: {error}", _AGAIN)
    if hidden_position(after, name):
        picture = kind is Kind.TIFF or (kind is Kind.BOXES and data[8:12] in _PICTURES)
        return Stripped(data, "it says where it was taken", _AS_JPEG if picture else _WITHOUT_PLACE)
    return Stripped(after)


def _clean_inside(data: bytes, name: str) -> bytes:
    inside = strip_metadata(data, name)
    if inside.problem:
        raise Broken(f"a picture inside it: {inside.problem}")
    return inside.data


def refusal(path: str, stripped: Stripped) -> str | None:
    """The line for the log of a build that leaves the file at `path` out; None where it may go."""
    if stripped.problem is None:
        return None
    mend = stripped.mend or ""
    return f"{path} is left out of the site: {stripped.problem}. {mend[:1].upper()}{mend[1:]}"
