"""Whether the words of a pattern that all stand in a text stand there together, too: most often they do not.

This spares a text the close reading (views.py) where none of the words was encoded and none came out of tags. Then whatever makes
neighbours of two words there is taken out here as well: tags, comments, entities, escapes. More may be taken out here than there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from netjournal.leaks.folding import Words
from netjournal.leaks.signs import HIDDEN_TAG, bare_words
from netjournal.leaks.views import plain_readings

_ESCAPED = re.compile(r"(?:[\\%]|=(?=[0-9A-Fa-f]{2}))[0-9A-Za-z{}\\%=]*")  # it and what hangs on it: none of the words
_GAP = rb" (?:[^ ]*[\x80-\xff][^ ]* )*"  # signs and foreign letters, which are none of the words either


class Neighbours:
    """The patterns by those of their words that are looked for: the others may be encoded, or missing in the pattern's place."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[bytes, ...], set[Words]] = defaultdict(set)

    def add(self, told_by: tuple[bytes, ...], pattern: Words) -> bool:
        """Whether these words are the first that are looked for for a pattern."""
        is_new = told_by not in self._patterns
        self._patterns[told_by].add(pattern)
        return is_new

    def may_stand_together(self, text: bytes, complete: Collection[tuple[bytes, ...]], in_words: bool) -> bool:
        """Whether a pattern of those that are told by `complete` may stand in `text`; `in_words`: there are tags inside words."""
        if HIDDEN_TAG.search(text):
            return True
        orders = [order for told_by in complete for order in self._orders(told_by)]
        return any(order.search(words) for words in _words(text, in_words) for order in orders)

    def _orders(self, told_by: tuple[bytes, ...]) -> Iterable[re.Pattern[bytes]]:
        return (_order(pattern, told_by) for pattern in self._patterns[told_by])


@cache
def _order(pattern: Words, told_by: tuple[bytes, ...]) -> re.Pattern[bytes]:
    """The words of `told_by` as they follow in the `pattern`, with or without the others between them."""
    words = [word.encode("utf-8", "replace") for word in pattern]
    places = [place for place, word in enumerate(words) if word in told_by]
    between = words[places[0] : places[-1]]
    return re.compile(
        b" "
        + b"".join(re.escape(word) + _GAP if word in told_by else b"(?:" + re.escape(word) + _GAP + b")?" for word in between)
        + re.escape(words[places[-1]])
        + b" "
    )


def _words(text: bytes, in_words: bool) -> Iterator[bytes]:
    plain = text.decode("utf-8", "replace")
    for reading in plain_readings(plain, _ESCAPED, in_words):
        yield b" " + b" ".join(bare_words(reading.encode("utf-8", "replace"))) + b" "
