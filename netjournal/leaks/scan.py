"""The search itself: every file of a site, every text in it, every secret."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netjournal.diagnostics import Source
from netjournal.leaks.decoding import FIRST_BYTES
from netjournal.leaks.folding import Words, fold, is_unspaced, plain, ways_to_write, words_of
from netjournal.leaks.fresh import Fresh, is_page
from netjournal.leaks.numbers import Numbers
from netjournal.leaks.secrets import ID, Secret
from netjournal.leaks.sieve import Sieve
from netjournal.leaks.views import views
from netjournal.media import hidden_position
from netjournal.media.kinds import Kind, kind_of

_TEXTS = (".html", ".json", ".xml", ".js", ".css", ".txt")  # hold no pictures but in base64


@dataclass(frozen=True, slots=True)
class Leak:
    """A private value in a file. `file` is relative to the site, with slashes; `in_name`: the file's own path gives it away."""

    file: str
    secret: Secret
    in_name: bool = False


POSITION = Secret("the place where it was taken", Source(""), "position")


class Scanner:
    """Looks for `secrets` in what is `fresh`. One object for a whole site: it remembers what it has seen in other files."""

    def __init__(self, secrets: Iterable[Secret], fresh: Fresh | None = None) -> None:
        self.by_word: dict[str, list[tuple[Words, Secret]]] = defaultdict(list)
        self.unspaced: list[tuple[str, Secret]] = []
        self.by_number: dict[str, list[Secret]] = defaultdict(list)
        patterns: list[Words] = []
        held: list[tuple[Words, Secret]] = []
        for secret in secrets:
            if secret.digits:
                self.by_number[secret.digits].append(secret)
            for words in secret.patterns:
                patterns.append(words)
                held.append((words, secret))
                if is_unspaced("".join(words)):
                    self.unspaced.append(("".join(words), secret))
        often = Counter(word for words in patterns for word in words)
        for words, secret in held:  # by the word that the fewest patterns have: many people are called Ana
            self.by_word[min(words, key=often.__getitem__)].append((words, secret))
        self.numbers = Numbers(self.by_number)
        self.sieve = Sieve(patterns, self.numbers, (text for text, _ in self.unspaced))
        self.fresh = fresh or Fresh()

    def search(self, data: bytes, name: str) -> tuple[Leak, ...]:
        """The leaks in the file `name` that holds `data`, each secret once."""
        found: dict[str, Leak] = {}
        path = name.encode("utf-8", "surrogateescape")
        if self.sieve.may_hold_path(path):
            for secret in self._closely(path, ""):
                found.setdefault(secret.fingerprint, Leak(name, secret, True))
        last_part = name.rpartition("/")[2]
        if _is_text(data, name):
            for chunk in self.fresh.chunks(data, name):
                if self.sieve.may_hold(chunk, name):
                    for secret in self._closely(chunk, last_part):
                        found.setdefault(secret.fingerprint, Leak(name, secret))
        else:
            for secret in self._closely(data, last_part):
                found.setdefault(secret.fingerprint, Leak(name, secret))
            if not name.endswith(_TEXTS) and hidden_position(data, name):
                found[POSITION.fingerprint] = Leak(name, POSITION)
        return tuple(found.values())

    def _closely(self, data: bytes, name: str) -> Iterator[Secret]:
        for view in views(data, name):
            yield from self._in_text(view)

    def _in_text(self, text: str) -> Iterator[Secret]:
        folded = fold(text)
        words = words_of(folded)
        joined, there = "", set(words)
        for word in self.by_word.keys() & there:
            joined = joined or f" {' '.join(words)} "
            for pattern, secret in self.by_word[word]:
                if (
                    there.issuperset(pattern)
                    and f" {' '.join(pattern)} " in joined
                    and (not secret.exact or _as_written(secret, text))
                ):
                    yield secret
        for pattern_text, secret in self.unspaced:
            if pattern_text in folded:
                yield secret
        if self.numbers:
            for digits in self.numbers.in_text(folded):
                yield from self.by_number[digits]


def _is_text(data: bytes, name: str) -> bool:
    """Whether a file is UTF-8 text, and neither packed nor a picture: such a file is sieved, any other is read closely."""
    if data.startswith(FIRST_BYTES) or data[:2] in (b"PK", b"x^") or b"\0" in data:
        return False
    if not is_page(name) and kind_of(data, name) is not Kind.OTHER:
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_written(secret: Secret, text: str) -> bool:
    """Whether one word stands as a name or as an id: `Will` is a name, `will` is a word; `/will/` is an id."""
    if secret.kind == ID:
        word = re.escape(secret.value)
        return re.search(rf"(?:[/@#\"'=]){word}(?:[/\"'#?.&]|\.html|\Z)", text) is not None
    ways = "|".join(map(re.escape, ways_to_write(secret.value)))
    return re.search(rf"(?<![^\W_])(?:{ways})(?![^\W_])", plain(text)) is not None
