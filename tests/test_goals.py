"""Section 3 of the format: progress, pace and state."""

from __future__ import annotations

from datetime import date

from netjournal import Journal
from netjournal.reports.goals import Pace, State, build_pace, periods_of, progress_by_day


def pace_on(journal: Journal, key: str, today: str) -> Pace:
    return build_pace(journal.goals[key], journal, date.fromisoformat(today))


def test_busy_week_does_not_make_up_for_an_idle_one(journal: Journal) -> None:
    """
    2026-11-02.md
        goals:
          - id: meet
            target: 2
            per: week
            start: 2026-11-02
            due: 2026-11-15
        activities:
          - did: Conference
            channel: event
            goal: meet
            count: 9
    """
    pace = pace_on(journal, "meet", "2026-11-15")
    assert (pace.progress, pace.total, pace.state) == (2, 4, State.BEHIND)
    assert [(p.start.day, p.count, p.met) for p in periods_of(pace)] == [(2, 9, True), (9, 0, False)]


def test_pace_is_linear_and_both_ends_count(journal: Journal) -> None:
    """
    2026-11-01.md
        goals:
          - {id: g, title: G, target: 20, start: 2026-11-01, due: 2026-11-30}
        activities:
          - {did: A, channel: email, goal: g, count: 9}
    """
    assert pace_on(journal, "g", "2026-10-31").expected == 0
    assert pace_on(journal, "g", "2026-11-01").expected == 20 / 30
    assert pace_on(journal, "g", "2026-12-01").expected == 20
    assert pace_on(journal, "g", "2026-10-31").state is State.UPCOMING
    assert pace_on(journal, "g", "2026-11-13").state is State.ON_TRACK
    assert pace_on(journal, "g", "2026-11-14").state is State.BEHIND
    last = pace_on(journal, "g", "2026-11-30")
    assert (last.days_left, last.needed_per_day) == (1, 11)
    assert pace_on(journal, "g", "2026-12-01").state is State.MISSED


def test_activity_outside_the_span_counts_nothing_and_shows(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-05.md
        goals:
          - {id: g, title: G, target: 2, start: 2026-11-05, due: 2026-11-06}
        activities:
          - {did: In, channel: email, goal: g}
    2026-11-07.md
        activities:
          - did: Out
            channel: email
            goal: g
    """
    pace = pace_on(journal, "g", "2026-11-07")
    assert [a.did for a in pace.counted] == ["In"]
    assert [a.did for a in pace.outside] == ["Out"]
    assert problems == ["2026-11-07.md:5: outside-span"]


def test_start_is_the_day_of_the_entry_that_first_has_the_title(journal: Journal) -> None:
    """
    2026-11-01.md
        goals: [{id: g, target: 5}]
    2026-11-03.md
        goals: [{id: g, title: Titled}]
    2026-11-04.md
        goals: [{id: untitled, target: 5}]
    goals/own.md
        title: Only in a file of its own
        target: 3
        due: 2026-11-30
    """
    assert journal.goals["g"].start == date(2026, 11, 3)
    assert journal.goals["untitled"].start == date(2026, 11, 4)
    own = pace_on(journal, "own", "2026-11-20")
    assert (own.goal.start, own.expected, own.state) == (None, None, State.OPEN)


def test_states_in_their_order(journal: Journal) -> None:
    """
    2026-11-01.md
        goals:
          - {id: dropped-and-done, title: A, target: 1, status: dropped}
          - {id: done-though-late, title: B, target: 1, due: 2026-11-02}
          - {id: no-due, title: C, target: 4}
          - {id: no-target, title: D, due: 2026-11-02}
        activities:
          - {did: X, channel: email, goal: [dropped-and-done, done-though-late]}
    """
    states = {key: pace_on(journal, key, "2026-11-20").state for key in journal.goals}
    assert states == {
        "done-though-late": State.DONE,
        "dropped-and-done": State.DROPPED,
        "no-due": State.OPEN,
        "no-target": State.OPEN,
    }


def test_without_due_a_target_per_month_still_caps_each_month(journal: Journal) -> None:
    """
    2026-10-05.md
        goals: [{id: g, title: G, target: 2, per: month}]
        activities: [{did: A, channel: email, goal: g, count: 7}]
    2026-11-05.md
        activities: [{did: B, channel: email, goal: g}]
    """
    pace = pace_on(journal, "g", "2026-11-06")
    assert (pace.progress, pace.total, pace.state) == (3, None, State.OPEN)
    assert progress_by_day(pace) == [(date(2026, 10, 5), 2), (date(2026, 11, 5), 3)]


def test_due_before_start_is_lost(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-10.md
        goals:
          - title: Backwards
            due: 2026-11-01
    """
    assert journal.goals["backwards"].due is None
    assert problems == ["2026-11-10.md:4: due-before-start"]


def test_a_span_of_ten_thousand_years_costs_nothing(journal: Journal) -> None:
    """
    2026-11-10.md
        goals:
          - {id: long, title: Long, target: 1, per: day, start: 0001-01-01, due: 9999-12-31}
    """
    pace = pace_on(journal, "long", "2026-11-10")
    assert pace.total == 3652059
    assert len(periods_of(pace)) <= 401
