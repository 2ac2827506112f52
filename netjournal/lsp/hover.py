"""What is said of a person, a goal, a company or a key where the pointer rests, as Markdown."""

from __future__ import annotations

import re
from datetime import date

from netjournal.lsp.completion import key_help
from netjournal.model import Journal, Thing
from netjournal.reports.contacts import stage_of
from netjournal.reports.follow_ups import Due, FollowUp, build_follow_ups
from netjournal.reports.goals import State, build_pace
from netjournal.schema import Key

_LIVE = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
_PEOPLE = 5


def describe_key(key: Key) -> str:
    choices = f"\n\nOne of {', '.join(f'`{word}`' for word in key.choices)}." if key.choices else ""
    return f"**{key.name}**: {key.kind}\n\n{key_help(key)}{choices}"


def describe_thing(journal: Journal, thing: Thing, key: str, today: date) -> str:
    """What stands in the journal of the contact, goal or company `key`, as it is on `today`."""
    match thing:
        case Thing.CONTACT:
            return _person(journal, key, today)
        case Thing.GOAL:
            return _goal(journal, key, today)
        case Thing.COMPANY:
            return _company(journal, key)


def _person(journal: Journal, key: str, today: date) -> str:
    contact, activities = journal.contacts[key], journal.activities_with.get(key, ())
    company = journal.companies.get(contact.company or "")
    work = ", ".join(_plain(part) for part in (contact.role, company.name if company else None) if part)
    lines = [f"**{_plain(contact.name)}**" + (f" ({work})" if work else "")]
    stage = f"{stage_of(activities)}"
    if activities:
        last = activities[-1]
        lines.append(f"{stage}, {_count(len(activities), 'activity', 'activities')}, last contact {_when(last.day, today)}")
        lines.append(f"Last: {_plain(last.did)}")
    else:
        lines.append(f"{stage}, no activity yet")
    step = next((row for row in build_follow_ups(journal, today, ids=(key,)) if row.is_open), None)
    if step:
        lines.append(f"Next: {_step(step, today)}")
    if contact.via and contact.via in journal.contacts:
        lines.append(f"Introduced by {_plain(journal.contacts[contact.via].name)}")
    if contact.met:
        lines.append(f"Met: {_plain(contact.met)}")
    return "\n\n".join(lines)


def _step(step: FollowUp, today: date) -> str:
    how = {Due.OVERDUE: "overdue since", Due.DUE: "due", Due.UPCOMING: "due"}.get(step.state, "due")
    return f"{how} {_when(step.due, today)}"


def _goal(journal: Journal, key: str, today: date) -> str:
    goal = journal.goals[key]
    pace = build_pace(goal, journal, today)
    done = f"{pace.progress} of {pace.total}" if pace.total is not None else f"{pace.progress}"
    unit = f" {_plain(goal.unit)}" if goal.unit else ""
    fresh = pace.state is State.BEHIND and goal.start == today  # nobody is late on the first morning
    lines = [f"**{_plain(goal.shown)}**", f"{'starts today' if fresh else pace.state.value}: {done}{unit}"]
    if pace.expected is not None and not goal.dropped and not fresh:
        lines[-1] += f", {pace.expected:.1f} expected by now".replace(".0 ", " ")
    if goal.due:
        left = f", {_count(pace.days_left or 0, 'day', 'days')} left" if today <= goal.due else ""
        lines.append(f"Due {goal.due}{left}")
    if pace.needed_per_day and not goal.dropped:
        lines.append(f"From today on {pace.needed_per_day:.2g} a day")
    if goal.missing:
        lines.append(f"Not said yet: {', '.join(goal.missing)}")
    return "\n\n".join(lines)


def _company(journal: Journal, key: str) -> str:
    company, people = journal.companies[key], journal.people_at.get(key, ())
    lines = [f"**{_plain(company.name)}**", "On the dream list" if company.dream else "Not on the dream list"]
    if company.priority:
        lines[-1] += f", priority {company.priority}"
    names = ", ".join(_plain(person.name) for person in people[:_PEOPLE])
    more = f" and {len(people) - _PEOPLE} more" if people[_PEOPLE:] else ""
    lines.append(f"I know {names}{more}" if people else "Nobody inside yet")
    if company.why:
        lines.append(_plain(company.why))
    return "\n\n".join(lines)


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if not days:
        return f"today ({day})"
    return f"{day} (in {_count(days, 'day', 'days')})" if days > 0 else f"{day} ({_count(-days, 'day', 'days')} ago)"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _plain(text: str) -> str:
    """`text` on one line, as it was typed: Markdown that it holds is none."""
    return _LIVE.sub(r"\\\1", " ".join(text.split()))
