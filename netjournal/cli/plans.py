"""netjournal plan and done: what I want to do, and that it is done."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from netjournal.cli.completion import complete_plan
from netjournal.cli.daily import (
    activity_edits,
    channel_option,
    checked_text,
    date_option,
    desk_in,
    details,
    dry_run_option,
    find_goals,
    find_people,
    goal_option,
    known_channel,
    not_ahead,
    one_or_all,
    present,
    with_option,
    write_day,
)
from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun
from netjournal.cli.today import due_line, pace_line
from netjournal.clock import read_today
from netjournal.diagnostics import shorten
from netjournal.editing.daily import Edit, add_contact, add_planned, entry_path, tick
from netjournal.model import Journal
from netjournal.reports.agenda import build_agenda
from netjournal.reports.follow_ups import build_follow_ups
from netjournal.reports.goals import build_paces
from netjournal.reports.plans import Plan, find_plans, open_plans, recent_plans


@click.command()
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@with_option
@goal_option
@channel_option
@date_option
@dry_run_option
@today_option
@click.pass_context
def plan(
    context: click.Context, texts: tuple[str, ...], people: tuple[str, ...], goals: tuple[str, ...], channel: str | None,
    day: date | None, dry_run: bool, today: date | None,
) -> None:  # fmt: skip
    """Plan to do each TEXT; without one, tell what could be planned."""
    now, desk = today or read_today(), desk_in(context.obj)
    if not texts:
        if people or goals or channel:
            raise CannotRun("say what to plan: netjournal plan TEXT")
        _print_suggestions(desk.journal, now)
        return
    path = entry_path(desk, day or now)
    who, newcomers = find_people(desk, people)
    towards = find_goals(desk, goals)
    if channel:
        known_channel(desk, channel)
    more = present({"with": one_or_all(who), "goal": one_or_all(towards), "channel": channel})
    items = [" ".join(texts)] if all(" " not in text for text in texts) else texts  # typed without quotes
    edits = [(path, add_planned({"do": checked_text(item)} | more)) for item in items]
    edits += [(path, add_contact(person)) for person in newcomers]
    write_day(desk, edits, f"plan {shorten(items[0])}", dry_run, now, (), ())


@click.command()
@click.argument("which", metavar="[NUMBER]", nargs=-1, shell_complete=complete_plan)
@click.option("--no-log", is_flag=True, help="Only tick it.")
@details
@today_option
@click.pass_context
def done(
    context: click.Context,
    /,
    which: tuple[str, ...],
    no_log: bool,
    today: date | None,
    dry_run: bool,
    day: date | None,
    **given: Any,
) -> None:
    """Tick a planned item and log it; without a NUMBER, list the open ones.

    NUMBER is one of that list, which netjournal today shows too, or a few words of the item. The activity gets the item's
    people, goals and channel; those you name take their place.
    """
    now, desk = today or read_today(), desk_in(context.obj)
    if not which:
        for open_one in open_plans(desk.journal, now):
            click.echo(_plan_line(open_one))
        if not open_plans(desk.journal, now):
            click.echo("No plan of the last 7 days is open. netjournal plan TEXT makes one.")
        return
    chosen = _chosen(recent_plans(desk.journal, now), " ".join(which))
    edits: list[tuple[str, Edit]] = [(chosen.item.source.path, tick(chosen.item))]
    people: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    if not no_log:
        item = chosen.item
        given["people"] = given["people"] or item.contacts
        given["goals"] = given["goals"] or item.goals
        given["channel"] = given["channel"] or item.channel
        more, people, goals = activity_edits(desk, entry_path(desk, not_ahead(day or now, now)), item.do, given)
        edits += more
    write_day(desk, edits, f"done {shorten(chosen.item.do)}", dry_run, now, people, goals)


def _chosen(plans: tuple[Plan, ...], word: str) -> Plan:
    found = find_plans(plans, word)
    if not found:
        raise CannotRun(f"there is no open plan '{word}' in the last 7 days; netjournal done lists them")
    if len(found) > 1:
        raise CannotRun(f"'{word}' may be one of these: say its number\n" + "\n".join(map(_plan_line, found)))
    if found[0].item.done:
        raise CannotRun(f"'{found[0].item.do}' is done already")
    return found[0]


def _plan_line(plan: Plan) -> str:
    return f"{plan.number:>2}  {plan.day}  {shorten(plan.item.do, 100)}"


def _print_suggestions(journal: Journal, today: date) -> None:
    agenda = build_agenda(journal, build_paces(journal, today), build_follow_ups(journal, today), today)
    planned = [plan.item for plan in recent_plans(journal, today) if plan.day == today]
    with_plan = {key for item in planned for key in item.contacts}
    lines = []
    for row in (*agenda.overdue, *agenda.due, *agenda.soon):
        if row.contact not in with_plan:
            name = journal.contacts[row.contact].name
            lines += [f"  {due_line(journal, row, today)}", f'    netjournal plan "Write to {name}" --with {row.contact}']
    for pace in (*agenda.behind, *agenda.at_risk):
        lines += [f"  {pace_line(pace)}", f'    netjournal plan "…" --goal {pace.goal.id}']
    click.echo(
        "\n".join(["You could plan:", *lines])
        if lines
        else "Nobody waits and no goal is behind. netjournal plan TEXT plans anything."
    )
