"""SVG: the author's own bytes, without comments, `metadata`, what editors wrote for themselves, and local paths.

The parser says where things stand; the bytes between are copied as they are.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from netjournal.media.kinds import Broken

MAX_DEPTH = 500
_SVG = "http://www.w3.org/2000/svg"
_DRAWN = frozenset(["", _SVG, "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML"])
_MEANT = _DRAWN | {"http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/xml-events"}
_START = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG_END = re.compile(rb"\s*/?>")
_LOCAL = re.compile(r"\s*(?:file:|[A-Za-z]:[\\/]|\\\\)", re.IGNORECASE)
_PICTURE = re.compile(r"\s*data:(image/[\w.+-]+)(;[^,]*)?;base64,(.*)", re.DOTALL | re.IGNORECASE)
Clean = Callable[[bytes, str], bytes]


def strip(data: bytes, clean: Clean) -> bytes:
    """What is drawn. `clean` is called for each picture inside it and raises Broken for one that must stay at home."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise Broken("it is not UTF-8")
    walk = _Walk(data, clean)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, attributes: walk.start(parser.CurrentByteIndex, name, attributes)
    parser.EndElementHandler = lambda name: walk.end(parser.CurrentByteIndex)
    parser.CommentHandler = lambda text: walk.drop(parser.CurrentByteIndex, b"-->")
    parser.ProcessingInstructionHandler = lambda target, text: walk.instruction(parser.CurrentByteIndex, target)
    parser.EntityDeclHandler = walk.entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Broken(f"it is not well-formed XML (line {error.lineno})") from None
    except (LookupError, UnicodeError):
        raise Broken("its encoding is unknown") from None
    return walk.result()


@dataclass(slots=True)
class _Open:
    """An element that is open: the names of its namespaces, and whether it is only a husk."""

    spaces: dict[str, str]
    husk: bool


class _Walk:
    def __init__(self, data: bytes, clean: Clean) -> None:
        self.data = data
        self.clean = clean
        self.cuts: list[tuple[int, int, bytes]] = []  # from, to, and what stands there instead
        self.open = [_Open({"": "", "xml": "http://www.w3.org/XML/1998/namespace"}, False)]
        self.husk_from = -1  # where the content that is left out begins
        self.depth = 0  # of elements within it

    def start(self, at: int, name: str, attributes: list[str]) -> None:
        if self.husk_from >= 0:
            self.depth += 1
            return
        if len(self.open) > MAX_DEPTH:
            raise Broken("it is nested too deep")
        values = dict(zip(attributes[::2], attributes[1::2], strict=True))
        spaces = self.open[-1].spaces
        declared = {key[6:]: value for key, value in values.items() if key == "xmlns" or key.startswith("xmlns:")}
        if declared:
            spaces = {**spaces, **declared}
        prefix, _, local = name.rpartition(":")
        space = spaces.get(prefix, prefix)
        husk = space not in _DRAWN or (local == "metadata" and space in ("", _SVG))
        end, closed = self._attributes(at, values, spaces, husk)
        self.open.append(_Open(spaces, husk))
        if husk and not closed:
            self.husk_from = end

    def _attributes(self, at: int, values: dict[str, str], spaces: dict[str, str], husk: bool) -> tuple[int, bool]:
        """Cut the attributes that are not for drawing; where the tag ends, and whether it has no content."""
        if not (found := _START.match(self.data, at)):
            raise Broken("it is written in a way that cannot be followed")
        place = found.end()
        while found := _ATTRIBUTE.match(self.data, place):
            key = found[1].decode("utf-8", "replace")
            prefix, _, local = key.rpartition(":")
            if key != "xmlns" and prefix != "xmlns":
                value = values.get(key, "")
                foreign = bool(prefix) and spaces.get(prefix, prefix) not in _MEANT
                if husk or foreign or (local in ("href", "src") and _LOCAL.match(value)):
                    self.cuts.append((found.start(), found.end(), b""))
                elif local in ("href", "src") and (picture := _PICTURE.match(value)):
                    self._picture(found.span(2), picture)
            place = found.end()
        if not (tag_end := _TAG_END.match(self.data, place)):
            raise Broken("it is written in a way that cannot be followed")
        return tag_end.end(), b"/" in tag_end[0]

    def _picture(self, span: tuple[int, int], found: re.Match[str]) -> None:
        try:
            before = base64.b64decode(re.sub(r"\s", "", found[3]) + "==")
        except (binascii.Error, ValueError):
            raise Broken("a picture inside it cannot be read") from None
        after = self.clean(before, "")
        if after != before:
            text = f"data:{found[1]}{found[2] or ''};base64,{base64.b64encode(after).decode()}"
            self.cuts.append((*span, quoteattr(text).encode()))

    def end(self, at: int) -> None:
        if self.husk_from >= 0 and self.depth:
            self.depth -= 1
            return
        if self.husk_from >= 0:
            self.cuts.append((self.husk_from, at, b""))
            self.husk_from = -1
        self.open.pop()

    def drop(self, at: int, ending: bytes) -> None:
        end = self.data.find(ending, at)
        if end < 0 or self.data[at : at + 1] != b"<":
            raise Broken("it is written in a way that cannot be followed")
        if self.husk_from < 0:
            self.cuts.append((at, end + len(ending), b""))

    def instruction(self, at: int, target: str) -> None:
        if target != "xml-stylesheet":
            self.drop(at, b"?>")

    def entity(self, name: str, parameter: int, value: str | None, *rest: Any) -> None:
        """An entity may shorten an address; one that hides elements, or another file, is not followed."""
        if parameter or value is None or "<" in value or "&" in value:
            raise Broken("it declares entities that are not plain text")

    def result(self) -> bytes:
        parts: list[bytes] = []
        at = 0
        for start, end, instead in sorted(self.cuts):
            parts += (self.data[at:start], instead)
            at = end
        return b"".join([*parts, self.data[at:]])
