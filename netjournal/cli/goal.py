"""netjournal goal: what I work towards, with the SMART letters as questions."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from netjournal.cli.completion import complete_goal
from netjournal.cli.daily import date_option, desk_in, dry_run_option, find_goals, on_terminal, write_day
from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.cli.tables import Row, iso, output_options, print_rows
from netjournal.cli.things import (
    activity_lines,
    add_thing,
    change_facts,
    fact_lines,
    fact_options,
    file_option,
    known_goal,
    private_option,
)
from netjournal.cli.today import pace_line
from netjournal.clock import read_today
from netjournal.dates import Span, month_of, month_span, parse_date, parse_span
from netjournal.loading import load_journal
from netjournal.model import Thing
from netjournal.reports.goals import Pace, State, build_pace, build_paces, periods_of
from netjournal.schema import GOAL

_OVER = (State.DONE, State.MISSED, State.DROPPED)
_QUESTIONS = {
    "title": "Specific: what exactly do you want to reach",
    "target": "Measurable: how many",
    "unit": "  of what (chats, requests, …)",
    "achievable": "Achievable: how will you do it",
    "relevant": "Relevant: what is it good for",
    "due": "Time-bound: until when",
}


@click.group()
def goal() -> None:
    """The goals: add, list, show, give up."""


@goal.command()
@click.argument("title", nargs=-1)
@fact_options(GOAL, without=("title", "status"))
@file_option
@private_option
@date_option
@dry_run_option
@today_option
@click.pass_context
def add(
    context: click.Context, /, title: tuple[str, ...], own_file: bool, private: bool, day: date | None, dry_run: bool,
    today: date | None, **given: Any,
) -> None:  # fmt: skip
    """Add the goal TITLE to the day's entry.

    On a terminal it asks for the letters of SMART that are missing; Enter leaves one for later. --due is a date, or a span from
    the day on such as 30d.
    """
    now, desk = today or read_today(), desk_in(context.obj)
    day = day or now
    given = {"title": " ".join(title), **given}
    if on_terminal():
        _ask(given, day)
    elif not given["title"].strip():
        raise CannotRun("name the goal: netjournal goal add TITLE")
    for key in ("start", "due"):
        if given[key] and (span := parse_span(given[key].strip())):
            given[key] = iso(span.after(day)) or given[key]
    key, edits = add_thing(desk, Thing.GOAL, given, day, own_file, private)
    made = write_day(desk, edits, f"goal add {key}", dry_run, now, (), (key,))
    if missing := made.goals[key].missing:
        click.echo(f"It lacks {', '.join(missing)}: write them in the file, or netjournal check reminds you")


def _ask(given: dict[str, Any], day: date) -> None:
    """The letters that were not given, one after the other."""
    for key, question in _QUESTIONS.items():
        if given[key] or (key == "unit" and not given["target"]):
            continue
        while True:
            default = _month_end(day).isoformat() if key == "due" else ""
            answer = click.prompt(question, default=default, show_default=bool(default), prompt_suffix="? ").strip()
            if key == "title" and not answer:
                continue
            if key == "target" and answer and not (answer.isascii() and answer.isdigit() and int(answer)):
                click.echo("A whole number, please, or Enter")
            elif key == "due" and not (parse_date(answer) or parse_span(answer)):
                click.echo("A date such as 2026-11-30, please, or a span such as 30d")
            else:
                given[key] = answer or None
                break


def _month_end(day: date) -> date:
    """The end of the month, or of the next one where this one has few days left."""
    last = month_span(month_of(day))[1]
    if (last - day).days >= 7:
        return last
    return month_span(month_of(Span(1, "d").after(last) or last))[1]


@goal.command("list")
@click.option("--all", "everything", is_flag=True, help="Those that are done, missed or given up too.")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in State]), help="In that state.")
@click.option("--tag", metavar="WORD", help="With that tag.")
@output_options
@today_option
@click.pass_context
def list_(
    context: click.Context,
    everything: bool,
    states: tuple[str, ...],
    tag: str | None,
    as_json: bool,
    as_csv: bool,
    today: date | None,
) -> None:
    """List the goals that are not over, by their start."""
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    paces = [
        pace for pace in build_paces(journal, today or read_today())
        if (pace.state in states if states else everything or pace.state not in _OVER)
        and (not tag or tag.casefold() in map(str.casefold, pace.goal.tags))
    ]  # fmt: skip
    columns = ("id", "title", "state", "progress", "total", "due", "expected")
    print_rows([_row(pace) for pace in paces], columns, as_json, as_csv, "There is no such goal; --all shows those that are over")


def _row(pace: Pace) -> Row:
    goal = pace.goal
    return {
        "id": goal.id,
        "title": goal.title,
        "state": pace.state.value,
        "progress": pace.progress,
        "total": pace.total,
        "unit": goal.unit,
        "per": goal.per.value if goal.per else None,
        "expected": None if pace.expected is None else round(pace.expected, 1),
        "start": iso(goal.start),
        "due": iso(goal.due),
        "days_left": pace.days_left,
        "missing": list(goal.missing),
        "tags": list(goal.tags),
    }


@goal.command(short_help="Show one goal: how it stands, and what counted.")
@click.argument("which", metavar="ID", shell_complete=complete_goal)
@today_option
@click.pass_context
def show(context: click.Context, which: str, today: date | None) -> None:
    """Show one goal: how it stands, its letters of SMART, what counted, the latest first.

    ID is its id, or a part of the id or the title that only one goal has.
    """
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    pace = build_pace(journal.goals[known_goal(journal, which)], journal, today or read_today())
    lines = [pace.goal.shown, pace_line(pace), *fact_lines(journal, pace.goal, Thing.GOAL)]
    if pace.goal.missing:
        lines.append(f"  it lacks: {', '.join(pace.goal.missing)}")
    lines += [f"  {period.start}: {period.count} of {period.target}" for period in reversed(periods_of(pace, 6))]
    click.echo("\n".join([*lines, *activity_lines(pace.counted)]))
    if pace.outside:
        click.echo(f"  {len(pace.outside)} outside its time, which count nothing")


@goal.command(short_help="Give a goal up; what was done for it stays.")
@click.argument("which", metavar="ID", shell_complete=complete_goal)
@dry_run_option
@today_option
@click.pass_context
def drop(context: click.Context, which: str, dry_run: bool, today: date | None) -> None:
    """Give a goal up: it stays with all that was done for it, and asks for nothing any more."""
    desk = desk_in(context.obj)
    (key,) = find_goals(desk, [which])
    if desk.journal.goals[key].dropped:
        raise CannotRun(f"'{key}' is given up already")
    edits = change_facts(desk, Thing.GOAL, key, [("status", "dropped")], ())
    write_day(desk, edits, f"goal drop {key}", dry_run, today or read_today(), (), (key,))
