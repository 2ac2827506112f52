"""netjournal export and schema: what was understood, and what may be written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.clock import read_today


@click.group()
def export() -> None:
    """Write what was understood, for other programs."""


@export.command("json")
@click.option("--public", is_flag=True, help="Only what the public may see.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE.")
@today_option
@click.pass_context
def export_json_command(context: click.Context, public: bool, output: Path | None, today: date | None) -> None:
    """The whole journal as JSON (section 9 of the format)."""
    from netjournal.audience import for_audience  # noqa: PLC0415 not needed for --help
    from netjournal.exports.json import export_json  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience  # noqa: PLC0415

    root, settings = find_project(context.obj)
    journal, problems = load_journal(root, settings)
    shown = for_audience(journal, Audience.PUBLIC if public else Audience.OWNER, settings)
    text = export_json(shown, problems, settings, today or read_today())
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotRun(f"{output} cannot be written: {error.strerror}") from None


@click.command()
@click.pass_context
def schema(context: click.Context) -> None:
    """Print the JSON Schema of an entry's front matter."""
    from netjournal.exports.schema import entry_schema  # noqa: PLC0415 not needed for --help
    from netjournal.settings import Settings  # noqa: PLC0415

    try:
        _, settings = find_project(context.obj)
    except CannotRun:
        settings = Settings()  # outside a journal: the format's own words
    click.echo(json.dumps(entry_schema(settings), indent=2, ensure_ascii=False))
