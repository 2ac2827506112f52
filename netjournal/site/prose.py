"""Prose to HTML: mentions and links put right, private blocks marked (format.md, sections 6 and 8).

What is hidden from the audience is gone from the journal already; here a link that leads nowhere becomes plain text, so
that not even the name of what was left out is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from netjournal.prose import MENTION, deep_line, hidden_parts
from netjournal.site.inline import use_quick_inline
from netjournal.site.words import runs_leftwards

_SCHEMES = frozenset(("http", "https", "mailto", "tel"))
_RAW_LINK = re.compile(r"""\s(href|src|srcset|poster|data)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_HEADING = re.compile(r"<(/?)h([1-6])\b([^>]*)>")
_PERMALINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>', re.DOTALL)
_ID = re.compile(r'\sid="[^"]*"')
_SNIPPET = re.compile(r"^(\s*)(?=-{1,}8<-{1,})", re.MULTILINE)


Answers = dict[tuple[str | None, str], Any]  # (folder, address) or (None, mention) -> where it leads


@dataclass(slots=True)
class Links:
    """Where prose may lead.

    `targets` are the files of the journal, with their endings and relative to it, and the uri each has on the site;
    `mention` gives the HTML for an id, None where nobody has it.
    """

    targets: Mapping[str, str]
    url: Callable[[str], str]  # uri -> address as our HTML writes it
    mention: Callable[[str], tuple[str, str] | None]  # word -> (address, name)
    media: Callable[[str], bool] = lambda uri: False  # whether the uri is an image or another file
    used_media: set[str] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)  # (folder, address) of links that lead nowhere
    asked: Answers = field(default_factory=dict)  # all that was asked since it was last emptied

    def name(self, word: str) -> tuple[str, str] | None:
        """The address and the name of whoever is mentioned as `word`; None where nobody is."""
        self.asked[None, word] = found = self.mention(word)
        return found

    def resolve(self, address: str, folder: str) -> str | None:
        """`address`, written in a file of `folder`, as our HTML writes it; None where it leads nowhere."""
        self.asked[folder, address] = found = self._resolve(address, folder)
        return found

    def answer_as(self, answers: Answers) -> bool:
        """Whether everything that was asked then is answered now as it was then."""
        now = [self.name(word) if folder is None else self.resolve(word, folder) for folder, word in answers]
        return now == list(answers.values())

    def _resolve(self, address: str, folder: str) -> str | None:
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return address if parts.scheme.lower() in _SCHEMES or (parts.netloc and not parts.scheme) else None
        if not parts.path:
            return address
        path = unquote(parts.path)
        path = normpath(path.lstrip("/") if path.startswith("/") else f"{folder}/{path}" if folder else path)
        uri = next((self.targets[p] for p in (path, f"{path}.md", f"{path}/index.md") if p in self.targets), None)
        if uri is None:
            self.lost.add((folder, address))
            return None
        if self.media(uri):
            self.used_media.add(uri)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        return f"{self.url(uri)}{anchor}"


class _Mentions(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, extension: JournalExtension) -> None:
        super().__init__(MENTION.pattern, md)
        self.compiled_re = MENTION
        self.extension = extension

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        found = self.extension.links.name(m[1].lower())
        if found is None:
            return None, None, None
        link = Element("a", {"href": found[0], "class": "nj-mention"})
        if runs_leftwards(found[1]):
            link.set("dir", "auto")
        link.text = AtomicString(found[1])
        return link, m.start(0), m.end(0)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, extension: JournalExtension) -> None:
        super().__init__(md)
        self.extension, self.folder = extension, ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for attribute in ("href", "src"):
                address = element.get(attribute)
                if address is None or address.startswith("nj:"):
                    continue
                placed = self.extension.links.resolve(address, self.folder)
                if placed is not None:
                    element.set(attribute, placed)
                elif element.tag == "img":
                    element.tag, element.text = "span", element.get("alt", "")
                    element.attrib.clear()
                else:
                    element.tag = "span"
                    element.attrib.clear()
            if element.tag == "img":
                element.attrib.setdefault("loading", "lazy")  # a month has the pictures of all its days

    def raw(self, html: str) -> str:
        """Raw HTML that somebody typed, with its addresses put right or taken away."""

        def put(found: re.Match[str]) -> str:
            placed = self.extension.links.resolve(found[2].strip("\"'"), self.folder)
            return f' {found[1]}="{escape(placed)}"' if placed is not None else ""

        return _TAG.sub(lambda tag: _RAW_LINK.sub(put, tag[0]), html)


class JournalExtension(Extension):
    """Mentions and links of a journal for any Markdown instance. `folder` is that of the file being read."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.links = links

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Mentions(md, self), "netjournal-mention", 75)
        self.placer = _Links(md, self)
        md.treeprocessors.register(self.placer, "netjournal-links", 5)

    def at(self, folder: str) -> None:
        """What follows stands in a file of `folder`, relative to the journal."""
        self.placer.folder = folder

    def raw_html(self, md: Markdown) -> None:
        """Put the raw HTML of the text just read right, before it is put back."""
        md.htmlStash.rawHtmlBlocks = [
            self.placer.raw(block) if isinstance(block, str) else block for block in md.htmlStash.rawHtmlBlocks
        ]


class ProseRenderer:
    """One Markdown instance for all prose of a site, and of the same site after a change.

    What was rendered is kept with what it asked of the links, and is good as long as these answer the same.
    """

    def __init__(self, links: Links, extensions: Sequence[Any] = (), configs: Mapping[str, Any] | None = None) -> None:
        self.extension = JournalExtension(links)
        self.extensions, self.configs = tuple(extensions), dict(configs or {})
        self.known: Callable[[str, str], tuple[Markup, Answers] | None] = lambda key, text: None  # from an earlier process
        self._done: dict[tuple[str, str], tuple[Markup, Answers]] = {}
        self._good: set[tuple[str, str]] = set()  # what the present links were asked for
        self.has_snippets = any("snippets" in str(e) for e in extensions)
        self.md = self._make_markdown()

    @property
    def links(self) -> Links:
        return self.extension.links

    @links.setter
    def links(self, links: Links) -> None:
        self.extension.links = links
        self._good.clear()

    def _make_markdown(self) -> Markdown:
        md = Markdown(extensions=[*self.extensions, self.extension], extension_configs=self.configs)
        use_quick_inline(md)
        md.treeprocessors.register(_RawHtml(md, self.extension), "netjournal-raw", -1)
        return md

    def render(self, text: str, key: str) -> Markup:
        """The HTML of the prose of the file `key`, its headings from level 2. Its links start with `nj:` where they are ours."""
        if not text.strip():
            return Markup("")
        this = (key, text)  # an entry's stands on its own page, its month's and in the feed
        if this not in self._done and (known := self.known(key, text)) is not None:
            self._done[this] = known
        if this not in self._good and not (this in self._done and self.links.answer_as(self._done[this][1])):
            outer, self.links.asked = self.links.asked, {}
            self._done[this] = self._render(text, key), self.links.asked
            self.links.asked = outer | self.links.asked
        self._good.add(this)
        return self._done[this][0]

    def rendered(self) -> Iterator[tuple[str, str, Markup, Answers]]:
        """The files, texts and HTML of all prose that the present links were asked for, and what it asked of them."""
        return ((key, text, *self._done[key, text]) for key, text in self._good)

    def _render(self, text: str, key: str) -> Markup:
        if deep_line(text) is not None:
            return Markup('<pre class="nj-plain">{}</pre>').format(text.strip())
        pieces = []
        at = 0
        for hidden in hidden_parts(text):
            if hidden.start < at:
                continue
            pieces.append(self._html(text[at : hidden.start], key))
            if hidden.kind == "private":
                inner = text[hidden.start : hidden.end].split("\n", 1)
                body = inner[1].rsplit("\n", 1)[0] if len(inner) > 1 and hidden.closed else inner[-1]
                pieces.append(f'<div class="nj-private">{self.render(body, key)}</div>')
            at = hidden.end
        pieces.append(self._html(text[at:], key))
        return Markup("".join(pieces))

    def _html(self, text: str, key: str) -> str:
        if not text.strip():
            return ""
        if self.has_snippets:
            text = _SNIPPET.sub(r"\1;", text)  # a snippet would publish any file it names
        self.md.reset()
        self.extension.at(dirname(key))
        try:
            html = self.md.convert(text)
        except Exception:
            self.md = self._make_markdown()  # the old one believes that it is still inside of what it failed at
            return str(Markup('<pre class="nj-plain">{}</pre>').format(text.strip()))
        levels = [int(level) for _, level, _ in _HEADING.findall(html)]
        return demote(html, 2 - min(levels)) if levels and min(levels) < 2 else html


class _RawHtml(Treeprocessor):
    def __init__(self, md: Markdown, extension: JournalExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        if self.md.htmlStash.rawHtmlBlocks:
            self.extension.raw_html(self.md)


def demote(html: str, levels: int, mark: str = "") -> str:
    """`html` with its headings `levels` deeper.

    With `mark` they lose their anchors and the links to these, and footnotes get anchors of their own.
    """

    def put(found: re.Match[str]) -> str:
        attributes = _ID.sub("", found[3]) if mark else found[3]
        return f"<{found[1]}h{min(6, int(found[2]) + levels)}{attributes}>"

    html = _HEADING.sub(put, html)
    if mark:
        html = _PERMALINK.sub("", html)
    return re.sub(r'((?:id|href)="#?fn(?:ref)?\d*:)', rf"\g<1>{mark}-", html) if mark else html


def first_paragraph(html: Markup) -> tuple[Markup, Markup]:
    """The first paragraph of rendered prose, and what follows it; all of it where it does not begin with one."""
    head, end, rest = html.partition("</p>")
    return (head + Markup(end), rest.strip()) if head.startswith("<p>") else (html, Markup(""))
