"""Mends of YAML that cannot be read, or that loses what was meant: quotes, spaces, tabs and fences (format.md, section 7).

Each gives the edits that may be meant, with LF line ends and no BOM. Whether they do what they should is proved in mending.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from netjournal.diagnostics import Diagnostic
from netjournal.editing.documents import Edit
from netjournal.schema import ALL_SHAPES, Kind

Edits = tuple[Edit, ...]
Lines = tuple[str, ...]

ORDERS = ("private", "publish", "alias")  # what hides something is mended only where it hides as much as before
_BEFORE_VALUE = re.compile(r"(?P<dashes>\s*(?:- +)*)(?:(?P<key>[\w-]+)[ \t]*:[ \t]+)?")
_FENCE_LIKE = re.compile(r"[-–—]{2,}|[–—]|\+{3,}")
_KEYS = {name: {s.keys[name].kind for s in ALL_SHAPES if name in s.keys} for s in ALL_SHAPES for name in s.keys}
_ORDER = re.compile(r"privat|(?:publish|alias)\w*\s*:", re.IGNORECASE)  # a text that may have been meant to hide something
_BLOCK_TEXT = re.compile(r"(?:.*:|\s*-)\s+[|>][-+0-9]*\s*$")
_KEY_LINE = re.compile(rf"\s*(?:-\s+)?(?:{'|'.join(sorted(_KEYS))})\s*:(?:\s|$)")
_LOST = "#&*!%"  # what follows these behind a space is no text
_TAB_WIDTHS = (2, 4, 8)


@lru_cache(maxsize=2)  # each problem of a file asks
def starts(lines: Lines) -> list[int]:
    """Where each line starts in the text."""
    found, at = [], 0
    for line in lines:
        found.append(at)
        at += len(line) + 1
    return found


def quote(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """Quotes around the whole value on the line of `problem`, where it is one line of text."""
    n = problem.source.line - 1
    line = lines[n]
    found = _BEFORE_VALUE.match(line)
    assert found is not None  # it can be empty
    at = found.end()
    rest = re.split(r"\s#(?:\s|$)", line[at:])[0].rstrip()
    if problem.code == "unquoted-colon" and problem.source.column - 1 < at:  # `- Tonight: finish the letter`
        at, rest = len(found["dashes"]), line[len(found["dashes"]) :]
        rest = re.split(r"\s#(?:\s|$)", rest)[0].rstrip()
        key = None
    else:
        key = found["key"]
    if problem.code != "lost-comment" and problem.source.column - 1 != at:
        return
    if not rest or (problem.code == "lost-comment" and rest[0] in "'\"[{|>&*!") or not _ends_here(lines, n, len(found["dashes"])):
        return
    kinds = _KEYS.get(key or _parent(lines, n), set())
    if key in ORDERS or _ORDER.search(rest) or not kinds & {Kind.TEXT, Kind.TEXTS, Kind.NAME, Kind.ITEMS}:
        return
    if key is not None and kinds & {Kind.TEXTS, Kind.ITEMS}:
        return
    start = starts(lines)[n] + at
    yield (Edit(start, start + len(rest), quoted(rest)),)


def quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def drop_at(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """Ids without the @ where ids are wanted, quotes around a text."""
    n, column = problem.source.line - 1, problem.source.column - 1
    line = lines[n]
    found = re.match(r"\s*(?:- +)*(?:([\w-]+)\s*:\s+)?", line)
    key = found[1] if found and found[1] else _parent(lines, n)
    if not _KEYS.get(key, set()) & {Kind.IDS, Kind.ID}:
        yield from quote(lines, problem)
        return
    ids = r"@[A-Za-z0-9-]+"
    whole = re.fullmatch(rf"(?:{ids}|\[[^\[\]]*\])\s*(?:#.*)?", line[found.end() if found else 0 :])
    if whole is None:
        return
    start = starts(lines)[n]
    places = [column, *(m.end() - 1 for m in re.finditer(r"[\[,]\s*@(?=[A-Za-z0-9])", line))]
    yield tuple(Edit(start + at, start + at + 1, "") for at in sorted(set(places)) if line[at] == "@")


def add_space(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """A space after the colon, or after the dashes of all items that lack it."""
    n, column = problem.source.line - 1, problem.source.column - 1
    begins = starts(lines)
    if lines[n][column] != "-":
        behind = column + problem.source.length
        at = begins[n] + behind
        key = lines[n][column : behind - 1]
        if lines[n][behind : behind + 1] not in _LOST and not lines[n][:column].strip(" -") and key not in ORDERS:
            yield (Edit(at, at, " "),)
        return
    edits = []
    while n < len(lines) and re.match(rf"\s{{{column}}}-[^\s{_LOST}-]", lines[n]):
        at = begins[n] + column + 1
        edits.append(Edit(at, at, " "))
        n += 1
    yield tuple(edits)


def replace_tabs(lines: Lines, problems: Sequence[Diagnostic]) -> Iterator[Edits]:
    """Spaces for tabs, on all lines that hold one in their indent or behind a key or a dash, for each usual width of a tab."""
    begins = starts(lines)
    for width in _TAB_WIDTHS:
        edits = []
        for problem in problems:
            n, column = problem.source.line - 1, problem.source.column - 1
            before = lines[n][:column]
            if not before.strip():
                indent = lines[n][: len(lines[n]) - len(lines[n].lstrip())]
                edits.append(Edit(begins[n], begins[n] + len(indent), indent.expandtabs(width)))
            elif run := re.match(r"\t+", lines[n][column:]):
                edits.append(Edit(begins[n] + column, begins[n] + column + run.end(), " "))
        yield tuple(edits)


def mend_fence(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """`---` for a fence of other signs; the opening one together with the one that closes."""
    n = problem.source.line - 1
    bare = lines[n].strip()
    if not _FENCE_LIKE.fullmatch(bare):
        return
    close, opens = n, not any(line.strip() for line in lines[:n])
    if opens:
        close = next((k for k, line in enumerate(lines) if k > n and line.rstrip() in (bare, "---")), 0)
        if not close:
            return
    if holds_keys(lines[close + 1 :]) or _in_block_text(lines, close):
        return  # front matter may go on below: nobody can tell where it ends
    begins = starts(lines)
    edits = [Edit(0 if opens else begins[n], begins[n] + len(lines[n].rstrip()), "---")]  # blank lines above go too
    if close != n and lines[close].rstrip() != "---":
        edits.append(Edit(begins[close], begins[close] + len(lines[close].rstrip()), "---"))
    yield tuple(edits)


def mend_beginning(lines: Lines, problem: Diagnostic) -> Iterator[Edits]:
    """The first --- at the very beginning: without blank lines, spaces or marks that cannot be seen before it."""
    first = next((n for n, line in enumerate(lines) if line.strip("\ufeff \t\u200b\u00a0")), None)
    if first is None:
        return
    line = lines[first]
    if line.strip("\ufeff \t\u200b\u00a0") == "---":
        lead = len(line) - len(line.lstrip("\ufeff \t\u200b\u00a0"))
        yield (Edit(0, starts(lines)[first] + lead, ""),)
    elif problem.message.startswith("a mark") and line.startswith("\ufeff"):
        yield (Edit(0, len(line) - len(line.lstrip("\ufeff")), ""),)


def holds_keys(lines: Sequence[str]) -> bool:
    """Whether there is a line among `lines` that may be front matter, so that it must not become prose."""
    return any(_KEY_LINE.match(line) for line in lines)


def _in_block_text(lines: Sequence[str], n: int) -> bool:
    """Whether line `n` may belong to a text of several lines that starts above."""
    indent = len(lines[n]) - len(lines[n].lstrip())
    for line in reversed(lines[:n]):
        above = len(line) - len(line.lstrip())
        if line.strip() and above < indent:
            return bool(_BLOCK_TEXT.match(line))
    return False


def _ends_here(lines: Sequence[str], n: int, column: int) -> bool:
    """Whether the value of line `n`, whose key stands at `column`, does not go on below."""
    dash = lines[n].find("-") if lines[n].lstrip().startswith("-") else column
    following = next((line for line in lines[n + 1 :] if line.strip() and not line.lstrip().startswith("#")), "---")
    indent = len(following) - len(following.lstrip())
    has_key = bool(re.match(r"\s*(?:- +)*[\w-]+[ \t]*:(?:\s|$)", lines[n]))
    return indent <= (column if has_key else dash)


def _parent(lines: Sequence[str], n: int) -> str:
    """The key whose list the item on line `n` belongs to."""
    indent = len(lines[n]) - len(lines[n].lstrip())
    for line in reversed(lines[:n]):
        found = re.match(r"(\s*(?:- +)*)([\w-]+)\s*:\s*(?:#.*)?$", line)
        if found and len(found[1]) <= indent:
            return found[2]
    return ""
