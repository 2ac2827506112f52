"""All files of a site, searched; many of them by two processes, for a search takes as long as there are words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from netjournal.digest import digest_of
from netjournal.leaks.along import Along
from netjournal.leaks.fresh import Fresh
from netjournal.leaks.scan import Leak, Scanner
from netjournal.leaks.searched import Searched
from netjournal.leaks.secrets import Secret

WORTH_IT = 400  # files: a process takes a third of a second to begin
_RUN = 50  # files


def scan_folder(
    folder: Path, searched: Searched, is_ours: Callable[[str, Path], bool], along: Along | None = None
) -> tuple[Leak, ...]:
    """The leaks in all files below `folder` that are not the theme's own: those for which `is_ours` says so, by name and path.

    What was `searched` before is searched for new secrets only, and what another process searched while it was written not again.
    """
    digests: dict[str, bytes] = {}
    for_all, for_new = list[str](), list[str]()
    given = along.given if along else frozenset()
    for name in sorted(_files(folder)):
        if searched.is_done_with(name, os.path.join(folder, name)) or not is_ours(name, path := folder / name):  # noqa: PTH118 many
            continue
        digest = digests[name] = digest_of(path.read_bytes()) if searched.file or name in given else b""
        is_known = searched.knows(name, digest)
        if name not in given:
            (for_new if is_known else for_all).append(name)
            if not is_known and searched.knows_parts(name):
                for_new.append(name)
    leaks = _search(folder, for_all, searched.secrets, searched.fresh)
    if searched.new:
        leaks += _search(folder, for_new, searched.new)
    if along:
        found, rest = _found_along(along, digests)
        leaks += found + _search(folder, rest, searched.secrets)
    searched.keep((leak.file, leak.secret) for leak in leaks)
    return leaks


def _found_along(along: Along, digests: Mapping[str, bytes]) -> tuple[tuple[Leak, ...], list[str]]:
    """What it found, and the files that it could not read, or that are others now.

    A block that several pages have is read once: so where one with leaks is another now, all are searched again.
    """
    answers = along.found()
    same = {name for name, answer in answers.items() if digests.get(name) == answer.digest}
    if any(answer.leaks for name, answer in answers.items() if name not in same):
        same.clear()
    leaks = tuple(chain.from_iterable(answers[name].leaks for name in sorted(same)))
    return leaks, sorted((along.given & digests.keys()) - same)


def _search(folder: Path, names: list[str], secrets: Sequence[Secret], fresh: Fresh | None = None) -> tuple[Leak, ...]:
    """Half of the files in a process of its own, if there are many and a second processor; in this one where that fails."""
    if not is_worth_it(len(names)):
        return _search_here(folder, names, secrets, fresh)
    mine, other = _halves(names)
    along = Along(folder, secrets)
    along.give(*other)
    leaks = _search_here(folder, mine, secrets, fresh)
    answers = along.found()
    leaks += tuple(chain.from_iterable(answer.leaks for answer in answers.values()))
    return leaks + _search_here(folder, [name for name in other if name not in answers], secrets)


def is_worth_it(files: int) -> bool:
    """Whether so many files are better searched by two processes."""
    return files >= WORTH_IT and (os.cpu_count() or 1) > 1


def _halves(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Runs of neighbours in turn: these hold the same words, which are learned once, and some runs take longer than others."""
    runs = [names[at : at + _RUN] for at in range(0, len(names), _RUN)]
    return [name for run in runs[::2] for name in run], [name for run in runs[1::2] for name in run]


def _search_here(folder: Path, names: Sequence[str], secrets: Sequence[Secret], fresh: Fresh | None = None) -> tuple[Leak, ...]:
    if not names:
        return ()
    scanner = Scanner(secrets, fresh)
    return tuple(leak for name in names for leak in scanner.search((folder / name).read_bytes(), name))


def _files(folder: Path) -> Iterator[str]:
    start = len(str(folder)) + 1
    for where, _, names in os.walk(folder):
        below = where[start:].replace(os.sep, "/")
        for name in names:
            yield f"{below}/{name}" if below else name
