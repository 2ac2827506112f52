"""A goal as a curve: what was reached, the pace, today, and where it leads."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from netjournal.reports.burn_up import BurnUp

_WIDE, _HIGH = 1000, 300


def burn_up(curve: BurnUp, label: str) -> Markup:
    """The curve of a goal. It is stretched to fit and holds no text: labels stand beside it as HTML."""

    def at(day: date, number: float) -> tuple[int, int]:
        return round(curve.across(day) * _WIDE), round(_HIGH - min(number, curve.top) / curve.top * _HIGH)

    points: dict[int, int] = {}
    for day, progress in curve.steps:
        x, y = at(day, progress)
        points[x] = y
    end = at(min(max(curve.today, curve.first), curve.last), 0)[0]
    reached = [(x, y) for x, y in points.items() if x <= end]
    line = f"M0 {_HIGH}" + "".join(f"H{x}V{y}" for x, y in reached) + f"H{end}"
    now = reached[-1][1] if reached else _HIGH
    parts = [Markup('<path class="nj-area" d="{}V{}H0z"/>').format(line, _HIGH)]
    if curve.total:
        parts.append(Markup('<path class="nj-aim" d="M0 {0}H{1}"/>').format(at(curve.last, curve.total)[1], _WIDE))
    if curve.has_pace and curve.total:
        parts.append(Markup('<path class="nj-pace" d="M0 {}L{} {}"/>').format(_HIGH, _WIDE, at(curve.last, curve.total)[1]))
    if curve.forecast is not None and end < _WIDE:
        x, y = _meets_top(end, now, curve)
        parts.append(Markup('<path class="nj-forecast" d="M{} {}L{} {}"/>').format(end, now, x, y))
    if curve.shows_today:
        parts.append(Markup('<path class="nj-today" d="M{} 0V{}"/>').format(end, _HIGH))
    parts.append(Markup('<path class="nj-curve" d="{}"/>').format(line))
    parts.append(Markup('<path class="nj-point" d="M{} {}h0"/>').format(end, now))
    return Markup('<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>').format(
        _WIDE, _HIGH, label, Markup("").join(parts)
    )


def _meets_top(x: int, y: int, curve: BurnUp) -> tuple[int, int]:
    """Where the line of the forecast leaves the picture: at its right edge, or earlier at its top."""
    last = _HIGH - (curve.forecast or 0) / curve.top * _HIGH
    if last >= 0 or last >= y:
        return _WIDE, round(min(last, _HIGH))
    return round(x + (_WIDE - x) * y / (y - last)), 0
