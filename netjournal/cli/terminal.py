"""Problems on a terminal: place, severity, message, the line and a caret under what is meant."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

import click

from netjournal.diagnostics import Diagnostic, Severity
from netjournal.reading.text import CONTROL

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def print_problems(
    problems: Sequence[Diagnostic], directory: Path, entries: int, strict: bool, mended: Collection[Diagnostic] = ()
) -> None:
    """Every problem with its line; colours where the output is a terminal and NO_COLOR is not set.

    `mended` are those that --fix mends.
    """
    color = _wants_color()
    for problem in problems:
        click.echo(_header(problem, strict), color=color)
        for line in _excerpt(problem, directory, problem in mended):
            click.echo(line, color=color)
        click.echo()
    click.echo(_summary(problems, entries, strict, len(mended)), color=color)


def _wants_color() -> bool | None:
    """None: where the output is a terminal. rich would know as much, but takes longer to import than a journal to load."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def _header(problem: Diagnostic, strict: bool) -> str:
    path, line, column, _ = problem.source
    severity = Severity.ERROR if strict else problem.severity
    place = click.style(f"{path}:{line}:{column}: ", bold=True)
    return f"{place}{click.style(f'{severity}[{problem.code}]', fg=_COLOURS[severity], bold=True)}: {problem.message}"


def _excerpt(problem: Diagnostic, directory: Path, mended: bool) -> list[str]:
    from rich.cells import cell_len  # noqa: PLC0415 only where something is wrong

    path, number, column, length = problem.source
    lines = _lines(directory / path)
    help_ = f"netjournal explain {problem.code}"
    mend = f"{problem.mend}  {help_}" if problem.mend else help_
    if mended and problem.mend:
        by_fix = " Mended" if problem.mend.endswith("?") else ": mended"
        mend = f"{problem.mend}{by_fix} by netjournal check --fix  {help_}"
    if number > len(lines) or not lines[number - 1].strip():
        return [click.style(f"      {mend}", fg="cyan")]
    line = lines[number - 1]
    first = max(0, column - 60)
    shown, before = line[first : first + 120], line[first : column - 1]
    pad = " " * cell_len(before.replace("\t", " "))
    carets = "^" * max(1, cell_len(line[column - 1 : min(column - 1 + length, first + 120)]))
    gutter, empty = (click.style(text, dim=True) for text in (f"{number:>5} | ", " " * 5 + " | "))
    return [
        gutter + shown.replace("\t", " "),
        f"{empty}{pad}{click.style(carets, fg='red')} {click.style(mend, fg='cyan')}",
    ]


@cache
def _lines(file: Path) -> tuple[str, ...]:
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ()
    lines = text.removeprefix("\ufeff").replace("\r", "").split("\n")
    return tuple(CONTROL.sub("\N{REPLACEMENT CHARACTER}", line) for line in lines)


def _summary(problems: Sequence[Diagnostic], entries: int, strict: bool, mended: int) -> str:
    days = f"{entries} {'entry' if entries == 1 else 'entries'}"
    if not problems:
        return click.style(f"Nothing is wrong in {days}", fg="green")
    errors = sum(strict or p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    files = len({p.source.path for p in problems})
    counts = [_count(errors, "error")] if errors else []
    counts += [_count(warnings, "warning")] if warnings else []
    by_fix = f"; netjournal check --fix mends {_share(mended, len(problems))}" if mended else ""
    return f"{' and '.join(counts)} in {_count(files, 'file')}, {days} in all{by_fix}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _share(number: int, whole: int) -> str:
    if number < whole:
        return f"{number} of them"
    return "it" if whole == 1 else "all of them"
