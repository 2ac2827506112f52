"""Places in a text as editors count them: lines and columns from 0, columns in code units of an encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from netjournal.diagnostics import Source

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_LINE_END = re.compile("\r\n|\r|\n")


class Position(NamedTuple):
    line: int
    character: int


class Range(NamedTuple):
    start: Position
    end: Position


def _in_utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _in_utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


_MEASURES: dict[str, Callable[[str], int]] = {UTF8: _in_utf8, UTF16: _in_utf16, UTF32: len}


@dataclass(frozen=True)
class Lines:
    """A text as an editor holds it. Offsets are in its characters, a BOM and both characters of CR LF included.

    To an editor a line ends with CR, LF or both, to netjournal with LF only; so each has its own list of lines.
    """

    text: str
    encoding: str = UTF16

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        """Where each of the editor's lines starts and ends, its line end not included."""
        spans, start = [], 0
        for found in _LINE_END.finditer(self.text):
            spans.append((start, found.start()))
            start = found.end()
        return [*spans, (start, len(self.text))]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._spans]

    @cached_property
    def _own_starts(self) -> list[int]:
        """Where netjournal's lines start, which sees no BOM."""
        first = int(self.text.startswith("\ufeff"))
        return [first, *(found.end() for found in re.finditer("\n", self.text))]

    def offset(self, position: Position) -> int:
        """The character at `position`; one that lies behind the end of its line, or in the middle of a character, is put right."""
        if position.line >= len(self._spans):
            return len(self.text)
        start, end = self._spans[max(0, position.line)]
        line, measure = self.text[start:end], _MEASURES[self.encoding]
        if self.encoding == UTF32 or line.isascii():
            return start + min(max(0, position.character), len(line))
        units = 0
        for n, character in enumerate(line):
            units += measure(character)
            if units > position.character:
                return start + n
        return end

    def position(self, offset: int) -> Position:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset) - 1
        start, end = self._spans[line]
        return Position(line, _MEASURES[self.encoding](self.text[start : min(offset, end)]))

    def range(self, start: int, end: int) -> Range:
        return Range(self.position(start), self.position(end))

    def range_of(self, source: Source) -> Range:
        """Where `source` stands, which is of this text or, while that changes, of an earlier one; it never leaves its line."""
        starts = self._own_starts
        if source.line > len(starts):
            return self.range(len(self.text), len(self.text))
        first = starts[source.line - 1]
        end = starts[source.line] - 1 if source.line < len(starts) else len(self.text)
        start = min(first + source.column - 1, end)
        stop = min(start + source.length, end)
        return self.range(start, stop)
