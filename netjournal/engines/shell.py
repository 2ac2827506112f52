"""The theme around our pages, rendered once for all pages that differ in what they hold only.

A theme's templates take most of a build, and nearly all they write is the same on every page. So they see a stand-in for the
page whose title, content and addresses are marks, and what they wrote is cut at these. A stand-in can be printed and nothing
else: where a template of the author's asks more of the page, all pages are rendered by the theme, one by one. Not everything
that a template may ask can be noticed, so the first pages in each shell are compared with what the author's templates give.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from netjournal.digest import digest_of
from netjournal.engines.pages import JournalPage

_KNOWN = frozenset(
    ("nav", "pages", "base_url", "extra_css", "extra_javascript", "mkdocs_version", "build_date_utc", "config", "page")
)
_CORE = "njq7z"  # no word of any theme
_TRIED = 3  # pages of a shell that are compared
_MARK = re.compile(rf"{_CORE}@(\w+)(&amp;lt;|&lt;|<|\.)@")  # as it is, with its escapes undone, escaped once more, an address
Shape = str  # of a table of contents: each heading's level and what is below it, as JSON; most pages have one of a few
_PLAIN = re.compile(r"[^&<>\"'\s]+(?: [^&<>\"'\s]+)*")
_COPIED = ("is_homepage", "is_page", "is_section", "is_link", "active", "parent", "ancestors", "children", "edit_url", "url")


class Unprintable(Exception):
    """A template asked of a stand-in what only the page itself can answer."""


def _refuse(self: Any, *arguments: Any) -> Any:
    raise Unprintable


class _Text(str):
    """A mark for a text, which may be printed; comparing, measuring or cutting it would tell nothing of the page's own."""

    __slots__ = ()
    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __getitem__ = __len__ = __iter__ = _refuse
    __hash__ = str.__hash__

    def __bool__(self) -> bool:
        return True


for _name in (name for name in vars(str) if name[0] != "_"):
    setattr(_Text, _name, _refuse)


class _Safe(_Text):
    """One that is HTML already, as titles of our pages are."""

    __slots__ = ()

    def __html__(self) -> str:
        return str.__str__(self)


class _Content(_Safe):
    """The page's content: it has its first heading, as all pages of ours have."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        if str(part) in ("<h1", "\x3ch1"):
            return True
        raise Unprintable


class _Closed:
    """A value that a template may not look at."""

    __slots__ = ()
    __bool__ = __len__ = __iter__ = __str__ = __getitem__ = __contains__ = _refuse


class _StandIn:
    """What a theme may ask of a page."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise Unprintable(name)


class Shell:
    """One page of the theme, cut at its marks."""

    def __init__(self, output: str) -> None:
        self.tried = 0  # pages that were compared with the theme's
        self.parts = _MARK.split(output)
        if output.lower().count(_CORE) != len(self.parts) // 3:
            raise Unprintable("a mark was changed")
        for at in range(1, len(self.parts), 3):
            if self.parts[at].endswith("_url"):
                self.parts[at - 1] = self.parts[at - 1].removesuffix("#")  # see `neighbour` below

    @cached_property
    def digest(self) -> bytes:
        return digest_of(*self.parts)

    def fill(self, values: Mapping[str, str]) -> str:
        """The whole page; `values` are the texts of the marks, as HTML."""
        parts = list(self.parts)
        for at in range(1, len(parts), 3):
            value, form = values[parts[at]], parts[at + 1]
            parts[at + 1] = ""
            parts[at] = Markup(value).striptags() if form == "<" else str(escape(str(value))) if form == "&amp;lt;" else value
        return "".join(parts)


class ShelledTemplate:
    """The theme's template for pages; `nav_urls` are the addresses that stand on each of them.

    `is_changed` where the author put templates in the place of the theme's.
    """

    def __init__(self, template: Any, nav_urls: Iterable[str], is_changed: bool) -> None:
        self.template, self.is_changed = template, is_changed
        self.nav_folders = _folders(nav_urls)
        self.shells: dict[Any, Shell] = {}
        self.usable = True

    def render(self, context: dict[str, Any]) -> str:
        """The page, by its shell where there can be one."""
        page = context["page"]
        if isinstance(page, JournalPage) and not context.keys() - _KNOWN:
            around, inside = _values_around(page), _values_inside(page)
            if _are_plain(inside):
                shell = self._shell(page, around, shape_of(page.toc), lambda: context)
                if shell is not None:
                    return self._compared(shell, shell.fill(around | inside), context)
        return str(self.template.render(context))

    def _compared(self, shell: Shell, filled: str, context: dict[str, Any]) -> str:
        """The page as the theme gives it: `filled`, unless a template made something of it that a shell cannot tell."""
        if not self.is_changed or shell.tried == _TRIED:
            return filled
        shell.tried += 1
        whole = str(self.template.render(context))
        self.usable = filled == whole
        return whole

    def digest(self, page: JournalPage, shape: Shape, context: Callable[[], dict[str, Any]] | None = None) -> bytes | None:
        """Of all that stands around the content of `page`, whose headings have that shape; None where the theme renders it whole.

        `context` is asked for where there is no such shell yet; it has nothing in it that a plugin added. A page that was
        rendered needs none.
        """
        around = _values_around(page)
        shell = self._shell(page, around, shape, context)
        return None if shell is None else digest_of(shell.digest, *around, *around.values())

    def _shell(
        self, page: JournalPage, around: dict[str, str], shape: Shape, context: Callable[[], dict[str, Any]] | None
    ) -> Shell | None:
        if not self.usable or not _are_plain(around):
            return None
        key = (_near(page.url, self.nav_folders), *page.meta, *page.meta.get("hide", ()), *around, shape)
        if key not in self.shells:
            if context is None:
                return None
            try:
                self.shells[key] = Shell(self.template.render({**context(), "page": _stand_in(page, shape)}))
            except Unprintable:
                self.usable = False
                return None
        return self.shells[key]


class ShelledEnvironment:
    """The theme's environment, with shells for the template of pages."""

    def __init__(self, environment: Any, nav_urls: Iterable[str], is_changed: bool) -> None:
        self._environment = environment
        self.pages = ShelledTemplate(environment.get_template("main.html"), nav_urls, is_changed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment, name)

    def get_template(self, name: str, *arguments: Any, **more: Any) -> Any:
        return self.pages if name == "main.html" else self._environment.get_template(name, *arguments, **more)


def has_own_templates(config: MkDocsConfig) -> bool:
    """Whether the author put templates in the place of the theme's."""
    return config.theme.custom_dir is not None and any(Path(config.theme.custom_dir).rglob("*.html"))


def shape_of(toc: Iterable[AnchorLink]) -> Shape:
    """The levels of a table of contents, nested as it is."""

    def nested(items: Iterable[AnchorLink]) -> list[Any]:
        return [[item.level, nested(item.children)] for item in items]

    return sys.intern(json.dumps(nested(toc)))


def _folders(urls: Iterable[str]) -> frozenset[str]:
    """Every folder that one of `urls` is in or is."""
    return frozenset(url[: slash + 1] for url in urls for slash, letter in enumerate(url) if letter == "/")


def _near(url: str, folders: frozenset[str]) -> tuple[int, str]:
    """What the relative addresses on the page at `url` depend on: how deep it is, and how far it is together with others."""
    near = ""
    for at, letter in enumerate(url):
        if letter == "/":
            if url[: at + 1] not in folders:
                break
            near = url[: at + 1]
    return url.count("/"), near


def _values_around(page: MkDocsPage) -> dict[str, str]:
    """What stands at the marks of a page that are not made of its content, by name."""
    values = {"title": str(page.title)}
    if page.canonical_url:
        values["canonical"] = page.canonical_url
    if page.meta.get("description"):
        values["description"] = str(page.meta["description"])
    for name, other in (("before", page.previous_page), ("after", page.next_page)):
        if other is not None:
            values[f"{name}_url"] = utils.normalize_url(other.url, page=page)
            values[f"title_{name}"] = str(other.title)
    return values


def _values_inside(page: MkDocsPage) -> dict[str, str]:
    """What stands at the others: the content, and its headings."""
    values = {"content": page.content or ""}
    for number, item in enumerate(_all_items(page.toc)):
        values[f"id{number}"] = item.id
        values[f"title{number}"] = item.title
    return values


def _are_plain(values: Mapping[str, str]) -> bool:
    """Whether all titles are as they would be without tags and escaped anew: a theme may do both."""
    titles = (value for name, value in values.items() if name.startswith("title"))
    return all(_PLAIN.fullmatch(title) or str(escape(Markup(title).striptags())) == title for title in titles)


def _all_items(toc: Iterable[AnchorLink]) -> list[AnchorLink]:
    return [item for one in toc for item in (one, *_all_items(one.children))]


def _mark(name: str, form: str = "&lt;") -> str:
    return f"{_CORE}@{name}{form}@"


def _stand_in(page: MkDocsPage, shape: Shape) -> _StandIn:
    number = iter(range(10_000))

    def anchor(level: int, below: list[Any]) -> AnchorLink:
        at = next(number)
        link = AnchorLink(title=_Text(_mark(f"title{at}")), id=_mark(f"id{at}", "."), level=level)
        link.children = [anchor(*child) for child in below]
        return link

    def neighbour(name: str, other: MkDocsPage | None) -> Any:
        url = "#" + _mark(f"{name}_url", ".")  # an address that MkDocs leaves as it is
        return None if other is None else _StandIn({"url": url, "title": _Safe(_mark(f"title_{name}")), "meta": {}})

    meta: dict[str, Any] = {**page.meta, "title": _Safe(_mark("title"))}
    if meta.get("description"):
        meta["description"] = _Safe(_mark("description"))
    if "tags" in meta:
        meta["tags"] = _Closed()
    values = {name: getattr(page, name) for name in _COPIED}
    values |= {
        "title": meta["title"],
        "meta": meta,
        "content": _Content(_mark("content")),
        "toc": TableOfContents([anchor(*item) for item in json.loads(shape)]),
        "canonical_url": _Text(_mark("canonical", ".")) if page.canonical_url else page.canonical_url,
        "previous_page": neighbour("before", page.previous_page),
        "next_page": neighbour("after", page.next_page),
    }
    return _StandIn(values)
