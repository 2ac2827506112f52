"""Rules that need the whole journal (format.md, section 3). They warn: nothing they find is left out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date

from netjournal.assembling.steps import Steps
from netjournal.dates import month_of, month_span
from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import Entry, Goal, Journal, Thing
from netjournal.settings import Settings


def check_journal(journal: Journal, settings: Settings, steps: Steps | None = None) -> Iterator[Diagnostic]:
    """Warnings about goals: outside their span, without a letter of SMART, too few in a month."""
    goals = journal.goals
    outside = (steps or Steps()).each("outside span", journal.entries, (goals,), lambda entry: tuple(_outside_span(entry, goals)))
    yield from (problem for problems in outside if problems for problem in problems)
    yield from _not_smart(journal)
    if settings.goals_per_month:
        yield from _few_goals(journal, settings.goals_per_month)


def _not_smart(journal: Journal) -> Iterator[Diagnostic]:
    declared = [d for entry in journal.entries for d in entry.declarations] + [file.declaration for file in journal.own_files]
    wrong = {(d.id, key) for d in declared if d.thing is Thing.GOAL for key in d.lost}
    lost = {file.id for file in journal.own_files if file.thing is Thing.GOAL and not file.readable}
    for goal in journal.goals.values():
        missing = [key for key in goal.missing if key not in goal.origins]  # a due date before the start has its own problem
        missing = [key for key in missing if (goal.id, key) not in wrong]  # so has a value that could not be read
        if missing and not goal.dropped and goal.id not in lost:
            message = f"the goal '{goal.id}' lacks {', '.join(missing)}"
            mend = f"write '{missing[0]}: …'" + (" and the others" if missing[1:] else "")
            yield Diagnostic(declared_at(goal), "not-smart", message, mend)


def declared_at(goal: Goal) -> Source:
    """Where a reader would look for the goal: its title, else the first of its facts."""
    return goal.origins.get("title") or min(goal.origins.values(), default=Source(goal.own_file or ""))


def _outside_span(entry: Entry, goals: Mapping[str, Goal]) -> Iterator[Diagnostic]:
    for activity in entry.activities:
        for key in activity.goals:
            goal = goals[key]
            if not goal.spans(activity.day):
                end = f"starts on {goal.start}" if goal.start and activity.day < goal.start else f"was due on {goal.due}"
                message = f"the goal '{key}' {end}, so this counts nothing"
                mend = "name another goal, or change its start or due"
                yield Diagnostic(activity.goals_at or activity.source, "outside-span", message, mend)


def _few_goals(journal: Journal, least: int) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for entry in journal.entries:
        first.setdefault(month_of(entry.day), entry.path)
    unread = {month_of(entry.day) for entry in journal.entries if not entry.readable}  # there may be goals in it
    for month in unread:
        first.pop(month)
    goals = [goal for goal in journal.goals.values() if not goal.dropped]
    starts, dues = sorted(g.start or date.min for g in goals), sorted(g.due or date.max for g in goals)
    for month, path in first.items():
        first_day, last_day = month_span(month)
        number = bisect_right(starts, last_day) - bisect_left(dues, first_day)  # begun, less those over: none ends before it starts
        if number < least:
            message = f"{month} has {number} goal{'' if number == 1 else 's'}, fewer than {least}"
            yield Diagnostic(Source(path), "few-goals", message, "add one under 'goals:', or set goals_per_month in mkdocs.yml")
