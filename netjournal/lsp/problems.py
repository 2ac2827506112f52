"""What is wrong in one file, with places as the editor counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostic, Diagnostics
from netjournal.lsp.positions import Lines, Range


@dataclass(frozen=True, slots=True)
class Shown:
    """One problem at its place in a text."""

    range: Range
    problem: Diagnostic


def by_file(problems: Iterable[Diagnostic]) -> Mapping[str, Diagnostics]:
    """The problems of each file, by its path."""
    found: dict[str, list[Diagnostic]] = {}
    for problem in problems:
        found.setdefault(problem.source.path, []).append(problem)
    return {path: tuple(some) for path, some in found.items()}


def show(problems: Diagnostics, lines: Lines) -> tuple[Shown, ...]:
    """The problems of a text at their places."""
    return tuple(Shown(lines.range_of(problem.source), problem) for problem in problems)


def explain(problem: Diagnostic) -> str:
    """What `netjournal explain` says of its code, as Markdown."""
    code = CODES[problem.code]
    example = f"\n\nWrong:\n\n```yaml\n{code.wrong}\n```\n\nRight:\n\n```yaml\n{code.right}\n```" if code.wrong else ""
    return f"**{code.title}** ({problem.code})\n\n{code.why}{example}"
