"""The figures as tables: in the terminal, and as docs/speed.md."""

from __future__ import annotations

import os
import platform
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commands import COMMANDS, FLOOR
from contestants import Contestant
from figures import Figure, Plan, Results
from goals import goal_rows

OURS = "ours"
_MEASURES = {
    "save": (
        "Save to served",
        "From the write of the newest entry's file, with one word changed, to its new text over HTTP: the median, and the worst.",
    ),
    "rebuild": (
        "Rebuild",
        "A build in a new process after one word of the newest entry changed, with whatever the last build left behind.",
    ),
    "cold": ("Cold build", "With no site and no cache. What each makes is checked: all pages, all texts."),
    "memory": ("Peak memory of a cold build", "In megabytes, of the process and its children."),
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures depend on."""

    day: date
    cores: int
    gigabytes: int | None
    system: str
    python: str

    @classmethod
    def of_today(cls, day: date) -> Machine:
        return cls(day, os.cpu_count() or 1, _gigabytes(), platform.system(), platform.python_version())

    def __str__(self) -> str:
        memory = f", {self.gigabytes} GB of memory" if self.gigabytes else ""
        return f"{self.day}: {self.cores} cores{memory}, {self.system}, Python {self.python}"


@dataclass(frozen=True, slots=True)
class Report:
    """All that there is to tell."""

    plan: Plan
    contestants: tuple[Contestant, ...]
    absent: dict[str, str]  # those that did not take part, and why
    results: Results
    machine: Machine

    def tables(self) -> Iterator[str]:
        """The ratios at a glance, then one table for each measure, as Markdown."""
        for size in [size for size in self.plan.sizes if size in self.results.pages][:2][-1:]:
            yield f"## At a glance\n\nAt {size:,} entries, netjournal being 1.\n\n{_table(self._glance(size))}\n"
        for measure, (title, meaning) in _MEASURES.items():
            yield f"## {title}\n\n{meaning}\n\n{_table(self._rows(measure))}\n"
        if any(name == FLOOR for name, _, _ in self.results.figures):
            yield f'## Commands\n\nThe best of many, against `python -c "import click"`.\n\n{_table(self._command_rows())}\n'
        reasons = sorted({f"- {line}" for line in self._reasons()})
        if reasons:
            yield "## What is missing\n\n" + "\n".join(reasons) + "\n"
        goals = goal_rows(self.results)
        if len(goals) > 1:
            yield f"## What we ask of ourselves\n\n{_table(goals)}\n"

    def _glance(self, size: int) -> list[list[str]]:
        get = self.results.get
        rows = [["", *(title for title, _ in _MEASURES.values())]]
        for contestant in self.contestants:
            pairs = {name: (get(name, contestant.name, size), get(name, OURS, size)) for name in _MEASURES}
            empty = {name: "no figure" if contestant.builds or name == "save" else "as above" for name in _MEASURES}
            rows.append([contestant.title, *(_ratio(*pair) or empty[name] for name, pair in pairs.items())])
        return rows

    def _rows(self, measure: str) -> list[list[str]]:
        sizes = [size for size in self.plan.sizes if size in self.results.pages]
        rows = [["", *(f"{size:,} entries" for size in sizes)]]
        if measure == "cold":
            rows.append(["pages", *(f"{self.results.pages[size]:,}" for size in sizes)])
        get = self.results.get
        for contestant in self.contestants:
            if contestant.builds or measure == "save":
                cells = [_cell(get(measure, contestant.name, n), get(measure, OURS, n), measure) for n in sizes]
                rows.append([contestant.title, *cells])
            if measure == "save" and contestant.name == OURS:
                cells = [_cell(figure := get("save front matter", OURS, n), figure, measure) for n in sizes]
                rows.append([f"{contestant.title}, an activity changed", *cells])
        return rows

    def _command_rows(self) -> list[list[str]]:
        sizes = [size for size in self.plan.sizes if (FLOOR, OURS, size) in self.results.figures]
        rows = [["", *(f"{size:,} entries" for size in sizes)]]
        for name in (FLOOR, *COMMANDS):
            command, comma, when = name.partition(",")
            label = '`python -c "import click"`' if name == FLOOR else f"`netjournal {command}`{comma}{when}"
            cells = [_cell(self.results.get(name, OURS, n), self.results.get(FLOOR, OURS, n), "command") for n in sizes]
            rows.append([label, *cells])
        return rows

    def _reasons(self) -> Iterator[str]:
        titles = {contestant.name: contestant.title for contestant in self.contestants}
        for who, reason in self.absent.items():
            yield f"{titles[who]}: {reason}."
        for (measure, who, size), figure in self.results.figures.items():
            if figure.value is None:
                yield f"{titles[who]}, {measure} at {size:,}: {figure.failed}."


def print_tables(report: Report) -> None:
    """The tables, in the terminal."""
    print(report.machine)
    for table in report.tables():
        print(f"\n{table.strip()}")


def write_page(path: Path, report: Report, note: str) -> None:
    """docs/speed.md."""
    who = "\n".join(_about(contestant) for contestant in report.contestants)
    parts = [
        f"# How fast it is\n\n<!-- Made by `make bench`. -->\n\n{report.machine}. All in one run, in turn, on one disk.\n",
        f"**{note}**\n" if note else "",
        _GUIDE,
        *report.tables(),
        f"## Who took part\n\n{who}\n",
    ]
    path.write_text("\n".join(part for part in parts if part), encoding="utf-8", newline="\n")


_GUIDE = """\
## How to read this

- A number in brackets says how many times as long as netjournal another takes: above 1 it is slower, below 1 it is faster.
  Ratios travel from one machine to another, seconds do not. Differences of a tenth are noise.
- All others get the same journal as pages: each entry as it is, front matter and prose, and then its texts again under other
  titles until there are as many pages as netjournal's site has. They make plain pages of the prose. netjournal reads the front
  matter as well, and makes of it the trackers, tables, charts, people and goals: more to do for each page.
- Hugo, Eleventy and Pelican run with two tiny templates and without search. netjournal, MkDocs and Zensical make Material's
  pages and a search index. So the first three do much less: they are here as the mark to reach, not as the same thing.
- For sizes up to 500 entries the best of three builds counts, up to 3,000 the best of two, above that there is one. A live
  server gets twenty seconds: where they were not enough for twenty saves, their number stands beside the figure. A save that is not
  shown in the time of three whole builds is lost.
- A build whose site lacks a page or the changed text counts as failed, and says so below the tables.
- The journals are made up, by `benchmarks/generate.py`: an entry of about 1.7 KB for each day, a contact for every six entries.
"""


def _about(contestant: Contestant) -> str:
    text = " ".join((contestant.__doc__ or "").split())
    about = f"- **{contestant.title}** {contestant.version() or '(not installed)'}. {text}"
    return textwrap.fill(about, 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _cell(figure: Figure, ours: Figure, measure: str) -> str:
    if figure.value is None:
        return "no figure"
    text = f"{figure.value:,.0f} MB" if "memory" in measure else seconds(figure.value)
    if figure.worst is not None:
        text += f", worst {seconds(figure.worst)}" + (f", of {figure.samples}" if figure.samples < 20 else "")
        text += f", {figure.lost} lost" if figure.lost else ""
    return text if figure is ours or not ours.value else f"{text} ({_ratio(figure, ours)}×)"


def _ratio(figure: Figure, ours: Figure) -> str:
    """How many times ours; nothing where one of them is missing."""
    ratio = figure.value / ours.value if figure.value and ours.value else 0
    return (f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}") if ratio else ""


def seconds(value: float) -> str:
    return f"{value:.1f} s" if value >= 9.95 else f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.0f} ms"


def _table(rows: list[list[str]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def _gigabytes() -> int | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    except (AttributeError, ValueError, OSError):
        return None
