"""How fast netjournal is, next to others, in one run on one machine. `make bench` writes docs/speed.md with it.

python benchmarks/run.py --sizes 250 2500 --only ours,hugo
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from builds import measure_builds, prepare
from commands import measure_commands
from contestants import CONTESTANTS, Contestant
from figures import Plan, Results
from report import Machine, Report, print_tables, write_page
from saves import measure_saves

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache" / "bench"  # installations and sites: on the same disk for all
SHORT = Plan(sizes=(12,), saves=2, save_budget=5, timeout=120, commands=2, most_rounds=1)


def main() -> None:
    """Measure what the command line asks for; exits with 1 where ours has failed."""
    asked = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers and folders are cleared away then as well
    plan = SHORT if asked.short else Plan()
    plan = replace(plan, sizes=tuple(asked.sizes or plan.sizes), saves=asked.saves or plan.saves)
    wanted = asked.only.split(",") if asked.only else [each.name for each in CONTESTANTS]
    unknown = set(wanted) - {each.name for each in CONTESTANTS}
    if unknown:
        sys.exit(f"There is no contestant {', '.join(sorted(unknown))}: there are {', '.join(each.name for each in CONTESTANTS)}.")
    contestants = [each(CACHE) for each in CONTESTANTS if each.name in wanted]
    absent = {each.name: reason for each in contestants if (reason := _absence(each, asked.install))}
    present = [each for each in contestants if each.name not in absent]
    results = Results()
    CACHE.mkdir(parents=True, exist_ok=True)
    for size in plan.sizes:
        with tempfile.TemporaryDirectory(prefix="work-", dir=CACHE, ignore_cleanup_errors=True) as work:
            entrants = prepare(size, present, Path(work), plan, results)
            measure_builds(size, entrants, plan, results)
            measure_saves(size, entrants, plan, results)
            measure_commands(size, entrants, plan, results)
    day = datetime.now().astimezone().date()  # of the measurement, not of a journal
    report = Report(plan, tuple(contestants), absent, results, Machine.of_today(day))
    print_tables(report)
    if asked.page:
        write_page(Path(asked.page), report, asked.note)
    sys.exit(any(who == "ours" and figure.value is None for (_, who, _), figure in results.figures.items()))


def _absence(contestant: Contestant, install: bool) -> str:
    """Why it does not take part; nothing where it does."""
    try:
        if install:
            contestant.install()
        return "" if contestant.version() else "not installed; `make bench` brings it"
    except Exception as reason:  # a registry that is not reached must not end the run
        return f"could not be installed: {type(reason).__name__}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", metavar="ENTRIES", help="default: 250 2500 10000")
    parser.add_argument("--only", metavar="NAMES", help="with commas between: " + ",".join(each.name for each in CONTESTANTS))
    parser.add_argument("--saves", type=int, metavar="N", help="saves of the newest entry for each live server; default: 20")
    parser.add_argument("--install", action="store_true", help="bring the contestants that are not there, into .cache/bench")
    parser.add_argument("--short", action="store_true", help="only show that it runs: 12 entries")
    parser.add_argument("--page", metavar="FILE", help="write the page of the docs as well")
    parser.add_argument("--note", default="", help="a sentence at the top of that page")
    return parser


if __name__ == "__main__":
    main()
