"""The Chromium that browser tests use."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium() -> str | None:
    """The system's, or None: Playwright then takes the one that `make chromium` installed."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)
