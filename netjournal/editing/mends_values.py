"""Mends of single words: a value or a key in another form, or with one slip of the finger (format.md, section 7).

Never of an id or a name: what is near may be somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from netjournal.diagnostics import Diagnostic
from netjournal.editing.documents import Edit
from netjournal.editing.mends_lines import ORDERS, Edits, Lines, starts
from netjournal.names import slug
from netjournal.reading.values import Vocabulary
from netjournal.schema import ALL_SHAPES, Kind

_TRUE, _FALSE = {"yes", "y", "on", "true"}, {"no", "n", "off", "false"}
_SPAN = re.compile(r"([1-9][0-9]{0,3})\s*(d|w|m)(?:ays?|eeks?|onths?)?", re.IGNORECASE)
_LONG = 8  # letters from which on two slips are no other word


def mend_value(lines: Lines, problem: Diagnostic, vocabulary: Vocabulary) -> Iterator[Edits]:
    """The value that was surely meant, for the plain one at the place of `problem`."""
    line, column = lines[problem.source.line - 1], problem.source.column - 1
    found = re.match(r"(?:[^#'\"]*[\s\[{,])?([\w-]+)\s*:\s+$", line[:column])
    if found is None or line[column : column + 1] in ("'", '"', ""):
        return
    key, length = found[1], problem.source.length
    text = line[column : column + length].rstrip()
    new = _meant(key, text, problem, vocabulary)
    if new is not None and new != text:
        at = starts(lines)[problem.source.line - 1] + column
        yield (Edit(at, at + len(text), new),)


def _meant(key: str, text: str, problem: Diagnostic, vocabulary: Vocabulary) -> str | None:
    low = text.lower()
    match problem.code:
        case "bad-boolean":
            return "true" if low in _TRUE else "false" if low in _FALSE else None
        case "bad-private":
            return "true" if low in _TRUE else None  # what hides goes on hiding; `no` would publish
        case "unknown-channel":
            return nearest(text, vocabulary.channels)
        case "bad-choice" if key not in ORDERS:
            keys = [s.keys[key] for s in ALL_SHAPES if key in s.keys and s.keys[key].kind is Kind.CHOICE]
            return nearest(text, tuple(dict.fromkeys(word for k in keys for word in k.choices)))
        case "bad-date" if date := re.fullmatch(r"write (\d{4}-\d\d-\d\d)", problem.mend or ""):
            return date[1]
        case "bad-span" | "bad-date" if (span := _SPAN.fullmatch(text)) and (
            problem.code == "bad-span" or "span" in problem.message
        ):
            return f"{span[1]}{span[2].lower()}"
        case "bad-address" if problem.mend == f"write https://{text}":
            return f"https://{text}"
        case "wrong-type" if problem.mend == f"write '{key}: [{text}]'" and re.fullmatch(r"[\w-]+", text):
            return f"[{text}]"
    return None


def mend_key(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """The key that was surely meant, for the one at the place of `problem`."""
    line, column = lines[problem.source.line - 1], problem.source.column - 1
    found = re.match(r"([\w-]+)\s*:\s*(.*)", line[column:])
    said = re.fullmatch(r"did you mean '(\w+)'\?", problem.mend or "")
    if found is None or said is None:
        return
    word, meant = found[1], said[1]
    if problem.code == "misspelt-privacy":
        if (meant, found[2].rstrip()) not in (("private", "true"), ("publish", "none")):
            return  # only what hides as much under its right name
    elif word.lower() == meant:  # phones start a line with a capital
        pass
    elif len(word) < 5 or word[0] != meant[0] or distance(word, meant) > 1:
        return
    else:
        shape = next((s for s in ALL_SHAPES if problem.message.endswith(f" {s.name}")), None)
        if shape is None or sum(distance(word, key) <= 1 for key in shape.keys) != 1:
            return
    at = starts(lines)[problem.source.line - 1] + column
    yield (Edit(at, at + len(word), meant),)


def nearest(text: str, words: Sequence[str]) -> str | None:
    """The one of `words` that is `text` in another writing, or one slip away; None where there is none, or more than one."""
    same = [word for word in words if slug(word) == slug(text)]
    if same:
        return same[0] if len(same) == 1 else None
    low = text.lower()
    most = 0 if len(low) < 4 else 1 if len(low) < _LONG else 2
    near = [word for word in words if len(word) >= 4 and word[0] == low[:1] and distance(low, word) <= most]
    return near[0] if len(near) == 1 else None


def distance(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with the next make `other` of `one`."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]
