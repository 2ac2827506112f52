"""YAML as ruamel.yaml writes it, where a value may need quotes: imported by `fragments` only when it is needed."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString


def dump_block(value: Any) -> str:
    """`value` in block style with a line end; lists inside it in flow style."""
    return _dump(_prepare(value, block=True))


def dump_flow(value: Any, quote: str | None = None) -> str:
    """`value` on one line, as it may stand inside `[ ]` and `{ }` too. `quote`: a text in such quotes."""
    if isinstance(value, str) and quote and "\n" not in value:
        kind = SingleQuotedScalarString if quote == "'" else DoubleQuotedScalarString
        value = kind(value)
    outer = CommentedSeq([_prepare(value, block=False)])
    outer.fa.set_flow_style()
    written = _dump(outer).strip()[1:-1].strip()
    return f"{{{written}}}" if isinstance(value, Mapping) and not written.startswith("{") else written


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
        odd = not block and ("?" in value or value.startswith((":", "---")))  # in brackets not every program takes `?` and `:)`
        if odd and type(value) is str:
            return DoubleQuotedScalarString(value)
        return value
    if isinstance(value, Sequence):
        made = CommentedSeq(_prepare(item, False) for item in value)
        made.fa.set_flow_style()
        return made
    return value


def _dump(value: Any) -> str:
    writer = YAML()
    writer.width = 1_000_000
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=2, offset=0)
    out = io.StringIO()
    writer.dump(value, out)
    return out.getvalue().removesuffix("...\n")
