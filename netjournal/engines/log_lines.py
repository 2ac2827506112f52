"""What a build says in its log: the problems in the text, discreet where others read it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostics, Severity
from netjournal.model import Audience
from netjournal.reading.classify import is_private
from netjournal.settings import Settings
from netjournal.site.prose import Links


def problem_lines(problems: Diagnostics, settings: Settings, audience: Audience) -> Iterator[tuple[int, str]]:
    """The problems for a log, with levels. A public build's log may be public: it tells places and codes, never a value."""
    people = f"{settings.journal_path}/contacts/".lower()
    hidden = 0
    for problem in problems:
        level = logging.WARNING if problem.severity is Severity.ERROR else logging.INFO
        path, line, column, _ = problem.source
        if audience is Audience.OWNER:
            yield level, str(problem)
        elif is_private(path.removeprefix(f"{settings.journal_path}/")):
            hidden += 1
        else:
            if path.lower().startswith(people):
                path = f"{settings.journal_path}/contacts/…"  # the file's name is the person's id
            yield level, f"{path}:{line}:{column}: {problem.severity}[{problem.code}]: {CODES[problem.code].title}"
    if hidden:
        yield logging.INFO, f"{hidden} problems in private files; netjournal check names them"


def lost_links(links: Links, settings: Settings, audience: Audience) -> Iterator[str]:
    """Links in prose that lead nowhere and so became plain text, for the author; the public's may name what is hidden."""
    if audience is Audience.OWNER:
        for folder, address in sorted(links.lost):
            yield f"{settings.journal_path}/{folder}: the link to '{address}' leads nowhere and is shown as text"
