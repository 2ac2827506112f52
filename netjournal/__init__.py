"""A networking journal in plain Markdown that becomes a site."""

from netjournal.audience import for_audience
from netjournal.diagnostics import Diagnostic, Severity, Source
from netjournal.loading import load_journal
from netjournal.model import Audience, Journal
from netjournal.settings import Settings

__version__ = "0.1.0"
__all__ = ["Audience", "Diagnostic", "Journal", "Settings", "Severity", "Source", "for_audience", "load_journal"]
