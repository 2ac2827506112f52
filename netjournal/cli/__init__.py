"""The commands. Heavy imports stand inside them: start-up time is part of the two minutes a day."""

from netjournal.cli.main import main

__all__ = ["main"]
