"""netjournal watch: what is wrong, told whenever a file is saved."""

from __future__ import annotations

import math
import os
import queue
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from netjournal.cli.check import load_checked
from netjournal.cli.project import CONFIG_NAMES, CannotRun, find_project
from netjournal.loading import Loader
from netjournal.settings import Settings
from netjournal.watching.changes import Watch, watch_changes
from netjournal.watching.news import News, Reporter

_TEXTS = (".md", ".yml", ".yaml")
_NAMED = 3  # changed files that a line names
_FEW = 10  # files that are each told to be good
_TRIES = 10  # looks that are thrown away since files changed during them


@click.command()
@click.option("--all", "everything", is_flag=True, help="Tell all problems each time, not only what is new (for editors).")
@click.option(
    "--poll", is_flag=False, flag_value=0.5, type=click.FloatRange(0.05, 3600), metavar="[SECONDS]",
    help="Look every so often, without the system's events: for network drives.",
)  # fmt: skip
@click.option("--for", "seconds", type=click.FloatRange(min=0), metavar="SECONDS", help="End after so long; 0: tell once.")
@click.pass_context
def watch(context: click.Context, everything: bool, poll: float | None, seconds: float | None) -> None:
    """Tell what is wrong whenever a file is saved, until Ctrl+C.

    Problems are told as editors read them, PATH:LINE:COLUMN: SEVERITY[CODE]: MESSAGE; a file whose last problem went is all
    good.
    """
    directory: Path = context.obj
    root, settings = find_project(directory)
    if not root.is_dir():
        raise CannotRun(f"there is no folder {settings.journal_path} beside mkdocs.yml")
    try:
        end = time.monotonic() + (math.inf if seconds is None else seconds)
        while True:
            root, settings = _Round(directory, root, settings, everything).follow(poll, end)
            if time.monotonic() >= end:
                break
    except KeyboardInterrupt:
        click.echo()


class _Round:
    """The watching of one folder with one set of settings."""

    def __init__(self, directory: Path, root: Path, settings: Settings, everything: bool) -> None:
        self.directory = directory
        self.root = root
        self.settings = settings
        self.everything = everything
        self.changes: queue.SimpleQueue[frozenset[Path]] = queue.SimpleQueue()
        self.reporter = Reporter(partial(load_checked, directory, Loader(root, settings)))

    def follow(self, poll: float | None, end: float) -> tuple[Path, Settings]:
        """Tell until `end`, or until mkdocs.yml says something else: what it says."""
        configs = [self.directory / name for name in CONFIG_NAMES]
        with watch_changes([self.root, *configs], self.changes.put, poll=poll) as watching:
            how = "" if watching.native else ", looking every now and then"
            _say(f"looking at {self.settings.journal_path}{how}; Ctrl+C ends it")
            self._tell(self.reporter.look(), frozenset())
            while time.monotonic() < end:
                changed = self._changed(end)
                if any(config in changed for config in configs) and (new := self._reread()):
                    return new
                if changed:
                    self._look(changed, watching)
        return self.root, self.settings

    def _changed(self, end: float) -> frozenset[Path]:
        """What changed next; nothing where that is after `end`."""
        changed: frozenset[Path] = frozenset()
        while not changed and time.monotonic() < end:
            try:
                changed = self.changes.get(timeout=0.2)  # on Windows, Ctrl+C does not end a wait without an end
            except queue.Empty:
                continue
        while not self.changes.empty():
            changed |= self.changes.get()
        return changed

    def _reread(self) -> tuple[Path, Settings] | None:
        """What mkdocs.yml says, where that is something else."""
        try:
            new = find_project(self.directory)
        except CannotRun as wrong:
            click.echo(wrong.message)
            click.echo("mkdocs.yml is not followed until that is mended")
            return None
        return new if new != (self.root, self.settings) else None

    def _look(self, changed: frozenset[Path], watching: Watch) -> None:
        """Load and tell, when nothing changed meanwhile: what was read while an editor wrote may be half of a file."""
        for _ in range(_TRIES):
            names = sorted(_name(path, self.directory) for path in changed if path.suffix in _TEXTS)
            news = self.reporter.look(names, changed)
            if not any(file.appeared for file in news.files) or not watching.has_more():
                break
            changed |= self._changed(time.monotonic() + 1)
        if names or news.files:
            names = names or [file.path for file in news.files]  # one with another ending may have its problem too
            _say("looking at " + ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if names[_NAMED:] else ""))
            self._tell(news, frozenset(names if len(names) <= _FEW else ()))

    def _tell(self, news: News, saved: frozenset[str]) -> None:
        for problem in news.problems if self.everything else [p for file in news.files for p in file.appeared]:
            click.echo(str(problem))
        for file in news.files:
            if file.left and file.gone:
                click.echo(f"{file.path}: {file.gone} mended, {file.left} left")
        good = [file.path for file in news.files if not file.left and (file.gone or file.path in saved)]
        for path in good[:_FEW]:
            click.echo(f"{path}: {'all good' if (self.directory / path).exists() else 'deleted'}")
        if good[_FEW:]:
            click.echo(f"{len(good) - _FEW} more files: all good, or deleted")
        self.reporter.told(news)
        if self.root.is_dir():
            _say(f"{_count(news.problems, 'problem', 'problems')} in {_count(news.journal.entries, 'entry', 'entries')}")
        else:
            _say(f"there is no folder {self.settings.journal_path} now")


def _say(text: str) -> None:
    click.echo(f"[{time.strftime('%H:%M:%S')}] {text}")


def _count(things: Sequence[object], one: str, many: str) -> str:
    return f"{len(things)} {one if len(things) == 1 else many}"


def _name(path: Path, directory: Path) -> str:
    """The path as problems name it: relative to the folder of mkdocs.yml, with slashes."""
    return Path(os.path.relpath(path, directory)).as_posix()
