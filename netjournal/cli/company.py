"""netjournal company: the dream list, and where I know somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from netjournal.cli.completion import complete_company
from netjournal.cli.daily import date_option, desk_in, dry_run_option, write_day
from netjournal.cli.main import today_option
from netjournal.cli.project import find_project
from netjournal.cli.tables import Row, iso, output_options, print_rows
from netjournal.cli.things import (
    activity_lines,
    add_thing,
    fact_lines,
    fact_options,
    file_option,
    known_company,
    private_option,
)
from netjournal.clock import read_today
from netjournal.loading import load_journal
from netjournal.model import Thing
from netjournal.reports.companies import CompanyCard, build_company_cards, by_wish, outside_wish
from netjournal.reports.contacts import stage_of
from netjournal.schema import COMPANY


@click.group()
def company() -> None:
    """The companies: add to the dream list, list, show."""


@company.command()
@click.argument("name", nargs=-1, required=True)
@fact_options(COMPANY, without=("name",))
@file_option
@private_option
@date_option
@dry_run_option
@today_option
@click.pass_context
def add(
    context: click.Context, /, name: tuple[str, ...], own_file: bool, private: bool, day: date | None, dry_run: bool,
    today: date | None, **given: Any,
) -> None:  # fmt: skip
    """Add the company NAME to the dream list, in the day's entry."""
    now, desk = today or read_today(), desk_in(context.obj)
    key, edits = add_thing(desk, Thing.COMPANY, {"name": " ".join(name), **given}, day or now, own_file, private)
    made = write_day(desk, edits, f"company add {key}", dry_run, now, (), ())
    if people := made.people_at.get(key):
        click.echo(f"You know {', '.join(person.name for person in people)} there")


@company.command("list", short_help="List the dream list, then others where you know somebody.")
@click.option("--dream", is_flag=True, help="Only those of the dream list.")
@click.option("--nobody", is_flag=True, help="Only those of the dream list where you know nobody yet.")
@click.option("--tag", metavar="WORD", help="With that tag.")
@output_options
@today_option
@click.pass_context
def list_(
    context: click.Context, dream: bool, nobody: bool, tag: str | None, as_json: bool, as_csv: bool, today: date | None
) -> None:
    """List the companies: the dream list first, the dearest first, then others where you know somebody."""
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    cards, now = build_company_cards(journal), today or read_today()
    rows = [
        _row(card, now) for card in (*by_wish(cards), *outside_wish(cards))
        if (card.company.dream or not dream)
        and (card.is_gap or not nobody)
        and (not tag or tag.casefold() in map(str.casefold, card.company.tags))
    ]  # fmt: skip
    columns = ("id", "name", "priority", "people", "last_activity", "industry", "location")
    print_rows(rows, columns, as_json, as_csv, "There is no such company; netjournal company add NAME starts the dream list")


def _row(card: CompanyCard, today: date) -> Row:
    firm, days = card.company, [activity.day for activity in card.activities if activity.day <= today]
    return {
        "id": firm.id,
        "name": firm.name,
        "dream": firm.dream,
        "priority": firm.priority,
        "people": [person.name for person in card.people],
        "activities": len(days),
        "last_activity": iso(max(days, default=None)),
        "industry": firm.industry,
        "location": firm.location,
        "website": firm.website,
        "careers": firm.careers,
        "tags": list(firm.tags),
    }


@company.command(short_help="Show one company: what is known of it, and who is there.")
@click.argument("which", metavar="ID", shell_complete=complete_company)
@click.pass_context
def show(context: click.Context, which: str) -> None:
    """Show one company: what is known of it, who is there, what was done, the latest first.

    ID is its id, its name, or a part of the name that only one company has.
    """
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    card = build_company_cards(journal)[known_company(journal, which)]
    firm = card.company
    lines = [f"{firm.name} ({firm.id})", "on the dream list" if firm.dream else "not on the dream list"]
    lines += fact_lines(journal, firm, Thing.COMPANY)
    for person in card.people:
        role = f", {person.role}" if person.role else ""
        lines.append(f"  there: {person.name} ({person.id}){role}, {stage_of(journal.activities_with.get(person.id, ()))}")
    click.echo("\n".join([*lines, *activity_lines(card.activities)]))
