"""Two built sites compared as a reader sees them: pages that came, changed and went, and the text that is new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
        " header hr li main nav ol option p pre section summary table tbody tfoot thead title tr ul",
    )
)
_SILENT = frozenset(["script", "style", "template", "noscript"])
_EMPTY_CELLS = re.compile(r"\|(?: \|)+ ?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that is new or reads differently.

    `new_text` holds the lines that were not there, in their order, without those that an earlier page of the list brings too
    or that a page which changes had before.
    """

    address: str
    new_text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What publishing would change; pages by their address."""

    added: tuple[PageChange, ...]
    changed: tuple[PageChange, ...]
    removed: tuple[str, ...]
    other_files: int  # that came, changed or went and are no pages, with the pages that read as before


def compare_sites(old: Path | None, new: Path) -> SiteChanges:
    """The changes from the folder `old` (None: nothing was published yet) to the folder `new`."""
    before = _files(old) if old else {}
    after = _files(new)
    added: dict[str, Sequence[str]] = {}
    changed: dict[str, Sequence[str]] = {}
    known: set[str] = set()
    differ = [name for name, file in after.items() if name not in before or before[name].read_bytes() != file.read_bytes()]
    for name in differ:
        if not name.endswith(".html"):
            continue
        lines = read_lines(_text(after[name]))
        if name not in before:
            added[name] = lines
        elif (was := read_lines(_text(before[name]))) != lines:
            changed[name] = _added(was, lines)
            known.update(was)
    gone = [name for name in before if name not in after]
    removed = tuple(address_of(name) for name in gone if name.endswith(".html"))
    other = len(differ) - len(added) - len(changed) + len(gone) - len(removed)
    return SiteChanges(_unknown(added, known), _unknown(changed, known), removed, other)


def _unknown(pages: Mapping[str, Sequence[str]], known: set[str]) -> tuple[PageChange, ...]:
    """The pages with the lines that are not among `known`, which grows by them."""
    found = []
    for name, lines in pages.items():
        new_text = tuple(line for line in dict.fromkeys(lines) if line not in known)
        known.update(new_text)
        found.append(PageChange(address_of(name), new_text))
    return tuple(found)


def address_of(name: str) -> str:
    """A page's path in the site as its address: `index.html` is its folder."""
    if name == "index.html":
        return "/"
    return f"/{name.removesuffix('index.html') if name.endswith('/index.html') else name}"


def read_lines(html: str) -> tuple[str, ...]:
    """What a reader sees of a page, one line for each paragraph, heading or row of a table.

    Where the page has an article, the frame around it (navigation, footer) is left out: it is the same on every page.
    """
    parser = _Reader()
    parser.feed(html)
    parser.close()
    return tuple(parser.head + (parser.article or parser.body))


def _files(folder: Path) -> dict[str, Path]:
    names = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in sorted(names.items()) if name not in (".nojekyll", "CNAME")}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _added(old: Sequence[str], new: Sequence[str]) -> list[str]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [line for tag, _, _, first, last in matcher.get_opcodes() if tag != "equal" for line in new[first:last]]


class _Reader(HTMLParser):
    """Collects lines: those of the title, of articles, and of everything else."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.head: list[str] = []
        self.article: list[str] = []
        self.body: list[str] = []
        self.words: list[str] = []
        self.silent = 0
        self.articles = 0
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in _BLOCKS:
            self._end_line()
        elif tag in ("td", "th") and self.words:
            self.words.append(" | ")
        if tag in _SILENT:
            self.silent += 1
        elif tag == "article":
            self.articles += 1
        elif tag == "title":
            self.in_title = not self.silent and not self.articles
        elif tag == "meta" and found.get("name") == "description":
            self._line(found.get("content") or "", self.head)
        if text := found.get("alt"):
            self.words.append(f"[{text}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "article":
            self.articles = max(0, self.articles - 1)
        elif tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        text = "".join(self.words)
        self.words.clear()
        self._line(text, self.head if self.in_title else self.article if self.articles else self.body)

    def _line(self, text: str, lines: list[str]) -> None:
        line = " ".join(_CONTROL.sub(" ", text).replace("¶", "").split())
        line = _EMPTY_CELLS.sub("| ", line).strip("| ")
        if line:
            lines.append(line)
