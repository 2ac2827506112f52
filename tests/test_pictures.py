"""What the pictures are drawn from, and that they hold at one day and ten years, at three people and six hundred."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from netjournal.model import Contact, Journal, Publication, Stage
from netjournal.reports.burn_up import build_burn_up, reached_on
from netjournal.reports.calendar import build_days
from netjournal.reports.companies import build_company_cards
from netjournal.reports.contacts import build_contact_cards
from netjournal.reports.coverage import build_coverage
from netjournal.reports.funnel import build_funnels, whole
from netjournal.reports.goals import build_pace
from netjournal.reports.insights import Week, build_insights
from netjournal.reports.introductions import build_introductions
from netjournal.reports.outcomes import count_outcomes
from netjournal.reports.rhythm import build_rhythm
from netjournal.reports.tracker import build_months
from netjournal.reports.trends import side_by_side
from netjournal.reports.weeks import last_weeks, weeks_between
from netjournal.site import charts
from netjournal.site.stylesheet import smaller
from netjournal.site.words import Words

TODAY = date(2026, 11, 24)
XLINK = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def parse(svg: str) -> ElementTree.Element:
    """The picture as XML: what is not well-formed raises."""
    assert "nan" not in svg
    return ElementTree.fromstring(str(svg).replace("<svg", f"<svg {XLINK}", 1))


def numbers(svg: str) -> list[float]:
    """The coordinates of all paths."""
    return [float(n) for d in re.findall(r' d="([^"]*)"', svg) for n in re.findall(r"-?\d+(?:\.\d+)?", d)]


def test_a_funnel_goes_by_the_channel_of_the_first_contact(journal: Journal) -> None:
    """
    2026-11-02.md
        contacts:
          - name: Ada
          - name: Grace
          - name: Alan
        activities:
          - did: Wrote
            channel: linkedin
            with: [ada, grace]
    2026-11-03.md
        activities:
          - did: Coffee
            channel: coffee-chat
            with: ada
            outcome: met
    """
    funnels = build_funnels(build_contact_cards(journal, TODAY).values())
    assert [(f.channel, f.at, f.reached) for f in funnels] == [
        ("linkedin", (0, 1, 0, 1, 0), (2, 2, 1, 1, 0)),
        (None, (1, 0, 0, 0, 0), (1, 0, 0, 0, 0)),
    ]
    assert whole(funnels).reached == (3, 2, 1, 1, 0)
    assert whole(()).reached == (0, 0, 0, 0, 0)


def test_a_month_is_told_by_what_came_of_it(journal: Journal) -> None:
    """
    2026-11-02.md
        activities:
          - {did: One, channel: email, outcome: replied}
          - {did: Two, channel: email, outcome: no-reply}
          - {did: Three, channel: call, outcome: interview}
          - {did: Four, channel: call, outcome: offer}
          - {did: Five, channel: call}
    """
    found = count_outcomes(journal.activities)
    assert found.counts == (("offer", 1), ("interview", 1), ("replied", 1), ("no-reply", 1))
    assert (found.answered, found.meetings, found.referred, found.without) == (3, 1, 1, 1)


def test_weeks_without_an_entry_are_weeks_too(journal: Journal) -> None:
    """
    2026-11-02.md
        planned: [{do: One, done: true}, Two]
    2026-11-17.md
        planned: [Three]
    """
    weeks = build_insights(journal).weeks
    assert [(w.start.day, w.planned, w.done) for w in last_weeks(weeks, TODAY)] == [(2, 2, 1), (9, 0, 0), (16, 1, 0), (23, 0, 0)]
    assert [w.start.day for w in last_weeks(weeks, TODAY, 2)] == [16, 23]
    assert last_weeks((), TODAY) == ()
    assert len(weeks_between(weeks, date(2026, 11, 1), date(2026, 11, 30))) == 6
    assert last_weeks(weeks, date.max, 3)[-1].start == date(9999, 12, 27)


def test_months_stand_side_by_side_with_the_empty_ones_between(journal: Journal) -> None:
    """
    2025-11-30.md
        activities: [{did: One, channel: email, outcome: replied}]
    2026-02-01.md
        contacts: [{name: Ada}]
        activities: [{did: Two, channel: call, with: ada, outcome: met}]
    """
    rows = side_by_side(build_months(journal, ("email", "call")))
    assert [(r.key, r.activities, r.answered, r.meetings, r.new_people) for r in rows] == [
        ("2025-11", 1, 1, 0, 0), ("2025-12", 0, 0, 0, 0), ("2026-01", 0, 0, 0, 0), ("2026-02", 1, 1, 1, 1),
    ]  # fmt: skip
    assert [r.key for r in side_by_side(build_months(journal, ()), 2)] == ["2026-01", "2026-02"]
    assert side_by_side(()) == ()


def test_a_run_that_reaches_yesterday_still_lasts(journal: Journal) -> None:
    """
    2026-11-10.md
        activities: [{did: One, channel: email}]
    2026-11-11.md
        activities: [{did: One, channel: email}]
    2026-11-12.md
        activities: [{did: One, channel: email}]
    2026-11-13.md
        planned: [Only planned]
    2026-11-22.md
        activities: [{did: One, channel: email}, {did: Two, channel: email}]
    2026-11-23.md
        activities: [{did: One, channel: email}]
    """
    days = build_days(journal)
    rhythm = build_rhythm(days, TODAY)
    assert (rhythm.days, rhythm.activities, rhythm.longest, rhythm.current) == (5, 6, 3, 2)
    assert build_rhythm(days, TODAY + timedelta(days=1)).current == 0
    assert build_rhythm({}, date.min).days == 0


def test_the_nearest_person_of_a_company_comes_first(journal: Journal) -> None:
    """
    2026-11-02.md
        companies: [{name: Navy, priority: 5}, {name: Gap, priority: 2}]
        contacts: [{name: Ada, company: Navy}, {name: Grace, company: Navy}]
        activities:
          - {did: Wrote, channel: email, with: ada}
          - {did: Met, channel: event, with: grace, outcome: met}
    """
    covered = build_coverage(build_company_cards(journal), build_contact_cards(journal, TODAY))
    assert [(c.company.id, [p.contact.id for p in c.people]) for c in covered] == [("navy", ["grace", "ada"]), ("gap", [])]
    assert parse(charts.dots(covered[0].stages)).get("width") == "28"
    assert "nj-gap" in charts.dots(covered[1].stages)
    assert charts.dots([Stage.MET] * 600).count("<circle") == 16


@pytest.mark.parametrize(("today", "forecast"), [("2026-11-05", 12.0), ("2026-11-10", 6.0), ("2026-12-01", None)])
def test_a_forecast_goes_on_as_since_the_start(journal: Journal, today: str, forecast: float | None) -> None:
    """
    2026-11-02.md
        goals: [{id: write, title: Write, target: 10, start: 2026-11-01, due: 2026-11-30}]
        activities: [{did: One, channel: email, goal: write, count: 2}]
    """
    pace = build_pace(journal.goals["write"], journal, date.fromisoformat(today))
    curve = build_burn_up(pace)
    assert curve is not None
    assert curve.forecast == forecast
    svg = charts.burn_up(curve, "A <label>")
    assert parse(svg).get("aria-label") == "A <label>"
    assert ("nj-forecast" in svg) == (forecast is not None)
    assert all(0 <= number <= 1000 for number in numbers(svg))
    assert reached_on(pace) is None


def test_a_goal_was_made_on_the_day_that_reached_its_total(journal: Journal) -> None:
    """
    2026-11-02.md
        goals: [{id: write, title: Write, target: 2, start: 2026-11-01, due: 2026-11-30}]
        activities: [{did: One, channel: email, goal: write}]
    2026-11-04.md
        activities: [{did: Two, channel: email, goal: write}]
    2026-11-05.md
        activities: [{did: Three, channel: email, goal: write}]
    """
    assert reached_on(build_pace(journal.goals["write"], journal, TODAY)) == date(2026, 11, 4)


def test_columns_stay_in_their_picture_and_say_what_they_show() -> None:
    for count in (1, 26, 520):
        rows = [charts.Column(f"Week {n}", n % 9, n % 5, "nj:x/" if n % 2 else None) for n in range(count)]
        drawn = parse(charts.columns(rows, "Weeks"))
        assert drawn.get("viewBox") == f"0 0 {count * 10} 100"
        assert len(drawn.findall(".//{http://www.w3.org/2000/svg}title")) == count
        for rect in drawn.iter("{http://www.w3.org/2000/svg}rect"):
            assert float(rect.get("y", 0)) + float(rect.get("height", 0)) == 100
    assert parse(charts.columns((), "Nothing")).get("role") == "img"


def test_a_ring_closes_and_gets_a_tick_only_when_its_target_is_reached() -> None:
    assert "nj-ring-tick" not in charts.ring(0.99)
    assert "nj-ring-fill" not in charts.ring(0)
    for share in (1, 7.5):
        assert "nj-ring-tick" in charts.ring(share)
        assert "dasharray" not in charts.ring(share)


def test_a_funnel_of_nobody_is_drawn_all_the_same() -> None:
    for reached in ((0, 0, 0, 0, 0), (3, 1, 0, 0, 0), (600, 326, 260, 198, 114)):
        assert all(0 <= number <= 500 for number in numbers(charts.funnel(reached, "Funnel")))
    assert charts.stack((2, 0, 1, 0, 0), 3).count("<rect") == 2


def people(vias: list[int | None]) -> Journal:
    """Contacts by number, each led to by another."""
    names = [f"p{n}" for n in range(len(vias))]
    contacts = {
        name: Contact(name, {}, f"<{name}>", Publication.FULL, via=None if via is None else f"p{via}")
        for name, via in zip(names, vias, strict=True)
    }
    return Journal(contacts=contacts)


@pytest.mark.parametrize(
    "vias",
    [[None, 0], [None, 0, 1], [None, 0, 0, None, 3], [None, *(n // 3 for n in range(59))], [None, *(n // 4 for n in range(599))]],
    ids=["two", "a chain", "two trees", "sixty", "six hundred"],
)
def test_a_tree_around_me_holds_everybody(vias: list[int | None]) -> None:
    forest = build_introductions(people(vias))
    svg = charts.around_me(forest, "Tree", Words(), lambda uri: f"nj:{uri}")
    drawn = parse(svg)
    links = drawn.findall(".//{http://www.w3.org/2000/svg}a")
    dots = svg.count("h0")  # who led to nobody, in a crowd
    assert len(links) + dots == len(vias)
    assert all(link.find("{http://www.w3.org/2000/svg}title") is not None for link in links)
    assert ("<text" in svg) == (len(vias) <= 48)
    assert all(abs(number) <= 250 for number in numbers(svg))
    assert len(svg) < 100_000


def test_the_span_of_one_week_is_that_week() -> None:
    week = Week(date(2026, 11, 2), 3, 2, 5)
    assert weeks_between((week,), week.start, week.start) == (week,)
    assert weeks_between((week,), date(2026, 11, 9), date(2026, 11, 2)) == ()


def test_the_stylesheet_gets_smaller_and_means_the_same() -> None:
    css = """
    /* "A" comment */
    .nj :is(a, b) > c::after { content: "  ·  /* no */ "; margin: -1px calc(1px + 2px); }

    @media (min-width: 3px) { a { b: url("x, y"); } }
    """
    assert smaller(css) == (
        '.nj :is(a,b)>c::after{content:"  ·  /* no */ ";margin:-1px calc(1px + 2px)}@media (min-width:3px){a{b:url("x, y")}}'
    )
