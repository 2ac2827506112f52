"""netjournal check and explain: what is wrong in the text, and why that matters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostic, Severity, did_you_mean, sort_diagnostics
from netjournal.loading import load_journal
from netjournal.model import Journal
from netjournal.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print it.")
@click.option("--strict", is_flag=True, help="Make warnings errors.")
@today_option
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], form: str, strict: bool, today: date | None) -> None:
    """Tell what is wrong in the journal, or in PATHS of it.

    Exits with 0 when there are no errors, 1 when there are, 2 when it could not run.
    """
    directory: Path = context.obj
    root, settings = find_project(directory)
    if not root.is_dir():
        raise CannotRun(f"there is no folder {settings.journal_path} beside mkdocs.yml")
    journal, problems = load_journal(root, settings)
    if settings.repository == "public":
        problems = sort_diagnostics((*problems, *_tracked(directory, journal, settings)))
    if paths:
        wanted = [_inside(path, directory, settings.journal_path) for path in paths]
        problems = tuple(p for p in problems if any(_is_below(p.source.path, w) for w in wanted))
    if form == "json":
        click.echo(json.dumps([_as_json(p, strict) for p in problems], indent=2, ensure_ascii=False))
    elif form == "github":
        for problem in problems:
            click.echo(_as_github(problem, strict))
    else:
        from netjournal.cli.terminal import print_problems  # noqa: PLC0415 rich is slow to import

        print_problems(problems, directory, len(journal.entries), strict)
    if any(_severity(p, strict) is Severity.ERROR for p in problems):
        context.exit(1)


def _tracked(directory: Path, journal: Journal, settings: Settings) -> Iterator[Diagnostic]:
    from netjournal.git import find_repository, kept_files  # noqa: PLC0415 for public repositories only
    from netjournal.leaks.tracked import check_tracked  # noqa: PLC0415

    yield from check_tracked(journal, settings, directory, kept_files(directory) if find_repository(directory) else ())


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Explain CODE, the word in brackets of a problem."""
    if code not in CODES:
        raise CannotRun(f"there is no code '{code}'. {did_you_mean(code, CODES) or ''}".strip())
    known = CODES[code]
    click.echo(f"{code} ({'warning' if known.warning else 'error'}): {known.title}\n\n{known.why}")
    if known.wrong:
        click.echo(f"\nWrong:\n{_indent(known.wrong)}\n\nRight:\n{_indent(known.right)}")


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _severity(problem: Diagnostic, strict: bool) -> Severity:
    return Severity.ERROR if strict else problem.severity


def _as_json(problem: Diagnostic, strict: bool) -> dict[str, object]:
    path, line, column, _ = problem.source
    severity = _severity(problem, strict).value
    return {
        "path": path,
        "line": line,
        "column": column,
        "severity": severity,
        "code": problem.code,
        "message": problem.message,
        "fix": problem.mend,
    }


def _as_github(problem: Diagnostic, strict: bool) -> str:
    """A workflow command that puts the problem on the line. It carries no value: a public workflow's log is public."""
    path, line, column, _ = problem.source
    place = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in (("file", path), ("line", line), ("col", column)))
    title = f"title={_escaped(problem.code, ':,')}"
    return f"::{_severity(problem, strict)} {place},{title}::{_escaped(CODES[problem.code].title)}"


def _escaped(value: object, more: str = "") -> str:
    text = str(value)
    for character in ("%", "\r", "\n", *more):
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _inside(path: Path, directory: Path, journal: str) -> str:
    """A path of the command line as problems name it: relative to the folder of mkdocs.yml."""
    for candidate in (path, directory / path):
        if candidate.exists():
            try:
                found = candidate.resolve().relative_to(directory.resolve()).as_posix()
            except ValueError:
                continue
            if found == "." or _is_below(found, journal) or _is_below(journal, found):
                return found
    raise CannotRun(f"there is no {path} in the journal")


def _is_below(path: str, wanted: str) -> bool:
    return wanted in (".", path) or path.startswith(f"{wanted}/")
