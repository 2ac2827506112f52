"""netjournal contact: the people, one by one and all together."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from netjournal.audience import public_people
from netjournal.cli.completion import complete_company, complete_contact
from netjournal.cli.daily import date_option, desk_in, dry_run_option, on_terminal, write_day
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
    known_company,
    known_contact,
    open_place,
    private_option,
    set_options,
)
from netjournal.cli.today import due_line
from netjournal.clock import read_today
from netjournal.diagnostics import shorten
from netjournal.editing.daily import Desk, Refused
from netjournal.editing.files import show_diff
from netjournal.editing.guessing import alike
from netjournal.editing.joining import STRICT, plan_merge
from netjournal.editing.renaming import Renaming, plan_rename
from netjournal.editing.undo import apply_changes
from netjournal.loading import load_journal
from netjournal.model import Journal, Stage, Thing
from netjournal.names import same
from netjournal.reports.contacts import ContactCard, build_contact_cards, by_attention
from netjournal.schema import CONTACT

_LEFT = 10  # places that are shown, of those that a renaming leaves


@click.group()
def contact() -> None:
    """The people: add, show, change, list, put together, give another id."""


@contact.command()
@click.argument("name", nargs=-1, required=True)
@fact_options(CONTACT, without=("name", "aliases"))
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
    """Add the person NAME, or "First Last, Company", to the day's entry.

    Exits with 2, and writes nothing, where the person is there already or something would be wrong.
    """
    now, desk = today or read_today(), desk_in(context.obj)
    typed = " ".join(" ".join(name).split())
    if not given["company"]:
        typed, _, company = (part.strip() for part in typed.partition(","))
        given["company"] = company or None
    if given["via"]:
        given["via"] = known_contact(desk.journal, given["via"])
    key, edits = add_thing(desk, Thing.CONTACT, {"name": typed, **given}, day or now, own_file, private)
    write_day(desk, edits, f"contact add {key}", dry_run, now, (), ())
    click.echo(f"The id is {key}: netjournal log WHAT --with {key}")
    if near := alike(desk.journal, typed):
        others = ", ".join(f"{desk.journal.contacts[k].name} ({k})" for k in near[:3])
        click.echo(f"Is it one person with {others}? Then: netjournal contact merge {key} {near[0]}")


@contact.command(short_help="Show what is known of one person.")
@click.argument("who", metavar="ID", shell_complete=complete_contact)
@today_option
@click.pass_context
def show(context: click.Context, who: str, today: date | None) -> None:
    """Show what is known of one person: facts, stage, next step, what was done, the latest first.

    ID is an id, an alias, or a part of the name that only one person has. netjournal whois shows every place.
    """
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    now = today or read_today()
    card = build_contact_cards(journal, now)[known_contact(journal, who)]
    click.echo("\n".join(_card_lines(journal, card, now)))


def _card_lines(journal: Journal, card: ContactCard, today: date) -> list[str]:
    person = card.contact
    lines = [f"{person.name} ({person.id})", _standing(card)]
    if step := card.next_step:
        lines.append(f"Next: {due_line(journal, step, today)}")
    lines += fact_lines(journal, person, Thing.CONTACT)
    if card.introduced:
        lines.append(f"  introduced: {', '.join(f'{c.name} ({c.id})' for c in card.introduced)}")
    return lines + activity_lines(card.activities)


def _standing(card: ContactCard) -> str:
    number = len(card.activities)
    times = "1 activity" if number == 1 else f"{number} activities"
    return f"{card.stage}, {times}, last contact {card.last_contact}" if number else f"{card.stage}, no activity yet"


@contact.command("list")
@click.option("--stage", "stages", multiple=True, type=click.Choice([stage.value for stage in Stage]), help="At that stage.")
@click.option("--company", metavar="NAME", help="At that company now: its id or name.", shell_complete=complete_company)
@click.option("--due", is_flag=True, help="Who is to be answered or met by today.")
@click.option("--tag", metavar="WORD", help="With that tag.")
@output_options
@today_option
@click.pass_context
def list_(
    context: click.Context, stages: tuple[str, ...], company: str | None, due: bool, tag: str | None, as_json: bool, as_csv: bool,
    today: date | None,
) -> None:  # fmt: skip
    """List the people, those first who are due first."""
    root, settings = find_project(context.obj)
    journal, _ = load_journal(root, settings)
    now = today or read_today()
    at = known_company(journal, company) if company else None
    cards = [
        card for card in by_attention(build_contact_cards(journal, now))
        if (not stages or card.stage in stages)
        and (at is None or card.contact.company == at)
        and (not due or (card.next_step is not None and card.next_step.due <= now))
        and (not tag or same(tag) in map(same, card.contact.tags))
    ]  # fmt: skip
    columns = ("id", "name", "stage", "due", "company", "last_contact", "next", "role")
    print_rows([_row(journal, card) for card in cards], columns, as_json, as_csv, "There is no such contact")


def _row(journal: Journal, card: ContactCard) -> Row:
    person, step = card.contact, card.next_step
    return {
        "id": person.id,
        "name": person.name,
        "company": journal.companies[person.company].name if person.company else None,
        "role": person.role,
        "circle": person.circle,
        "stage": card.stage.value,
        "first_contact": iso(card.first_contact),
        "last_contact": iso(card.last_contact),
        "activities": len(card.activities),
        "due": iso(step.due) if step else None,
        "next": (step.activity.did if step.activity else "keep in touch") if step else None,
        "tags": list(person.tags),
    }


@contact.command(short_help="Change what is said of one person, or open the place in your editor.")
@click.argument("who", metavar="ID", shell_complete=complete_contact)
@set_options
@dry_run_option
@today_option
@click.pass_context
def edit(
    context: click.Context, who: str, sets: tuple[tuple[str, str], ...], unsets: tuple[str, ...], dry_run: bool, today: date | None
) -> None:
    """Change what is said of one person, where it is said; without --set and --unset, open that place in your editor.

    The editor is $VISUAL or $EDITOR. A name is put right wherever it stands, and the id stays: netjournal contact rename
    changes that.
    """
    desk = desk_in(context.obj)
    key = known_contact(desk.journal, who)
    if sets or unsets:
        sets = tuple((name, known_contact(desk.journal, value) if name == "via" else value) for name, value in sets)
        edits = change_facts(desk, Thing.CONTACT, key, sets, unsets)
        write_day(desk, edits, f"contact edit {key}", dry_run, today or read_today(), (), ())
    elif not on_terminal():
        raise CannotRun(f"say what to change: --set key=value or --unset key. What is known: netjournal contact show {key}")
    else:
        open_place(desk, Thing.CONTACT, key)


@contact.command(short_help="Give a person another id, in every file.")
@click.argument("old", metavar="ID", shell_complete=complete_contact)
@click.argument("new", metavar="NEW_ID")
@dry_run_option
@click.pass_context
def rename(context: click.Context, old: str, new: str, dry_run: bool) -> None:
    """Give a person the id NEW_ID, in every file or in none: lists, mentions, links, the file's name.

    Only the id changes; a name is changed with netjournal contact edit ID --set name=…
    """
    desk = desk_in(context.obj)
    key, new = known_contact(desk.journal, old), new.strip().lower().removeprefix("@")
    if key == new:
        raise CannotRun(f"'{key}' is the id already")
    _write(desk, plan_rename(desk, key, new), f"contact rename {key} {new}", dry_run, f"'{key}' is '{new}' now")
    if public_people(desk.journal, desk.settings)[0][key].id:
        click.echo("The address of the public page changes with it")


@contact.command(short_help="Make one person of two, in every file.")
@click.argument("old", metavar="ID", shell_complete=complete_contact)
@click.argument("into", metavar="INTO_ID", shell_complete=complete_contact)
@dry_run_option
@click.pass_context
def merge(context: click.Context, old: str, into: str, dry_run: bool) -> None:
    """Put a person who is there twice into one: what is said of ID is said of INTO_ID, in every file or in none.

    The name and the id of INTO_ID stay. Of other facts the later one counts, as always.
    """
    desk = desk_in(context.obj)
    gone, kept = known_contact(desk.journal, old), known_contact(desk.journal, into)
    if gone == kept:
        raise CannotRun(f"both are '{kept}'")
    plan = plan_merge(desk, gone, kept)
    _write(desk, plan, f"contact merge {gone} {kept}", dry_run, f"'{gone}' and '{kept}' are one now")
    before, after = (public_people(desk.journal, desk.settings)[0][key].publication for key in (gone, kept))
    if STRICT.index(after) > STRICT.index(before):
        click.echo(f"The public sees more now: '{gone}' was published as '{before}', '{kept}' is as '{after}'")
    if isinstance(plan, Renaming):
        known = fact_lines(desk.journal, desk.journal.contacts[kept], Thing.CONTACT)
        for line in fact_lines(plan.journal, plan.journal.contacts[kept], Thing.CONTACT):
            if line not in known:
                click.echo(line)


def _write(desk: Desk, plan: Renaming | Refused, title: str, dry_run: bool, done: str) -> None:
    """Write the changes of many files and tell them file by file."""
    if isinstance(plan, Refused):
        raise CannotRun("nothing was written: " + "\n".join(plan.lines))
    if dry_run:
        click.echo(show_diff(plan.changes), nl=False)
    else:
        if failed := apply_changes(desk.directory, plan.changes, title):
            raise CannotRun(f"nothing was written: {failed.path}: {failed.reason}")
        for change in plan.changes:
            click.echo(f"{change.path}{' (new)' if change.before is None else ' (gone)' if change.after is None else ''}")
        number = sum(change.after is not None for change in plan.changes)
        files = "1 file" if number == 1 else f"{number} files"
        click.echo(f"{done}, in {files}; netjournal undo takes it back")
    if plan.left:
        click.echo(f"Left as they are, for it may mean something else there (beside '{plan.old}' as an id):", err=True)
        for path, line, text in plan.left[:_LEFT]:
            click.echo(f"  {path}:{line}: {shorten(text, 80)}", err=True)
