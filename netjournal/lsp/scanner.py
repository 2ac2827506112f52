"""Front matter that is being typed, line by line up to a place: which mappings and lists are open there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from netjournal.lsp.spot import At, Spot, word_at
from netjournal.schema import Key, Kind, Shape

_KEY = re.compile(r"""(?:"([^"]*)"|'([^']*)'|([^\s#'"\[{},&*!|>%@`-][^:#,\[\]{}]*?))\s*:(?=\s|$)""")
_DASH = re.compile(r"-(?: +|$)")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|\s)#")
_LONGEST = 200  # characters of a key, with the spaces behind it
_DEEP = 30  # levels; the format has no more than four
_REST = re.compile(r"[^,\[\]{}#\r\n]*")

Line = tuple[int, str]  # where it starts, and its text without the line end


@dataclass(slots=True)
class _Level:
    """One mapping or list that is open. `column` is that of its keys or of its dashes."""

    column: int
    shape: Shape | None = None  # of a mapping of the format
    key: Key | None = None  # of a mapping the key that came last, of a list the key whose value it is
    is_list: bool = False
    flow: bool = False  # in brackets
    present: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Scanner:
    """Finds what stands at `offset` of `text`, whose front matter has the keys of `shape`."""

    text: str
    offset: int
    shape: Shape
    levels: list[_Level] = field(default_factory=list)
    text_below: int | None = None  # the column of a key whose text stands on the lines below it

    def scan(self, lines: Sequence[Line]) -> Spot | None:
        """`lines` are those of the front matter from its first to the one with the place."""
        self.levels = [_Level(0, self.shape)]
        for at, line in lines[:-1]:
            self._line(at, line, last=False)
        return self._line(*lines[-1], last=True) if lines else None

    @property
    def _top(self) -> _Level:
        return self.levels[-1]

    def _line(self, at: int, line: str, last: bool) -> Spot | None:
        body = line.lstrip(" ")
        column, cursor = len(line) - len(body), self.offset - at
        if last and not body:
            column = cursor
        if self._top.flow and (column > self._top.column or body.startswith(("]", "}")) or not (body or last)):
            return self._flow(at, at + len(line), last)
        while self._top.flow:  # brackets that nobody closed yet: what follows is not inside them
            self.levels.pop()
        if self.text_below is not None and ((not body and not last) or column > self.text_below):
            return None
        if (not body and not last) or body.startswith("#") or (last and cursor < column):
            return None
        self.text_below = None
        self._close(column, is_list=bool(_DASH.match(body)))
        is_item = False
        while dash := _DASH.match(line, column):
            if len(self.levels) > _DEEP or (last and (cursor <= column or dash.end() == column + 1)):
                return None  # too deep to be meant, or a space is missing yet
            if not (self._top.is_list and self._top.column == column):
                self.levels.append(_Level(column, key=self._top.key if not self._top.is_list else None, is_list=True))
            column, is_item = dash.end(), True
            if last and cursor < column:
                column = cursor
            items = self.levels[-1].key
            self.levels.append(_Level(column, items.shape if items else None))
        found = _KEY.match(line, column, column + _LONGEST)
        if found and not (last and cursor < found.end()):
            return self._behind_key(at, line, column, found, last)
        return self._without_key(at, line, column, is_item, last)

    def _close(self, column: int, is_list: bool) -> None:
        """Leave what is deeper than `column`. A list may stand in the column of its key, which a key there leaves."""
        while len(self.levels) > 1 and (self._top.column > column or (self._top.column == column and self._top.is_list > is_list)):
            self.levels.pop()
        if len(self.levels) == 1 and not self._top.present and not is_list:
            self._top.column = column

    def _behind_key(self, at: int, line: str, column: int, found: re.Match[str], last: bool) -> Spot | None:
        name = next(name for name in found.groups() if name is not None)
        if self._top.is_list or self._top.column < column:  # a mapping where the format has none
            self.levels.append(_Level(column))
        self._top.key = self._top.shape.keys.get(name) if self._top.shape else None
        value = line[found.end() :].strip()
        self._top.present[name] = value
        start = found.end() + len(line[found.end() :]) - len(line[found.end() :].lstrip())
        if _BLOCK_TEXT.match(value):
            self.text_below = column
            return None
        if value.startswith(("[", "{")) and not (last and self.offset <= at + start):
            return self._flow(at + start, at + len(line), last)
        if not last or self.offset == at + found.end():
            return None  # directly behind the colon a space is missing yet
        return self._value(min(at + start, self.offset), at + len(line))

    def _without_key(self, at: int, line: str, column: int, is_item: bool, last: bool) -> Spot | None:
        """The rest of a line: a text, a key that is being typed, brackets."""
        if line.startswith(("[", "{"), column) and not (last and self.offset <= at + column):
            if is_item:
                self.levels.pop()
            return self._flow(at + column, at + len(line), last)
        if not last:
            return None
        start = at + column
        if is_item:
            items = self.levels[-2].key
            if items is None or items.kind is not Kind.ITEMS:  # an id below `with:`
                self.levels.pop()
                return self._value(start, at + len(line))
            return self._key(start, at + len(line), items)
        if not self._top.is_list and self._top.column == column:
            return self._key(start, at + len(line), None)
        if not self._top.is_list and self._top.key and self._top.key.kind not in (Kind.ITEMS, Kind.TEXT):
            return self._value(start, at + len(line))  # on a line of its own below its key
        return None

    def _key(self, start: int, end: int, items: Key | None) -> Spot | None:
        """A place for a key; `items` is the list of which it begins an item, which then may be a text as well."""
        shape = self._top.shape
        if shape is None:
            return None
        first, after = word_at(self.text, self.offset)
        behind = self.text[after:end].lstrip()
        if first > start or (items and behind and not behind.startswith(("#", ":"))):  # more than one word: no key
            bare = shape.keys.get(items.bare or "") if items else None
            return self._plain(start, end, bare) if bare else None
        present = self._top.present | self._following(self._top.column, end)
        return Spot(At.KEY, self.offset, first, after, shape, items, present, items is not None, self._top.column)

    def _following(self, column: int, at: int) -> dict[str, str]:
        """The keys of the same mapping that stand below the line that ends at `at`."""
        found = {}
        for line in self.text[at:].split("\n")[1:]:
            indent = len(line) - len(line.lstrip(" "))
            if not line.strip() or indent > column or line[indent] == "#":
                continue
            key = _KEY.match(line, indent, indent + _LONGEST) if indent == column else None
            if key is None:
                break
            found[next(name for name in key.groups() if name is not None)] = line[key.end() :].strip()
        return found

    def _value(self, start: int, end: int) -> Spot | None:
        """A value that is not in brackets: to the end of the line, of the quotes, or to a comment."""
        key = self._top.key
        return self._plain(start, end, key) if key else None

    def _plain(self, start: int, end: int, key: Key) -> Spot | None:
        quote = self.text[start:end][:1]
        if quote and quote in "'\"" and self.offset > start:
            close = self.text.find(quote, start + 1, end)
            start, end = start + 1, end if close < 0 else close
        else:
            comment = _COMMENT.search(self.text, start, end)
            end = comment.start() if comment else end
            end = start + len(self.text[start:end].rstrip())
        if self.offset > end and self.text[end : self.offset].strip():
            return None
        return self._spot(start, max(end, self.offset), key)

    def _spot(self, start: int, end: int, key: Key, bare: Shape | None = None) -> Spot:
        """A value of `key`; `bare` is the shape of a list's items, where it is one of them and no mapping."""
        holder = next((level for level in reversed(self.levels) if level.shape), self._top)
        present = {} if bare else holder.present
        return Spot(At.VALUE, self.offset, start, end, bare or holder.shape, key, present, indent=self._top.column)

    def _flow(self, start: int, end: int, last: bool) -> Spot | None:
        """Brackets, from `start` to the end of the line or to the place."""
        stop = min(end, self.offset) if last else end
        at = word = start
        while at < stop:
            character = self.text[at]
            if character in "'\"" and not self.text[word:at].strip():
                close = self.text.find(character, at + 1, stop)
                at = stop if close < 0 else close
            elif character == "#" and self.text[at - 1] in " \t":
                return None
            elif character in "[{":
                if len(self.levels) > _DEEP:
                    return None
                items = self._top.key if self._top.is_list else None
                is_list = character == "["
                shape = items.shape if items and not is_list else None
                self.levels.append(_Level(self._top.column, shape, self._top.key if is_list else None, is_list, True))
                word = at + 1
            elif character in "]}":
                self.levels.pop()
                word = at + 1
                if not self._top.flow:
                    return None
            elif character == ",":
                self._top.key = self._top.key if self._top.is_list else None
                word = at + 1
            elif character == ":" and not self._top.is_list and self.text[at + 1 : at + 2] in (" ", "", "\n", "\r"):
                name = self.text[word:at].strip(" \t'\"")
                self._top.key = self._top.shape.keys.get(name) if self._top.shape else None
                self._top.present[name] = ""
                word = at + 1
            at += 1
        return self._in_flow(word, end) if last and self._top.flow else None

    def _in_flow(self, word: int, end: int) -> Spot | None:
        level = self._top
        while word < self.offset and self.text[word] in " \t":
            word += 1
        if not level.is_list and level.key is None:
            start, after = word_at(self.text, self.offset)
            return Spot(At.KEY, self.offset, start, after, level.shape, None, level.present) if level.shape else None
        key, shape = level.key, None
        if key and level.is_list and key.kind is Kind.ITEMS:
            shape = key.shape
            key = shape.keys.get(key.bare or "") if shape else None
        if key is None or (not level.is_list and self.text[self.offset - 1] == ":"):
            return None
        rest = _REST.match(self.text, self.offset, end)
        stop = self.offset + len(rest[0].rstrip()) if rest else self.offset
        if (quote := self.text[word : word + 1]) and quote in "'\"" and word < self.offset:
            close = self.text.find(quote, max(word + 1, self.offset), end)
            word, stop = word + 1, close if close >= 0 else stop
        return self._spot(word, stop, key, shape)
