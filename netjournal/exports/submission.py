"""The digests of a month: of its public export, without what moves as days pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from netjournal.dates import month_of, month_span
from netjournal.exports.json import entry_data
from netjournal.model import Entry, Goal, Journal, Submission
from netjournal.reports.on_demand import OnDemand
from netjournal.reports.submission import Digests, Standing, compare, last_submissions

_SHORT = 16  # hexadecimal digits of a part; the whole has all 64


def digest_month(public: Journal, month: str) -> Digests:
    """The digests of `month` in a journal for the public: its entries, and the goals that touch it as they are declared."""
    entries = {entry.key: _entry(entry) for entry in public.entries if month_of(entry.day) == month}
    goals = {goal.id: _goal(goal) for goal in public.goals.values() if goal.touches(*month_span(month))}
    parts = ({key: _digest(value)[:_SHORT] for key, value in part.items()} for part in (entries, goals))
    return Digests(_digest({"month": month, "entries": entries, "goals": goals}), *parts)


def build_standings(submissions: Iterable[Submission], public: Callable[[], Journal]) -> Mapping[str, Standing]:
    """How each submitted month of a journal stands, by month; found out when it is asked for, in the journal for the public."""
    last, journal = last_submissions(submissions), cache(public)
    return OnDemand(last, lambda month: compare(last[month], digest_month(journal(), month)))


def _entry(entry: Entry) -> dict[str, Any]:
    data = {key: value for key, value in entry_data(entry).items() if key != "path"}
    return {**data, "prose": "\n".join(entry.prose.splitlines()).strip()}


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "title": goal.title,
        "target": goal.target,
        "unit": goal.unit,
        "per": goal.per,
        "achievable": goal.achievable,
        "relevant": goal.relevant,
        "start": goal.start.isoformat() if goal.start else None,
        "due": goal.due.isoformat() if goal.due else None,
        "status": goal.status,
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()
