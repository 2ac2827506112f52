"""Columns beside each other: weeks with what was planned and done, months with a number each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

_HIGH = 100


class Column(NamedTuple):
    """`part` of `number` is filled; `text` says both. A column with an address is a link."""

    text: str
    number: int
    part: int
    address: str | None = None


def columns(rows: Sequence[Column], label: str) -> Markup:
    """One column for each of `rows`, all on one scale. It is stretched to fit and holds no text but titles."""
    most = max((max(row.number, row.part) for row in rows), default=0) or 1
    drawn = Markup("").join(_column(at * 10, row, most) for at, row in enumerate(rows))
    role = "group" if any(row.address for row in rows) else "img"
    opening = Markup('<svg class="nj-columns-chart" viewBox="0 0 {} {}" preserveAspectRatio="none" role="{}" ')
    return opening.format(len(rows) * 10, _HIGH, role) + Markup('aria-label="{}">{}</svg>').format(label, drawn)


def _column(x: int, row: Column, most: int) -> Markup:
    def bar(kind: str, number: int) -> Markup:
        high = max(2, round(number / most * _HIGH)) if number else 0
        text = '<rect class="{}" x="{}" y="{}" width="7" height="{}"/>'
        return Markup(text).format(kind, x + 1.5, _HIGH - high, high) if high else Markup("")

    ground = Markup('<rect class="nj-ground" x="{}" width="10" height="{}"/>').format(
        x, _HIGH
    )  # the whole column can be pointed at
    inner = Markup("<title>{}</title>").format(row.text) + ground + bar("nj-all", row.number) + bar("nj-part", row.part)
    if row.address is None:
        return Markup("<g>{}</g>").format(inner)
    return Markup('<a xlink:href="{}">{}</a>').format(row.address, inner)
