"""The command `netjournal` and what all its commands share."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

COMMANDS = {
    "check": "netjournal.cli.check:check",
    "completion": "netjournal.cli.completion:completion",
    "company": "netjournal.cli.company:company",
    "contact": "netjournal.cli.contact:contact",
    "done": "netjournal.cli.plans:done",
    "explain": "netjournal.cli.check:explain",
    "export": "netjournal.cli.export:export",
    "forget": "netjournal.cli.people:forget",
    "goal": "netjournal.cli.goal:goal",
    "init": "netjournal.cli.init:init",
    "leaks": "netjournal.cli.leaks:leaks",
    "log": "netjournal.cli.daily:log",
    "lsp": "netjournal.cli.lsp:lsp",
    "note": "netjournal.cli.daily:note",
    "plan": "netjournal.cli.plans:plan",
    "publish": "netjournal.cli.publish:publish",
    "schema": "netjournal.cli.export:schema",
    "submit": "netjournal.cli.submit:submit",
    "today": "netjournal.cli.today:today",
    "undo": "netjournal.cli.undo:undo",
    "watch": "netjournal.cli.watch:watch",
    "whois": "netjournal.cli.people:whois",
}


INSTEAD = {  # what people type who do not know the commands yet
    "add": "netjournal log, or netjournal contact add",
    "build": "mkdocs build",
    "companies": "netjournal company list",
    "contacts": "netjournal contact list",
    "deploy": "netjournal publish",
    "fix": "netjournal check --fix",
    "goals": "netjournal goal list",
    "help": "netjournal --help",
    "list": "netjournal contact list, or netjournal goal list",
    "new": "netjournal init",
    "people": "netjournal contact list",
    "preview": "mkdocs serve",
    "serve": "mkdocs serve",
    "status": "netjournal today",
}


class _Lazy(click.Group):
    """Imports a command when it is asked for."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from netjournal.diagnostics import did_you_mean  # noqa: PLC0415 only for a wrong word

            near = f"type {INSTEAD[args[0]]}" if args[0] in INSTEAD else did_you_mean(args[0], COMMANDS)
            ctx.fail(f"there is no command '{args[0]}'; {near or 'netjournal --help lists them'}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module  # noqa: PLC0415 only when a command runs

        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 only when the shell asks

        named = [CompletionItem(name, help=text) for name, text in SUMMARIES.items() if name.startswith(incomplete)]
        return [*named, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


SUMMARIES = {
    "check": "Tell what is wrong in the journal.",
    "completion": "Print the script that completes words in your shell.",
    "company": "The companies: add to the dream list, list, show.",
    "contact": "The people: add, show, change, list, put together, give another id.",
    "done": "Tick a planned item and log it.",
    "explain": "Explain the code of a problem.",
    "export": "Write what was understood, for other programs.",
    "forget": "Take a person out of every file.",
    "goal": "The goals: add, list, show, give up.",
    "init": "Make a new journal, or one in a site that is there already.",
    "leaks": "Search a built site for what is private.",
    "log": "Add what you did to today's entry.",
    "lsp": "Serve an editor: problems, completion, hover, renaming.",
    "note": "Add a paragraph to today's reflection.",
    "plan": "Plan something for today, or tell what could be planned.",
    "publish": "Check the journal, build the site aside and push it.",
    "schema": "Print the JSON Schema of an entry's front matter.",
    "submit": "Look a month through as a reviewer does, and record its submission.",
    "today": "Tell what today asks for.",
    "undo": "Take the last change of netjournal back.",
    "watch": "Tell what is wrong whenever a file is saved.",
    "whois": "Show all that is held about a person.",
}


BEGIN = "A new journal: netjournal init. Each day: netjournal today, netjournal log. More on one: netjournal log --help"


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]}, epilog=BEGIN)
@click.version_option(package_name="netjournal", message="%(version)s")
@click.option(
    "-C", "directory", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(),
    metavar="DIR", help="Work in DIR, the folder of mkdocs.yml.",
)  # fmt: skip
@click.pass_context
def main(context: click.Context, directory: Path) -> None:
    """A networking journal in plain Markdown that becomes a site."""
    gc.set_threshold(1_000_000)  # a journal is a few 100,000 objects without circles, and most commands end with it
    atexit.register(gc.freeze)  # nor are they searched for circles at the very end, when all memory is given back
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if not (stream.isatty() or os.environ.get("PYTHONIOENCODING")):  # a file or a pipe is UTF-8, on Windows too
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")  # what cannot be shown is spelled, never a traceback
    context.obj = directory


class Day(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click only
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from netjournal.dates import parse_date  # noqa: PLC0415 not needed for --help

        day = value if isinstance(value, date) else parse_date(str(value))
        return day if day else self.fail(f"'{value}' is not a date such as 2026-11-23", param, ctx)


today_option = click.option("--today", type=Day(), metavar="DATE", help="Take DATE for today.")
