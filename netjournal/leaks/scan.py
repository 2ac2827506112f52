"""The search itself: every file of a site, every text in it, every secret."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from netjournal.diagnostics import Source
from netjournal.leaks.folding import Words, fold, is_unspaced, words_of
from netjournal.leaks.secrets import ID, Secret
from netjournal.leaks.views import text_views, views
from netjournal.media import hidden_position

_NUMBER = re.compile(r"(?<![^\W_])\d(?:[\W_]{0,8}\d){6,}(?![^\W_])")
_TEXTS = (".html", ".json", ".xml", ".js", ".css", ".txt")  # hold no pictures but in base64
_PREFIX = 5  # digits of a country and a trunk line that may stand right before a number
_GROUP = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Leak:
    """A private value in a file. `file` is relative to the site, with slashes; `in_name`: the file's own path gives it away."""

    file: str
    secret: Secret
    in_name: bool = False


POSITION = Secret("the place where it was taken", Source(""), "position")


class Scanner:
    """Looks for `secrets`. One object for a whole site: it remembers the lines that it has seen in other files."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self.by_word: dict[str, list[tuple[Words, Secret]]] = defaultdict(list)
        self.unspaced: list[tuple[str, Secret]] = []
        self.numbers: dict[str, list[Secret]] = defaultdict(list)
        for secret in secrets:
            if secret.digits:
                self.numbers[secret.digits].append(secret)
            for words in secret.patterns:
                self.by_word[max(words, key=len)].append((words, secret))
                if is_unspaced("".join(words)):
                    self.unspaced.append(("".join(words), secret))
        self.lengths = sorted({len(digits) for digits in self.numbers})
        self.seen_lines: set[int] = set()
        self.seen_runs: set[str] = set()

    def search(self, data: bytes, name: str) -> tuple[Leak, ...]:
        """The leaks in the file `name` that holds `data`, each secret once."""
        found: dict[str, Leak] = {}
        for view in text_views(name, "", set()):
            for secret in self._in_text(view):
                found.setdefault(secret.fingerprint, Leak(name, secret, True))
        for view in views(self._new(data, name), name.rpartition("/")[2], self.seen_runs):
            for secret in self._in_text(view):
                found.setdefault(secret.fingerprint, Leak(name, secret))
        if not name.endswith(_TEXTS) and hidden_position(data, name):
            found[POSITION.fingerprint] = Leak(name, POSITION)
        return tuple(found.values())

    def _new(self, data: bytes, name: str) -> bytes:
        """`data` without the lines that stood beside the same lines in an earlier file: the shell of a theme, above all."""
        if b"\0" in data[:4096] or data[:2] in (b"\x1f\x8b", b"PK") or data[:4] == b"%PDF":
            return data
        if name.endswith(".json"):  # of one long line
            data = data.replace(b"},{", b"},\n{")
        lines = data.split(b"\n")
        threes = [hash(three) for three in zip([b"", b"", *lines], [b"", *lines], lines, strict=False)]
        keep = bytearray(len(lines))
        for number, three in enumerate(threes):
            if three not in self.seen_lines:
                first = max(0, number - 2)
                keep[first : number + 1] = b"\1" * (number + 1 - first)
        self.seen_lines.update(threes)
        return b"\n".join(compress(lines, keep))

    def _in_text(self, text: str) -> Iterator[Secret]:
        folded = fold(text)
        words = words_of(folded)
        joined = ""
        for word in self.by_word.keys() & set(words):
            joined = joined or f" {' '.join(words)} "
            for pattern, secret in self.by_word[word]:
                if f" {' '.join(pattern)} " in joined and (not secret.exact or _as_written(secret, text)):
                    yield secret
        for pattern_text, secret in self.unspaced:
            if pattern_text in folded:
                yield secret
        if self.numbers:
            yield from self._numbers(folded)

    def _numbers(self, text: str) -> Iterator[Secret]:
        """Telephone numbers end where a group of digits ends, whatever stands before and between."""
        for found in _NUMBER.finditer(text):
            digits = ""
            starts: list[int] = []
            for group in _GROUP.findall(found[0]):
                starts.append(len(digits))
                digits += group
                for length in self.lengths:
                    begin = len(digits) - length
                    if begin - max((at for at in starts if at <= begin), default=0) <= _PREFIX:
                        yield from self.numbers.get(digits[-length:], ())


def _as_written(secret: Secret, text: str) -> bool:
    """Whether one word stands as a name or as an id: `Will` is a name, `will` is a word; `/will/` is an id."""
    word = re.escape(secret.value)
    if secret.kind == ID:
        return re.search(rf"(?:[/@#\"'=]){word}(?:[/\"'#?.&]|\.html|\Z)", text) is not None
    return re.search(rf"(?<![^\W_])(?:{word}|{re.escape(secret.value.upper())})(?![^\W_])", text) is not None


def scan_folder(folder: Path, secrets: Iterable[Secret], is_ours: Callable[[str, Path], bool]) -> tuple[Leak, ...]:
    """The leaks in all files below `folder` that are not the theme's own: those for which `is_ours` says so, by name and path."""
    scanner = Scanner(secrets)
    leaks: list[Leak] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            if is_ours(name, path):
                leaks += scanner.search(path.read_bytes(), name)
    return tuple(leaks)
