"""New YAML for a place in a file, written by ruamel.yaml in the style of its neighbours."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

Value = str | int | bool | date | Sequence[str] | Mapping[str, Any]


def write_block(value: Value, dash: int = 2) -> str:
    """`value` in block style with a line end; lists inside it in flow style. `dash`: from a dash to what follows it."""
    return _dump(_prepare(value, block=True), dash)


def write_flow(value: Value, quote: str | None = None) -> str:
    """`value` on one line, as it may stand inside `[ ]` and `{ }` too. `quote`: a text in such quotes."""
    if isinstance(value, str) and quote and "\n" not in value:
        kind = SingleQuotedScalarString if quote == "'" else DoubleQuotedScalarString
        value = kind(value)
    outer = CommentedSeq([_prepare(value, block=False)])
    outer.fa.set_flow_style()
    written = _dump(outer, 2).strip()[1:-1].strip()
    return f"{{{written}}}" if isinstance(value, Mapping) and not written.startswith("{") else written


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


def _prepare(value: Any, block: bool) -> Any:
    made: Any
    if isinstance(value, Mapping):
        made = CommentedMap((key, _prepare(item, block)) for key, item in value.items())
        if not block:
            made.fa.set_flow_style()
        return made
    if isinstance(value, str):
        if "\n" in value:
            return LiteralScalarString(value) if block else DoubleQuotedScalarString(value)
        if (
            not block and value.startswith((":", "?", "---")) and type(value) is str
        ):  # in brackets libyaml takes no `:)`, ruamel writes it
            return DoubleQuotedScalarString(value)
        return value
    if isinstance(value, Sequence):
        made = CommentedSeq(_prepare(item, False) for item in value)
        made.fa.set_flow_style()
        return made
    return value


def _dump(value: Any, dash: int) -> str:
    writer = YAML()
    writer.width = 1_000_000
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=dash, offset=0)
    out = io.StringIO()
    writer.dump(value, out)
    return out.getvalue().removesuffix("...\n")
