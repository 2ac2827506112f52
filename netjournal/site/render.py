"""The pages of a site: templates with autoescape, one environment for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from netjournal import codes, reports
from netjournal.model import Activity
from netjournal.reports.on_demand import OnDemand
from netjournal.site import addresses, charts
from netjournal.site.cards import describe
from netjournal.site.compiling import DIRECT, Compiler, PlainMacro, shown
from netjournal.site.kept_pages import KeptPages, watch_templates
from netjournal.site.pages import Page
from netjournal.site.prose import ProseRenderer, demote, first_paragraph
from netjournal.site.site import Site
from netjournal.site.words import Words

_OWN_TAGS = {"hide": ["navigation", "tags"]}  # our page shows them itself, as links to what else has them
TEMPLATES = "netjournal"  # the folder of site_overrides/ that may hold templates of the same names


class _Environment(Environment):
    """Jinja's, but for how it compiles, and how templates see our names: it looks each up anew for each page."""

    code_generator_class = Compiler
    shown, direct, partial, PlainMacro = staticmethod(shown), DIRECT, partial, PlainMacro

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def build_environment(
    site: Site,
    prose: ProseRenderer,
    overrides: Sequence[Path] = (),
    code_cache: BytecodeCache | None = None,
    kept: KeptPages | None = None,
) -> Environment:
    """The templates' environment: everything that is not Markup is escaped, an unknown name is an error.

    With `kept` it writes down there what templates read.
    """
    environment = _Environment(
        loader=ChoiceLoader(
            [FileSystemLoader([str(folder / TEMPLATES) for folder in overrides]), PackageLoader("netjournal.site", "templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
        bytecode_cache=code_cache,
    )
    words = site.words
    texts = _Texts(words)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension: variables come as arguments
    environment.globals |= {
        "_": texts.gettext,
        "gettext": texts.gettext,
        "ngettext": texts.ngettext,
        "site": site,
        "journal": site.journal,
        "settings": site.settings,
        "today": site.today,
        "words": words,
        "charts": charts,
        "codes": codes.CODES,
        "reports": reports,
        "addresses": addresses,
        "contact_link": site.contact_link,
        "contact_links": site.contact_links,
        "goal_link": cache(site.goal_link),
        "company_link": cache(site.company_link),
        "day_link": cache(site.day_link),
        "entry_link": site.entry_link,
        "url": site.url,
        "once": _once(),
        "prose": prose.render,
        "nested_prose": lambda text, key, mark: Markup(demote(prose.render(text, key), 2, mark)),
    }
    environment.filters |= {
        "day": cache(words.day_alone),
        "medium": cache(words.medium),
        "short": cache(words.short),
        "day_month": cache(words.day_month),
        "month": cache(words.month_alone),
        "number": words.number,
        "isolated": words.isolated,
        "first_paragraph": first_paragraph,
        "through": _through(),
        "without": lambda row, thing: [other for other in row if other != thing],
    }
    if kept is not None:
        watch_templates(environment, kept)
    return environment


class _Texts:
    """What Jinja makes of gettext and ngettext, with each text looked up once: pages ask for their words a hundred times."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._translations: NullTranslations = words.translations
        self._known: dict[str, Markup] = {}
        self._counted: dict[Any, tuple[Markup, str, Markup]] = {}

    def gettext(self, message: str, /, **variables: Any) -> Markup:
        if message not in self._known:
            self._known[message] = Markup(self._translations.gettext(message))
        text = self._known[message]
        return text % variables if variables or "%" in message else text

    def ngettext(self, one: str, many: str, number: int, /, **variables: Any) -> Markup:
        key = one, many, number
        if key not in self._counted:
            text = Markup(self._translations.ngettext(one, many, number))
            written = self.words.number(number)
            self._counted[key] = text, written, text % {"num": written}
        text, written, plain = self._counted[key]
        return text % {"num": written, **variables} if variables else plain


def _through() -> Callable[[Any, Any], Markup]:
    """A filter that calls a macro for a value once and remembers: a site has a thousand rows and few channels, days, durations."""
    made: dict[tuple[str, Any], Markup] = {}

    def through(value: Any, macro: Any) -> Markup:
        key = (macro.name, value)
        if key not in made:
            made[key] = macro(value)
        return made[key]

    return through


def _once() -> Callable[[Any, Activity], Markup]:
    """A function that calls a macro for an activity once and remembers: each stands on up to six pages."""
    made: dict[tuple[str, int], Markup] = {}

    def once(macro: Any, activity: Activity) -> Markup:
        key = (macro.name, id(activity))
        if key not in made:
            made[key] = macro(activity)
        return made[key]

    return once


@dataclass(frozen=True, slots=True)
class _Making:
    """How one page is made, by `kind` and what its template sees besides the site; there are many, so it holds little."""

    pages: Pages
    uri: str
    kind: str
    title: str
    context: Mapping[str, Any]

    def render(self) -> str:
        kept = self.pages.kept
        return self._plain(self._given()) if kept is None else kept.page(self.uri, self._given(), self._watching, self._plain)

    def digest(self) -> bytes | None:
        kept = self.pages.kept
        return None if kept is None else kept.digest(self.uri, self._given())

    def describe(self) -> str:
        return describe(self.kind, self.uri, self.context, self.pages.site)

    def _given(self) -> dict[str, Any]:
        introduction = self.pages.introductions.get(self.uri, Markup(""))
        return {"title": self.title, "uri": self.uri, "kind": self.kind, "introduction": introduction, **self.context}

    def _plain(self, given: Mapping[str, Any]) -> str:
        return self.pages.environment.get_template(f"{self.kind}.html").render(given)

    def _watching(self, given: Mapping[str, Any]) -> str:
        return self.pages.watching().get_template(f"{self.kind}.html").render(given)


class Pages(OnDemand[Page]):
    """The pages of one site by uri, each made when it is asked for.

    `introductions` are the HTML of ordinary pages that stand above one of ours, by uri.

    With `kept` a page that would come out as it did in the last build is not rendered; `watching` is then the environment that
    writes down what is read.
    """

    def __init__(
        self,
        site: Site,
        environment: Environment,
        introductions: Mapping[str, Markup] | None = None,
        kept: KeptPages | None = None,
        watching: Callable[[], Environment] | None = None,
    ) -> None:
        super().__init__(site.contents, self._make_page)
        self.site, self.environment = site, environment
        self.introductions = {} if introductions is None else introductions
        self.kept, self.watching = kept, watching or (lambda: environment)

    def page(self, uri: str, kind: str, title: str, context: dict[str, Any] | None = None, **more: Any) -> Page:
        """A page of the template `<kind>.html`, which sees `context`, `title`, `uri` and `introduction`."""
        making = _Making(self, uri, kind, title, context or {})
        return Page(uri=uri, title=title, render=making.render, kind=kind, digest=making.digest, describe=making.describe, **more)

    def all(self) -> Iterator[Page]:
        """Every page that we make, sections first."""
        yield from self.values()

    def _make_page(self, uri: str) -> Page:
        found = self.site.contents.find(uri)
        assert found is not None
        kind, key = found
        match kind:
            case "month":
                return self._month(uri, key)
            case "goal":
                return self._goal(uri, key)
            case "contact":
                return self._contact(uri, key)
            case "company":
                return self._company(uri, key)
            case "entry":
                return self._entry(uri, key)
        return self.page(uri, kind, self._titles[kind])

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        _ = self.site.words.translations.gettext
        return {
            "dashboard": self.site.settings.site_name,
            "tracker": _("Tracker"),
            "goals": _("Goals"),
            "contacts": _("Contacts"),
            "companies": _("Companies"),
            "follow_ups": _("Follow-ups"),
            "insights": _("Insights"),
            "journal": _("Journal"),
            "problems": _("Problems"),
        }

    def _month(self, uri: str, key: str) -> Page:
        months, number = self.site.months, self.site.contents.months[key]
        context = {"month": months[number], **_around(months, number)}
        neighbours = _neighbours(months, number, lambda month: addresses.month_uri(month.month))
        return self.page(uri, "month", self.site.words.month_alone(key), context, **neighbours)

    def _goal(self, uri: str, key: str) -> Page:
        pace = self.site.pace[key]
        context = {"pace": pace, "goal": pace.goal}
        return self.page(uri, "goal", pace.goal.shown, context, tags=pace.goal.tags, source=pace.goal.own_file, meta=_OWN_TAGS)

    def _contact(self, uri: str, key: str) -> Page:
        cards, number, contact = self.site.cards, self.site.contents.contacts[key], self.site.journal.contacts[key]
        around = {name: cards[other] if other else None for name, other in _around(self._contact_ids, number).items()}
        context = {"card": cards[key], "contact": contact, **around}
        neighbours = _neighbours(self._contact_ids, number, addresses.contact_uri)
        more = {"tags": contact.tags, "source": contact.own_file, "meta": _OWN_TAGS}
        return self.page(uri, "contact", contact.name, context, **more, **neighbours)

    @cached_property
    def _contact_ids(self) -> tuple[str, ...]:
        return tuple(self.site.journal.contacts)

    def _company(self, uri: str, key: str) -> Page:
        card = self.site.company_cards[key]
        company = card.company
        context = {"card": card, "company": company}
        return self.page(uri, "company", company.name, context, tags=company.tags, source=company.own_file, meta=_OWN_TAGS)

    def _entry(self, uri: str, key: str) -> Page:
        entries, number = self.site.journal.entries, self.site.contents.entries[key]
        entry = entries[number]
        context = {"entry": entry, "problems": self.site.problems_in.get(entry.path, ()), **_around(entries, number)}
        return self.page(
            uri,
            "entry",
            self.site.entry_title(entry),
            context,
            tags=tuple(dict.fromkeys(entry.tags)),
            source=entry.path,
            private=entry.private,
            meta=_OWN_TAGS,
            **_neighbours(entries, number, addresses.entry_uri),
        )


def _neighbours(row: Sequence[Any], number: int, uri: Callable[[Any], str]) -> dict[str, str | None]:
    around = _around(row, number)
    before, after = around["earlier"], around["later"]
    return {"before": uri(before) if before else None, "after": uri(after) if after else None}


def _around(row: Sequence[Any], number: int) -> dict[str, Any]:
    """What stands before and after the thing at `number` of a row, for its page."""
    return {"earlier": row[number - 1] if number else None, "later": row[number + 1] if number + 1 < len(row) else None}
