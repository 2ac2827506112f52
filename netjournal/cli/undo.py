"""netjournal undo: take the last change back."""

from __future__ import annotations

from pathlib import Path

import click

from netjournal.cli.project import CannotRun, find_project
from netjournal.editing.files import NotWritten, show_diff
from netjournal.editing.undo import changed_since, last_change, undo_last


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.pass_context
def undo(context: click.Context, dry_run: bool) -> None:
    """Take the last change that netjournal made back, byte for byte.

    Refuses, with exit code 2, if one of its files was changed since.
    """
    directory: Path = context.obj
    find_project(directory)
    last = last_change(directory)
    if last is None:
        click.echo("There is no change to undo")
        return
    result = (changed_since(directory, last[1]) or last[0]) if dry_run else undo_last(directory)
    if isinstance(result, NotWritten):
        raise CannotRun(f"nothing was undone: {result.path}: {result.reason}")
    click.echo(show_diff(last[1]) if dry_run else f"Undone: {result}", nl=not dry_run)
