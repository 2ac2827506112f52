"""Edits of one mapping: set a value, add a key, delete a key, reword texts."""

from __future__ import annotations

from collections.abc import Callable

import yaml
from msgspec.structs import replace

from netjournal.editing import fragments
from netjournal.editing.documents import (
    Data,
    Document,
    Edit,
    Path,
    Refusal,
    find_node,
    is_flow,
    open_document,
    to_data,
    try_edits,
)  # fmt: skip
from netjournal.editing.fragments import Value, write_block, write_flow


def set_value(raw: str, path: Path, key: str, value: Value, bare: str | None = None) -> str | Refusal:
    """`raw` with `key: value` in the mapping at `path`; an item that is only text becomes a mapping with it under `bare`."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, path)
    typed = f"{key}: {write_flow(value)}"
    if isinstance(node, yaml.ScalarNode) and bare:
        return _wrap(document, node, path, bare, key, value)
    if not isinstance(node, yaml.MappingNode):
        if path == () and node is None:
            return add_key(raw, path, key, value)
        return Refusal("there is no mapping to change", 1, typed)
    old = find_node(document, (*path, key))
    if old is None:
        return add_key(raw, path, key, value)
    if not isinstance(old, yaml.ScalarNode):
        return Refusal(f"'{key}' is not one value", document.line(document.start(old)), typed)
    changed = replace_scalar(raw, (*path, key), value)
    return replace(changed, typed=typed) if isinstance(changed, Refusal) else changed


def replace_scalar(raw: str, path: Path, value: Value) -> str | Refusal:
    """`raw` with `value` for the one value at `path`, in its quotes."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    old = find_node(document, path)
    if not isinstance(old, yaml.ScalarNode):
        return Refusal("there is no single value to change", 1, write_flow(value))
    start, end = document.start(old), document.end(old)
    quote = old.style if old.style in ("'", '"') and isinstance(value, str) else None
    space = " " if document.text[start - 1 : start] == ":" else ""
    by_hand = Refusal("the value could not be changed", document.line(start), write_flow(value))
    choices = [[Edit(start, end, space + write_flow(value, way))] for way in (quote, '"')]
    return try_edits(document, choices, change_at(path, lambda _: fragments.to_data(value)), by_hand)


def _wrap(document: Document, node: yaml.ScalarNode, path: Path, bare: str, key: str, value: Value) -> str | Refusal:
    start, end = document.start(node), document.end(node)
    pad = " " * document.column(start)
    line = document.line_end(end)
    block = [Edit(start, start, f"{bare}: "), Edit(line, line, f"{pad}{key}: {write_flow(value)}\n")]
    flow = [Edit(start, start, f"{{{bare}: "), Edit(end, end, f", {key}: {write_flow(value)}}}")]
    by_hand = Refusal("the item could not be changed", document.line(start), f"{bare}: …, {key}: {write_flow(value)}")
    new = [(bare, str(node.value).strip()), (key, fragments.to_data(value))]
    return try_edits(document, [block, flow], change_at(path, lambda _: new), by_hand)


def add_key(raw: str, path: Path, key: str, value: Value) -> str | Refusal:
    """`raw` with a new key at the end of the mapping at `path`."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, path)
    typed = write_block({key: value}).rstrip()
    change = change_at(path, lambda pairs: [*pairs, (key, fragments.to_data(value))])
    if node is None and path == ():
        return append_block(document, typed + "\n", change)
    if not isinstance(node, yaml.MappingNode):
        return Refusal("there is no mapping to change", 1, typed)
    by_hand = Refusal(f"'{key}' could not be added", document.line(document.end(node)), typed)
    if is_flow(node):
        return try_edits(document, into_flow(document, node, write_flow({key: value})[1:-1]), change, by_hand)
    if path == ():
        return append_block(document, typed + "\n", change)
    pad = " " * document.column(document.start(node))
    at = document.line_end(document.end(node))
    lines = "".join(f"{pad}{line}\n" if line else "\n" for line in typed.split("\n"))
    return try_edits(document, [[Edit(at, at, lines)]], change, by_hand)


def append_block(document: Document, lines: str, change: Callable[[Data], Data]) -> str | Refusal:
    """New lines at the end of the front matter, which is made where there is none."""
    by_hand = Refusal("the front matter could not be added to", document.line(document.block_end), lines.rstrip())
    root = document.root
    if document.parts.block is None:
        return try_edits(document, [[Edit(0, 0, f"---\n{lines}---\n")]], change, by_hand)
    if root is not None and is_flow(root):
        return by_hand
    pad = " " * document.column(document.start(root)) if root is not None else ""
    lines = "".join(pad + line if line.strip() else line for line in lines.splitlines(keepends=True))
    end = document.block_end
    trimmed = max(document.block_start, len(document.text[:end].rstrip("\n \t")))
    before = document.line_end(trimmed) if trimmed > document.block_start else document.block_start
    return try_edits(document, [[Edit(min(before, end), min(before, end), lines)], [Edit(end, end, lines)]], change, by_hand)


def delete_key(raw: str, path: Path, key: str) -> str | Refusal:
    """`raw` without `key` of the mapping at `path`, with the comment behind it and those inside it."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, path)
    index = (
        next((i for i, (name, _) in enumerate(node.value) if name.value == key), None)
        if isinstance(node, yaml.MappingNode)
        else None
    )
    if index is None or node is None:
        return Refusal(f"there is no '{key}' to delete")
    name, value = node.value[index]
    start, end = document.start(name), document.end(value)
    by_hand = Refusal(f"'{key}' could not be deleted", document.line(start), "")
    change = change_at(path, lambda pairs: [*pairs[:index], *pairs[index + 1 :]])
    if is_flow(node):
        spans = [(document.start(k), document.end(v)) for k, v in node.value]
        return try_edits(document, out_of_flow(document, spans, index), change, by_hand)
    if len(node.value) == 1 and path:
        return Refusal(f"nothing would be left beside '{key}'", document.line(start), "")
    first_on_line = not document.text[document.line_start(start) : start].strip()
    if first_on_line:
        return try_edits(document, [[Edit(document.line_start(start), document.line_end(end), "")]], change, by_hand)
    if index + 1 == len(node.value):
        return by_hand
    following = document.start(node.value[index + 1][0])
    rest = document.text[document.line_end(end) : document.line_start(following)]
    whole, kept = [Edit(start, following, "")], [Edit(start, max(start, document.line_end(end) - 1), "")]
    return try_edits(document, [kept] if rest.strip() else [whole, kept], change, by_hand)


def replace_scalars(raw: str, reword: Callable[[str], str], kept: frozenset[str] = frozenset()) -> str | Refusal:
    """`raw` with each value that `reword` changes written anew, in its quotes; those of the keys `kept` stay as they are."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    scalars = _scalars(document.root, kept)
    for n in range(len(scalars)):
        found = scalars[n]
        if (new := reword(found.value)) == found.value:
            continue
        start, end = document.start(found), document.end(found)
        quote = found.style if found.style in ("'", '"') else None
        written = [reword(document.text[start:end]), write_flow(new, quote), write_flow(new, '"')]
        by_hand = Refusal("a text could not be changed", document.line(start), new)
        wanted = _mapped(document.root, found, new)
        changed = try_edits(document, [[Edit(start, end, way)] for way in written], lambda _, wanted=wanted: wanted, by_hand)  # type: ignore[misc]
        if isinstance(changed, Refusal):
            return changed
        again = open_document(changed)
        assert isinstance(again, Document)  # it was just read
        document, scalars = again, _scalars(again.root, kept)
    return document.raw


def _scalars(node: yaml.Node | None, kept: frozenset[str]) -> list[yaml.ScalarNode]:
    match node:
        case yaml.ScalarNode():
            return [node]
        case yaml.SequenceNode():
            return [scalar for item in node.value for scalar in _scalars(item, kept)]
        case yaml.MappingNode():
            return [scalar for key, value in node.value if key.value not in kept for scalar in _scalars(value, kept)]
    return []


def _mapped(node: yaml.Node | None, target: yaml.ScalarNode, new: str) -> Data:
    if node is target:
        return new.strip()
    match node:
        case yaml.SequenceNode():
            return ("list", [_mapped(item, target, new) for item in node.value])
        case yaml.MappingNode():
            return [(str(key.value), _mapped(value, target, new)) for key, value in node.value]
    return to_data(node)


def out_of_flow(document: Document, spans: list[tuple[int, int]], index: int) -> list[list[Edit]]:
    """Ways to take one of the parts of `[ ]` or `{ }` out."""
    start, end = spans[index]
    if len(spans) == 1:
        trailing = document.text[end:].lstrip(" ").startswith(",")
        return [[Edit(start, document.text.index(",", end) + 1 if trailing else end, "")]]
    if index + 1 < len(spans):
        following = spans[index + 1][0]
        if "\n" not in document.text[end:following]:
            return [[Edit(start, following, "")]]
        comma = document.text.index(",", end) + 1
        rest = document.text[comma:]
        line_end = comma + len(rest) - len(rest.lstrip(" "))
        alone = not document.text[document.line_start(start) : start].strip() and document.text[line_end : line_end + 1] == "\n"
        tidy = [[Edit(document.line_start(start), line_end + 1, "")]] if alone else []
        return [*tidy, [Edit(start, comma, "")]]
    before = spans[index - 1][1]
    if "#" not in document.text[before:start]:
        return [[Edit(before, end, "")]]
    return [[Edit(start, end, "")]]


def into_flow(document: Document, node: yaml.Node, new: str) -> list[list[Edit]]:
    """Ways to put one more part into `[ ]` or `{ }`, last."""
    close = document.start(node) + (int(node.end_mark.index) - int(node.start_mark.index)) - 1
    if not node.value:
        inside = document.start(node) + 1
        return [[Edit(inside, inside, new)], [Edit(close, close, f" {new}")]]
    last = node.value[-1]
    end = document.end(last[1] if isinstance(last, tuple) else last)
    return [[Edit(end, end, f", {new}")], [Edit(close, close, f" {new}")], [Edit(close, close, f", {new}")]]


def change_at(path: Path, change: Callable[[Data], Data]) -> Callable[[Data], Data]:
    """`change` of what stands at `path`, as a change of the whole."""
    if not path:
        return change
    step, inner = path[0], change_at(path[1:], change)

    def apply(data: Data) -> Data:
        if isinstance(step, int):
            items = list(data[1])
            items[step] = inner(items[step])
            return ("list", items)
        index = next(i for i, (key, _) in enumerate(data) if key == step)
        return [(key, inner(value) if i == index else value) for i, (key, value) in enumerate(data)]

    return apply
