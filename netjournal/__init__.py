"""A networking journal in plain Markdown that becomes a site.

The public names are imported when they are asked for: a command that only prints its help needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netjournal.audience import for_audience
    from netjournal.diagnostics import Diagnostic, Severity, Source
    from netjournal.loading import load_journal
    from netjournal.model import Audience, Journal
    from netjournal.settings import Settings

__version__ = "0.1.0"
__all__ = ["Audience", "Diagnostic", "Journal", "Settings", "Severity", "Source", "for_audience", "load_journal"]

_ROOMS = {
    "Audience": "model",
    "Diagnostic": "diagnostics",
    "Journal": "model",
    "Settings": "settings",
    "Severity": "diagnostics",
    "Source": "diagnostics",
    "for_audience": "audience",
    "load_journal": "loading",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'netjournal' has no attribute '{name}'")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"netjournal.{_ROOMS[name]}"), name)
