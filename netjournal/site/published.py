"""Our stylesheet, scripts and pictures as a site gets them, the first two made small."""

from __future__ import annotations

from pathlib import Path

from netjournal.site.script import smaller_script
from netjournal.site.stylesheet import smaller

ASSETS = Path(__file__).parent / "assets"
FOLDER = "assets/netjournal"  # in the site
_SMALLER = {".css": smaller, ".js": smaller_script}


def made_small(asset: Path) -> str | None:
    """The text of `asset` as it is published; None where it is published as it is."""
    make = _SMALLER.get(asset.suffix)
    return make(asset.read_text(encoding="utf-8")) if make else None
