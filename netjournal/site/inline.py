"""Markdown within a line, with those of Python-Markdown's patterns left out that cannot match: a pattern for links needs a bracket.

A text is tried by some twenty patterns, and each of what they find again; that was half of what prose costs.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from netjournal.prose import MENTION

_SIGNS = "`\\[<&\n*_@"
_BY_EXPRESSION = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "[",
    inlinepatterns.REFERENCE_RE: "[",
    inlinepatterns.IMAGE_REFERENCE_RE: "[",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    inlinepatterns.LINE_BREAK_RE: "\n",
    r"\*": "*",
    "_": "_",
    r"\*|_": "*_",
    MENTION.pattern: "@",
}
_NEEDED = {expression: frozenset(signs) for expression, signs in _BY_EXPRESSION.items()}


class QuickInline(InlineProcessor):
    """Python-Markdown's own, but for the patterns that it need not try; one that we do not know is tried as ever."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self._tried = [(pattern, _needed(pattern)) for pattern in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # as it is called there
        if isinstance(data, AtomicString):
            return data
        apply: Any = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        there = [sign for sign in _SIGNS if sign in data]  # fewer later: what is found makes place for a mark without signs
        for at, (pattern, needed) in enumerate(self._tried[patternIndex:], patternIndex):
            if needed is None or not needed.isdisjoint(there):
                matched, start = True, 0
                while matched:
                    data, matched, start = apply(pattern, data, at, start)
        return data


def use_quick_inline(md: Markdown) -> None:
    """Let `md` read lines in the quick way."""
    if type(md.treeprocessors["inline"]) is InlineProcessor:
        md.treeprocessors.register(QuickInline(md), "inline", 20)


def _needed(pattern: Any) -> frozenset[str] | None:
    """The signs of which a text has to hold one, or None where nobody knows."""
    return _NEEDED.get(pattern.getCompiledRegExp().pattern) if isinstance(pattern, inlinepatterns.InlineProcessor) else None
