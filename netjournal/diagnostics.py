"""What is wrong in the text: a place, a severity, a code, a message and, where there is one, a mend (format.md, section 7)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Severity(StrEnum):
    """`error`: something written was left out. `warning`: it was kept but looks wrong."""

    ERROR = "error"
    WARNING = "warning"


class Source(NamedTuple):
    """A place in the text. Lines and columns count from 1, columns in characters; `path` is relative to mkdocs.yml."""

    path: str
    line: int = 1
    column: int = 1
    length: int = 1  # characters that a caret underlines


class Diagnostic(Struct, frozen=True):
    """One problem in the text. `mend` says what to type instead, in words; None where nobody can know."""

    source: Source
    code: str
    message: str
    mend: str | None = None

    @property
    def severity(self) -> Severity:
        from netjournal.codes import CODES  # noqa: PLC0415 only where something is wrong

        return Severity.WARNING if CODES[self.code].warning else Severity.ERROR

    @property
    def text(self) -> str:
        """The message with its mend, on one line."""
        return f"{self.message}; {self.mend}" if self.mend else self.message

    def __str__(self) -> str:
        path, line, column, _ = self.source
        return f"{path}:{line}:{column}: {self.severity}[{self.code}]: {self.text}"


Diagnostics = tuple[Diagnostic, ...]


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> Diagnostics:
    """By path, line and column, each problem once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.source, d.code, d.message)))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The words of a mend that names the nearest of `known`; None where none is near."""
    near = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else None


def shorten(text: str, limit: int = 40) -> str:
    """`text` on one line for a message, cut with an ellipsis where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
