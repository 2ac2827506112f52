"""The pages of the last build: one is taken again when all that it read is now as it was then, and otherwise rendered."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import zip_longest
from typing import Any

import msgspec
from jinja2 import Environment, Template, pass_context
from markupsafe import Markup

from netjournal.caching.kept_file import KeptFile
from netjournal.digest import digest_of
from netjournal.model import Entry
from netjournal.reports.contacts import ContactCard
from netjournal.reports.goals import Pace
from netjournal.reports.tracker import Month
from netjournal.site.kept_html import KeptHtml, Place
from netjournal.site.prose import ProseRenderer, demote
from netjournal.site.reads import ALL, UNTOLD, Column, Digests, Lookup, Reads, to_cells
from netjournal.site.site import Site
from netjournal.site.watched import watched_day, watched_site

Render = Callable[[Mapping[str, Any]], Any]
_LOOKED_INTO = frozenset(("pace", "earlier", "later"))  # given, of which a page may show a part
_WORTH_IT = 50  # pages
_MOST = 4_000  # pages after which what was remembered for them is forgotten, or it would grow with the journal
_NUMBER = array("I").itemsize


class _Row(msgspec.Struct, array_like=True):
    given: bytes  # a digest of what the template was given
    reads: bytes  # numbers of addresses, see `_numbers`: a list of them would take nine times the memory
    place: Place  # of its HTML


class _Rows(msgspec.Struct, array_like=True):
    """Everything that is kept: what was read, what stood there, and the pages by uri."""

    columns: list[Column]  # the addresses, numbered one after another
    cells: list[bytes]  # of each column
    pages: dict[str, _Row]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Rows)


class KeptPages:
    """The pages of one site for one audience. `watched` are the names that templates have to be given, for theirs."""

    def __init__(self, file: KeptFile, site: Site, prose: ProseRenderer) -> None:
        self.file, self.site, self.prose = file, site, prose
        self.reads = Reads()
        self.rendered = 0
        self._old = self._read()
        self._html = KeptHtml(file.path.with_suffix(".html.cache"), is_used=bool(self._old.pages))
        self._taken: dict[str, _Row] = {}  # of the last build
        self._new: dict[str, _Row] = {}
        self._digests = Digests()
        self._lookup = Lookup({"site": site, "today": site.today, "prose": _Proses(prose)}, self._digests)
        self._is_numbered = False
        self.watched = self._watch()

    def page(self, uri: str, given: Mapping[str, Any], render: Render, plain: Render) -> str:
        """The page at `uri`, of a template that is given `given`: as it is kept, or what `render` makes of it.

        `render` is the environment with `watched`, `plain` the one without.
        """
        row = self._known(uri, given)
        if row and (kept := self._html.read(row.place)) is not None:
            return kept
        self._taken.pop(uri, None)
        self.rendered += 1
        if self.rendered % _MOST == 0:
            self.reads.forget()
            self._digests.forget()
        self._number_old()
        inside = _inside(given)
        try:
            things = {name: getattr(self.watched["site"], row)[key] for name, (row, key) in inside.items()}
            answer, heard = self.reads.listen(lambda: render({**given, **things}))
            html = str(answer)
        except Exception:  # a template may do with a value what no stand-in can
            return str(plain(given))
        digest = self._digest_of({**given, **inside})
        if digest and (place := self._html.add(html)):
            self._new[uri] = _Row(digest, array("I", sorted(heard)).tobytes(), place)
        return html

    def digest(self, uri: str, given: Mapping[str, Any]) -> bytes | None:
        """Of the HTML that `page` gives, where it is known without it. All prose has to be rendered before."""
        row = self._new.get(uri) or self._known(uri, given)
        return row.place[2] if row else None

    def _known(self, uri: str, given: Mapping[str, Any]) -> _Row | None:
        """The page of the last build, if it is the right one still."""
        row = self._taken.get(uri) or self._old.pages.get(uri)
        if row is None or uri in self._taken:
            return row
        if self._digest_of({**given, **_inside(given)}) != row.given or not self._changed.isdisjoint(_numbers(row.reads)):
            return None
        self._taken[uri] = row
        return row

    def keep(self) -> None:
        """Keep the pages of this build for the next one, if any of them is new or gone."""
        self.reads.forget()
        found = self._taken | self._new
        if len(found) >= _WORTH_IT and (self._new or found.keys() != self._old.pages.keys()):
            with suppress(OSError, ValueError, LookupError):  # a folder that cannot be written, half a character, a foreign file
                self._write(found, self._html.finish({uri: row.place for uri, row in found.items()}))
        self._html.close()
        self.watched, self.reads, self._digests = {}, Reads(), Digests()  # much, and nobody asks for a page after this
        self._lookup = Lookup({}, self._digests)

    def _write(self, found: dict[str, _Row], places: dict[str, Place]) -> None:
        self._number_old()
        columns, order = self.reads.columns(set().union(*(_numbers(row.reads) for row in found.values())))
        cells = [self._lookup.cells(column) for column in columns]
        at = array("I", bytes(self.reads.count * _NUMBER))
        for position, number in enumerate(order):
            at[number] = position
        untold = {number for number, cell in enumerate(_all_cells(cells)) if cell == UNTOLD}
        pages = {}
        for uri, place in places.items():
            reads = array("I", (at[number] for number in _numbers(found[uri].reads)))
            if untold.isdisjoint(reads):
                pages[uri] = _Row(found[uri].given, reads.tobytes(), place)
        self.file.write(_encoder.encode(_Rows(columns, cells, pages)))

    def _read(self) -> _Rows:
        body = self.file.read()
        try:
            rows = _decoder.decode(body) if body is not None else _Rows([], [], {})
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return _Rows([], [], {})
        is_whole = len(rows.columns) == len(rows.cells) and all(column.after for column in rows.columns)
        return rows if is_whole and not any(len(row.reads) % _NUMBER for row in rows.pages.values()) else _Rows([], [], {})

    def _number_old(self) -> None:
        """Give the addresses of the last build the numbers that its pages know them by, once they are needed."""
        if not self._is_numbered:
            self._is_numbered = True
            self.reads.add(self._old.columns)

    @cached_property
    def _changed(self) -> set[int]:
        """The addresses at which something else stands now, or nobody can tell."""
        found: set[int] = set()
        start = 0
        for column, then in zip(self._old.columns, self._old.cells, strict=True):
            now = self._lookup.cells(column)
            if now != then:
                pairs = zip_longest(range(len(column.keys)), to_cells(now), _all_cells([then]))
                found |= {start + at for at, new, old in pairs if at is not None and (new != old or new == UNTOLD)}
            start += len(column.keys)
        return found

    def _digest_of(self, given: Mapping[str, Any]) -> bytes:
        """Of what a template is given; empty where something has no digest."""
        try:
            return self._digests.of(given)
        except (TypeError, ValueError, OverflowError, RecursionError):
            return b""

    def _watch(self) -> dict[str, Any]:
        site, reads = watched_site(self.site, self.reads), self.reads
        today, proses = watched_day(self.site.today, reads), reads.table(("prose",), ("[", ALL))

        def prose(text: str, key: str) -> Markup:
            text = str(text)
            reads.note_in(proses, f"s{_Proses.name(text, key)}")
            return self.prose.render(text, key)

        return {
            "site": site,
            "journal": site.journal,
            "today": today,
            "contact_link": reads.remembering(site.contact_link),
            "contact_links": site.contact_links,
            "goal_link": reads.remembering(site.goal_link),
            "company_link": reads.remembering(site.company_link),
            "day_link": reads.remembering(site.day_link),
            "entry_link": site.entry_link,
            "url": self.site.url,
            "once": reads.remembering_macros(_call_for, is_thing=True),
            "prose": prose,
            "nested_prose": lambda text, key, mark: Markup(demote(prose(text, key), 2, mark)),
        }


def _all_cells(rows: Iterable[bytes]) -> list[bytes]:
    try:
        return [cell for row in rows for cell in to_cells(row)]
    except ValueError:  # a row that we did not write
        return []


def _numbers(reads: bytes) -> array[int]:
    return array("I", reads)


class _Proses:
    """All prose that was rendered, by file and text, for looking up."""

    def __init__(self, prose: ProseRenderer) -> None:
        self.prose = prose
        self._known: dict[str, Markup] = {}

    def __getitem__(self, name: str) -> object:
        if not self._known:
            self._known = {self.name(text, key): html for key, text, html, _ in self.prose.rendered()}
        return self._known[name]

    @staticmethod
    def name(text: str, key: str) -> str:
        return f"{digest_of(text).hex()} {key}"


def _inside(given: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Where those of the things that are given stand of which a page may show a part."""
    return {name: _place_of(given[name]) for name in _LOOKED_INTO & given.keys() if given[name] is not None}


def _place_of(thing: Pace | ContactCard | Month | Entry) -> tuple[str, str]:
    """Where `thing` stands in a site: the name of a mapping, and a key of it."""
    match thing:
        case Pace():
            return "pace", thing.goal.id
        case ContactCard():
            return "cards", thing.contact.id
        case Month():
            return "month_with", thing.month
        case _:
            return "entry_with", thing.key


def watch_templates(environment: Environment, kept: KeptPages) -> None:
    """Let templates see stand-ins, and count what an imported template read while it was read in for each page that imports it."""
    reads = kept.reads

    class Watching(Template):
        def _get_default_module(self, ctx: Any = None) -> Any:
            if not hasattr(self, "module_reads"):
                _, self.module_reads = reads.listen(lambda: Template._get_default_module(self, None))
            reads.current |= self.module_reads
            return super()._get_default_module(ctx)

    environment.template_class = Watching
    environment.globals |= kept.watched
    environment.globals["lipsum"] = environment.filters["random"] = _refuse
    environment.filters["through"] = reads.remembering_macros(_call_for, is_thing=False)


def _call_for(macro: Any, value: Any) -> Any:
    return macro(value)


@pass_context  # as the filter that it takes the place of: compiled templates are shared with the other environment
def _refuse(*words: Any) -> Any:
    raise TypeError("not the same each time")
