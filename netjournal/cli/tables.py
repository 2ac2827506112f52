"""Rows for a terminal, a pipe or another program."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from netjournal.cli.project import CannotRun

Command = Callable[..., Any]
Row = dict[str, Any]  # values by column: text, a number, None, a list of texts
_GAP = 2  # spaces between columns
_SHORT, _LEAST = 14, 12  # a column up to this wide is never cut; a wider one not below that
_ENDLESS = 1_000_000  # a pipe cuts nothing
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what starts so


def output_options(command: Command) -> Command:
    """`--json` and `--csv`, for a list."""
    command = click.option("--csv", "as_csv", is_flag=True, help="Print it as CSV.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")(command)


def print_rows(rows: Sequence[Row], columns: Sequence[str], as_json: bool, as_csv: bool, none: str) -> None:
    """`columns` are what a table shows; JSON and CSV get all of a row. `none` is said of an empty table."""
    if as_json and as_csv:
        raise CannotRun("choose one of --json and --csv")
    if as_json:
        click.echo(json.dumps(list(rows), indent=2, ensure_ascii=False))
    elif as_csv:
        click.echo(_csv(rows), nl=False)
    elif not rows:
        click.echo(none)
    else:
        terminal = sys.stdout.isatty()
        head, *lines = fit_table(rows, columns, shutil.get_terminal_size().columns if terminal else _ENDLESS)
        click.secho(head, bold=terminal and "NO_COLOR" not in os.environ)
        click.echo("\n".join(lines))


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def fit_table(rows: Sequence[Row], columns: Sequence[str], width: int) -> list[str]:
    """Lines of at most `width`: long texts are cut, and of what still does not fit the last columns are left out.

    The first column is what a command is told, so it is the last to be cut.
    """
    cells = [list(columns), *([_text(row[column]) for column in columns] for row in rows)]
    natural = [max(_width(line[n]) for line in cells) for n in range(len(columns))]
    least = [wide if n == 0 or wide <= _SHORT else _LEAST for n, wide in enumerate(natural)]
    number = len(columns)
    while number > 1 and sum(least[:number]) + _GAP * (number - 1) > width:
        number -= 1
    widths = [min(least[0], width), *least[1:number]]
    spare = width - sum(widths) - _GAP * (number - 1)
    while spare > 0 and (cut := [n for n in range(number) if widths[n] < natural[n]]):
        n = min(cut, key=lambda n: widths[n])
        widths[n] += 1
        spare -= 1
    return [_line([_cut(cell, wide) for cell, wide in zip(line, widths, strict=False)], widths) for line in cells]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return (" " * _GAP).join(padded).rstrip()


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    text = text[:width]
    while text and _width(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _csv(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        cells = (_text(value) for value in row.values())
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return out.getvalue()


def _width(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return " ".join(str(value).split())
