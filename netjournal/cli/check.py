"""netjournal check and explain: what is wrong in the text, and why that matters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netjournal.caching.findings import Findings, keep_findings, read_findings, survey_journal
from netjournal.cli.completion import complete_code
from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostic, Diagnostics, Severity, did_you_mean, sort_diagnostics
from netjournal.settings import Settings

if TYPE_CHECKING:
    from netjournal.loading import Loader
    from netjournal.model import Journal


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print it.")
@click.option("--strict", is_flag=True, help="Make warnings errors.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt, and show it.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change; write nothing.")
@today_option
@click.pass_context
def check(
    context: click.Context, paths: tuple[Path, ...], form: str, strict: bool, fix: bool, dry_run: bool, today: date | None
) -> None:
    """Tell what is wrong in the journal, or in PATHS of it.

    Exits with 0 when there are no errors, 1 when there are, 2 when it could not run. With --fix, what is left counts;
    `netjournal undo` takes the mends back.
    """
    if dry_run and not fix:
        raise CannotRun("--dry-run goes with --fix: check itself writes nothing")
    directory: Path = context.obj
    root, settings = find_project(directory)
    if not root.is_dir():
        raise CannotRun(f"there is no folder {settings.journal_path} beside mkdocs.yml")
    wanted = [_inside(path, directory, settings.journal_path) for path in paths] or ["."]
    found = _find(directory, root, settings)
    if fix:
        if _mend(directory, settings, _wanted(found.problems, wanted), dry_run, aside=form != "text") and not dry_run:
            found = _find(directory, root, settings)
        if dry_run:
            return
    problems = _wanted(found.problems, wanted)
    if form == "json":
        import json  # noqa: PLC0415 for this form only

        click.echo(json.dumps([_as_json(p, strict) for p in problems], indent=2, ensure_ascii=False))
    elif form == "github":
        for problem in problems:
            click.echo(_as_github(problem, strict))
    else:
        from netjournal.cli.terminal import print_problems  # noqa: PLC0415 for this form only

        print_problems(problems, directory, found.entries, strict, _wanted(found.mended, wanted))
    if any(_severity(p, strict) is Severity.ERROR for p in problems):
        context.exit(1)


def load_checked(directory: Path, loader: Loader, changed: Collection[Path] | None = None) -> tuple[Journal, Diagnostics]:
    """The journal and all that `check` finds wrong: in a public repository also what git keeps of private things.

    `changed`: see `Loader.load`.
    """
    settings = loader.settings
    journal, problems = loader.load(changed)
    if settings.repository == "public":
        problems = sort_diagnostics((*problems, *_tracked(directory, journal, settings)))
    return journal, problems


def _find(directory: Path, root: Path, settings: Settings) -> Findings:
    """What is wrong in the whole journal: as it was found last where no file changed since."""
    survey = survey_journal(root, settings)
    if settings.repository != "public" and (known := read_findings(survey)):  # there it depends on git as well
        return known
    from netjournal.loading import Loader  # noqa: PLC0415 slow to import

    journal, problems = load_checked(directory, Loader(root, settings, seen=survey.stamps if survey.is_whole else None))
    found = Findings(len(journal.entries), problems, _mended(directory, settings, problems))
    if settings.repository != "public" and all(stamp.is_settled(survey.seen_at) for stamp in survey.stamps.values()):
        keep_findings(survey, found)  # what was saved just now would be doubted next time
    return found


def _wanted(problems: Diagnostics, wanted: list[str]) -> Diagnostics:
    return tuple(p for p in problems if any(_is_below(p.source.path, w) for w in wanted))


def _mended(directory: Path, settings: Settings, problems: Diagnostics) -> Diagnostics:
    """Those of `problems` that --fix mends."""
    if not problems:
        return ()
    from netjournal.editing.mending import mend_files  # noqa: PLC0415 only where something is wrong

    return mend_files(directory, settings, problems)[1]


def _mend(directory: Path, settings: Settings, problems: Diagnostics, dry_run: bool, aside: bool) -> bool:
    """Show the mends and, unless it is a trial, write them; whether there are any. `aside`: the output is for a program."""
    from netjournal.editing.files import show_diff  # noqa: PLC0415 for --fix only
    from netjournal.editing.mending import mend_files  # noqa: PLC0415
    from netjournal.editing.undo import apply_changes  # noqa: PLC0415

    changes, mended = mend_files(directory, settings, problems)
    if not changes:
        click.echo("There is nothing that --fix mends", err=aside)
        return False
    click.echo(show_diff(changes), nl=not dry_run, err=aside)
    if not dry_run:
        if refused := apply_changes(directory, changes, "check --fix"):
            raise CannotRun(f"nothing was mended: {refused.path}: {refused.reason}")
        files = "1 file" if len(changes) == 1 else f"{len(changes)} files"
        click.echo(f"Mended {len(mended)} of {len(problems)} problems in {files}; netjournal undo takes it back\n", err=aside)
    return True


def _tracked(directory: Path, journal: Journal, settings: Settings) -> Iterator[Diagnostic]:
    from netjournal.git import find_repository, kept_files  # noqa: PLC0415 for public repositories only
    from netjournal.leaks.tracked import check_tracked  # noqa: PLC0415

    yield from check_tracked(journal, settings, directory, kept_files(directory) if find_repository(directory) else ())


@click.command()
@click.argument("code", shell_complete=complete_code)
def explain(code: str) -> None:
    """Explain CODE, the word in brackets of a problem."""
    if code not in CODES:
        raise CannotRun(f"there is no code '{code}'; {did_you_mean(code, CODES) or 'netjournal check names them in brackets'}")
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
