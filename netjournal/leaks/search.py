"""A site and its journal: the leaks that nobody has excepted, as lines for a log or a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from netjournal.caching.kept_file import KeptFile
from netjournal.git import Repository, every_version
from netjournal.leaks.along import Along
from netjournal.leaks.exceptions import NAME, read_exceptions
from netjournal.leaks.folder import scan_folder
from netjournal.leaks.own_files import not_of_a_theme
from netjournal.leaks.scan import Leak, Scanner
from netjournal.leaks.searched import Searched
from netjournal.leaks.secrets import Secret
from netjournal.reading.classify import is_private
from netjournal.settings import Settings

_SHOWN = 3  # files for one value


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found. `problem`: what is wrong with the list of exceptions, None if nothing."""

    leaks: tuple[Leak, ...] = ()
    excepted: int = 0
    unused: tuple[str, ...] = ()  # fingerprints of exceptions that excepted nothing
    problem: str | None = None


def search_site(
    site: Path,
    root: Path,
    secrets: Iterable[Secret],
    kept: KeptFile | None = None,
    same: Collection[str] = (),
    along: Along | None = None,
) -> Search:
    """Search the folder `site` for the `secrets` of the journal in `root`.

    `kept` remembers what was searched before, and `same` are the files that are as they were then, see searched.py; `along`
    searched some of them while they were written.
    """
    return _without_excepted(scan_folder(site, Searched(secrets, kept, same), not_of_a_theme(), along), root)


def search_history(repository: Repository, root: Path, secrets: Iterable[Secret]) -> Search:
    """Search every version of every file that `repository` remembers, each value once for each path."""
    scanner = Scanner(secrets)
    return _without_excepted((leak for name, data in every_version(repository) for leak in scanner.search(data, name)), root)


def _without_excepted(leaks: Iterable[Leak], root: Path) -> Search:
    exceptions, problem = read_exceptions(root)
    found = tuple(dict.fromkeys(leaks))
    kept = tuple(leak for leak in found if leak.secret.fingerprint not in exceptions)
    used = {leak.secret.fingerprint for leak in found} & exceptions.keys()
    return Search(kept, len(found) - len(kept), tuple(sorted(exceptions.keys() - used)), problem)


def leak_lines(leaks: Collection[Leak], settings: Settings, discreet: bool = False) -> Iterator[str]:
    """Leaks for a reader, a line for each value, never the value. `discreet`: without paths that are themselves private."""
    by_value: dict[str, list[Leak]] = {}
    for leak in leaks:
        by_value.setdefault(leak.secret.fingerprint, []).append(leak)
    hidden = {leak.file for leak in leaks if leak.in_name}
    scanner = Scanner(leak.secret for leak in leaks)
    for fingerprint, same in by_value.items():
        secret = same[0].secret
        path = secret.source.path
        if discreet and (_is_hidden(path, settings) or scanner.search(b"", path)):
            path = f"{settings.journal_path}/…"
        place = f" ({path}:{secret.source.line})" if path else ""
        files = [leak.file for leak in same if leak.file not in hidden]
        named = len(same) - len(files)
        names = ["the name of a page or file" if named == 1 else f"the names of {named} pages or files"] if named else []
        more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
        yield f"{secret.kind}{place} stands in {', '.join(names + files[:_SHOWN])}{more}  [{fingerprint}]"


def mend_line(root_name: str) -> str:
    """What to do about leaks, in one sentence."""
    return (
        "Look for it in the text that makes that page and take it out, or publish the person with 'publish: full'."
        f" For what is no secret: a line 'fingerprint: reason' in {root_name}/{NAME}"
    )


def _is_hidden(path: str, settings: Settings) -> bool:
    """Whether the name of a file of the journal is an id, or private."""
    below = path.removeprefix(f"{settings.journal_path}/")
    return is_private(below) or below.lower().startswith("contacts/")
