"""netjournal init: a new journal, or one in a site that is there already."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netjournal.cli.main import today_option
from netjournal.cli.project import CONFIG_NAMES, CannotRun, find_project, read_config
from netjournal.clock import read_today

if TYPE_CHECKING:
    from netjournal.editing.files import Change
    from netjournal.scaffold.new_journal import NewJournal


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--name", help="Your name, as the site shows it.")
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language of a new site, such as en, es or pt-BR."
)
@click.option("--dry-run", is_flag=True, help="Tell what would be made; write nothing.")
@today_option
@click.pass_context
def init(context: click.Context, folder: str | None, name: str | None, language: str, dry_run: bool, today: date | None) -> None:
    """Make a journal in DIR that builds at once: by default, in this folder.

    Makes mkdocs.yml, a first entry with three goals, and what helps to write and publish. In the folder of a site that
    MkDocs builds already, adds the plugin to its mkdocs.yml and a folder for the journal. A file that is there is never
    overwritten, and a second run changes nothing. Where mkdocs.yml cannot be added to safely, shows the
    lines to type there, makes nothing, and exits with 1.
    """
    from netjournal.editing.files import Change, write_changes  # noqa: PLC0415 not needed for --help
    from netjournal.scaffold.advice import advise_ignoring, advise_typing  # noqa: PLC0415
    from netjournal.scaffold.place import find_obstacle, find_obstacle_on, find_others, holds_files  # noqa: PLC0415

    directory = Path(os.path.normpath(Path(context.obj) / (folder or ".")))
    _stop(find_obstacle(directory))
    is_site = any(os.path.lexists(directory / known) for known in CONFIG_NAMES)
    if not folder and not is_site and directory.exists():
        _stop(find_others(directory))
    _check_language(language)
    owner = _clean(name) if name is not None else "" if is_site else _ask_name(context.obj)
    new = _new_journal(owner, language, today or read_today())
    advice: list[str] = []
    by_hand: dict[str, str] = {}
    changes: list[Change] = []
    if is_site:
        new, texts, changes, by_hand, advice = _into_site(directory, new)
    else:
        texts = _files(directory, new, whole=True)
    if by_hand:  # without the plugin MkDocs would publish all of a journal: so there is none yet
        click.echo("\n".join(advise_typing(by_hand)))
        context.exit(1)
    _stop(find_obstacle_on(directory, [*(change.path for change in changes), *texts]))
    kept = [path for path in texts if os.path.lexists(directory / path)]
    changes += [Change(path, None, text.encode("utf-8")) for path, text in texts.items() if path not in kept]
    if any(change.before is not None or change.path == "mkdocs.yml" for change in changes) and holds_files(directory / new.path):
        advice.append(f"The folder {new.path} was there already: what is in it belongs to the journal, and its site, from now on.")
    if changes and not dry_run:
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotRun(f"the folder {directory} cannot be made: {error.strerror or error}") from None
        if failed := write_changes(directory, changes):
            raise CannotRun(f"nothing was made: {failed.path}: {failed.reason}")
    _report(changes, kept, dry_run)
    if ".gitignore" in kept and (directory / ".gitignore").is_file():
        own = (directory / ".gitignore").read_text(encoding="utf-8", errors="replace")
        _say(advise_ignoring(new, own))
    _say(advice)
    if not dry_run:
        _say(_next_steps(directory))


def _stop(reason: str | None) -> None:
    if reason:
        raise CannotRun(f"{reason}\nNothing was made.")


def _say(lines: Iterable[str]) -> None:
    """A paragraph, if there is one."""
    if text := "\n".join(lines):
        click.echo(f"\n{text}")


def _new_journal(name: str, language: str, today: date) -> NewJournal:
    import secrets  # noqa: PLC0415 not needed for --help

    from netjournal import __version__  # noqa: PLC0415
    from netjournal.scaffold.new_journal import NewJournal  # noqa: PLC0415

    return NewJournal(name, language, today, secrets.token_urlsafe(24), __version__)


def _files(directory: Path, new: NewJournal, whole: bool) -> dict[str, str]:
    """The journal's files; if it is the `whole` site, also those around it."""
    from netjournal.scaffold.new_journal import build_journal_files, build_project_files  # noqa: PLC0415 not needed for --help
    from netjournal.scaffold.place import has_entry  # noqa: PLC0415

    around = build_project_files(new) if whole else {}
    return {**around, **build_journal_files(new, not has_entry(directory / new.path))}


def _into_site(directory: Path, new: NewJournal) -> tuple[NewJournal, dict[str, str], list[Change], dict[str, str], list[str]]:
    """The journal for this site, its files, the change of mkdocs.yml, or else the options to type there, and advice."""
    from dataclasses import replace  # noqa: PLC0415 not needed for --help

    from netjournal.editing.files import Change  # noqa: PLC0415
    from netjournal.scaffold.advice import advise_site  # noqa: PLC0415
    from netjournal.scaffold.new_journal import plugin_options  # noqa: PLC0415
    from netjournal.scaffold.place import find_obstacle_on  # noqa: PLC0415
    from netjournal.scaffold.plugin import add_plugin, names_plugin  # noqa: PLC0415

    _stop(find_obstacle_on(directory, CONFIG_NAMES))
    if not any((directory / known).is_file() for known in CONFIG_NAMES):
        _stop(f"the mkdocs.yml in {directory} is no file that can be read")
    file, config = read_config(directory)
    docs = Path(str(config.get("docs_dir") or "docs"))
    if docs.is_absolute() or ".." in docs.parts:
        _stop(f"docs_dir in {file.name} leads out of {directory}")
    if names_plugin(config):
        new = replace(new, path=find_project(directory)[1].journal_path)
    else:
        new = replace(new, path=docs.as_posix() if docs.as_posix() == "journal" else (docs / "journal").as_posix())
    texts = _files(directory, new, whole=new.path == "journal")
    texts.pop("mkdocs.yml", None)
    advice = list(advise_site(new, config, docs.as_posix()))
    if names_plugin(config):
        return new, {file.name: "", **texts}, [], {}, advice  # to tell that it is there
    options = plugin_options(new, "" if new.path == "journal" else "journal")
    before = file.read_bytes()
    after = add_plugin(before.decode("utf-8"), options)
    if after is None:
        return new, texts, [], options, advice
    return new, texts, [Change(file.name, before, after.encode("utf-8"))], {}, advice


def _check_language(language: str) -> None:
    """Material has to know it, else the site does not build. It is found, not imported."""
    from importlib.util import find_spec  # noqa: PLC0415 not needed for --help

    from netjournal.diagnostics import did_you_mean  # noqa: PLC0415

    spec = find_spec("material")
    folders = (
        [Path(place, "templates", "partials", "languages") for place in (spec.submodule_search_locations or ())] if spec else []
    )
    known = sorted(file.stem for folder in folders for file in folder.glob("*.html"))
    if known and language not in known:
        _stop(f"the theme has no language '{language}'. {did_you_mean(language, known) or 'It has: ' + ', '.join(known)}")


def _ask_name(folder: Path) -> str:
    """The name from the person at the terminal, else from git; empty if neither knows."""
    from netjournal.git import GitError, run_git  # noqa: PLC0415 not needed for --help

    try:
        known = _clean(run_git(folder, ["config", "user.name"]))
    except (GitError, OSError, CannotRun):
        known = ""
    if sys.stdin.isatty():
        question = "Your name, as the site shall show it" + ("" if known else " (may stay empty)")
        known = click.prompt(question, default=known, show_default=bool(known))
    return _clean(known)


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name.isprintable():
        _stop("the name holds characters that cannot be shown")
    return name


def _report(changes: Sequence[Change], kept: Sequence[str], dry_run: bool) -> None:
    made, changed = ("would make", "would change") if dry_run else ("made", "changed")
    for change in changes:
        click.echo(f"{made if change.before is None else changed}: {change.path}")
    for path in kept:
        click.echo(f"was there already, kept: {path}")
    if not changes:
        click.echo("Nothing to do: all of it is there.")
    elif dry_run:
        click.echo("Nothing was written.")


def _next_steps(directory: Path) -> list[str]:
    """The two commands that come next, as this system's shell takes them."""
    here = directory.resolve() == Path.cwd().resolve()
    python = _quoted(sys.executable)
    call = "& " if os.name == "nt" and python.startswith('"') else ""  # PowerShell takes a quoted program for a text
    serve = "mkdocs serve" if shutil.which("mkdocs") else f"{call}{python} -m mkdocs serve"
    first = "netjournal check" if here else f"cd {_quoted(str(directory))}"
    return ["Next:", f"  {first}", f"  {serve}", "Then open http://127.0.0.1:8000 and write into the first entry."]


def _quoted(path: str) -> str:
    if not re.search(r"[^\w./\\:-]", path):
        return path
    return f'"{path}"' if os.name == "nt" else shlex.quote(path)
