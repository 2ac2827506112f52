"""One period of a goal as a ring that closes when its target is reached, and then has a tick."""

from __future__ import annotations

from math import pi

from markupsafe import Markup

_ROUND = 2 * pi * 15  # the length of the whole line
_TICK = Markup('<path class="nj-ring-tick" d="m11 18.500 5 5 9-10"/>')


def ring(share: float) -> Markup:
    """A ring closed by `share`, from 0 to 1. The number that it shows stands beside it."""
    part = Markup(' stroke-dasharray="{:.1f} {:.1f}"').format(share * _ROUND, _ROUND) if share < 1 else Markup("")
    arc = Markup('<circle class="nj-ring-fill" r="15" cx="18" cy="18"{}/>').format(part) if share > 0 else Markup("")
    return Markup('<svg class="nj-ring" viewBox="0 0 36 36" aria-hidden="true"><circle r="15" cx="18" cy="18"/>{}{}</svg>').format(
        arc, _TICK if share >= 1 else Markup("")
    )
