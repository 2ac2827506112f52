"""What the pages and the exports tell: one file per noun. Pure functions of a Journal and today.

Each is imported when it is asked for: a command wants one or two of them, templates name them as `reports.agenda`.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'") from None
