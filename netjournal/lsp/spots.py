"""What stands at a place of a text that is being typed: which key's value, where a key could be, or prose.

The front matter is not read as YAML, for while somebody types it is none: only what stands before the place counts.
"""

from __future__ import annotations

import re

from netjournal.lsp.scanner import Scanner
from netjournal.lsp.spot import At, Spot, word_at
from netjournal.model import Thing
from netjournal.reading.classify import Classified, FileKind
from netjournal.schema import ENTRY, OWN_FILES, Shape

_OPENS = re.compile(r"---[ \t\r]*$")
_CLOSES = re.compile(r"(?:---|\.\.\.)[ \t\r]*$")
_MENTION_BEFORE = re.compile(r"(?<![^\W_]|[@/.+-])@[A-Za-z0-9-]*\Z")
_READ = (FileKind.ENTRY, FileKind.OWN, FileKind.PAGE, FileKind.TEMPLATE)


def shape_of(what: Classified) -> Shape | None:
    """The keys of the front matter of a file; None for one that has none of the format."""
    if what.kind is FileKind.OWN:
        return OWN_FILES[what.thing or Thing.CONTACT]
    return ENTRY if what.kind in (FileKind.ENTRY, FileKind.TEMPLATE) else None


def find_spot(text: str, offset: int, what: Classified) -> Spot | None:
    """What stands at the character `offset` of a file that is `what`; None where the format has nothing to say."""
    if what.kind not in _READ:
        return None
    begin = int(text.startswith("\ufeff"))
    lines = text[begin:].split("\n")
    if not _OPENS.match(lines[0]):
        return _in_prose(text, offset)
    if offset < begin + len(lines[0]) + 1:
        return None
    at, inside = begin + len(lines[0]) + 1, []
    for line in lines[1:]:
        if at > offset:
            break
        if _CLOSES.match(line):
            return _in_prose(text, offset) if at + len(line) < offset else None
        inside.append((at, line.rstrip("\r")))
        at += len(line) + 1
    shape = shape_of(what)
    return Scanner(text, offset, shape).scan(inside) if shape else None


def _in_prose(text: str, offset: int) -> Spot:
    """A mention with its @, or any word."""
    start, end = word_at(text, offset)
    line = text.rfind("\n", 0, offset) + 1
    if found := _MENTION_BEFORE.search(text, line, offset):
        start = found.start()
    return Spot(At.PROSE, offset, start, end)
