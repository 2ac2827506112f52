"""The pages of the last build: one is taken again when all that it read is now as it was then, and otherwise rendered."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from typing import Any

import msgspec
from jinja2 import Environment, Template, pass_context
from markupsafe import Markup

from netjournal.caching.kept_file import KeptFile
from netjournal.model import Entry
from netjournal.reports.contacts import ContactCard
from netjournal.reports.goals import Pace
from netjournal.reports.tracker import Month
from netjournal.site.kept_html import KeptHtml, Place
from netjournal.site.prose import ProseRenderer, demote
from netjournal.site.reads import ALL, Digests, Lookup, Reads
from netjournal.site.site import Site
from netjournal.site.watched import watched_day, watched_site

Render = Callable[[Mapping[str, Any]], Any]
_LOOKED_INTO = frozenset(("pace", "earlier", "later"))  # given, of which a page may show a part
_WORTH_IT = 50  # pages
_NUMBER = array("I").itemsize


class _Row(msgspec.Struct, array_like=True):
    given: bytes  # a digest of what the template was given
    reads: bytes  # numbers of addresses, see `_numbers`: a list of them would take nine times the memory
    place: Place  # of its HTML


class _Rows(msgspec.Struct, array_like=True):
    """Everything that is kept: what was read, what stood there, and the pages by uri."""

    addresses: list[tuple[str, ...]]
    digests: list[bytes]
    pages: dict[str, _Row]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Rows)


class KeptPages:
    """The pages of one site for one audience. `watched` are the names that templates have to be given, for theirs."""

    def __init__(self, file: KeptFile, site: Site, prose: ProseRenderer) -> None:
        self.file, self.site, self.prose = file, site, prose
        self.reads = Reads()
        self.rendered = 0
        self._html = KeptHtml(file.path.with_suffix(".html.cache"))
        self._old = self._read()
        self._taken: dict[str, _Row] = {}  # of the last build
        self._new: dict[str, _Row] = {}
        self._digests = Digests()
        self._lookup = Lookup({"site": site, "today": site.today, "prose": _Proses(prose)}, self._digests)
        self._now: dict[int, bytes] = {}
        self.watched = self._watch()

    def page(self, uri: str, given: Mapping[str, Any], render: Render, plain: Render) -> str:
        """The page at `uri`, of a template that is given `given`: as it is kept, or what `render` makes of it.

        `render` is the environment with `watched`, `plain` the one without.
        """
        inside = {name: _place_of(given[name]) for name in _LOOKED_INTO & given.keys() if given[name] is not None}
        digest = self._digest_of({name: inside.get(name, value) for name, value in given.items()})
        row = self._old.pages.get(uri)
        if (
            row
            and digest == row.given
            and self._changed.isdisjoint(_numbers(row.reads))
            and (kept := self._html.read(row.place)) is not None
        ):
            self._taken[uri] = row
            return kept
        self.rendered += 1
        try:
            things = {name: getattr(self.watched["site"], row)[key] for name, (row, key) in inside.items()}
            answer, heard = self.reads.listen(lambda: render({**given, **things}))
            html = str(answer)
        except Exception:  # a template may do with a value what no stand-in can
            return str(plain(given))
        if digest and (place := self._html.add(html)):
            self._new[uri] = _Row(digest, array("I", sorted(heard)).tobytes(), place)
        return html

    def keep(self) -> None:
        """Keep the pages of this build for the next one, if any of them is new or gone."""
        found = self._taken | self._new
        if len(found) >= _WORTH_IT and (self._new or found.keys() != self._old.pages.keys()):
            with suppress(OSError, ValueError):  # a folder that cannot be written, half a character
                old, new = ({uri: row.place for uri, row in rows.items()} for rows in (self._taken, self._new))
                self._write(found, self._html.finish(old, new))
        self._html.close()

    def _write(self, found: dict[str, _Row], places: dict[str, Place]) -> None:
        used = sorted({number for row in found.values() for number in _numbers(row.reads)})
        addresses = list(self.reads.numbers)
        at = {number: place for place, number in enumerate(used)}
        pages = {}
        for uri, place in places.items():
            reads = array("I", (at[number] for number in _numbers(found[uri].reads)))
            pages[uri] = _Row(found[uri].given, reads.tobytes(), place)
        rows = _Rows([addresses[n] for n in used], [self._digest(n, addresses) for n in used], pages)
        self.file.write(_encoder.encode(rows))

    def _read(self) -> _Rows:
        body = self.file.read()
        try:
            rows = _decoder.decode(body) if body is not None else None
        except (msgspec.MsgspecError, ValueError, RecursionError):
            rows = None
        if rows is None or any(len(row.reads) % _NUMBER for row in rows.pages.values()):
            return _Rows([], [], {})
        share: dict[str, str] = {}  # each step once: they came as so many texts
        rows.addresses = [tuple(share.setdefault(step, step) for step in address) for address in rows.addresses]
        for address in rows.addresses:
            self.reads.number(address)
        if not len(rows.digests) == len(rows.addresses) == len(self.reads.numbers):
            self.reads = Reads()
            return _Rows([], [], {})
        return rows

    @cached_property
    def _changed(self) -> set[int]:
        """The addresses at which something else stands now, or nobody can tell."""
        addresses = self._old.addresses
        return {n for n, then in enumerate(self._old.digests) if not then or then != self._digest(n, addresses)}

    def _digest(self, number: int, addresses: list[tuple[str, ...]]) -> bytes:
        if number not in self._now:
            self._now[number] = self._lookup.digest(addresses[number])
        return self._now[number]

    def _digest_of(self, given: Mapping[str, Any]) -> bytes:
        """Of what a template is given; empty where something has no digest."""
        try:
            return self._digests.of(given)
        except (TypeError, ValueError, OverflowError, RecursionError):
            return b""

    def _watch(self) -> dict[str, Any]:
        site, reads = watched_site(self.site, self.reads), self.reads
        today = watched_day(self.site.today, reads)

        def prose(text: str, key: str) -> Markup:
            text = str(text)
            reads.note(("prose", f"[s{_Proses.name(text, key)}", ALL))
            return self.prose.render(text, key)

        def once(macro: Any, activity: Any) -> Markup:
            made: Markup = macro(activity)
            return made

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
            "once": reads.remembering(once, lambda macro, activity: (macro.name, id(activity))),
            "prose": prose,
            "nested_prose": lambda text, key, mark: Markup(demote(prose(text, key), 2, mark)),
        }


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
        return self._known.get(name, object())  # which has no digest

    @staticmethod
    def name(text: str, key: str) -> str:
        return f"{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()} {key}"


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
    environment.filters["through"] = reads.remembering(_call_for, lambda value, macro: (macro.name, value))


def _call_for(value: Any, macro: Any) -> Any:
    return macro(value)


@pass_context  # as the filter that it takes the place of: compiled templates are shared with the other environment
def _refuse(*words: Any) -> Any:
    raise TypeError("not the same each time")
