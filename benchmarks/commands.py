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
    "check": ["check"],
    "check, an entry just saved": ["check"],
    "log": ["log", "Wrote to p1 about the talk", "--with", "p1", "--channel", "email"],
}
_SAVED = {"check, an entry just saved", "log"}  # after a save of the newest entry


def measure_commands(size: int, entrants: list[Entrant], plan: Plan, results: Results) -> None:
    """The best of many runs of each; what `log` wrote is taken back."""
    ours = next((entrant for entrant in entrants if isinstance(entrant.contestant, Ours)), None)
    if ours is None:
        return
    script = shutil.which("netjournal", path=Path(sys.executable).parent)
    program = [script] if script else [sys.executable, "-m", "netjournal"]
    lines = {FLOOR: [sys.executable, "-c", FLOOR], **{name: [*program, *words] for name, words in COMMANDS.items()}}
    text = ours.newest.read_bytes()
    for names in (lines.keys() - _SAVED, _SAVED):
        those = {name: words for name, words in lines.items() if name in names}
        for name, figure in _in_turn(those, ours, text, plan).items():
            results.add(name, ours.contestant.name, size, figure)


def _in_turn(lines: dict[str, list[str]], ours: Entrant, text: bytes, plan: Plan) -> dict[str, Figure]:
    """The best of each, after a run that is not counted."""
    best: dict[str, Figure] = {}
    for number in range(plan.commands + 1):
        for name, words in lines.items():
            known = best.get(name)
            if known and known.failed:
                continue
            try:
                if name in _SAVED:
                    ours.newest.write_bytes(text)
                seconds = run(words, ours.folder, plan.timeout).seconds
                if number:
                    best[name] = Figure(min(seconds, known.value) if known and known.value else seconds, samples=plan.commands)
            except Failed as reason:
                best[name] = Figure(None, failed=str(reason))
            finally:
                if ours.newest.read_bytes() != text:
                    ours.newest.write_bytes(text)
    return best
