"""A site and its journal: the leaks that nobody has excepted, as lines for a log or a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

_SHOWN = 3  # files for one value


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


def leak_lines(leaks: Iterable[Leak], settings: Settings, discreet: bool = False) -> Iterator[str]:
    """Leaks for a reader, a line for each value, never the value. `discreet`: without names of files that are themselves an id."""
    by_value: dict[str, list[Leak]] = {}
    for leak in leaks:
        by_value.setdefault(leak.secret.fingerprint, []).append(leak)
    for fingerprint, same in by_value.items():
        secret = same[0].secret
        source = _discreet(secret.source, settings) if discreet else secret.source
        place = f" ({source.path}:{source.line})" if source.path else ""
        files = list(dict.fromkeys(_file(leak) for leak in same))
        more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
        yield f"{secret.kind}{place} stands in {', '.join(files[:_SHOWN])}{more}  [{fingerprint}]"


def _file(leak: Leak) -> str:
    return f"the name of a file in {leak.file.rpartition('/')[0] or '.'}/" if leak.in_name else leak.file


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
