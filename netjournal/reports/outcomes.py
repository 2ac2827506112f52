"""What came of it: the outcomes of some activities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from netjournal.model import Activity
from netjournal.reports.insights import ANSWERED, MEETINGS
from netjournal.schema import OUTCOMES


@dataclass(frozen=True, slots=True)
class Outcomes:
    """`counts` has (outcome, activities) for those that occurred, the furthest first."""

    counts: tuple[tuple[str, int], ...]
    activities: int

    def _sum(self, kinds: Iterable[str]) -> int:
        wanted = frozenset(kinds)
        return sum(number for outcome, number in self.counts if outcome in wanted)

    @property
    def answered(self) -> int:
        return self._sum(ANSWERED)

    @property
    def meetings(self) -> int:
        return self._sum(MEETINGS)

    @property
    def referred(self) -> int:
        return self._sum(("referred", "offer"))

    @property
    def without(self) -> int:
        """Activities that say nothing of what came of them."""
        return self.activities - self._sum(OUTCOMES)


def count_outcomes(activities: Iterable[Activity]) -> Outcomes:
    """What came of `activities`."""
    found = tuple(activities)
    counts = Counter(a.outcome for a in found)
    return Outcomes(tuple((o, counts[o]) for o in reversed(OUTCOMES) if counts[o]), len(found))
