"""Problems on a terminal: place, severity, message, the line and a caret under what is meant."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from netjournal.diagnostics import Diagnostic, Severity
from netjournal.reading.text import CONTROL

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def print_problems(
    problems: Sequence[Diagnostic], directory: Path, entries: int, strict: bool, mended: Collection[Diagnostic] = ()
) -> None:
    """Every problem with its line; colours where the output is a terminal and NO_COLOR is not set.

    `mended` are those that --fix mends.
    """
    console = Console(highlight=False, soft_wrap=True, emoji=False, markup=False)
    for problem in problems:
        console.print(_header(problem, strict))
        for line in _excerpt(problem, directory, problem in mended):
            console.print(line)
        console.print()
    console.print(_summary(problems, entries, strict, len(mended)))


def _header(problem: Diagnostic, strict: bool) -> Text:
    path, line, column, _ = problem.source
    severity = Severity.ERROR if strict else problem.severity
    return Text.assemble(
        (f"{path}:{line}:{column}: ", "bold"), (f"{severity}[{problem.code}]", _STYLES[severity]), f": {problem.message}"
    )


def _excerpt(problem: Diagnostic, directory: Path, mended: bool) -> list[Text]:
    path, number, column, length = problem.source
    lines = _lines(directory / path)
    help_ = f"netjournal explain {problem.code}"
    mend = f"{problem.mend}  {help_}" if problem.mend else help_
    if mended and problem.mend:
        by_fix = " Mended" if problem.mend.endswith("?") else ": mended"
        mend = f"{problem.mend}{by_fix} by netjournal check --fix  {help_}"
    if number > len(lines) or not lines[number - 1].strip():
        return [Text.assemble((f"      {mend}", "cyan"))]
    line = lines[number - 1]
    first = max(0, column - 60)
    shown, before = line[first : first + 120], line[first : column - 1]
    pad = " " * cell_len(before.replace("\t", " "))
    carets = "^" * max(1, cell_len(line[column - 1 : min(column - 1 + length, first + 120)]))
    gutter = f"{number:>5} | "
    return [
        Text.assemble((gutter, "dim"), shown.replace("\t", " ")),
        Text.assemble((" " * 5 + " | ", "dim"), pad, (carets, "red"), " ", (mend, "cyan")),
    ]


@cache
def _lines(file: Path) -> tuple[str, ...]:
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ()
    return tuple(CONTROL.sub("\N{REPLACEMENT CHARACTER}", line.rstrip("\r")) for line in text.removeprefix("\ufeff").split("\n"))


def _summary(problems: Sequence[Diagnostic], entries: int, strict: bool, mended: int) -> Text:
    days = f"{entries} {'entry' if entries == 1 else 'entries'}"
    if not problems:
        return Text(f"Nothing is wrong in {days}", style="green")
    errors = sum(strict or p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    files = len({p.source.path for p in problems})
    counts = [_count(errors, "error")] if errors else []
    counts += [_count(warnings, "warning")] if warnings else []
    by_fix = f", {_share(mended, len(problems))}mended by --fix," if mended else ""
    return Text(f"{' and '.join(counts)}{by_fix} in {_count(files, 'file')}, {days} in all")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _share(number: int, whole: int) -> str:
    if number < whole:
        return f"{number} of them "
    return "" if whole == 1 else "all "
