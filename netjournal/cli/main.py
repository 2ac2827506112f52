"""The command `netjournal` and what all its commands share."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "check": "netjournal.cli.check:check",
    "done": "netjournal.cli.plans:done",
    "explain": "netjournal.cli.check:explain",
    "export": "netjournal.cli.export:export",
    "forget": "netjournal.cli.people:forget",
    "init": "netjournal.cli.init:init",
    "leaks": "netjournal.cli.leaks:leaks",
    "log": "netjournal.cli.daily:log",
    "note": "netjournal.cli.daily:note",
    "plan": "netjournal.cli.plans:plan",
    "publish": "netjournal.cli.publish:publish",
    "schema": "netjournal.cli.export:schema",
    "submit": "netjournal.cli.submit:submit",
    "today": "netjournal.cli.today:today",
    "undo": "netjournal.cli.undo:undo",
    "whois": "netjournal.cli.people:whois",
}


class _Lazy(click.Group):
    """Imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415 only when a command runs

        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


SUMMARIES = {
    "check": "Tell what is wrong in the journal.",
    "done": "Tick a planned item and log it.",
    "explain": "Explain the code of a problem.",
    "export": "Write what was understood, for other programs.",
    "forget": "Take a person out of every file.",
    "init": "Make a new journal, or one in a site that is there already.",
    "leaks": "Search a built site for what is private.",
    "log": "Add what you did to today's entry.",
    "note": "Add a paragraph to today's reflection.",
    "plan": "Plan something for today, or tell what could be planned.",
    "publish": "Check the journal, build the site aside and push it.",
    "schema": "Print the JSON Schema of an entry's front matter.",
    "submit": "Look a month through as a reviewer does, and record its submission.",
    "today": "Tell what today asks for.",
    "undo": "Take the last change of netjournal back.",
    "whois": "Show all that is held about a person.",
}


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="netjournal", message="%(version)s")
@click.option(
    "-C", "directory", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(),
    metavar="DIR", help="Work in DIR, the folder of mkdocs.yml.",
)  # fmt: skip
@click.pass_context
def main(context: click.Context, directory: Path) -> None:
    """A networking journal in plain Markdown that becomes a site."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    context.obj = directory


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click only
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from netjournal.dates import parse_date  # noqa: PLC0415 not needed for --help

        day = value if isinstance(value, date) else parse_date(str(value))
        return day if day else self.fail(f"'{value}' is not a date such as 2026-11-23", param, ctx)


today_option = click.option("--today", type=Day(), metavar="DATE", help="Take DATE for today.")
