"""Short commands of ours, in turn with a Python that only imports click."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from builds import Entrant
from contestants.ours import Ours
from figures import Figure, Plan, Results
from program import Failed, run

FLOOR = "import click"
COMMANDS = {
    "--help": ["--help"],
    "log": ["log", "Wrote to p1 about the talk", "--with", "p1", "--channel", "email"],
    "check": ["check"],
}


def measure_commands(size: int, entrants: list[Entrant], plan: Plan, results: Results) -> None:
    """The best of many runs of each; what `log` wrote is taken back."""
    ours = next((entrant for entrant in entrants if isinstance(entrant.contestant, Ours)), None)
    if ours is None:
        return
    script = shutil.which("netjournal", path=Path(sys.executable).parent)
    program = [script] if script else [sys.executable, "-m", "netjournal"]
    lines = {FLOOR: [sys.executable, "-c", FLOOR], **{name: [*program, *words] for name, words in COMMANDS.items()}}
    text = ours.newest.read_bytes()
    for name, figure in _in_turn(lines, ours, text, plan).items():
        results.add(name, ours.contestant.name, size, figure)


def _in_turn(lines: dict[str, list[str]], ours: Entrant, text: bytes, plan: Plan) -> dict[str, Figure]:
    best: dict[str, Figure] = {}
    for _ in range(plan.commands):
        for name, words in lines.items():
            known = best.get(name)
            if known and known.failed:
                continue
            try:
                seconds = run(words, ours.folder, plan.timeout).seconds
                best[name] = Figure(min(seconds, known.value) if known and known.value else seconds, samples=plan.commands)
            except Failed as reason:
                best[name] = Figure(None, failed=str(reason))
            finally:
                ours.newest.write_bytes(text)
    return best
