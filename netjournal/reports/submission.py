"""A month that is handed in: what a reviewer would miss, and what changed since it was submitted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from netjournal.dates import month_of, month_span
from netjournal.diagnostics import Diagnostic, Severity, Source, shorten
from netjournal.model import Activity, Entry, Goal, Journal, Submission
from netjournal.schema import CHANNELS
from netjournal.settings import Settings

PLACES = frozenset(["event", "community", "article", "slack", "discord"])  # channels that say where, without a person
_SUBSTANCE = 60  # letters and digits: a sentence or two; headings do not count
_LATE = timedelta(days=7)
_HEADING = re.compile(r"^\s*#.*$", re.MULTILINE)

# What costs most first
_UNPUBLISHED, _NOTHING, _TOO_FEW_GOALS, _NOT_SMART, _DAYS, _REFLECTION, _CHANNEL, _WHO, _NEXT_STEP = range(90, 0, -10)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a reviewer would miss. The heavier costs more; `mend` is what to type, or to do."""

    weight: int
    text: str
    source: Source
    mend: str


def find_missing(
    journal: Journal, public: Journal, problems: Iterable[Diagnostic], settings: Settings, month: str
) -> tuple[Missing, ...]:
    """What keeps `month` from being complete, the heaviest first, then by place.

    `public` is what the school will see, and decides; of the author's `journal` only this counts: whom an activity names and
    the public may not know is named all the same, for nobody should have to be shown.
    """
    named = {a.source for a in journal.activities if a.contacts or a.company}
    entries = tuple(entry for entry in public.entries if month_of(entry.day) == month)
    found = [*_errors(problems), *_goals(public, entries, settings, month)]
    if entries:
        found += [*_days(entries, settings), *_reflection(entries)]
        for entry in entries:
            for activity in entry.activities:
                found += _activity(activity, activity.source in named)
    else:
        source = Source(f"{settings.journal_path}/{month.replace('-', '/')}/{month}-01.md")
        text = f"{month} has no entry that the school can see"
        found.append(Missing(_NOTHING, text, source, "write one, with 'planned:' and 'activities:'"))
    return tuple(sorted(found, key=lambda m: (-m.weight, m.source)))


def _errors(problems: Iterable[Diagnostic]) -> Iterator[Missing]:
    """Errors anywhere: the site is not published with one."""
    for p in problems:
        if p.severity is Severity.ERROR:
            yield Missing(_UNPUBLISHED, f"error[{p.code}]: {p.message}", p.source, p.mend or f"netjournal explain {p.code}")


def _goals(public: Journal, entries: tuple[Entry, ...], settings: Settings, month: str) -> Iterator[Missing]:
    first, last = month_span(month)
    goals = [goal for goal in public.goals.values() if goal.touches(first, last) and not goal.dropped]
    wanted = settings.goals_per_month
    if sum(not goal.missing for goal in goals) >= wanted:
        return
    if len(goals) < wanted:
        where = Source(entries[0].path) if entries else Source(settings.journal_path)
        mend = f"goals: [{{title: …, target: …, achievable: …, relevant: …, due: {last}}}]"
        yield Missing(_TOO_FEW_GOALS, f"{len(goals)} of {wanted} goals", where, mend)
    for goal in goals:
        if goal.missing:
            text = f"the goal '{goal.id}' lacks {', '.join(goal.missing)}"
            yield Missing(_NOT_SMART, text, _declared_at(goal), ", ".join(f"{key}: …" for key in goal.missing))


def _declared_at(goal: Goal) -> Source:
    return goal.origins.get("title") or min(goal.origins.values(), default=Source(goal.own_file or ""))


def _days(entries: tuple[Entry, ...], settings: Settings) -> Iterator[Missing]:
    """Days with a plan and something done."""
    planned = {entry.day for entry in entries if entry.planned}
    done = {entry.day for entry in entries if entry.activities}
    both, wanted = len(planned & done), settings.days_per_month
    if both >= wanted:
        return
    half = next((entry for entry in entries if entry.day in planned ^ done), None)
    mend = "another day: an entry with 'planned:' and 'activities:'"
    if half is not None:
        mend = "activities: [{did: …, channel: …}]" if half.day in planned else "planned: [{do: …, done: true}]"
    yield Missing(_DAYS, f"{both} of {wanted} days with a plan and something done", Source((half or entries[-1]).path), mend)


def _reflection(entries: tuple[Entry, ...]) -> Iterator[Missing]:
    if not any(_letters(entry.prose) >= _SUBSTANCE for entry in entries):
        last = entries[-1]
        mend = "below the front matter, two sentences: what worked, what I change"
        yield Missing(_REFLECTION, "no entry has a reflection that the school can read", Source(last.path, last.prose_line), mend)


def _letters(prose: str) -> int:
    return sum(c.isalnum() for c in _HEADING.sub("", prose))


def _activity(activity: Activity, named: bool) -> Iterator[Missing]:
    """Who or where, by which channel, and what came of it or comes next.

    A next step is asked for where somebody may answer: not of what others began, nor of what was done in a place for all.
    """
    what, at = f"'{shorten(activity.did)}'", activity.source
    if activity.channel is None:
        yield Missing(_CHANNEL, f"{what} has no channel", at, "channel: linkedin")
    own = activity.channel is not None and activity.channel not in CHANNELS  # the author's own: who can tell that it is no place
    if not (named or activity.link or activity.channel in PLACES or own):
        yield Missing(_WHO, f"{what} says neither who nor where", at, "with: …, or company: …")
    if named and activity.direction == "out" and activity.outcome is None and activity.follow_up is None:
        yield Missing(_NEXT_STEP, f"{what} has neither an outcome nor a next step", at, "follow_up: 7d, or outcome: …")


@dataclass(frozen=True, slots=True)
class Digests:
    """A month as numbers: of all of it, of each entry by key and of each goal by id. Of public text only."""

    whole: str
    entries: Mapping[str, str]
    goals: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """Keys of entries, or ids of goals, in their order."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


@dataclass(frozen=True, slots=True)
class Standing:
    """A month's last submission and what changed since."""

    submission: Submission
    entries: Changes = field(default_factory=Changes)
    goals: Changes = field(default_factory=Changes)
    unchanged: bool = True


def compare(submission: Submission, now: Digests) -> Standing:
    """How the month differs from what was submitted."""
    entries, goals = _changes(submission.entries, now.entries), _changes(submission.goals, now.goals)
    return Standing(submission, entries, goals, submission.digest == now.whole and not entries and not goals)


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> Changes:
    return Changes(
        tuple(key for key in now if key in before and before[key] != now[key]),
        tuple(key for key in now if key not in before),
        tuple(key for key in before if key not in now),
    )


def last_submissions(submissions: Iterable[Submission]) -> Mapping[str, Submission]:
    """The last one of each month."""
    return {s.month: s for s in sorted(submissions, key=lambda s: s.number)}


def written_late(entry: Entry, written: Mapping[str, date]) -> date | None:
    """The day on which an entry was written down, if that is more than a week after its own; `written` has it by file name."""
    day = written.get(f"{entry.key.rpartition('/')[2]}.md")
    return day if day and day - entry.day > _LATE else None
