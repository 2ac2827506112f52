"""A site and its journal: the leaks that nobody has excepted, as lines for a log or a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netjournal.diagnostics import Source
from netjournal.git import Repository, every_version
from netjournal.leaks.exceptions import NAME, read_exceptions
from netjournal.leaks.own_files import not_of_a_theme
from netjournal.leaks.scan import Leak, Scanner, scan_folder
from netjournal.leaks.secrets import find_secrets
from netjournal.model import Journal
from netjournal.settings import Settings


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found. `problem`: what is wrong with the list of exceptions, None if nothing."""

    leaks: tuple[Leak, ...] = ()
    excepted: int = 0
    unused: tuple[str, ...] = ()  # fingerprints of exceptions that excepted nothing
    problem: str | None = None


def search_site(site: Path, root: Path, journal: Journal, public: Journal, settings: Settings) -> Search:
    """Search the folder `site` for what is private in `journal`, whose folder is `root` and whose public view is `public`."""
    exceptions, problem = read_exceptions(root)
    found = scan_folder(site, find_secrets(journal, public, settings), not_of_a_theme())
    leaks = tuple(leak for leak in found if leak.secret.fingerprint not in exceptions)
    used = {leak.secret.fingerprint for leak in found} & exceptions.keys()
    return Search(leaks, len(found) - len(leaks), tuple(sorted(exceptions.keys() - used)), problem)


def search_history(repository: Repository, root: Path, journal: Journal, public: Journal, settings: Settings) -> Search:
    """Search every version of every file that `repository` remembers, each value once for each path."""
    exceptions, problem = read_exceptions(root)
    scanner = Scanner(find_secrets(journal, public, settings))
    found = [leak for name, data in every_version(repository) for leak in scanner.search(data, name)]
    leaks = dict.fromkeys(leak for leak in found if leak.secret.fingerprint not in exceptions)
    used = {leak.secret.fingerprint for leak in found} & exceptions.keys()
    return Search(tuple(leaks), len(found) - len(leaks), tuple(sorted(exceptions.keys() - used)), problem)


def leak_line(leak: Leak, settings: Settings, discreet: bool = False) -> str:
    """One leak in one line, never its value. `discreet`: without names of files that are themselves an id."""
    source = _discreet(leak.secret.source, settings) if discreet else leak.secret.source
    file = f"{leak.file.rpartition('/')[0] or '.'}/…" if leak.in_name else leak.file
    where = "the name of a file in" if leak.in_name else ""
    place = f" ({source.path}:{source.line})" if source.path else ""
    return f"{leak.secret.kind}{place} stands in {where}{' ' if where else ''}{file}  [{leak.secret.fingerprint}]"


def mend_line(root_name: str) -> str:
    """What to do about leaks, in one sentence."""
    return (
        "Look for it in the text that makes that page and take it out, or publish the person with 'publish: full'."
        f" For what is no secret: a line 'fingerprint: reason' in {root_name}/{NAME}"
    )


def _discreet(source: Source, settings: Settings) -> Source:
    folder = f"{settings.journal_path}/"
    inside = source.path.removeprefix(folder)
    if inside.lower().startswith(("contacts/", "private/")):
        return source._replace(path=f"{folder}{inside.partition('/')[0]}/…")
    return source
