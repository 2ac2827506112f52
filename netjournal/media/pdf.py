"""PDF: looked into, never changed. Its packed streams for a place, its pages and its title for the words in them."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from netjournal.media.png import inflate

if TYPE_CHECKING:
    from pypdf import PageObject

MAX_PAGES = 300
MAX_TEXT = 5_000_000  # characters
MAX_STREAMS = 20_000
_MAX_STREAM = 4_000_000  # unpacked bytes of one stream, of an image far less: its Exif stands first
_MAX_IMAGE = 100_000
_MAX_ALL = 200_000_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


def streams(data: bytes) -> Iterator[bytes]:
    """What is packed in it, each stream up to a measure."""
    total, count, walked = 0, 0, 0
    for found in _STREAM.finditer(data):
        start = found.end()
        if data[start : start + 1] not in (b"\x78", b"\x68", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08"):
            continue  # not packed by zlib: it was read as it stands
        end = data.find(b"endstream", start)
        end = end if end >= 0 else len(data)
        words = data[max(0, start - 400) : start].rpartition(b" obj")[2]
        limit = _MAX_IMAGE if b"/Image" in words and b"/XML" not in words else _MAX_STREAM
        text = inflate(data[start:end], limit)
        total, count, walked = total + len(text), count + 1, walked + end - start
        yield text
        if total > _MAX_ALL or count > MAX_STREAMS or walked > 4 * len(data):
            return


def is_encrypted(data: bytes) -> bool:
    """Whether its words can be read with a password only."""
    return _ENCRYPTED.search(data) is not None


def texts(data: bytes) -> Iterator[str]:
    """The title, the author and the like, notes on the pages, and the pages' text. Nothing of what cannot be read."""
    from pypdf import PdfReader  # noqa: PLC0415  # takes a tenth of a second

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it complains of each bad PDF in the log
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return
        yield from (str(value) for value in (reader.metadata or {}).values())
        total = 0
        for page, _ in zip(reader.pages, range(MAX_PAGES), strict=False):
            text = page.extract_text()
            total += len(text)
            yield text
            yield from _notes(page)
            if total > MAX_TEXT:
                return
    except Exception:  # pypdf raises whatever a bad file leads it to; what was read until then counts
        return


def _notes(page: PageObject) -> Iterator[str]:
    """Notes and their authors, the values of forms, addresses that links lead to."""
    for annotation in page.annotations or ():
        found = annotation.get_object()
        action = found.get("/A")
        yield from (str(found[key]) for key in ("/Contents", "/T", "/V") if key in found)
        if action is not None and "/URI" in action.get_object():
            yield str(action.get_object()["/URI"])
