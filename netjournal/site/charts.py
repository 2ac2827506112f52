"""Charts as SVG, made at build; each has a text equivalent and takes its colours from the theme.

Where a chart has to fit any width, its SVG is stretched and holds no text: labels stand beside it as HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from netjournal.model import Entry
from netjournal.reports.burn_up import BurnUp
from netjournal.reports.calendar import Day, weeks_of
from netjournal.reports.introductions import Branch
from netjournal.site.words import Words

_PITCH, _CELL = 10, 8.4  # of a day in the calendar
_WIDE, _HIGH = 1000, 300  # of a curve


def days_of_month(month: str, days: Mapping[date, Day], today: date, words: Words, url: Callable[[Entry], str]) -> Markup:
    """A month as columns of weeks, each day that has an entry a link to it, the darker the more was done."""
    empty, links = [], []
    for column, week in enumerate(weeks_of(month, words.week_start)):
        for row, day in enumerate(week):
            if day is None:
                continue
            x, y = column * _PITCH, row * _PITCH
            if found := days.get(day):
                links.append(_day(found, x, y, words, url(found.entry)))
            elif day <= today:
                empty.append(f"M{x} {y}h{_CELL}v{_CELL}h-{_CELL}z")
            if day == today:
                links.append(Markup('<rect class="nj-now" x="{}" y="{}" width="{}" height="{}"/>').format(x, y, _CELL, _CELL))
    return Markup('<svg class="nj-cells" viewBox="-1 -1 {} {}" role="group" aria-label="{}"><path d="{}"/>{}</svg>').format(
        6 * _PITCH, 7 * _PITCH, words.month(month), "".join(empty), Markup("").join(links)
    )


def _day(day: Day, x: int, y: int, words: Words, address: str) -> Markup:
    ngettext = words.translations.ngettext
    done = ngettext("%(num)s activity", "%(num)s activities", day.activities) % {"num": words.number(day.activities)}
    # xlink: Material's instant navigation writes to the href of whatever has one, which an SVG link does not allow
    return Markup('<a xlink:href="{}"><title>{}: {}</title><rect class="nj-l{}" x="{}" y="{}" width="{}" height="{}"/></a>').format(
        address, words.short(day.day), done, min(4, day.activities), x, y, _CELL, _CELL
    )


def burn_up(curve: BurnUp, label: str) -> Markup:
    """The curve of a goal as a picture: pace, progress, today."""

    def at(day: date, number: float) -> tuple[int, int]:
        return round(curve.across(day) * _WIDE), round(_HIGH - number / curve.top * _HIGH)

    points: dict[int, int] = {}
    for day, progress in curve.steps:
        x, y = at(day, progress)
        points[x] = y
    end = at(min(max(curve.today, curve.first), curve.last), 0)[0]
    line = f"M0 {_HIGH}" + "".join(f"H{x}V{y}" for x, y in points.items() if x <= end) + f"H{end}"
    parts = [Markup('<path class="nj-area" d="{}V{}H0z"/>').format(line, _HIGH)]
    if curve.has_pace and curve.total:
        parts.append(Markup('<path class="nj-pace" d="M0 {}L{} {}"/>').format(_HIGH, _WIDE, at(curve.last, curve.total)[1]))
    if curve.shows_today:
        parts.append(Markup('<path class="nj-today" d="M{} 0V{}"/>').format(end, _HIGH))
    parts.append(Markup('<path class="nj-curve" d="{}"/>').format(line))
    return Markup('<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>').format(
        _WIDE, _HIGH, label, Markup("").join(parts)
    )


def branches(tree: Sequence[Branch], label: str) -> Markup:
    """The lines of a tree of introductions, drawn behind rows of equal height: one unit a row, one unit a step inwards."""
    last: dict[int, int] = {row.parent: at for at, row in enumerate(tree) if row.parent is not None}
    down = "".join(f"M{tree[parent].depth + 0.5:g} {parent + 0.75:g}V{child + 0.5:g}" for parent, child in last.items())
    across = "".join(f"M{row.depth - 0.5:g} {at + 0.5:g}h.7" for at, row in enumerate(tree) if row.parent is not None)
    deep = max(row.depth for row in tree) + 1
    opening = Markup('<svg viewBox="0 0 {0} {1}" style="--deep: {0}; --rows: {1}" preserveAspectRatio="none" role="img"').format(
        deep, len(tree)
    )
    return Markup('{} aria-label="{}"><path d="{}"/></svg>').format(opening, label, down + across)
