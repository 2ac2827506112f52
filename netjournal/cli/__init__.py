"""The commands. Heavy imports stand inside them: start-up time is part of the two minutes a day."""

import os

from netjournal.cli.main import main

if os.environ.get("_NETJOURNAL_COMPLETE", "").startswith("powershell"):
    from netjournal.cli import completion as completion  # it makes PowerShell known to click

__all__ = ["main"]
