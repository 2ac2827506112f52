"""What a link to a page says of it where the link is pasted: a line of what stands at the page's top, and the tags that carry it.

Each line is made of the journal that the page is made of, so it holds what its audience may see and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, NamedTuple

from netjournal.model import Entry
from netjournal.reports.companies import CompanyCard
from netjournal.reports.contacts import ContactCard
from netjournal.reports.coverage import nearest
from netjournal.reports.goals import Pace, State
from netjournal.reports.tracker import Month
from netjournal.site import addresses
from netjournal.site.site import Site

LONGEST = 200  # letters; what is longer is cut off wherever a link is shown
IMAGE = "card.png"  # in the folder of our assets; 1200 by 630, the shape that all of them show whole


class Card(NamedTuple):
    """One page as a link shows it, all of it plain text; addresses are complete, None where the site has none."""

    title: str
    site_name: str
    text: str
    url: str | None = None
    image: str | None = None


def card_tags(card: Card) -> str:
    """The `<meta>` elements of a card (Open Graph, which all read, and the one word that Twitter wants of its own)."""
    pairs = {
        "og:type": "website",
        "og:title": card.title if card.title == card.site_name else f"{card.title} · {card.site_name}",
        "og:site_name": card.site_name,
        "og:description": card.text,
        "og:url": card.url,
        "og:image": card.image,
        "og:image:width": "1200" if card.image else None,
        "og:image:height": "630" if card.image else None,
    }
    tags = [f'<meta property="{name}" content="{escape(_line(value))}">' for name, value in pairs.items() if value]
    size = "summary_large_image" if card.image else "summary"
    return "".join([*tags, f'<meta name="twitter:card" content="{size}">'])


def shorten(text: str, longest: int = LONGEST) -> str:
    """`text` in one line of at most `longest` letters, cut between words where there is a place for it."""
    line = _line(text)
    if len(line) <= longest:
        return line
    start, space, _ = line[:longest].rpartition(" ")
    return f"{(start if space else line[: longest - 1]).rstrip(' ,.;:·')}…"


def describe(kind: str, uri: str, context: Mapping[str, Any], site: Site) -> str:
    """The line for a page of a `kind`, whose template sees `context`; "" where there is nothing to say."""
    match kind:
        case "month":
            return describe_month(context["month"], site)
        case "goal":
            return describe_goal(context["pace"], site)
        case "contact":
            return describe_contact(context["card"], site)
        case "company":
            return describe_company(context["card"], site)
        case "entry":
            return describe_entry(context["entry"], site)
    return describe_section(uri, site)


def describe_month(month: Month, site: Site) -> str:
    """18 days with an activity, 34 activities, 6 new people, 3 of 4 goals done."""
    ngettext, number = site.words.translations.ngettext, site.words.number
    activities, new = len(month.activities), len(month.new_contacts)
    goals = [pace for pace in month.paces(site.paces) if pace.state is not State.DROPPED]
    done = sum(pace.state is State.DONE for pace in goals)
    parts = [
        ngettext("%(num)s day with an activity", "%(num)s days with an activity", month.days) % {"num": number(month.days)},
        ngettext("%(num)s activity", "%(num)s activities", activities) % {"num": number(activities)},
    ]
    if new:
        parts.append(ngettext("%(num)s new person", "%(num)s new people", new) % {"num": number(new)})
    if goals:
        said = ngettext("%(done)s of %(num)s goal done", "%(done)s of %(num)s goals done", len(goals))
        if not done:  # nothing to say against a month that is under way
            said = ngettext("%(num)s goal", "%(num)s goals", len(goals))
        parts.append(said % {"done": number(done), "num": number(len(goals))})
    return ", ".join(parts)


def describe_goal(pace: Pace, site: Site) -> str:
    """Behind · 5 of 12 talks · due Nov 30, 2026."""
    _, number, goal = site.words.translations.gettext, site.words.number, pace.goal
    words = {
        State.BEHIND: _("behind"),
        State.MISSED: _("missed"),
        State.ON_TRACK: _("on track"),
        State.DONE: _("done"),
        State.UPCOMING: _("upcoming"),
        State.OPEN: _("open"),
        State.DROPPED: _("dropped"),
    }
    reached = number(pace.progress)
    if pace.total:
        reached = _("%(progress)s of %(total)s") % {"progress": reached, "total": number(pace.total)}
    due = _("due %(day)s") % {"day": site.words.medium(goal.due)} if goal.due else None
    state = words[pace.state]
    return _facts([state[:1].upper() + state[1:], f"{reached} {goal.unit or ''}".strip(), due])


def describe_contact(card: ContactCard, site: Site) -> str:
    """Engineer · Maré Labs · Lisbon · met · last contact Nov 20, 2026."""
    _, contact = site.words.translations.gettext, card.contact
    company = site.journal.companies.get(contact.company or "")
    stages = {
        "prospect": _("prospect"),
        "contacted": _("contacted"),
        "connected": _("connected"),
        "met": _("met"),
        "advocate": _("advocate"),
    }
    last = _("last contact %(day)s") % {"day": site.words.medium(card.last_contact)} if card.last_contact else None
    return _facts([contact.role, company.name if company else None, contact.location, stages[card.stage], last])


def describe_company(card: CompanyCard, site: Site) -> str:
    """Logistics · Lisbon · I know 3 people there · They make tide tables."""
    _, ngettext, company = site.words.translations.gettext, site.words.translations.ngettext, card.company
    near = len(nearest(card, site.cards))
    known = ngettext("I know %(num)s person there", "I know %(num)s people there", near) % {"num": site.words.number(near)}
    return _facts([company.industry, company.location, known if near else _("I know nobody there yet."), company.why])


def describe_entry(entry: Entry, site: Site) -> str:
    """Thu, Nov 12, 2026 · Talked to two speakers · Sent the slides: what was done, else what was planned."""
    if not entry.readable:
        return ""
    said = [activity.did for activity in entry.activities] or [item.do for item in entry.planned]
    return _facts([site.words.day_alone(entry.day) if entry.title else None, *said])


def describe_section(uri: str, site: Site) -> str:
    """How much there is on one of the pages that the navigation names; "" where there is nothing yet."""
    _, ngettext, number = site.words.translations.gettext, site.words.translations.ngettext, site.words.number
    journal, months = site.journal, site.months

    def count(many: int, one: str, more: str) -> str | None:
        return ngettext(one, more, many) % {"num": number(many)} if many else None

    entries = count(len(journal.entries), "%(num)s entry", "%(num)s entries")
    activities = count(len(journal.activities), "%(num)s activity", "%(num)s activities")
    people = count(len(journal.contacts), "%(num)s person", "%(num)s people")
    goals = count(len(journal.goals), "%(num)s goal", "%(num)s goals")
    span = None
    if months:
        first, last = site.words.month(months[0].month), site.words.month(months[-1].month)
        span = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    dreams = sum(company.dream for company in journal.companies.values())
    waiting = sum(row.is_open for row in site.follow_ups)
    parts: Mapping[str, Iterable[str | None]] = {
        addresses.DASHBOARD: (entries, activities, people, goals),
        addresses.TRACKER: (count(len(months), "%(num)s month", "%(num)s months"), activities, span),
        addresses.GOALS: (goals, *_states(site)),
        addresses.CONTACTS: (people,),
        addresses.COMPANIES: (count(dreams, "%(num)s company on the dream list", "%(num)s companies on the dream list"),),
        addresses.FOLLOW_UPS: (count(waiting, "%(num)s open follow-up", "%(num)s open follow-ups"),),
        addresses.INSIGHTS: (activities, people, span),
        addresses.JOURNAL: (entries, activities, span),
    }
    return ", ".join(part for part in parts.get(uri, ()) if part)


def _states(site: Site) -> Iterable[str]:
    ngettext, number = site.words.translations.ngettext, site.words.number
    done = sum(pace.state is State.DONE for pace in site.paces)
    behind = sum(pace.state is State.BEHIND for pace in site.paces)
    if done:
        yield ngettext("%(num)s done", "%(num)s done", done) % {"num": number(done)}
    if behind:
        yield ngettext("%(num)s behind", "%(num)s behind", behind) % {"num": number(behind)}


def _facts(parts: Iterable[str | None]) -> str:
    return shorten(" · ".join(part for part in parts if part))


def _line(text: str) -> str:
    return " ".join(text.split())
