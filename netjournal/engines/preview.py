"""What keeps the preview up and the log discreet."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator

from markupsafe import Markup

from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostics, Severity
from netjournal.model import Audience
from netjournal.settings import Settings
from netjournal.site.prose import Links

log = logging.getLogger("mkdocs.plugins.netjournal")


def guarded(render: Callable[[], str]) -> str:
    """The page, or what went wrong in making it."""
    try:
        return render()
    except Exception:  # a fault in a template of the author's, or of ours
        text = traceback.format_exc()
        log.error("A page could not be made:\n%s", text)
        heading = Markup("<h1>This page could not be made</h1><p>The rest of the site is as it was.</p>")
        return heading + Markup("<pre>{}</pre>").format(text)


def report_lines(problems: Diagnostics, settings: Settings, audience: Audience) -> Iterator[tuple[int, str]]:
    """The problems for a log, with levels. A public build's log may be public: it tells places and codes, never a value."""
    private = f"{settings.journal_path}/private/".lower()
    people = f"{settings.journal_path}/contacts/".lower()
    hidden = 0
    for problem in problems:
        level = logging.WARNING if problem.severity is Severity.ERROR else logging.INFO
        path, line, column, _ = problem.source
        if audience is Audience.OWNER:
            yield level, str(problem)
        elif path.lower().startswith(private):
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
