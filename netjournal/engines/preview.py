"""What keeps the preview up."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from markupsafe import Markup

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
