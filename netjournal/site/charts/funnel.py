"""A funnel: how many came at least so far, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from netjournal.model import Stage

_WIDE, _HIGH, _GAP = 100, 100, 2


def funnel(reached: Sequence[int], label: str) -> Markup:
    """One part for each stage, as high as its number, narrowing to the next. Numbers and names stand below it as HTML."""
    most = max(reached, default=0) or 1
    heights = [number / most * (_HIGH - 4) + (2 if number else 1) for number in reached]
    parts = []
    for at, high in enumerate(heights):
        after = heights[at + 1] if at + 1 < len(heights) else high
        x, middle = at * _WIDE, _HIGH / 2
        left, right, leave, bend = x + _GAP, x + _WIDE - _GAP, x + 30, x + 55
        top, bottom, next_top, next_bottom = (middle + sign * value / 2 for value in (high, after) for sign in (-1, 1))
        above = f"M{left} {top:.1f}H{leave}C{bend} {top:.1f} {bend} {next_top:.1f} {right} {next_top:.1f}"
        below = f"V{next_bottom:.1f}C{bend} {next_bottom:.1f} {bend} {bottom:.1f} {leave} {bottom:.1f}H{left}z"
        parts.append(Markup('<path class="nj-s{}" d="{}"/>').format(at, above + below))
    return Markup(
        '<svg class="nj-funnel-chart" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(len(heights) * _WIDE, _HIGH, label, Markup("").join(parts))


def stack(counts: Sequence[int], most: int) -> Markup:
    """The people of one row by stage, the furthest first, on a scale to `most`. The numbers stand beside it."""
    parts, x = [], 0.0
    for stage in reversed(range(len(counts))):
        if counts[stage]:
            wide = counts[stage] / (most or 1) * 200
            parts.append(
                Markup('<rect class="nj-s{}" x="{:.1f}" width="{:.1f}" height="10"/>').format(stage, x, max(1, wide - 0.8))
            )
            x += wide
    return Markup('<svg class="nj-stack" viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        Markup("").join(parts)
    )


def dots(stages: Sequence[Stage], most: int = 16) -> Markup:
    """A dot for each person, filled by how far things got; at most `most` of them, the rest is told beside it."""
    order = tuple(Stage)
    shown = [order.index(stage) for stage in stages[:most]]
    found = [
        Markup('<circle class="nj-s{}" cx="{}" cy="7" r="{}"/>').format(stage, at * 14 + 7, 2.5 + stage * 0.75)
        for at, stage in enumerate(shown)
    ]
    if not found:
        found = [Markup('<circle class="nj-gap" cx="7" cy="7" r="5.500"/>')]
    return Markup('<svg class="nj-dots" width="{0}" height="14" viewBox="0 0 {0} 14" aria-hidden="true">{1}</svg>').format(
        14 * len(found), Markup("").join(found)
    )
