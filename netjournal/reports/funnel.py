"""How far people came, by the channel over which I first had to do with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from netjournal.model import Stage
from netjournal.reports.contacts import ContactCard


@dataclass(frozen=True, slots=True)
class Funnel:
    """The people whom I first met over one channel; `at` counts those who are at each stage now, in the order of the stages."""

    channel: str | None  # None: no activity yet, or one without a channel
    at: tuple[int, ...]

    @property
    def reached(self) -> tuple[int, ...]:
        """How many came at least so far, in the order of the stages."""
        return tuple(accumulate(reversed(self.at)))[::-1]

    @property
    def people(self) -> int:
        return sum(self.at)


def build_funnels(cards: Iterable[ContactCard]) -> tuple[Funnel, ...]:
    """One for each channel that brought anybody, most people first; who was never contacted comes last."""
    groups: dict[str | None, Counter[Stage]] = {}
    for card in cards:
        channel = card.activities[0].channel if card.activities else None
        groups.setdefault(channel, Counter())[card.stage] += 1
    found = [Funnel(channel, _at(counts)) for channel, counts in groups.items()]
    return tuple(sorted(found, key=lambda f: (f.channel is None, -f.people, f.channel or "")))


def whole(funnels: Iterable[Funnel]) -> Funnel:
    """All of them as one."""
    counts = [funnel.at for funnel in funnels]
    return Funnel(None, tuple(map(sum, zip(*counts, strict=True))) if counts else (0,) * len(Stage))


def _at(counts: Counter[Stage]) -> tuple[int, ...]:
    return tuple(counts[stage] for stage in Stage)
