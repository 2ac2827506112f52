"""netjournal completion, and the words that the shell offers for the options of other commands: the journal's own ids."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class, split_arg_string

if TYPE_CHECKING:
    from netjournal.model import Journal
    from netjournal.settings import Settings

    Items = list[CompletionItem[Any]]
    Offer = Callable[[click.Context, click.Parameter, str], Items]

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $command, $cursor)
    $line = $command.Extent.Text
    $kept = @($env:COMP_WORDS, $env:COMP_CWORD, $env:%(complete_var)s, [Console]::OutputEncoding)
    try {
        $env:COMP_WORDS = $line.Substring(0, [Math]::Min($line.Length, $cursor - $command.Extent.StartOffset))
        $env:COMP_CWORD = $word
        $env:%(complete_var)s = 'powershell_complete'
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        & %(prog_name)s 2>$null | ForEach-Object {
            $kind, $value, $help = $_ -split "`t", 3
            if ($kind -eq 'plain') {
                $typed = if ($value -match '[\\s''"();&|<>@#$,{}]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
                if (-not $help) { $help = $value }
                [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $help)
            } elseif ($kind) {
                [System.Management.Automation.CompletionCompleters]::CompleteFilename($word)
            }
        }
    } finally {
        $env:COMP_WORDS, $env:COMP_CWORD, $env:%(complete_var)s, [Console]::OutputEncoding = $kept
    }
}
"""


class PowerShellComplete(ShellComplete):
    """For Windows PowerShell 5.1 and PowerShell 7: one line for each word, its kind, the word and what it means."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        words, typed = split_arg_string(os.environ["COMP_WORDS"])[1:], os.environ.get("COMP_CWORD", "")
        return (words[:-1] if typed and words else words), typed.strip("'\"")

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return f"{item.type}\t{item.value}\t{' '.join((item.help or '').split())}"


add_completion_class(PowerShellComplete)
SHELLS = ("bash", "zsh", "fish", "powershell")
_MONTH = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-\d\d.*\.md")
_SPANS = ("3d", "1w", "2w", "1m", "3m")


def _offering(find: Callable[[click.Context], Iterable[tuple[str, str | None]]]) -> Offer:
    """Offer what `find` finds as (word, what it means). A journal that cannot be read offers nothing, and says nothing."""

    def offer(context: click.Context, parameter: click.Parameter, typed: str) -> Items:
        try:
            known = sorted({word: means for word, means in find(context) if not re.search(r"\s", word)}.items())
        except (Exception, SystemExit):  # whatever it is: a traceback amid what somebody types helps nobody
            return []
        given = _given(context, parameter)
        start = typed.casefold()
        known = [pair for pair in known if pair[0] not in given]
        fits = [pair for pair in known if pair[0].casefold().startswith(start)]
        fits = fits or [pair for pair in known if any(part.casefold().startswith(start) for part in re.split(r"[-\s]", pair[0]))]
        return [CompletionItem(word, help=" ".join(means.split())[:60] if means else None) for word, means in fits]

    return offer


def _given(context: click.Context, parameter: click.Parameter) -> tuple[Any, ...]:
    """What was named with this option already."""
    given = context.params.get(parameter.name or "") if getattr(parameter, "multiple", False) or parameter.nargs == -1 else None
    return given if isinstance(given, tuple) else ()


def _project(context: click.Context) -> tuple[Path, Settings]:
    from netjournal.cli.project import find_project  # noqa: PLC0415 not needed to define the commands

    return find_project(context.find_root().params["directory"])  # None where -C names no folder: nothing is offered


def _journal(context: click.Context) -> Journal:
    from netjournal.loading import load_journal  # noqa: PLC0415 not needed to define the commands

    return load_journal(*_project(context))[0]


def _months(context: click.Context) -> Iterable[tuple[str, str | None]]:
    root, _ = _project(context)
    found = (_MONTH.fullmatch(file.name) for file in root.rglob("*.md"))
    return [(match[1], None) for match in found if match]


def _plans(context: click.Context) -> Iterable[tuple[str, str | None]]:
    from netjournal.clock import read_today  # noqa: PLC0415 not needed to define the commands
    from netjournal.reports.plans import open_plans  # noqa: PLC0415

    day = context.params.get("today")
    plans = open_plans(_journal(context), day if isinstance(day, date) else read_today())
    return [(str(plan.number), plan.item.do) for plan in plans]


def _codes(_: click.Context) -> Iterable[tuple[str, str | None]]:
    from netjournal.codes import CODES  # noqa: PLC0415 not needed to define the commands

    return [(name, code.title) for name, code in CODES.items()]


def _choices(command: click.Context) -> Iterable[tuple[str, str | None]]:
    return [(word, None) for word in _project(command)[1].channels]


complete_contact = _offering(lambda context: [(key, one.name) for key, one in _journal(context).contacts.items()])
complete_goal = _offering(lambda context: [(key, one.title) for key, one in _journal(context).goals.items() if not one.dropped])
complete_company = _offering(lambda context: [(key, one.name) for key, one in _journal(context).companies.items()])
complete_channel = _offering(_choices)
complete_practice = _offering(lambda context: [(word, None) for word in _project(context)[1].practices])
complete_month = _offering(_months)
complete_plan = _offering(_plans)
complete_code = _offering(_codes)
complete_span = _offering(lambda _: [(span, None) for span in _SPANS])


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and the journal's own ids in SHELL.

    \b
    in ~/.bashrc   eval "$(netjournal completion bash)"
    in ~/.zshrc    eval "$(netjournal completion zsh)"
    in ~/.config/fish/config.fish
                   netjournal completion fish | source
    in $PROFILE    netjournal completion powershell | Out-String | Invoke-Expression
    """
    from netjournal.cli.main import main  # noqa: PLC0415 main imports nothing of the commands

    kind = get_completion_class(shell)
    if kind is None:
        raise click.ClickException(f"there is no completion for {shell}")
    click.echo(kind(main, {}, "netjournal", "_NETJOURNAL_COMPLETE").source(), nl=False)
