"""netjournal whois and forget: what is held about a person, and taking it out."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from netjournal.caching.kept_file import drop_cache
from netjournal.cli.completion import complete_contact
from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.clock import read_today
from netjournal.diagnostics import did_you_mean
from netjournal.editing.files import show_diff
from netjournal.editing.forget import Forgetting, plan_forgetting
from netjournal.editing.person import Person, find_person
from netjournal.editing.undo import apply_changes
from netjournal.editing.whois import Dossier, Held, build_dossier, to_json
from netjournal.git import GitError, commits_holding, find_repository
from netjournal.loading import load_journal
from netjournal.model import Journal
from netjournal.settings import Settings

_TITLES = {
    "facts": "Facts",
    "activities": "Activities",
    "planned": "Planned",
    "follow-ups": "Follow-ups",
    "introduced": "Introduced to me",
    "text": "In the files' text",
}


@click.command()
@click.argument("who", metavar="ID", shell_complete=complete_contact)
@click.option("--json", "as_json", is_flag=True, help="Print it for other programs.")
@today_option
@click.pass_context
def whois(context: click.Context, who: str, as_json: bool, today: date | None) -> None:
    """Show all that the journal holds about one person, private things included.

    ID is an id, an alias, the id that the public sees, or a name that only one person has.
    """
    directory: Path = context.obj
    root, settings, journal, person = _find(directory, who)
    dossier = build_dossier(journal, person, directory, root, settings.journal_path, today or read_today())
    if as_json:
        click.echo(json.dumps(to_json(dossier), indent=2, ensure_ascii=False))
        return
    _print_dossier(dossier)


@click.command()
@click.argument("who", metavar="ID", shell_complete=complete_contact)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def forget(context: click.Context, who: str, dry_run: bool, yes: bool) -> None:
    """Take one person out of every file of the journal; what was done, and all counts, stay.

    Mentions and names in text become "someone". ID is an id, an alias, the id that the public sees, or a name that only one
    person has. Exits with 2, and writes nothing, where a place has to be changed by hand first.
    """
    directory: Path = context.obj
    root, settings, journal, person = _find(directory, who)
    plan = plan_forgetting(directory, root, settings, journal, person)
    if plan.refused:
        lines = [f"{path}:{no.line}: {no.reason}{f'; write: {no.typed}' if no.typed else ''}" for path, no in plan.refused]
        raise CannotRun("nothing was written; change this by hand first:\n" + "\n".join(lines))
    if dry_run:
        click.echo(show_diff(plan.changes), nl=False)
        _print_rest(plan, directory)
        return
    if not yes:
        if not sys.stdin.isatty():
            raise CannotRun("nothing was written: say --yes, or --dry-run to see what would change")
        click.echo(show_diff(plan.changes))
        click.confirm(f"Take {person.names[0]} out of {_files(len(plan.changes))}?", abort=True)
    refused = apply_changes(directory, plan.changes, f"forget {person.id}")
    if refused:
        raise CannotRun(f"nothing was written: {refused.path}: {refused.reason}")
    drop_cache(root, settings.journal_path)
    click.echo(f"{person.names[0]} is taken out of {_files(len(plan.changes))}")
    click.echo("netjournal undo brings it back; delete .cache/netjournal/undo to make it final")
    _print_rest(plan, directory)


def _find(directory: Path, who: str) -> tuple[Path, Settings, Journal, Person]:
    root, settings = find_project(directory)
    journal, _ = load_journal(root, settings)
    person = find_person(journal, settings, who)
    if isinstance(person, tuple):
        if person:
            raise CannotRun(f"'{who}' may be {', '.join(person)}: name one by its id")
        near = did_you_mean(who, journal.contact_ids)
        raise CannotRun(f"there is no contact '{who}'{f'; {near}' if near else ''}")
    return root, settings, journal, person


def _print_dossier(dossier: Dossier) -> None:
    from rich.console import Console  # noqa: PLC0415 only when something is printed
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True, emoji=False, markup=False)
    person = dossier.person
    console.print(Text.assemble((person.names[0], "bold"), f"  {person.id}"))
    rows = [
        ("earlier names", ", ".join(person.names[1:])),
        ("other ids", ", ".join(person.ids[1:])),
        ("introduced by", person.contact.via or ""),
    ]
    rows.append(
        ("the public sees", f"{person.public.name}, as {person.public.id}" if person.public.id else "nothing: not published")
    )
    rows += [("own file", path) for path in dossier.own_files]
    for label, value in rows:
        if value:
            console.print(Text.assemble((f"  {label}: ", "dim"), _clean(value)))
    for section, held in groupby(dossier.held, key=lambda h: h.section):
        console.print()
        console.print(Text(_TITLES[section], style="bold"))
        for one in held:
            console.print(_row(one))
    if dossier.other_files:
        console.print()
        console.print(Text("Other files that name the person", style="bold"))
        for path, number in dossier.other_files:
            console.print(Text(f"  {path}: {number} {'place' if number == 1 else 'places'}"))


def _row(held: Held):  # type: ignore[no-untyped-def]  # rich is imported where it is needed
    from rich.text import Text  # noqa: PLC0415

    path, line, column, _ = held.source
    mark = (" (private)", "yellow") if held.private else ""
    return Text.assemble("  ", (f"{held.label}: ", "cyan"), _clean(held.value), mark, ("  " + f"{path}:{line}:{column}", "dim"))


def _clean(text: str) -> str:
    return " ".join(text.split())


def _print_rest(plan: Forgetting, directory: Path) -> None:
    """What still says who it was, in the files and in git."""
    person = plan.person
    if plan.left:
        click.echo("\nLook at these places, which were left as they are:")
        for (path, line), rows in groupby(plan.left, key=lambda u: (u.path, u.line)):
            words = Counter(row.what for row in rows)
            click.echo(f"  {path}{f':{line}' if line else ''}: {', '.join(words)}")
    repository = find_repository(directory)
    if repository is None:
        return
    try:
        commits = commits_holding(repository, (*person.ids, *person.names, *person.emails))
    except GitError as error:
        click.echo(f"\nWhat git's history holds could not be looked up: {error}")
        return
    if commits:
        click.echo(
            f"\nGit's history still holds it: {len(commits)} {_word(commits, 'commit')}, the latest {', '.join(commits[:3])}"
        )
        own = "".join(f" --path {change.path}" for change in plan.changes if change.after is None)
        click.echo("  To rewrite it, save the words to replace in a file, one a line, and run in a fresh clone:")
        click.echo(f"  git filter-repo --replace-text FILE{f' --invert-paths{own}' if own else ''}")
        click.echo("  (see https://github.com/newren/git-filter-repo), then push with --force to every copy.")
    click.echo("\nWhat was published stays in the earlier versions of gh-pages, in search engines and in copies that others have.")


def _word(things: Sequence[object], word: str) -> str:
    return word if len(things) == 1 else f"{word}s"


def _files(number: int) -> str:
    return f"{number} {'file' if number == 1 else 'files'}"
