"""Edits of a list of the front matter: one item more, one item less, one id in place of another."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from netjournal.editing import fragments
from netjournal.editing.documents import Data, Document, Edit, Path, Refusal, find_node, is_flow, open_document, try_edits
from netjournal.editing.fragments import Value, write_block, write_flow
from netjournal.editing.values import append_block, change_at, delete_key, into_flow, out_of_flow, replace_scalar


def insert_item(raw: str, key: str, item: Value) -> str | Refusal:
    """`raw` with `item` as the last of the list `key`; the list and the front matter are made where there are none."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    root, node = document.root, find_node(document, (key,))
    new = fragments.to_data(item)
    typed = "- " + write_block(item).rstrip().replace("\n", "\n  ")
    if node is None:
        dash = _indent(document)
        lines = f"{key}:\n" + _item(item, " " * dash, 2)
        if root is not None and is_flow(root):
            by_hand = Refusal(f"'{key}' could not be added", document.line(document.start(root)), lines.rstrip())
            part = f"{key}: [{write_flow(item)}]"
            return try_edits(document, into_flow(document, root, part), lambda data: [*data, (key, ("list", [new]))], by_hand)
        return append_block(document, lines, lambda data: [*data, (key, ("list", [new]))])
    start = document.start(node)
    by_hand = Refusal(f"the item could not be added to '{key}'", document.line(document.end(node)), typed)
    empty = change_at((key,), lambda _: ("list", [new]))
    more = change_at((key,), lambda data: ("list", [*data[1], new]))
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return _first_item(document, start, document.end(node), _column(document), item, empty, by_hand)
    if not isinstance(node, yaml.SequenceNode):
        return Refusal(f"'{key}' is not a list", document.line(start), typed)
    if is_flow(node):
        flow = into_flow(document, node, write_flow(item))
        if node.value or is_flow(root or node):
            return try_edits(document, flow, more, by_hand)
        made = _first_item(document, start, document.end(node), _column(document), item, empty, by_hand)
        return try_edits(document, flow, more, by_hand) if isinstance(made, Refusal) else made
    return _last_item(document, node, item, more, by_hand)


def append_item(raw: str, path: Path, item: Value) -> str | Refusal:
    """`raw` with `item` as the last of the list at `path`, which has some already."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, path)
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return Refusal("there is no list to add to", 1, write_flow(item))
    change = change_at(path, lambda data: ("list", [*data[1], fragments.to_data(item)]))
    by_hand = Refusal("the item could not be added", document.line(document.end(node)), write_flow(item))
    if is_flow(node):
        return try_edits(document, into_flow(document, node, write_flow(item)), change, by_hand)
    return _last_item(document, node, item, change, by_hand)


def _first_item(
    document: Document, start: int, end: int, column: int, item: Value, change: Callable[[Data], Data], by_hand: Refusal
) -> str | Refusal:
    """Into a list that is empty: `key:`, `key: []`; what stands behind it on the line stays."""
    before = start - len(document.text[:start]) + len(document.text[:start].rstrip(" ")) if end > start else start
    line = document.line_end(end)
    lines = _item(item, " " * (column + _indent(document)), 2)
    edits = [Edit(line, line, lines)] if end == start else [Edit(before, end, ""), Edit(line, line, lines)]
    return try_edits(document, [edits], change, by_hand)


def _last_item(
    document: Document, node: yaml.SequenceNode, item: Value, change: Callable[[Data], Data], by_hand: Refusal
) -> str | Refusal:
    """Below the last item of a block, and below the comments that hang from it."""
    dash = document.column(document.start(node))
    last = node.value[-1]
    at_dash = _dash(document, node, len(node.value) - 1)
    offset = document.start(last) - at_dash if document.line(at_dash) == document.line(document.start(last)) else 2
    offset = offset if 2 <= offset <= 8 and not is_flow(last) else 2
    end = below = document.line_end(document.end(last))
    while below < document.block_end:
        line = document.text[below : document.line_end(below)]
        bare = line.lstrip(" ")
        if not (bare.startswith("#") and len(line) - len(bare) > dash):
            break
        below = document.line_end(below)
    above = document.text[document.line_start(document.line_start(at_dash) - 1) : document.line_start(at_dash)]
    gap = "\n" if len(node.value) > 1 and not above.strip() else ""
    flow = f"{' ' * dash}- {write_flow(item)}\n"
    lines = flow if is_flow(last) else gap + _item(item, " " * dash, offset)
    return try_edits(document, [[Edit(below, below, lines)], [Edit(end, end, lines)], [Edit(end, end, flow)]], change, by_hand)


def delete_item(raw: str, path: Path, index: int) -> str | Refusal:
    """`raw` without one item of the list at `path`, with the comments on its lines; with the last one the key goes."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, path)
    if not isinstance(node, yaml.SequenceNode) or index >= len(node.value):
        return Refusal("there is no such item to delete")
    if len(node.value) == 1 and isinstance(path[-1], str):
        return delete_key(raw, path[:-1], path[-1])
    item = node.value[index]
    start, end = document.start(item), document.end(item)
    by_hand = Refusal("the item could not be deleted", document.line(start))
    change = change_at(path, lambda data: ("list", [*data[1][:index], *data[1][index + 1 :]]))
    if is_flow(node):
        spans = [(document.start(i), document.end(i)) for i in node.value]
        return try_edits(document, out_of_flow(document, spans, index), change, by_hand)
    dash = _dash(document, node, index)
    if document.text[document.line_start(dash) : dash].strip():
        return by_hand
    return try_edits(document, [[Edit(document.line_start(dash), document.line_end(end), "")]], change, by_hand)


def remove_value(raw: str, path: Path, key: str, values: frozenset[str]) -> str | Refusal:
    """`raw` without the ids `values` in `key` of the mapping at `path`, one or a list; with the last one the key goes."""
    while True:
        document = open_document(raw)
        if isinstance(document, Refusal):
            return document
        node = find_node(document, (*path, key))
        if isinstance(node, yaml.ScalarNode) and node.value.strip().lower() in values:
            return delete_key(raw, path, key)
        items = node.value if isinstance(node, yaml.SequenceNode) else []
        texts = [item.value.strip().lower() if isinstance(item, yaml.ScalarNode) else None for item in items]
        index = next((i for i, text in enumerate(texts) if text in values), None)
        if index is None:
            return raw
        changed = delete_item(raw, (*path, key), index)
        if isinstance(changed, Refusal):
            return changed
        raw = changed


def replace_value(raw: str, path: Path, key: str, old: str, new: str) -> str | Refusal:
    """`raw` with the id `new` for `old` in `key` of the mapping at `path`, one or a list; each id once."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    node = find_node(document, (*path, key))
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    texts = [item.value.strip().lower() if isinstance(item, yaml.ScalarNode) else None for item in items]
    if new in texts:
        return remove_value(raw, path, key, frozenset((old,)))
    if old not in texts:
        return raw
    place: Path = (*path, key, texts.index(old)) if isinstance(node, yaml.SequenceNode) else (*path, key)
    changed = replace_scalar(raw, place, new)
    return changed if isinstance(changed, Refusal) else remove_value(changed, path, key, frozenset((old,)))


def _dash(document: Document, node: yaml.SequenceNode, index: int) -> int:
    """Where the dash of an item of a block stands."""
    if index == 0:
        return document.start(node)
    column = document.column(document.start(node))
    at, first = document.line_start(document.start(node.value[index])), document.end(node.value[index - 1])
    while at > first:
        if document.text[at : at + column + 1] == " " * column + "-":
            return at + column
        at = document.line_start(at - 1)
    return document.start(node.value[index])


def _item(item: Value, pad: str, offset: int) -> str:
    """The lines of an item whose dash stands behind `pad`."""
    lines = write_block(item).rstrip("\n").split("\n")
    dash = pad + "-" + " " * (offset - 1)
    return "".join(f"{dash if n == 0 else pad + ' ' * offset}{line}\n" if line else "\n" for n, line in enumerate(lines))


def _indent(document: Document) -> int:
    """How far the dashes of this file's lists stand from their key; 2 where it has none."""
    for key, value in document.root.value if document.root is not None else []:
        if isinstance(value, yaml.SequenceNode) and not is_flow(value) and value.value:
            return document.column(document.start(value)) - document.column(document.start(key))
    return 2


def _column(document: Document) -> int:
    """How far the keys of the front matter are indented."""
    return document.column(document.start(document.root)) if document.root is not None else 0
