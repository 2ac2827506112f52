"""Save to served: from the write of the newest entry's file to its new text over HTTP."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from builds import Entrant
from figures import Figure, Plan, Results
from pages import edit, edit_front_matter
from program import Failed
from server import Server, start_server


def measure_saves(size: int, entrants: list[Entrant], plan: Plan, results: Results) -> None:
    """One live server after the other: two at once would be in each other's way on two cores."""
    for entrant in entrants:
        name = entrant.contestant.name
        try:
            build = max((each.seconds for each in entrant.colds), default=5)
            with start_server(entrant.contestant, entrant.folder, entrant.newest, build, plan.timeout) as server:
                time.sleep(1)  # a person does not save in the moment of the first page either
                results.add("save", name, size, _save(entrant, server, plan, edit))
                if not entrant.contestant.same_pages:  # the others show nothing of the front matter
                    results.add("save front matter", name, size, _save(entrant, server, plan, edit_front_matter))
        except Failed as reason:
            results.add("save", name, size, Figure(None, failed=str(reason)))


def _save(entrant: Entrant, server: Server, plan: Plan, change: Callable[[Path, str], None]) -> Figure:
    """Saves one after the other; one that is not shown in the time of three whole builds is lost."""
    patience = max(15, 3 * max((each.seconds for each in entrant.colds), default=20))
    end = time.perf_counter() + plan.save_budget
    taken: list[float] = []
    lost = 0
    while len(taken) + lost < plan.saves and (lost < 3 if not taken else time.perf_counter() < end):
        word = f"{change.__name__.replace('_', '')}{len(taken) + lost}x"  # that no other edit has used
        start = time.perf_counter()
        change(entrant.newest, word)
        try:
            taken.append(server.wait_for(word, patience) - start)
        except Failed:
            lost += 1
        else:
            time.sleep(max(0.5, min(taken[-1], 10)))  # it may still be busy with other pages, and not see the next save
    if not taken:
        raise Failed(f"its live server showed none of {lost} saves")
    return Figure(statistics.median(taken), max(taken), len(taken), lost)
