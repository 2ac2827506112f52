"""The pages of a site: templates with autoescape, one environment for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from functools import cache, partial
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from netjournal import codes, reports
from netjournal.model import Activity
from netjournal.site import addresses, charts
from netjournal.site.cards import describe
from netjournal.site.kept_pages import KeptPages, watch_templates
from netjournal.site.pages import Page
from netjournal.site.prose import ProseRenderer, demote, first_paragraph
from netjournal.site.site import Site
from netjournal.site.words import Words

_OWN_TAGS = {"hide": ["navigation", "tags"]}  # our page shows them itself, as links to what else has them
TEMPLATES = "netjournal"  # the folder of site_overrides/ that may hold templates of the same names


class _Environment(Environment):
    """Jinja's, but for the way in which templates see our names: it looks each up anew for each page."""

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
    gettext, ngettext = _gettext(words)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # of the extension: variables come as arguments
    environment.globals |= {
        "_": gettext,
        "gettext": gettext,
        "ngettext": ngettext,
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
    }
    if kept is not None:
        watch_templates(environment, kept)
    return environment


def _gettext(words: Words) -> tuple[Callable[..., Markup], Callable[..., Markup]]:
    """What Jinja makes of gettext and ngettext, with each text looked up once: pages ask for their words a hundred times."""
    translations: NullTranslations = words.translations
    known: dict[str, Markup] = {}
    counted: dict[Any, tuple[Markup, str]] = {}

    def gettext(message: str, /, **variables: Any) -> Markup:
        if message not in known:
            known[message] = Markup(translations.gettext(message))
        return known[message] % variables if variables or "%" in message else known[message]

    def ngettext(one: str, many: str, number: int, /, **variables: Any) -> Markup:
        if (one, many, number) not in counted:
            counted[one, many, number] = (Markup(translations.ngettext(one, many, number)), words.number(number))
        text, written = counted[one, many, number]
        return text % {"num": written, **variables}

    return gettext, ngettext


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


class Pages:
    """Makes the pages of one site; `introductions` are the HTML of ordinary pages that stand above one of ours, by uri.

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
        self.site, self.environment = site, environment
        self.introductions = {} if introductions is None else introductions
        self.kept, self.watching = kept, watching or (lambda: environment)
        self._ = site.words.translations.gettext

    def page(self, uri: str, kind: str, title: str, context: dict[str, Any] | None = None, **more: Any) -> Page:
        """A page of the template `<kind>.html`, which sees `context`, `title`, `uri` and `introduction`."""

        def render() -> str:
            introduction = self.introductions.get(uri, Markup(""))
            given = {"title": title, "uri": uri, "kind": kind, "introduction": introduction, **(context or {})}

            def plain(given: Mapping[str, Any]) -> str:
                return self.environment.get_template(f"{kind}.html").render(given)

            def watching(given: Mapping[str, Any]) -> str:
                return self.watching().get_template(f"{kind}.html").render(given)

            return plain(given) if self.kept is None else self.kept.page(uri, given, watching, plain)

        describing = partial(describe, kind, uri, context or {}, self.site)
        return Page(uri=uri, title=title, render=render, kind=kind, describe=describing, **more)

    def all(self) -> Iterator[Page]:
        """Every page that we make, sections first."""
        yield from self.sections()
        yield from self.months()
        yield from self.goals()
        yield from self.contacts()
        yield from self.companies()
        yield from self.entries()

    def sections(self) -> Iterator[Page]:
        _ = self._
        yield self.page(addresses.DASHBOARD, "dashboard", self.site.settings.site_name)
        yield self.page(addresses.TRACKER, "tracker", _("Tracker"))
        yield self.page(addresses.GOALS, "goals", _("Goals"))
        yield self.page(addresses.CONTACTS, "contacts", _("Contacts"))
        yield self.page(addresses.COMPANIES, "companies", _("Companies"))
        yield self.page(addresses.FOLLOW_UPS, "follow_ups", _("Follow-ups"))
        yield self.page(addresses.INSIGHTS, "insights", _("Insights"))
        yield self.page(addresses.JOURNAL, "journal", _("Journal"))
        if not self.site.is_public:
            yield self.page(addresses.PROBLEMS, "problems", _("Problems"))

    def months(self) -> Iterator[Page]:
        months = self.site.months
        uris = [addresses.month_uri(month.month) for month in months]
        for number, month in enumerate(months):
            title = self.site.words.month_alone(month.month)
            context = {"month": month, **_around(months, number)}
            yield self.page(uris[number], "month", title, context, **_neighbours(uris, number))

    def goals(self) -> Iterator[Page]:
        for pace in self.site.paces:
            context = {"pace": pace, "goal": pace.goal}
            yield self.page(
                addresses.goal_uri(pace.goal.id), "goal", pace.goal.shown, context, tags=pace.goal.tags, source=pace.goal.own_file
            )

    def contacts(self) -> Iterator[Page]:
        uris = [addresses.contact_uri(key) for key in self.site.cards]
        cards = tuple(self.site.cards.values())
        for number, card in enumerate(cards):
            contact = card.contact
            context = {"card": card, "contact": contact, **_around(cards, number)}
            neighbours = _neighbours(uris, number)
            yield self.page(
                uris[number],
                "contact",
                contact.name,
                context,
                tags=contact.tags,
                source=contact.own_file,
                meta=_OWN_TAGS,
                **neighbours,
            )

    def companies(self) -> Iterator[Page]:
        for card in self.site.company_cards.values():
            company = card.company
            context = {"card": card, "company": company}
            uri = addresses.company_uri(company.id)
            yield self.page(uri, "company", company.name, context, tags=company.tags, source=company.own_file, meta=_OWN_TAGS)

    def entries(self) -> Iterator[Page]:
        entries = self.site.journal.entries
        uris = [addresses.entry_uri(entry) for entry in entries]
        for number, entry in enumerate(entries):
            context = {
                "entry": entry,
                "problems": self.site.problems_in.get(entry.path, ()),
                **_around(entries, number),
            }
            yield self.page(
                uris[number],
                "entry",
                self.site.entry_title(entry),
                context,
                tags=tuple(dict.fromkeys(entry.tags)),
                source=entry.path,
                private=entry.private,
                meta=_OWN_TAGS,
                **_neighbours(uris, number),
            )


def _neighbours(uris: Sequence[str], number: int) -> dict[str, str | None]:
    around = _around(uris, number)
    return {"before": around["earlier"], "after": around["later"]}


def _around(row: Sequence[Any], number: int) -> dict[str, Any]:
    """What stands before and after the thing at `number` of a row, for its page."""
    return {"earlier": row[number - 1] if number else None, "later": row[number + 1] if number + 1 < len(row) else None}
