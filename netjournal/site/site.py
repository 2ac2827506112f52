"""Everything the pages tell, derived once: the reports of a journal on one day, and where each thing stands."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from markupsafe import Markup, escape

from netjournal.assembling.steps import Steps
from netjournal.dates import month_of
from netjournal.diagnostics import Diagnostic
from netjournal.model import Audience, Entry, Journal
from netjournal.reports.agenda import Agenda, build_agenda
from netjournal.reports.calendar import Day, Year, build_days, build_years
from netjournal.reports.companies import CompanyCard, build_company_cards
from netjournal.reports.contacts import ContactCard, build_contact_cards
from netjournal.reports.follow_ups import FollowUp, build_follow_ups
from netjournal.reports.goals import Pace, build_pace
from netjournal.reports.insights import Insights, Week, build_insights
from netjournal.reports.introductions import Branch, build_introductions
from netjournal.reports.on_demand import OnDemand
from netjournal.reports.submission import Standing, written_late
from netjournal.reports.tracker import Month, build_months
from netjournal.reports.weeks import weeks_between
from netjournal.settings import Settings
from netjournal.site import addresses
from netjournal.site.compiling import as_markup
from netjournal.site.contents import Contents
from netjournal.site.prose import Links
from netjournal.site.words import Words

_NOBODY = Markup("")
_words = cache(Words)  # a site is derived anew after each save, its language is not


@dataclass(frozen=True)
class Site:
    """A journal for one audience on one day. `problems` are the owner's; a public site has none."""

    journal: Journal
    settings: Settings
    today: date
    problems: tuple[Diagnostic, ...] = ()
    directory_urls: bool = True
    other_files: Mapping[str, str] = field(default_factory=dict)  # what is no journal's: path from the journal -> uri
    submissions: Mapping[str, Standing] = field(default_factory=dict)  # by month
    written: Mapping[str, date] = field(default_factory=dict)  # the day on which each file, by name, came into git
    steps: Steps = field(default_factory=Steps)  # what an earlier site of the same journal came to

    @cached_property
    def words(self) -> Words:
        return _words(self.settings.language, self.settings.week_start)

    @property
    def is_public(self) -> bool:
        return self.journal.audience is Audience.PUBLIC

    @cached_property
    def paces(self) -> tuple[Pace, ...]:
        return tuple(self.pace.values())

    @cached_property
    def pace(self) -> Mapping[str, Pace]:
        """How each goal stands, by id."""
        goals = self.journal.goals
        return OnDemand(goals, lambda key: build_pace(goals[key], self.journal, self.today))

    @cached_property
    def contents(self) -> Contents:
        """The pages of the journal."""
        return Contents(self.journal, has_problems=not self.is_public)

    @cached_property
    def cards(self) -> Mapping[str, ContactCard]:
        return build_contact_cards(self.journal, self.today)

    @cached_property
    def company_cards(self) -> Mapping[str, CompanyCard]:
        return build_company_cards(self.journal)

    @cached_property
    def follow_ups(self) -> tuple[FollowUp, ...]:
        return build_follow_ups(self.journal, self.today)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        return build_months(self.journal, self.settings.channels)

    @cached_property
    def month_with(self) -> Mapping[str, Month]:
        """The months by key, such as 2026-11."""
        return {month.month: month for month in self.months}

    @cached_property
    def paces_in(self) -> Mapping[str, tuple[Pace, ...]]:
        """The goals that touch each month."""
        return {month.month: month.paces(self.paces) for month in self.months}

    @cached_property
    def weeks_in(self) -> Mapping[str, tuple[Week, ...]]:
        """The weeks of each month."""
        weeks = self.insights.weeks
        return {month.month: weeks_between(weeks, month.first, month.last) for month in self.months}

    @property
    def this_month(self) -> str:
        return month_of(self.today)

    @cached_property
    def agenda(self) -> Agenda:
        return build_agenda(self.journal, self.paces, self.follow_ups, self.today)

    @cached_property
    def days(self) -> Mapping[date, Day]:
        return build_days(self.journal)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        return build_years(self.months)

    @cached_property
    def insights(self) -> Insights:
        return build_insights(self.journal, self.settings.practices)

    @cached_property
    def introductions(self) -> tuple[tuple[Branch, ...], ...]:
        return build_introductions(self.journal)

    @cached_property
    def month(self) -> Month | None:
        """Today's month, None where it has no entry yet."""
        return next((m for m in self.months if m.month == month_of(self.today)), None)

    @cached_property
    def first_on(self) -> Mapping[date, Entry]:
        """The first entry of each day that has any."""
        return {entry.day: entry for entry in reversed(self.journal.entries)}

    @cached_property
    def entry_with(self) -> Mapping[str, Entry]:
        """The entries by key."""
        return {entry.key: entry for entry in self.journal.entries}

    @cached_property
    def late(self) -> Mapping[str, date]:
        """The entries that were written down more than a week after their day, by key."""
        entries = self.journal.entries
        days = self.steps.each("late", entries, (self.written,), lambda entry: written_late(entry, self.written))
        return {entry.key: day for entry, day in zip(entries, days, strict=True) if day}

    @cached_property
    def entry_at(self) -> Mapping[str, Entry]:
        """The entries by path, to find the one a fact came from."""
        return {entry.path: entry for entry in self.journal.entries}

    @cached_property
    def problems_in(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The problems of each file that has any, by path."""
        found: dict[str, list[Diagnostic]] = {}
        for problem in self.problems:
            found.setdefault(problem.source.path, []).append(problem)
        return {path: tuple(problems) for path, problems in found.items()}

    @cached_property
    def private_paths(self) -> frozenset[str]:
        """The files that are for the author only; a public journal has none."""
        entries = [entry.path for entry in self.journal.entries if entry.private]
        return frozenset([*entries, *(file.path for file in self.journal.own_files if file.private)])

    def url(self, uri: str) -> str:
        """The page at `uri` of the journal, as our HTML writes it; a uri that starts with a slash is of the whole site."""
        whole = uri[1:] if uri.startswith("/") else self.settings.prefix + uri
        return f"nj:{addresses.url_of(whole, self.directory_urls)}"

    def entry_url(self, entry: Entry) -> str:
        return self.url(addresses.entry_uri(entry))

    def permanent(self, uri: str) -> str | None:
        """The complete address of the page at `uri`; None where mkdocs.yml has no `site_url`."""
        return addresses.permanent_url(self.settings, uri, self.directory_urls)

    def entry_title(self, entry: Entry) -> str:
        """The title, by default the date written out; a second entry of a day without a title says so by its file's name."""
        if entry.title:
            return entry.title
        name = entry.key.rpartition("/")[2]
        rest = name.removeprefix(entry.day.isoformat()).strip(" -_").replace("-", " ")
        written = self.words.day_alone(entry.day)
        return f"{written}: {rest}" if rest else written

    # Links to things, as HTML

    @cached_property
    def _people(self) -> Mapping[str, Markup]:
        """A link to each contact: names stand in thousands of rows."""
        contacts = self.journal.contacts
        return OnDemand(contacts, lambda key: self._link(addresses.contact_uri(key), contacts[key].name, "nj-person"))

    def contact_link(self, key: str) -> Markup:
        return self._people.get(key, _NOBODY)

    def contact_links(self, keys: Iterable[str]) -> Markup:
        return as_markup(", ".join([self.contact_link(key) for key in keys]))

    def goal_link(self, key: str) -> Markup:
        goal = self.journal.goals.get(key)
        return self._link(addresses.goal_uri(key), goal.shown, "nj-goal-link") if goal else Markup("")

    def company_link(self, key: str | None) -> Markup:
        company = self.journal.companies.get(key or "")
        return self._link(addresses.company_uri(company.id), company.name, "nj-company") if company else Markup("")

    def day_link(self, day: date, text: str | None = None) -> Markup:
        """The day as a link to its first entry; plain where it has none."""
        shown = text or self.words.day_month(day)
        time = Markup(f'<time datetime="{day.isoformat()}">{escape(shown)}</time>')
        entry = self.first_on.get(day)
        return Markup(f'<a href="{escape(self.url(addresses.entry_uri(entry)))}">{time}</a>') if entry else time

    def entry_link(self, entry: Entry) -> Markup:
        return self._link(addresses.entry_uri(entry), self.entry_title(entry), "nj-entry-link")

    def _link(self, uri: str, text: str, kind: str) -> Markup:
        turned = ' dir="auto"' if self.words.turns(text) else ""
        return Markup(f'<a class="{kind}"{turned} href="{escape(self.url(uri))}">{escape(text)}</a>')

    def links(self) -> Links:
        """Where the prose of this journal may lead."""
        own = [file for file in self.journal.own_files if file.path]
        targets = {file.path.removeprefix(f"{self.settings.journal_path}/"): f"{file.thing}/{file.id}.md" for file in own}
        media = {m.key: m.key for m in self.journal.media}
        pages = {uri: uri for uri in (addresses.PROBLEMS, *(f"{page.key}.md" for page in self.journal.pages))}
        ours = OnDemand(self.contents, str)
        first_wins = ChainMap(targets, media, pages, ours, self.other_files)  # type: ignore[arg-type]  # they are only read

        def mention(word: str) -> tuple[str, str] | None:
            key = self.journal.contact_ids.get(word)
            return (self.url(addresses.contact_uri(key)), self.journal.contacts[key].name) if key else None

        return Links(first_wins, self.url, mention, media.__contains__)
