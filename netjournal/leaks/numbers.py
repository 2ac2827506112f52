"""Telephone numbers by their last digits: found whatever stands before them and between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

_NUMBER = re.compile(r"(?<![^\W_])\d(?:[\W_]{0,8}\d){6,}(?![^\W_])")
_GROUP = re.compile(r"\d+")
_PREFIX = 8  # digits that may stand right before the last ones: of a trunk line, a country, a long number


class Numbers:
    """Last digits of numbers to look for."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._numbers = frozenset(numbers)
        self._lengths = sorted({len(digits) for digits in self._numbers})
        self._ends: dict[bytes, list[str]] = defaultdict(list)
        for digits in self._numbers:
            for length in range(2, len(digits) + 1):
                self._ends[digits[-length:].encode()].append(digits)

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def in_text(self, text: str) -> Iterator[str]:
        """Those that stand in `text`: they end where a group of digits ends."""
        for found in _NUMBER.finditer(text):
            digits = ""
            starts: list[int] = []
            for group in _GROUP.findall(found[0]):
                starts.append(len(digits))
                digits += group
                for length in self._lengths:
                    begin, last = len(digits) - length, digits[-length:]
                    if last in self._numbers and begin - max((at for at in starts if at <= begin), default=0) <= _PREFIX:
                        yield last

    def may_stand_in(self, words: set[bytes]) -> bool:
        """Whether a text with these `words` has all groups of digits of one of them."""
        if not self._numbers:
            return False
        groups = {word for word in words if word.isdigit()}
        ends = {word[at:] for word in groups for at in range(min(len(word), _PREFIX + 1))}
        single = [group for group in groups if len(group) == 1]
        last = groups | ends | {before + one for before in ends for one in single}
        return any(_fits(digits.encode(), groups, ends) for end in last & self._ends.keys() for digits in self._ends[end])


def _fits(digits: bytes, groups: set[bytes], ends: set[bytes]) -> bool:
    """Whether `digits` are the end of a group and then whole groups."""
    return digits in ends or any(digits[at:] in groups and _fits(digits[:at], groups, ends) for at in range(len(digits) - 1, 0, -1))
