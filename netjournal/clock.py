"""The clock: read by engines/ and cli/ and nowhere else (format.md, section 9)."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def read_today() -> date:
    """The date of SOURCE_DATE_EPOCH (UTC) where that is set, else the local date."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()
