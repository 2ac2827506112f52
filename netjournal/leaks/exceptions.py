"""The exceptions that an author has looked at: `leaks.yml` in the journal's folder, a fingerprint and a reason a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

NAME = "leaks.yml"
_FINGERPRINT = re.compile(r"[0-9a-f]{8}")


def read_exceptions(root: Path) -> tuple[Mapping[str, str], str | None]:
    """Reasons by fingerprint from the journal's folder `root`, and what is wrong with the file: then nothing is excepted."""
    try:
        text = (root / NAME).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, None
    except (OSError, UnicodeDecodeError):
        return {}, f"{NAME} cannot be read"
    try:
        raw = yaml.load(text, yaml.BaseLoader)  # all text: a fingerprint may look like a number
    except yaml.YAMLError:
        return {}, f"{NAME} is no YAML: write '1a2b3c4d: the reason' on each line"
    if raw in (None, ""):
        return {}, None
    if not isinstance(raw, dict):
        return {}, f"{NAME} is no mapping: write '1a2b3c4d: the reason' on each line"
    for key, reason in raw.items():
        if not _FINGERPRINT.fullmatch(str(key)):
            return {}, f"{NAME}: '{key}' is no fingerprint of eight hex digits, in quotes if it has digits only"
        if not isinstance(reason, str) or len(reason.split()) < 2:
            return {}, f"{NAME}: the exception {key} gives no reason"
    return {str(key): str(reason) for key, reason in raw.items()}, None
