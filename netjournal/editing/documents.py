"""A file as the editor sees it: its text, the YAML nodes of its front matter with their places, its prose.

The text is the raw one, BOM and CR LF included. All places are in the text with LF line ends and no BOM, which is what the
reader sees; `splice` puts a change back into the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct

from netjournal.reading import nodes
from netjournal.reading.fences import Parts, split_text
from netjournal.reading.syntax import structural_tabs
from netjournal.reading.text import CONTROL

_Loader: Any = yaml.__dict__.get("CSafeLoader") or yaml.SafeLoader
# libyaml takes these for line breaks or refuses them; here they are text
_STAND_INS = {0x2028: 0x10FF00, 0x2029: 0x10FF01, 0xFFFE: 0x10FF02, 0xFFFF: 0x10FF03, 0xFEFF: 0x10FF04}
_BACK = {stand_in: code for code, stand_in in _STAND_INS.items()}
_TAKEN = re.compile("[\U0010ff00-\U0010ff04]")

Path = tuple[str | int, ...]  # keys and positions from the root of the front matter
Data = Any  # a text, a list of data, or `Pairs`
Pairs = list[tuple[str, Any]]  # a mapping as it is written: order and duplicate keys count


class Edit(Struct, frozen=True):
    """The characters from `start` to `end` become `new`, with LF line ends."""

    start: int
    end: int
    new: str


class Refusal(Struct, frozen=True):
    """A change that was not made. `line` is where to make it by hand, `typed` what to type there."""

    reason: str
    line: int = 1
    typed: str = ""


class Document(Struct, frozen=True):
    """A text that can be edited. `root` is None where there is no front matter, or nothing in it."""

    raw: str
    text: str
    parts: Parts
    root: yaml.Node | None
    block_start: int  # in characters; 0 without front matter
    block_end: int
    prose_start: int

    def line(self, index: int) -> int:
        """The number of the line of the character at `index`."""
        return self.text.count("\n", 0, index) + 1

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Where the line of `index` ends, its line end included."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def start(self, node: yaml.Node) -> int:
        return self.block_start + int(node.start_mark.index)

    def end(self, node: yaml.Node) -> int:
        """Where what is written of `node` ends: without the comments and blank lines that follow."""
        if not is_flow(node) and node.value and isinstance(node, yaml.MappingNode):
            return self.end(node.value[-1][1])
        if not is_flow(node) and node.value and isinstance(node, yaml.SequenceNode):
            return self.end(node.value[-1])
        end = self.block_start + int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return max(self.start(node) + 1, len(self.text[:end].rstrip("\n \t")))
        return end

    def column(self, index: int) -> int:
        """How many characters stand before `index` on its line."""
        return index - self.line_start(index)


@lru_cache(maxsize=4)  # one edit after the other reads what the one before wrote and read
def open_document(raw: str) -> Document | Refusal:
    """`raw` for editing, unless its front matter is one that netjournal cannot read."""
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    parts, _ = split_text(text, "")
    if not parts.readable:
        return Refusal("the front matter cannot be read")
    if parts.block is None:
        return Document(raw, text, parts, None, 0, 0, 0)
    start = text.index("\n") + 1
    end = start + len(parts.block) + 1 if parts.block or text[start:].startswith("\n") else start
    prose = text.find("\n", end)
    prose = len(text) if prose < 0 else prose + 1
    if CONTROL.search(parts.block) or "\r" in text:
        return Refusal("the front matter holds a control character")
    tree = nodes.parse_nodes(parts.block, "", 2)
    if tree.error or tree.problems or structural_tabs(parts.block, tree.scalars, "", 2):
        line = tree.problems[0].source.line if tree.problems else 1
        return Refusal("the front matter cannot be read, or holds what the format refuses", line)
    if _TAKEN.search(parts.block):
        return Refusal("the front matter holds characters of no known use", 2)
    root = yaml.compose(parts.block.translate(_STAND_INS), _Loader)
    if not parts.block.isascii():
        _put_back(root)
    if isinstance(root, yaml.ScalarNode) and not root.value.strip():
        root = None
    if root is not None and not isinstance(root, yaml.MappingNode):
        return Refusal("the front matter is not a mapping of keys", 2)
    return Document(raw, text, parts, root, start, end, prose)


def _put_back(node: yaml.Node | None) -> None:
    """The characters themselves for those that stood in for them."""
    match node:
        case yaml.ScalarNode():
            node.value = str(node.value).translate(_BACK)
        case yaml.SequenceNode():
            for item in node.value:
                _put_back(item)
        case yaml.MappingNode():
            for pair in node.value:
                _put_back(pair[0])
                _put_back(pair[1])


def is_flow(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def to_data(node: yaml.Node | None) -> Data:
    """All that is written in `node`, for comparing; white space around a value is not part of it (section 6)."""
    match node:
        case yaml.MappingNode():
            return [(str(key.value), to_data(value)) for key, value in node.value]
        case yaml.SequenceNode():
            return ("list", [to_data(item) for item in node.value])
        case yaml.ScalarNode():
            return str(node.value).strip()
    return []


def find_node(document: Document, path: Path) -> yaml.Node | None:
    """The node at `path`; of a duplicate key the first counts."""
    node = document.root
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def splice(document: Document, edits: Sequence[Edit]) -> str:
    """The raw text with `edits`, which do not overlap; line ends are those of the file."""
    raw, text = document.raw, document.text
    bom = int(raw.startswith("\ufeff"))
    line_end = "\r\n" if raw.count("\r\n") * 2 > raw.count("\n") else "\n"
    parts, at, seen, shift = [], 0, 0, bom
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        places = []
        for index in (edit.start, edit.end):
            for _ in range(text.count("\n", seen, index)):  # each of them may be two characters in the raw text
                newline = text.index("\n", seen)
                shift += raw.startswith("\r\n", newline + shift)
                seen = newline + 1
            places.append(index + shift)
            seen = max(seen, index)
        parts += [raw[at : places[0]], edit.new.replace("\n", line_end)]
        at = places[1]
    return "".join([*parts, raw[at:]])


def try_edits(
    document: Document,
    candidates: Sequence[Sequence[Edit]],
    change: Callable[[Data], Data],
    by_hand: Refusal,
) -> str | Refusal:
    """The first of `candidates` after which the file says what it said, but for `change`; its prose stays as it is."""
    wanted = change(to_data(document.root))
    for edits in candidates:
        raw = splice(document, edits)
        after = open_document(raw)
        if isinstance(after, Document) and to_data(after.root) == wanted and after.parts.prose == document.parts.prose:
            return raw
    return by_hand
