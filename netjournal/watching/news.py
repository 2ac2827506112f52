"""What is new among the problems of a journal since somebody was told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from netjournal.diagnostics import Diagnostic, Diagnostics
from netjournal.model import Journal

Load = Callable[[Collection[Path] | None], tuple[Journal, Diagnostics]]  # of the files that may have changed, None for any


@dataclass(frozen=True, slots=True)
class FileNews:
    """One file: the problems that appeared in it, how many went, and how many are in it now."""

    path: str
    appeared: Diagnostics
    gone: int
    left: int


@dataclass(frozen=True, slots=True)
class News:
    """One look at the journal. `files` are those with news, and all that changed; the changed ones first."""

    journal: Journal
    problems: Diagnostics
    files: tuple[FileNews, ...]


class Reporter:
    """Knows what was told, and loads the journal again to see what is new. `told` is set when a look was told."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self._told: Diagnostics = ()

    def look(self, changed: Iterable[str] = (), files: Collection[Path] | None = None) -> News:
        """The news since what was told; `changed` are the paths of changed files, as problems name them.

        `files` are all that may have changed since the last look, where somebody knows.
        """
        journal, problems = self.load(files)
        return News(journal, problems, compare(self._told, problems, changed))

    def told(self, news: News) -> None:
        self._told = news.problems


def compare(before: Diagnostics, now: Diagnostics, changed: Iterable[str] = ()) -> tuple[FileNews, ...]:
    """File by file what is in `now` and was not in `before`. A problem that only moved to another line is not new."""
    first = dict.fromkeys(sorted(changed))
    earlier, later = Counter(map(_identity, before)), Counter(map(_identity, now))
    appeared: dict[str, list[Diagnostic]] = {path: [] for path in first}
    known = earlier.copy()
    left: Counter[str] = Counter()
    for problem in now:
        path = problem.source.path
        left[path] += 1
        if known[_identity(problem)] > 0:
            known[_identity(problem)] -= 1
        else:
            appeared.setdefault(path, []).append(problem)
    gone: Counter[str] = Counter()
    for (path, _, _), number in (earlier - later).items():
        gone[path] += number
        appeared.setdefault(path, [])
    paths = (*first, *sorted(appeared.keys() - first.keys()))
    return tuple(FileNews(path, tuple(appeared[path]), gone[path], left[path]) for path in paths)


def _identity(problem: Diagnostic) -> tuple[str, str, str]:
    return problem.source.path, problem.code, problem.text
