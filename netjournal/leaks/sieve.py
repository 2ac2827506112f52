"""The quick look: whether a piece of text may hold a secret at all. It may err on one side only.

A pattern can stand in a text only if each of its words does. So a text becomes the set of its words, and of those that come out
when its odd runs (entities, escapes, foreign letters, base64) are decoded. Where all words of a pattern are there, and none was
encoded, they must stand together too (together.py). What may hold a secret is read closely then (views.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from netjournal.leaks.decoding import BASE64_LEAST, encoded, entities
from netjournal.leaks.folding import Words, fold, words_of
from netjournal.leaks.fresh import is_page
from netjournal.leaks.numbers import Numbers
from netjournal.leaks.signs import (
    ANY_TAG,
    AS_ENCODED,
    CLOSELY,
    ENCODED,
    FOLDED,
    JOIN,
    ODD,
    OVER_LINES,
    as_encoded,
    bare_words,
    is_mixed,
    marks_of,
    near_tags,
    runs_of,
)
from netjournal.leaks.together import Neighbours
from netjournal.leaks.views import joined, text_views

_ENOUGH = 3  # words of a pattern that are looked for
_MOST = 50_000  # pieces that are remembered, of about 1,500 pages: those that come again do so soon


class Sieve:
    """Knows the words of all patterns, and remembers which of them stand in the pieces that it looked at last."""

    def __init__(self, patterns: Iterable[Words], numbers: Numbers, unspaced: Iterable[str]) -> None:
        self._watched: dict[bytes, list[tuple[bytes, ...]]] = defaultdict(list)
        self._vocabulary: set[bytes] = set()
        self._neighbours = Neighbours()
        for pattern in patterns:
            words = _telling_words(pattern)
            if self._neighbours.add(words, pattern):
                self._watched[words[0]].append(words)
                self._vocabulary.update(words)
        self._numbers = numbers
        self._unspaced = tuple(unspaced)
        self._forget()

    def _forget(self) -> None:
        """Begin to remember: in a large site what was looked at would fill the memory."""
        self._known: set[bytes] = set()  # pieces of pages, from one tag to the next
        self._told_by: dict[bytes, set[bytes]] = {}  # pieces with words of patterns
        self._telling: set[bytes] = set()  # the same pieces
        self._known_runs: set[bytes] = set()
        self._odd: dict[bytes, set[bytes]] = {}  # runs with the words of patterns that come out of them
        self._base64: set[bytes] = set()

    def may_hold_path(self, path: bytes) -> bool:
        """Whether the path of a file may hold a pattern or a number."""
        words = self._told([path])[0]
        return CLOSELY in words or bool(self._complete(words)) or self._numbers.may_stand_in(words)

    def may_hold(self, text: bytes, name: str) -> bool:
        """Whether `text`, from a file of this name, may hold a pattern or a number."""
        if is_page(name):
            pieces = set(text.split(b"<"))
            if len(self._known) > _MOST:
                self._forget()
            if new := pieces - self._known:
                self._known |= new
                self._learn(new)
            words: set[bytes] = set().union(*map(self._told_by.__getitem__, pieces & self._telling))
        elif OVER_LINES.search(text) or FOLDED.search(text):
            return True
        else:
            words = self._told([text])[0]
        if near := near_tags(text):
            words |= self._told_near_tags(near)
        if JOIN in words:
            words |= as_encoded(set().union(*map(self._relevant, joined(entities(text.decode("utf-8", "replace"))))))
        if CLOSELY in words or self._numbers.may_stand_in(words):
            return True
        complete = self._complete(words)
        if any(AS_ENCODED + word in words for told_by in complete for word in told_by):
            return True
        return bool(complete) and self._neighbours.may_stand_together(text, complete, bool(near) or JOIN in words)

    def _complete(self, words: set[bytes]) -> list[tuple[bytes, ...]]:
        """The patterns all of whose words are there. One word of each is watched: one that was missing the last time."""
        found = []
        for word in words & self._watched.keys():
            stay = []
            for pattern in self._watched[word]:
                missing = next((other for other in pattern if other not in words), None)
                if missing is None:
                    found.append(pattern)
                    stay.append(pattern)
                else:
                    self._watched[missing].append(pattern)
            if stay:
                self._watched[word] = stay
            else:
                del self._watched[word]
        return found

    def _learn(self, pieces: set[bytes]) -> None:
        ordered = list(pieces)
        for piece, told in zip(ordered, self._told(ordered, of_page=True), strict=True):
            if told:
                self._told_by[piece] = told
                self._telling.add(piece)

    def _told(self, pieces: list[bytes], of_page: bool = False) -> list[set[bytes]]:
        """The words of patterns in each of the pieces, of a page or of any text."""
        together = b"\n<".join(pieces)
        runs = set(runs_of(together))
        self._learn_runs(runs - self._known_runs)
        odd = runs & self._odd.keys()
        marks = marks_of(together, of_page)
        all_words = set(bare_words(b" ".join(runs)))
        words = (all_words & self._vocabulary).union(self._digits(all_words))
        if not (words or odd or marks):
            return [set()] * len(pieces)
        if len(pieces) == 1 and not (odd or marks):
            return [words]
        told = [words.intersection(bare_words(piece)) for piece in pieces]
        for piece, its_words in zip(pieces, told, strict=True) if odd or marks else ():
            its_words.update(mark for sign, mark in marks if sign.search(piece))
            for run in odd.intersection(runs_of(piece)) if odd else ():
                its_words.update(self._odd[run])
                if run in self._base64 and any(rest[:1] in (b"", b"\r", b"\n") for rest in piece.split(run)[1:]):
                    its_words.add(CLOSELY)  # it may go on in the next line
        return told

    def _learn_runs(self, runs: set[bytes]) -> None:
        self._known_runs |= runs
        has_odd = ODD.search(b" ".join(runs)) is not None
        for run in runs:
            is_long = len(run) >= BASE64_LEAST and is_mixed(run)
            if is_long and next(encoded(run.decode("utf-8", "replace"), set()), None):
                self._base64.add(run)
            elif not (has_odd and ODD.search(run)):
                continue
            words = set().union(*map(self._relevant, text_views(run.decode("utf-8", "replace"), "", set())))
            if words or run in self._base64:
                self._odd[run] = as_encoded(words)

    def _told_near_tags(self, text: bytes) -> set[bytes]:
        """The words of patterns that come out where tags inside words are taken out."""
        if not text.isascii() or ENCODED.search(text):
            return as_encoded(set().union(*map(self._relevant, text_views(text.decode("utf-8", "replace"), "", set()))))
        words = bare_words(ANY_TAG.sub(b"", text))
        return self._vocabulary.intersection(words).union(self._digits(words))

    def _digits(self, words: Iterable[bytes]) -> Iterable[bytes]:
        return filter(bytes.isdigit, words) if self._numbers else ()

    def _relevant(self, text: str) -> set[bytes]:
        """The words of patterns in `text`, and the numbers."""
        folded = fold(text)
        words = {word.encode("utf-8", "replace") for word in words_of(folded)}
        told = (words & self._vocabulary).union(self._digits(words))
        if any(pattern in folded for pattern in self._unspaced):
            told.add(CLOSELY)
        return told


def _telling_words(pattern: Words) -> tuple[bytes, ...]:
    """The longest words of a pattern, no small numbers if there are others: a site is full of these."""
    words = set(pattern) - {"at", "dot"} or set(pattern)  # a sign may be read as these
    rare = {word for word in words if len(word) > 3 or not word.isdigit()} or words
    return tuple(word.encode("utf-8", "replace") for word in sorted(rare, key=lambda word: (-len(word), word))[:_ENOUGH])
