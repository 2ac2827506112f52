"""A month as a calendar of days, each day that has an entry a link to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from markupsafe import Markup

from netjournal.model import Entry
from netjournal.reports.calendar import Day, weeks_of
from netjournal.site.words import Words

_PITCH, _CELL = 10, 8.4  # of a day


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
        6 * _PITCH, 7 * _PITCH, words.month_alone(month), "".join(empty), Markup("").join(links)
    )


def _day(day: Day, x: int, y: int, words: Words, address: str) -> Markup:
    ngettext = words.translations.ngettext
    done = ngettext("%(num)s activity", "%(num)s activities", day.activities) % {"num": words.number(day.activities)}
    # xlink: Material's instant navigation writes to the href of whatever has one, which an SVG link does not allow
    return Markup('<a xlink:href="{}"><title>{}: {}</title><rect class="nj-l{}" x="{}" y="{}" width="{}" height="{}"/></a>').format(
        address, words.short(day.day), done, min(4, day.activities), x, y, _CELL, _CELL
    )
