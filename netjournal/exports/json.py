"""The export of section 9: the same journal and the same day give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from netjournal.diagnostics import Diagnostic
from netjournal.model import Audience, Company, Entry, Journal, Thing
from netjournal.reports.contacts import ContactCard, build_contact_cards
from netjournal.reports.follow_ups import FollowUp, sort_follow_ups
from netjournal.reports.goals import Pace, build_paces
from netjournal.reports.tracker import Month, build_months
from netjournal.settings import Settings


def export_json(journal: Journal, problems: Iterable[Diagnostic], settings: Settings, today: date) -> str:
    """The text of journal.json. `problems` are left out for the public."""
    return "".join(export_lines(journal, problems, settings, today))


def export_lines(journal: Journal, problems: Iterable[Diagnostic], settings: Settings, today: date) -> Iterator[str]:
    """The same, piece by piece: of ten years it is long."""
    cards = build_contact_cards(journal, today)
    paces = build_paces(journal, today)
    head = {"format": 1, "audience": journal.audience.value, "today": today.isoformat()}
    lists: dict[str, Iterable[dict[str, Any]]] = {
        "entries": map(entry_data, journal.entries),
        "goals": map(_goal, paces),
        "contacts": map(_contact, cards.values()),
        "companies": (_company(company, journal) for company in journal.companies.values()),
        "follow_ups": map(_follow_up, sort_follow_ups(row for card in cards.values() for row in card.follow_ups)),
        "months": map(_month, build_months(journal, settings.channels)),
    }
    if journal.audience is Audience.OWNER:
        lists["problems"] = map(_problem, problems)
    return _write(head, lists)


def _write(head: dict[str, Any], lists: dict[str, Iterable[dict[str, Any]]]) -> Iterator[str]:
    """The JSON text, with one thing on each line: that reads and compares well, and each is written before the next is made."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield "{\n" + ",\n".join(f"  {encode(key)}: {encode(value)}" for key, value in head.items())
    for key, items in lists.items():
        yield f",\n  {encode(key)}: ["
        end, seam = "]", "\n"
        for item in items:
            yield f"{seam}    {encode(item)}"
            end, seam = "\n  ]", ",\n"
        yield end
    yield "\n}\n"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def entry_data(entry: Entry) -> dict[str, Any]:
    """One entry as the export tells it."""
    return {
        "path": entry.path,
        "date": entry.day.isoformat(),
        "title": entry.title,
        "tags": list(entry.tags),
        "private": entry.private,
        "goals": list(entry.worked_on),
        "planned": [
            {"do": p.do, "with": list(p.contacts), "goal": list(p.goals), "channel": p.channel, "done": p.done}
            for p in entry.planned
        ],
        "activities": [
            {
                "did": a.did,
                "channel": a.channel,
                "with": list(a.contacts),
                "company": a.company.id if a.company else None,
                "goal": list(a.goals),
                "count": a.count,
                "minutes": a.minutes,
                "direction": a.direction,
                "outcome": a.outcome,
                "follow_up": _iso(a.follow_up),
                "link": a.link,
                "practice": a.practice,
            }
            for a in entry.activities
        ],
        "contacts": list(entry.ids(Thing.CONTACT)),
        "companies": list(entry.ids(Thing.COMPANY)),
    }


def _goal(pace: Pace) -> dict[str, Any]:
    goal = pace.goal
    return {
        "id": goal.id,
        "title": goal.title,
        "target": goal.target,
        "unit": goal.unit,
        "per": goal.per.value if goal.per else None,
        "achievable": goal.achievable,
        "relevant": goal.relevant,
        "start": _iso(goal.start),
        "due": _iso(goal.due),
        "status": goal.status,
        "total": pace.total,
        "progress": pace.progress,
        "expected": None if pace.expected is None else round(pace.expected, 2),
        "state": pace.state.value,
        "missing": list(goal.missing),
    }


def _contact(card: ContactCard) -> dict[str, Any]:
    contact = card.contact
    return {
        "id": contact.id,
        "name": contact.name,
        "company": contact.company,
        "role": contact.role,
        "met": contact.met,
        "via": contact.via,
        "circle": contact.circle,
        "stage": card.stage.value,
        "first_contact": _iso(card.first_contact),
        "last_contact": _iso(card.last_contact),
        "activities": len(card.activities),
        "links": contact.links,
    }


def _company(company: Company, journal: Journal) -> dict[str, Any]:
    return {
        "id": company.id,
        "name": company.name,
        "priority": company.priority,
        "dream": company.dream,
        "contacts": [contact.id for contact in journal.people_at.get(company.id, ())],
    }


def _follow_up(row: FollowUp) -> dict[str, Any]:
    return {
        "contact": row.contact,
        "cause": row.cause.value,
        "made": row.made.isoformat(),
        "due": row.due.isoformat(),
        "state": row.state.value,
        "closed": _iso(row.closed),
    }


def _month(month: Month) -> dict[str, Any]:
    return {
        "month": month.month,
        "days": month.days,
        "planned": len(month.planned),
        "done": month.done,
        "activities": len(month.activities),
        "minutes": month.minutes,
        "new_contacts": len(month.new_contacts),
        "by_channel": dict(month.by_channel),
    }


def _problem(problem: Diagnostic) -> dict[str, Any]:
    path, line, column, _ = problem.source
    return {
        "path": path,
        "line": line,
        "column": column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.text,
    }
