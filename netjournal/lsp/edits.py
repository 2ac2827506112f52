"""Changes of files as an editor makes them: the stretches of a text that become another text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from netjournal.lsp.positions import UTF16, Lines, Range

_BOM = "\ufeff"
_WORD = re.compile(r"[\w@-]")


@dataclass(frozen=True, slots=True)
class Replacement:
    """The text in `range` becomes `new`."""

    range: Range
    new: str


@dataclass(frozen=True, slots=True)
class FileEdit:
    """What changes in the file at `path`; `moved_to` is where it goes after that."""

    path: str
    replacements: tuple[Replacement, ...]
    moved_to: str | None = None


def compare(shown: str, before: bytes, after: bytes, encoding: str = UTF16) -> tuple[Replacement, ...]:
    """What makes `after` of `before`, in places of `shown`: the same text as an editor has it, maybe without the BOM."""
    one, other = before.decode("utf-8"), after.decode("utf-8")
    if not shown.startswith(_BOM):
        one, other = one.removeprefix(_BOM), other.removeprefix(_BOM)
    lines = Lines(one, encoding)
    return tuple(Replacement(lines.range(start, end), new) for start, end, new in _differences(one, other))


def _differences(one: str, other: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of `one` that are another text in `other`, each within its line where the lines can be told apart."""
    old, new = one.splitlines(keepends=True), other.splitlines(keepends=True)
    starts, at = [], 0
    for line in old:
        starts.append(at)
        at += len(line)
    starts.append(at)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if j - i == m - k:
            for n in range(j - i):
                if old[i + n] != new[k + n]:
                    yield _narrow(starts[i + n], old[i + n], new[k + n])
        else:
            yield _narrow(starts[i], "".join(old[i:j]), "".join(new[k:m]))


def _narrow(at: int, old: str, new: str) -> tuple[int, int, str]:
    """Without what both begin and end with; the two characters of CR LF stay together."""
    begin = 0
    while begin < min(len(old), len(new)) and old[begin] == new[begin]:
        begin += 1
    if begin and old[begin - 1] == "\r":
        begin -= 1
    end = 0
    while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    if end and old[len(old) - end] == "\n" and old[len(old) - end - 1 : len(old) - end] == "\r":
        end -= 1
    while begin and _WORD.match(old[begin - 1]):  # whole words: an editor shows them before it changes them
        begin -= 1
    while end and _WORD.match(old[len(old) - end]):
        end -= 1
    return at + begin, at + len(old) - end, new[begin : len(new) - end]
