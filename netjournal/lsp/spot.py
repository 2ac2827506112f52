"""A place in a text that is being typed, and the word at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netjournal.schema import Key, Shape

_WORD = re.compile(r"[\w-]*")
_BEFORE = re.compile(r"[\w-]*\Z")
_LONGEST = 200


class At(StrEnum):
    """What could be written there."""

    KEY = "key"  # a key of `shape`
    VALUE = "value"  # the value of `key`
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place, and what stands at it: the characters from `start` to `end`, of which those up to `cursor` are before it."""

    at: At
    cursor: int
    start: int
    end: int
    shape: Shape | None = None
    key: Key | None = None  # of the value; where a list's item begins, of the list
    present: Mapping[str, str] = field(default_factory=dict)  # the other keys of the same mapping, with what is behind them
    is_item: bool = False  # a list's item begins here, which may be a mapping or, where the shape allows it, a text
    indent: int = 0  # the column of the mapping's keys


def word_at(text: str, offset: int) -> tuple[int, int]:
    """The word of letters, digits, hyphens and underlines that touches `offset`."""
    before = _BEFORE.search(text, max(0, offset - _LONGEST), offset)
    after = _WORD.match(text, offset)
    return before.start() if before else offset, after.end() if after else offset
