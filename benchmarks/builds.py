"""Builds, in turn: each contestant has its go before anybody has a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from contestants import Contestant
from contestants.ours import Ours
from figures import Figure, Plan, Results
from pages import count_pages, edit, verify, write_pages
from program import Failed, Run, run


@dataclass(slots=True)
class Entrant:
    """A contestant at one size, and how its builds went."""

    contestant: Contestant
    folder: Path
    newest: Path  # the entry that is edited
    texts: int  # that its site has to hold
    pages: int  # that its site has to have at least
    colds: list[Run] = field(default_factory=list)
    rebuilds: list[Run] = field(default_factory=list)
    failed: str = ""

    def attempt(self, step: Callable[[Entrant], None]) -> None:
        """Take a step; one who has failed once sits the rest out."""
        if not self.failed:
            try:
                step(self)
            except Failed as reason:
                self.failed = str(reason)


def prepare(size: int, contestants: list[Contestant], work: Path, plan: Plan, results: Results) -> list[Entrant]:
    """Sources for all in the empty folder `work`: as many pages each as a build of ours turns out to have."""
    ours = next((each for each in contestants if isinstance(each, Ours)), None) or Ours(work)
    first = Entrant(ours, work / ours.name, write_pages(ours, work / ours.name, size, 0), size, size)
    first.attempt(lambda entrant: _cold(entrant, plan))
    first.pages = results.pages[size] = max(size, count_pages(first.folder / ours.site))
    entrants = [first] if ours in contestants else []
    for contestant in contestants:
        if contestant is not ours:
            folder = work / contestant.name
            newest = write_pages(contestant, folder, size, first.pages)
            entrants.append(Entrant(contestant, folder, newest, first.pages - 1, first.pages))
    return entrants


def measure_builds(size: int, entrants: list[Entrant], plan: Plan, results: Results) -> None:
    """Cold builds and their memory, then rebuilds after one changed entry and theirs."""
    building = [entrant for entrant in entrants if entrant.contestant.builds]
    for number in range(plan.rounds(size)):
        for entrant in building:
            if len(entrant.colds) <= number:  # ours has had its first, to count its pages
                entrant.attempt(lambda each: _cold(each, plan))
            _note(results, ("cold", "memory"), entrant, entrant.colds, size)
    for entrant in building:
        entrant.attempt(lambda each: _warm_up(each, plan))
    for number in range(plan.rounds(size)):
        for entrant in building:
            entrant.attempt(lambda each, word=f"rebuilt{number}x": _rebuild(each, plan, word))
            _note(results, ("rebuild", "rebuild memory"), entrant, entrant.rebuilds, size)


def _cold(entrant: Entrant, plan: Plan) -> None:
    contestant, folder = entrant.contestant, entrant.folder
    contestant.clean(folder)
    entrant.colds.append(run(contestant.build(folder), folder, plan.timeout))
    verify(folder / contestant.site, entrant.texts, entrant.pages)


def _warm_up(entrant: Entrant, plan: Plan) -> None:
    """A rebuild that nobody counts: it fills the caches of those whose cold build does not."""
    contestant, folder = entrant.contestant, entrant.folder
    if contestant.build(folder) != contestant.rebuild(folder):
        run(contestant.rebuild(folder), folder, plan.timeout)


def _rebuild(entrant: Entrant, plan: Plan, word: str) -> None:
    contestant, folder = entrant.contestant, entrant.folder
    edit(entrant.newest, word)
    entrant.rebuilds.append(run(contestant.rebuild(folder), folder, plan.timeout))
    verify(folder / contestant.site, entrant.texts, entrant.pages, word)


def _note(results: Results, measures: tuple[str, str], entrant: Entrant, runs: list[Run], size: int) -> None:
    """The fastest of the runs so far, and the most memory of any."""
    if entrant.failed or not runs:
        figures = [Figure(None, failed=entrant.failed)] * 2
    else:
        held = [each.megabytes for each in runs if each.megabytes is not None]
        memory = Figure(max(held), samples=len(held)) if held else Figure(None, failed="not told by this system")
        figures = [Figure(min(each.seconds for each in runs), samples=len(runs)), memory]
    for measure, figure in zip(measures, figures, strict=True):
        results.add(measure, entrant.contestant.name, size, figure)
