"""How much is measured, and what came of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured; times in seconds."""

    sizes: tuple[int, ...] = (250, 2_500, 10_000)
    most_rounds: int = 3
    saves: int = 20
    save_budget: float = 20  # for each live server; one save at least is measured
    commands: int = 15  # rounds of the short commands
    timeout: float = 300  # of one build or start

    def rounds(self, size: int) -> int:
        """Builds of which the best counts: one long build says as much as three short ones."""
        return min(self.most_rounds, 3 if size <= 500 else 2 if size <= 3_000 else 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell: seconds (or megabytes) of so many samples, or why there are none."""

    value: float | None
    worst: float | None = None
    samples: int = 1
    lost: int = 0  # saves that a live server never showed
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """All figures by measure, contestant and size; and the pages that a site of ours has, by size."""

    figures: dict[tuple[str, str, int], Figure] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)

    def add(self, measure: str, who: str, size: int, figure: Figure) -> None:
        """Note it, and say so: a run takes minutes."""
        self.figures[measure, who, size] = figure
        value = figure.failed if figure.value is None else f"{figure.value:.3f}"
        print(f"{size:>6,} {who:<13} {measure:<17} {value}", file=sys.stderr, flush=True)

    def get(self, measure: str, who: str, size: int) -> Figure:
        """The figure; one without a value where there is none."""
        return self.figures.get((measure, who, size), Figure(None, failed="not measured"))
