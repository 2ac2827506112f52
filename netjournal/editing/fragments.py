"""New YAML for a place in a file, written by ruamel.yaml in the style of its neighbours.

It takes longer to import than a short command may last, so it is asked only where a value may need quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Value = str | int | bool | date | Sequence[str] | Mapping[str, Any]

# texts that need no quotes anywhere, and with commas, which need none outside of brackets; in doubt ruamel.yaml knows
_LETTER = r"[\w.()/;!'&%+’…–—€-]|:(?=//)| (?=[\w(’€])"
_EASY = re.compile(rf"[0-9]+[dwm]|(?!(?:null|true|false)\Z)(?:[0-9]+ )?[^\W\d_](?:{_LETTER})*", re.IGNORECASE)
_EASY_IN_BLOCK = re.compile(_EASY.pattern.replace(_LETTER, rf"{_LETTER}|, ?(?=[\w(’€])"), re.IGNORECASE)


def write_block(value: Value) -> str:
    """`value` in block style with a line end; lists inside it in flow style."""
    if (easy := _write_easy(value)) is not None:
        return easy
    from netjournal.editing.quoting import dump_block  # noqa: PLC0415 slow to import

    return dump_block(value)


def write_flow(value: Value, quote: str | None = None) -> str:
    """`value` on one line, as it may stand inside `[ ]` and `{ }` too. `quote`: a text in such quotes."""
    if not quote and (easy := _on_one_line(value, _EASY)) is not None:
        return easy
    from netjournal.editing.quoting import dump_flow  # noqa: PLC0415 slow to import

    return dump_flow(value, quote)


def _write_easy(value: Value) -> str | None:
    """What `dump_block` would make of it; None where that is not plain to see."""
    if isinstance(value, Mapping):
        parts = [(key, _on_one_line(item, _EASY_IN_BLOCK)) for key, item in value.items() if not isinstance(item, Mapping)]
        whole = len(parts) == len(value) > 0 and all(part is not None for _, part in parts)
        return "".join(f"{key}: {part}\n" for key, part in parts) if whole else None
    easy = _on_one_line(value, _EASY_IN_BLOCK)
    return None if easy is None else easy + "\n"


def _on_one_line(value: Value, easy: re.Pattern[str]) -> str | None:
    if isinstance(value, str):
        return value if easy.fullmatch(value) else None
    if isinstance(value, (bool, int, date)):
        return str(to_data(value))
    if isinstance(value, Mapping):
        parts = [_on_one_line(item, _EASY) for item in value.values()]
        texts = [f"{key}: {part}" for key, part in zip(value, parts, strict=True) if part is not None]
        return f"{{{', '.join(texts)}}}" if len(texts) == len(parts) else None
    items = [part for item in value if (part := _on_one_line(item, _EASY)) is not None]
    return f"[{', '.join(items)}]" if len(items) == len(value) else None


def to_data(value: Value) -> Any:
    """What `value` reads as (see `documents.to_data`)."""
    if isinstance(value, Mapping):
        return [(key, to_data(item)) for key, item in value.items()]
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Sequence):
        return ("list", [to_data(item) for item in value])
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
