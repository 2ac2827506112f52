"""netjournal log and note: a line in today's entry without opening it; and what plan and done share with them."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from netjournal.cli.completion import (
    complete_channel,
    complete_company,
    complete_contact,
    complete_goal,
    complete_practice,
    complete_span,
)  # fmt: skip
from netjournal.cli.main import Day, today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.cli.today import due_line, pace_line
from netjournal.clock import read_today
from netjournal.dates import parse_date
from netjournal.diagnostics import did_you_mean, shorten
from netjournal.editing.daily import (
    Desk,
    Edit,
    Refused,
    add_activity,
    add_contact,
    add_note,
    draft,
    entry_path,
    first_text,
    id_of,
    open_desk,
)  # fmt: skip
from netjournal.editing.files import Change, show_diff
from netjournal.editing.fragments import Value
from netjournal.editing.guessing import Newcomer, Unclear, find_contact, find_goal, guess_channel
from netjournal.editing.undo import apply_changes
from netjournal.model import Journal
from netjournal.reports.follow_ups import build_follow_ups
from netjournal.reports.goals import build_pace
from netjournal.schema import OUTCOMES

Command = Callable[..., Any]
with_option = click.option(
    "--with", "people", multiple=True, metavar="ID", help="The person: an id, a part of a name, or 'First Last, Company'.",
    shell_complete=complete_contact,
)  # fmt: skip
goal_option = click.option(
    "--goal", "goals", multiple=True, metavar="ID", help="The goal: its id, or a part of its title.", shell_complete=complete_goal
)
channel_option = click.option(
    "--channel", metavar="CHANNEL", help="How; where the words say it, it may be left out.", shell_complete=complete_channel
)
date_option = click.option("--date", "day", type=Day(), metavar="DATE", help="The day it belongs to; default: today.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
_DETAILS = (
    with_option,
    channel_option,
    goal_option,
    click.option("--count", type=click.IntRange(min=0), metavar="NUMBER", help="What it adds to each goal; default 1."),
    click.option(
        "--outcome", type=click.Choice(OUTCOMES), metavar="OUTCOME", help=f"What came of it: {', '.join(OUTCOMES)}."
    ),
    click.option(
        "--follow-up", metavar="WHEN", help="When to come back to it: 7d, 2w, 1m or a date.", shell_complete=complete_span
    ),
    click.option("--minutes", type=click.IntRange(min=0), metavar="NUMBER", help="How long it took."),
    click.option(
        "--company", metavar="NAME", help="The company, when there is no contact yet.", shell_complete=complete_company
    ),
    click.option("--link", metavar="URL", help="The evidence."),
    click.option("--practice", metavar="NAME", help="One of the journal's practices.", shell_complete=complete_practice),
    click.option("--note", metavar="TEXT", help="For your eyes only."),
    click.option("--in", "incoming", is_flag=True, help="They reached out to you."),
    date_option,
    dry_run_option,
)  # fmt: skip


def details(command: Command) -> Command:
    for option in reversed(_DETAILS):
        command = option(command)
    return command


@click.command()
@click.argument("what", metavar="WHAT...", nargs=-1)
@details
@today_option
@click.pass_context
def log(
    context: click.Context, /, what: tuple[str, ...], today: date | None, dry_run: bool, day: date | None, **given: Any
) -> None:
    """Add WHAT you did to the day's entry.

    Somebody new becomes a contact with --with "First Last, Company". Exits with 2, and writes nothing, where something is
    not clear or would be wrong.
    """
    now, desk = today or read_today(), desk_in(context.obj)
    day = not_ahead(day or now, now)
    path, did = entry_path(desk, day), _words_or_ask(what, "What did you do")
    edits, people, goals = activity_edits(desk, path, did, given)
    write_day(desk, edits, f"log {shorten(did)}", dry_run, now, people, goals)


@click.command()
@click.argument("words", metavar="TEXT...", nargs=-1)
@date_option
@dry_run_option
@today_option
@click.pass_context
def note(context: click.Context, words: tuple[str, ...], day: date | None, dry_run: bool, today: date | None) -> None:
    """Add TEXT as a paragraph to the day's reflection, which is published."""
    now, desk = today or read_today(), desk_in(context.obj)
    text = "\n".join(_words_or_ask(words, "What do you want to note").splitlines()).strip()
    checked_text(text)
    write_day(desk, [(entry_path(desk, day or now), add_note(text))], f"note {shorten(text)}", dry_run, now, (), ())


def desk_in(directory: Path) -> Desk:
    root, settings = find_project(directory)
    return open_desk(directory, root, settings)


def activity_edits(
    desk: Desk, path: str, did: str, given: dict[str, Any]
) -> tuple[list[tuple[str, Edit]], tuple[str, ...], tuple[str, ...]]:
    """The edits that log `did`, and the people and goals that it names."""
    people, newcomers = find_people(desk, given["people"])
    goals = find_goals(desk, given["goals"])
    follow_up = given["follow_up"]
    activity = present({
        "did": checked_text(did),
        "channel": _channel_of(desk, did, given["channel"]),
        "with": one_or_all(people),
        "company": " ".join((given["company"] or "").split()),
        "goal": one_or_all(goals),
        "count": given["count"],
        "minutes": given["minutes"],
        "direction": "in" if given["incoming"] else None,
        "outcome": given["outcome"],
        "follow_up": (parse_date(follow_up) or follow_up) if follow_up else None,
        "link": given["link"],
        "practice": given["practice"],
        "note": "\n".join((given["note"] or "").splitlines()).strip(),
    })  # fmt: skip
    return [(path, add_activity(activity)), *((path, add_contact(person)) for person in newcomers)], people, goals


def find_people(desk: Desk, words: Sequence[str]) -> tuple[tuple[str, ...], tuple[Newcomer, ...]]:
    """The ids that `words` mean, each once, and those of them who are new."""
    found: dict[str, str | Newcomer] = {}
    for word in words:
        person = find_contact(desk.journal, word)
        if isinstance(person, Unclear):
            raise CannotRun(person.reason)
        if id_of(person) not in found or (isinstance(person, Newcomer) and person.company):
            found[id_of(person)] = person
    if "" in found:
        raise CannotRun("no id can be made of that name: add the person to an entry by hand, with an id")
    return tuple(found), tuple(person for person in found.values() if isinstance(person, Newcomer))


def find_goals(desk: Desk, words: Sequence[str]) -> tuple[str, ...]:
    found = []
    for word in words:
        goal = find_goal(desk.journal, word)
        if isinstance(goal, Unclear):
            raise CannotRun(goal.reason)
        found.append(goal)
    return tuple(dict.fromkeys(found))


def _words_or_ask(words: Sequence[str], question: str) -> str:
    """What was typed behind the command; on a terminal it is asked for where that is nothing."""
    if words or not on_terminal():
        return " ".join(words)
    return str(click.prompt(question, prompt_suffix="? "))


def _channel_of(desk: Desk, did: str, given: str | None) -> str:
    channels = desk.settings.channels
    if given:
        return known_channel(desk, given)
    if guessed := guess_channel(did, channels):
        return guessed
    if on_terminal():
        return str(click.prompt("Which channel", type=click.Choice(channels)))
    raise CannotRun(f"name the channel with --channel: {', '.join(channels)}")


def on_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty()


def known_channel(desk: Desk, given: str) -> str:
    channels = desk.settings.channels
    if given.lower() in channels:
        return given.lower()
    if given in channels:
        return given
    raise CannotRun(f"'{given}' is no channel; {did_you_mean(given, channels) or 'there are ' + ', '.join(channels)}")


def not_ahead(day: date, today: date) -> date:
    if day > today:
        raise CannotRun(f"{day} is still to come: netjournal plan is for what you want to do")
    return day


def checked_text(text: str) -> str:
    """`text` on one line, whatever line ends were pasted with it."""
    if not text.strip():
        raise CannotRun("there is no text: type it behind the command, in quotes")
    return " ".join(text.split())


def one_or_all(ids: Sequence[str]) -> Value | None:
    return (ids[0] if len(ids) == 1 else tuple(ids)) if ids else None


def present(values: dict[str, Value | None]) -> dict[str, Value]:
    return {key: value for key, value in values.items() if value is not None and value != ""}


def write_day(
    desk: Desk,
    edits: Sequence[tuple[str, Edit]],
    title: str,
    dry_run: bool,
    today: date,
    people: Sequence[str],
    goals: Sequence[str],
) -> Journal:
    """Make the edits, all or none, and print them with what follows for `people` and `goals`; the journal as it is then."""
    made = draft(desk, edits)
    if isinstance(made, Refused):
        raise CannotRun("nothing was written: " + "\n".join(made.lines))
    if dry_run:
        click.echo(show_diff(made.changes), nl=False)
        return made.journal
    if failed := apply_changes(desk.directory, made.changes, title):
        raise CannotRun(f"nothing was written: {failed.path}: {failed.reason}")
    for change in made.changes:
        template = first_text(desk, change.path) if change.before is None else ""
        click.echo(f"{change.path}{' (new)' if change.before is None else ''}")
        for line in _changed_lines(change, template):
            click.echo(f"  {line}")
    for goal in goals:
        click.echo(pace_line(build_pace(made.journal.goals[goal], made.journal, today)))
    rows = build_follow_ups(made.journal, today, people)
    for person in people:
        if row := next((row for row in rows if row.contact == person and row.is_open), None):
            click.echo(f"Next: {due_line(made.journal, row, today)}")
    return made.journal


def _changed_lines(change: Change, template: str) -> list[str]:
    """The lines that the change takes out of the file and adds to it, or to the template that a new one is made of."""
    before = template if change.before is None else change.before.decode("utf-8")
    lines = difflib.ndiff(before.splitlines(), (change.after or b"").decode("utf-8").splitlines())
    return [line for line in lines if line.startswith(("+ ", "- "))]
