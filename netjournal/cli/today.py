"""netjournal today: what is due, which goals are behind, what is planned."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.clock import read_today
from netjournal.diagnostics import Diagnostic, Severity, shorten

if TYPE_CHECKING:
    from netjournal.model import Journal
    from netjournal.reports.follow_ups import FollowUp
    from netjournal.reports.goals import Pace
    from netjournal.settings import Settings

FIRST_LINE = 'netjournal log "Wrote to a developer on LinkedIn" --with "First Last, Company"'


@click.command()
@click.option("--edit", is_flag=True, help="Open today's entry in your editor ($VISUAL or $EDITOR); a new one is made.")
@today_option
@click.pass_context
def today(context: click.Context, edit: bool, today: date | None) -> None:
    """Tell what today asks for: people to answer, goals that are behind, plans that are open."""
    from netjournal.loading import load_journal  # noqa: PLC0415 not needed for --help

    day = today or read_today()
    directory: Path = context.obj
    root, settings = find_project(directory)
    if edit:
        _edit(directory, root, settings, day)
        return
    journal, problems = load_journal(root, settings)
    click.echo(f"{day:%A}, {day}")
    if not (journal.entries or journal.own_files):
        click.echo(f"\nNothing is written yet. Begin with something you did, however small:\n\n  {FIRST_LINE}")
    else:
        _print_day(journal, day)
    if errors := sum(p.severity is Severity.ERROR for p in problems):
        click.echo(f"\n{errors} {'error' if errors == 1 else 'errors'} in the journal: netjournal check")


def _print_day(journal: Journal, day: date) -> None:
    from netjournal.reports.agenda import build_agenda  # noqa: PLC0415
    from netjournal.reports.follow_ups import build_follow_ups  # noqa: PLC0415
    from netjournal.reports.goals import build_paces  # noqa: PLC0415
    from netjournal.reports.plans import open_plans  # noqa: PLC0415 not needed for --help

    agenda = build_agenda(journal, build_paces(journal, day), build_follow_ups(journal, day), day)
    plans = open_plans(journal, day)
    _section("Due", [due_line(journal, row, day) for row in (*agenda.overdue, *agenda.due)])
    _section("Goals that start today", [pace_line(pace) for pace in agenda.behind if pace.goal.start == day])
    _section("Goals behind", [pace_line(pace) for pace in agenda.behind if pace.goal.start != day])
    _section("Behind tomorrow, if nothing is done today", [pace_line(pace) for pace in agenda.at_risk])
    now = [f"{p.number:>2}  {shorten(p.item.do, 100)}" for p in plans if p.day == day]
    earlier = [f"{p.number:>2}  {p.day}  {shorten(p.item.do, 100)}" for p in plans if p.day != day]
    _section("Planned today (tick with netjournal done NUMBER)", now)
    _section("Planned in the last 7 days, still open", earlier)
    if agenda.is_clear and not plans:
        click.echo("\nNothing is due. netjournal plan tells what could be next.")
    click.echo(f"\n{days_line(journal, day)}")


def _section(title: str, lines: list[str]) -> None:
    if lines:
        click.echo(f"\n{title}")
        for line in lines:
            click.echo(f"  {line}")


def due_line(journal: Journal, row: FollowUp, day: date) -> str:
    """One follow-up: since when, with whom, over what."""
    contact = journal.contacts[row.contact]
    over = f"keep in touch, last on {row.made}" if row.activity is None else shorten(row.activity.did, 60)
    when = "today" if row.due == day else f"since {row.due}" if row.due < day else f"on {row.due}"
    return f"{when}: {contact.name} ({contact.id}): {over}"


def pace_line(pace: Pace) -> str:
    """How far a goal is, how far it should be, and what it takes from today on."""
    from netjournal.reports.goals import periods_of  # noqa: PLC0415 not needed for --help

    goal = pace.goal
    unit = f" {goal.unit}" if goal.unit else ""
    fresh = pace.state == "behind" and goal.start == pace.today  # nobody is late on the first morning
    state = "starts today" if fresh else pace.state
    line = f"{goal.id}: {pace.progress}{f' of {pace.total}' if pace.total is not None else ''}{unit}, {state}"
    if pace.expected is not None and pace.state in ("behind", "on-track") and not fresh:
        line += f", {pace.expected:.1f} expected by now"
    if goal.per and (periods := periods_of(pace, 1)) and pace.state in ("behind", "on-track"):
        return f"{line}; this {goal.per}: {periods[-1].count} of {goal.target}"
    if pace.needed_per_day and pace.days_left and pace.total is not None and pace.state in ("behind", "on-track"):
        line += f"; needed: {_rate(pace.total - pace.progress, pace.days_left)}"
        line += f" until {goal.due}" if pace.days_left > 1 else ""
    return line


def _rate(left: int, days: int) -> str:
    """`left` in `days` in words that can be acted on."""
    if days == 1:
        return f"{left} today"
    if left == 1:
        return "1"
    if left >= days:
        return f"{-(-left * 10 // days) / 10:g} a day"  # rounded up: less would not do
    return f"{left} in {days} days" if days // left == 1 else f"one every {days // left} days"


def days_line(journal: Journal, day: date) -> str:
    """The days of the month that have an entry, and a row of them while it lasts."""
    days = {entry.day for entry in journal.entries if entry.day <= day}
    number = sum(d.year == day.year and d.month == day.month for d in days)
    last = day if day in days or day == date.min else day - timedelta(days=1)
    row = 0
    while last in days:
        row += 1
        last -= timedelta(days=1)
    line = f"{number} {'day' if number == 1 else 'days'} with an entry this month"
    return f"{line}, {row} in a row" if row > 1 else line


def _edit(directory: Path, root: Path, settings: Settings, day: date) -> None:
    from netjournal.editing.daily import SKELETON, entry_path, new_text, open_desk  # noqa: PLC0415 not needed for --help
    from netjournal.editing.files import Change  # noqa: PLC0415
    from netjournal.editing.undo import apply_changes  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415

    desk = open_desk(directory, root, settings)
    path = entry_path(desk, day)
    if not (directory / path).exists():
        change = Change(path, None, new_text(desk, SKELETON).encode("utf-8"))
        if failed := apply_changes(directory, [change], f"new entry {day}"):
            raise CannotRun(f"nothing was written: {failed.path}: {failed.reason}")
        click.echo(f"Made {path}")
    try:
        click.edit(filename=str(directory / path))
    except click.ClickException as error:
        raise CannotRun(f"{path} could not be opened: {error.message}. Set EDITOR to your editor's command") from None
    _, problems = load_journal(root, settings)
    _print_problems([p for p in problems if p.source.path == path])


def _print_problems(problems: list[Diagnostic]) -> None:
    for problem in problems:
        click.echo(str(problem))
