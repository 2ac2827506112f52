"""Prose as text: what in it is the author's own, mentions, links to files (format.md, sections 4, 6 and 8).

Everything here works on the Markdown source, code included: what is hidden is gone before anything renders it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from netjournal.names import looks_like

MAX_BRACKETS = 1000  # of a line
MAX_INDENT = 200
_COMMENT = re.compile(r"<!(?:--|[–—]).*?(?:((?:--|[–—])!?>)|\Z)", re.DOTALL)  # keyboards make a dash of two
_BLOCK_LINE = re.compile(r"((?:[\s>]|[-*+]\s|\d+[.)]\s)*)(/{3,})(.*)")  # in a quote or a list as well
_BLOCK_NAME = re.compile(r"[\s\"'*_`]*(\w+)")
MENTION = re.compile(r"@(?<![^\W_]@)(?<![@/.+-]@)([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?!_?[^\W_]|-?@)")


class Hidden(Struct, frozen=True):
    """A stretch of prose that is never published, in characters from its beginning."""

    start: int
    end: int
    kind: str  # "comment" or "private"
    closed: bool


def hidden_parts(text: str) -> tuple[Hidden, ...]:
    """The comments and private blocks of `text`, each found as if the others were not there; they may overlap."""
    found = []
    if "<!" in text:
        for comment in _COMMENT.finditer(text):
            closed = comment[1] is not None and len(comment[0]) > 5
            found.append(Hidden(comment.start(), comment.end(), "comment", closed))
    if "///" in text:
        found += _private_blocks(text)
    return tuple(sorted(found, key=lambda h: (h.start, h.end)))


def _private_blocks(text: str) -> list[Hidden]:
    """From the line `/// private` to a line of as many slashes; blocks of other names inside it have closing lines too.

    In a quote the lines of its blocks begin as its others do.
    """
    found = []
    start, depth, at, slashes, quote, indent = 0, 0, 0, "", "", 0
    for line in text.split("\n"):
        if (of_block := _BLOCK_LINE.match(line)) is not None:
            before, marks, rest = of_block.groups()
            if not depth:
                name = _BLOCK_NAME.match(rest)
                if name and looks_like(name[1], "private"):
                    start, depth, slashes, indent = at, 1, marks, len(before)
                    quote = "".join(sign for sign in before if sign == ">")
            elif marks == slashes and "".join(before.split()) == quote:
                if rest.strip():
                    depth += 1
                else:
                    depth -= len(line) - len(line.lstrip()) <= indent  # a line that hangs below closes no line of this block
                    if not depth:
                        found.append(Hidden(start, at + len(line), "private", True))
        at += len(line) + 1
    if depth:
        found.append(Hidden(start, len(text), "private", False))
    return found


def without_hidden(text: str) -> str:
    """`text` as the public may read it."""
    parts, at = [], 0
    for hidden in hidden_parts(text):
        if hidden.start > at:
            parts.append(text[at : hidden.start])
        at = max(at, hidden.end)
    return "".join([*parts, text[at:]]) if parts or at else text


def deep_line(text: str) -> int | None:
    """The first line of `text`, from 0, that is nested beyond all measure: Markdown would take the build down; else None."""
    for n, line in enumerate(text.split("\n")):
        brackets = line.count("[") + line.count("(") + line.count("*") + line.count(">")
        if brackets > MAX_BRACKETS or len(line) - len(line.lstrip()) > MAX_INDENT:
            return n
    return None


def replace_mentions(text: str, replace: Callable[[str], str | None]) -> str:
    """`text` with each mention of an id put through `replace`; None leaves it as typed."""
    if "@" not in text:
        return text

    def put(found: re.Match[str]) -> str:
        new = replace(found[1].lower())
        return found[0] if new is None else new

    return MENTION.sub(put, text)


@lru_cache(maxsize=1 << 16)  # each day's prose is asked at each save of another
def mentioned(text: str) -> tuple[str, ...]:
    """The words that follow an @, in lower case, each once and in order: ids if somebody has them."""
    return tuple(dict.fromkeys(word.lower() for word in MENTION.findall(text))) if "@" in text else ()
