"""netjournal lsp: the language server, for editors."""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import click

from netjournal.cli.project import CONFIG_NAMES, CannotRun, find_project, read_config
from netjournal.settings import Settings

_MISSING = 'the language server needs pygls, which is not installed: pip install "netjournal[lsp]"'
_BY_HAND = "an editor starts this, and speaks with it: docs/editors.md tells how each is set up"


@click.command()
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as it always does.")
def lsp(stdio: bool) -> None:
    """Serve an editor: problems as you type, completion, hover, places, renaming, quick fixes.

    It is started by the editor, with which it speaks the Language Server Protocol; docs/editors.md tells how each is set up.
    """
    if find_spec("pygls") is None:
        raise CannotRun(_MISSING)
    if sys.stdin.isatty():
        raise CannotRun(_BY_HAND)
    from netjournal.cli.check import load_checked  # noqa: PLC0415 slow to import
    from netjournal.clock import read_today  # noqa: PLC0415
    from netjournal.lsp.server import make_server, silence_refusals  # noqa: PLC0415
    from netjournal.lsp.session import Program  # noqa: PLC0415

    silence_refusals()
    make_server(Program(find_journal, load_checked, CONFIG_NAMES), read_today, version("netjournal")).start_io()


def find_journal(directory: Path) -> tuple[Path, Settings] | str | None:
    """The journal of a folder; a site whose mkdocs.yml does not name the plugin has none."""
    try:
        plugins = read_config(directory)[1].get("plugins")
        listed = plugins if isinstance(plugins, (list, dict)) else ()
        names = [next(iter(plugin), None) if isinstance(plugin, dict) else plugin for plugin in listed]
        return find_project(directory) if "netjournal" in names else None
    except CannotRun as wrong:
        return wrong.message
