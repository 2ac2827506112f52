"""A page of the site, whatever generator writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

_HEADING = re.compile(r'<h([2-4])[^>]*?\sid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_BESIDE = re.compile(r'\s*<(?:span|a) class="nj-beside".*', re.DOTALL)  # what stands beside a heading, after its words
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


class Section(NamedTuple):
    """A heading of a page: its anchor, its title as HTML, its level from 2."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `render` makes its HTML when it is wanted; `title` is plain text."""

    uri: str  # below the site's root, like a source file
    title: str
    render: Callable[[], str]
    kind: str  # dashboard, tracker, month, goals, goal, contacts, contact, companies, company, …
    digest: Callable[[], bytes | None] = lambda: None  # of the HTML, where it is known without `render`
    describe: Callable[[], str] = str  # what a link says of it, see cards.py; made when it is wanted
    tags: tuple[str, ...] = ()
    before: str | None = None  # the uri of the page before it, in its row
    after: str | None = None
    source: str | None = None  # the file that it shows, relative to the folder of mkdocs.yml
    private: bool = False
    meta: Mapping[str, Any] = field(default_factory=dict)  # more for the generator: what to hide

    @property
    def description(self) -> str:
        """One line of plain text, "" where there is nothing to say."""
        return self.describe()


def sections_of(html: str) -> tuple[Section, ...]:
    """The headings of a page that have an anchor, in their order."""
    return tuple(
        Section(anchor, Markup(_BESIDE.sub("", _PERMALINK.sub("", title))).striptags(), int(level))
        for level, anchor, title in _HEADING.findall(html)
    )
