"""The pages of docs/ that are made from the code. `python -m tests.make_docs` writes them; test_docs.py compares."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from netjournal.cli import main
from netjournal.codes import CODES
from netjournal.options import OPTIONS, Option

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made from the code by `make docs`: change it there. -->\n"

# One command line for each command, that works on the sample journal.
EXAMPLES = {
    "check": "netjournal check journal/2026/11",
    "completion": "netjournal completion zsh",
    "company add": 'netjournal company add "Okapi Tours" --priority 4 --why "Small team, tests first" --dry-run',
    "company list": "netjournal company list --nobody",
    "company show": "netjournal company show mare-labs",
    "contact add": 'netjournal contact add "Grace Hopper, US Navy" --met "Spoke at the meetup" --via bea --dry-run',
    "contact edit": 'netjournal contact edit bea --set "role=Organiser of Porto Script Night" --unset tags --dry-run',
    "contact list": "netjournal contact list --due --today 2026-11-24",
    "contact merge": "netjournal contact merge filipa-roxo ewa-malinowska --dry-run",
    "contact rename": "netjournal contact rename ewa-malinowska ewa --dry-run",
    "contact show": "netjournal contact show ewa --today 2026-11-24",
    "done": "netjournal done",
    "explain": "netjournal explain unknown-contact",
    "export json": "netjournal export json --public --today 2026-11-24",
    "forget": "netjournal forget beatriz-sottomayor --dry-run",
    "goal add": 'netjournal goal add "Ask ten people for advice" --target 10 --unit people --due 30d --file --dry-run',
    "goal drop": "netjournal goal drop coffee-chats --dry-run",
    "goal list": "netjournal goal list --all --today 2026-11-24",
    "goal show": "netjournal goal show coffee-chats --today 2026-11-24",
    "init": "netjournal init my-journal --name 'Grace Hopper'",
    "leaks": "netjournal leaks site",
    "log": 'netjournal log "Coffee at the harbour" --with ewa --goal coffee-chats --follow-up 2w --dry-run',
    "lsp": "netjournal lsp",
    "note": 'netjournal note "The plan was too long, the day was not." --dry-run',
    "plan": 'netjournal plan "Write to Ewa about the slides" --with ewa --channel email --dry-run',
    "publish": "netjournal publish --dry-run",
    "schema": "netjournal schema",
    "submit": "netjournal submit 2026-11 --dry-run",
    "today": "netjournal today --today 2026-11-24",
    "undo": "netjournal undo --dry-run",
    "watch": "netjournal watch --for 1",
    "whois": "netjournal whois bea",
}

MKDOCS_YML = """\
site_name: Inês Valadares, networking journal
docs_dir: journal
theme:
  name: material
  font: false
plugins:
  - search
  - netjournal:
      owner: Inês Valadares
      contacts: alias
      alias_key: any-random-text-written-once
      channels: [mastodon, job-fair]
      practices: [Give first, Ask for advice]
      goals_per_month: 3
"""


def codes_page() -> str:
    """docs/codes.md: every code with its severity, why it matters, and the mend."""
    rows = "".join(f"| [`{name}`](#{name}) | {_severity(name)} | {code.title} |\n" for name, code in CODES.items())
    parts = [
        f"# What can be wrong in the text\n\n{MADE}\n"
        "Every problem has a code, a place and, where one is sure, a mend. An **error** means that something written was left out,"
        " a **warning** that it was kept but looks wrong. The section 'What is wrong in the text' of [the format](format.md) says"
        " more; `netjournal explain CODE` prints what stands here.\n\n"
        f"| code | severity | what |\n| --- | --- | --- |\n{rows}"
    ]
    for name, code in CODES.items():
        parts.append(f"## {name}\n\n{_severity(name).capitalize()}. **{code.title}.** {_prose(code.why)}\n")
        if code.wrong:
            parts.append(f"```text\nwrong: {_hanging(code.wrong)}\nright: {_hanging(code.right)}\n```\n")
    return "\n".join(parts)


def _severity(name: str) -> str:
    return "warning" if CODES[name].warning else "error"


def _prose(text: str) -> str:
    """Text of a terminal as Markdown: what Markdown would take for a tag or for emphasis is kept as it is."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # a backtick that is meant as one
        return _escaped(text)
    return "`".join(piece if n % 2 else _escaped(piece) for n, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "<>*[]`|" else c for c in text)


def _hanging(text: str) -> str:
    return text.replace("\n", "\n       ")


def commands_page() -> str:
    """docs/commands.md: the help of every command, with an example."""
    parts = [
        f"# The commands\n\n{MADE}\n"
        "Run them in the folder of `mkdocs.yml`, or name that folder with `-C`. A command exits with 0 when all is well, with 1"
        " when the journal has errors, with 2 when it could not run.\n\n"
        f"```text\n{_help([])}\n```\n"
    ]
    for words in command_names():
        name = " ".join(words)
        parts.append(f"## netjournal {name}\n\n```text\n{_help(words)}\n```\n")
        if name in EXAMPLES:
            parts.append(f"Example:\n\n```sh\n{EXAMPLES[name]}\n```\n")
    return "\n".join(parts)


def command_names() -> list[list[str]]:
    """Every command as the words that call it; groups come before their commands."""
    return [words for words, _ in _walk(main, [], click.Context(main, info_name="netjournal"))]


def leaf_names() -> list[str]:
    """The commands that do something: those that are no groups."""
    return [" ".join(w) for w, c in _walk(main, [], click.Context(main, info_name="netjournal")) if not isinstance(c, click.Group)]


def _walk(group: click.Group, words: list[str], context: click.Context) -> Iterator[tuple[list[str], click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield [*words, name], command
        if isinstance(command, click.Group):
            yield from _walk(command, [*words, name], click.Context(command, info_name=name, parent=context))


def _help(words: list[str]) -> str:
    """What --help prints, 100 columns wide whatever the terminal."""
    command: click.Command = main
    context = click.Context(main, info_name="netjournal", terminal_width=100, **main.context_settings)
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None, word
        command = found
        context = click.Context(command, info_name=word, parent=context, terminal_width=100)
    return command.get_help(context).strip()


def options_page() -> str:
    """docs/options.md: the options of the plugin."""
    rows = "".join(f"| `{name}` | {_kind(o)} | {_default(o)} | {o.help} |\n" for name, o in OPTIONS.items())
    return (
        f"# The options in mkdocs.yml\n\n{MADE}\n"
        "They stand under `netjournal` in `plugins`. All of them may be left out. One that is misspelt, or has a value that it"
        " cannot have, stops the build and the commands: nothing is published by a mistake.\n\n"
        f"```yaml\n{MKDOCS_YML}```\n\n"
        f"| option | value | default | what it does |\n| --- | --- | --- | --- |\n{rows}\n"
        "The journal is the folder `docs_dir`, or the folder `path` in it. Permanent links and the feed need `site_url`.\n"
    )


def _kind(option: Option) -> str:
    if isinstance(option.kind, tuple):
        return " or ".join(f"`{word}`" for word in option.kind)
    return {"boolean": "`true` or `false`", "list": "list of names", "number": "whole number"}.get(option.kind, option.kind)


def _default(option: Option) -> str:
    if option.default is None:
        return "see there" if "default:" in option.help else "none"
    if option.default in ("", ()):
        return "empty"
    return f"`{str(option.default).lower() if isinstance(option.default, bool) else option.default}`"


PAGES: dict[str, Callable[[], str]] = {
    "codes.md": codes_page,
    "commands.md": commands_page,
    "options.md": options_page,
}


def write_docs() -> None:
    for name, make in PAGES.items():
        (DOCS / name).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_docs()
