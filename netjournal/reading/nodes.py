"""YAML as nodes with their places, and nothing that the format refuses (format.md, section 6).

Built straight from the events of libyaml: PyYAML's own composer hides anchors, and its loaders turn 12:30 into 750.
"""

from __future__ import annotations

from typing import Any

import yaml
from msgspec import Struct

from netjournal.diagnostics import Diagnostic, Source

_Parser: type[Any] = yaml.__dict__.get("CSafeLoader") or yaml.SafeLoader  # without libyaml: the same events, slower

MAX_DEPTH = 12
# libyaml takes these for line breaks, which would shift every line below, or refuses them; here they are text
_TEXT_ONLY = "\u2028\u2029\ufffe\uffff\ufeff"


class Scalar(Struct):
    """A text, as written but for YAML's quoting."""

    value: str
    source: Source
    plain: bool
    start: int  # of the block, in characters
    end: int


class Sequence(Struct):
    items: list[Node]
    source: Source


class Mapping(Struct):
    pairs: list[tuple[Scalar, Node]]
    source: Source
    lost_key: bool = False  # a key was refused: nobody knows what it would have said


class Refused(Struct):
    """Something that is not part of the format; its problem is reported where it was found."""

    source: Source


Node = Scalar | Sequence | Mapping | Refused


class SecondDocument(Exception):
    """The block holds more than one YAML document. Never leaves this package."""

    def __init__(self, line: int) -> None:
        self.line = line


class Tree(Struct):
    """What a block of front matter holds. `root` is None for an empty one."""

    root: Node | None
    scalars: list[Scalar]  # keys too, in the order of the text
    problems: list[Diagnostic]
    error: yaml.YAMLError | SecondDocument | None = None  # why the block is not YAML; the rest is what came before


def parse_nodes(block: str, path: str, first_line: int) -> Tree:
    """The nodes of `block`, which starts on `first_line` of the file."""
    stand_ins: dict[int, str] = {}
    if not block.isascii():
        free = (chr(code) for code in range(0x10FF00, 0x10FFFE) if chr(code) not in block)
        stand_ins = {ord(c): next(free) for c in _TEXT_ONLY if c in block}
    back = {ord(stand_in): chr(code) for code, stand_in in stand_ins.items()}
    builder = _Builder(block.translate(stand_ins) if stand_ins else block, path, first_line, back)
    try:
        return Tree(builder.document(), builder.scalars, builder.problems)
    except (yaml.YAMLError, SecondDocument) as error:
        return Tree(None, builder.scalars, builder.problems, error)


class _Builder:
    def __init__(self, text: str, path: str, first_line: int, back: dict[int, str]) -> None:
        self.path, self.first_line = path, first_line
        self.back = back  # what stands in for characters that libyaml would not take as text
        self.scalars: list[Scalar] = []
        self.problems: list[Diagnostic] = []
        self.parser = _Parser(text)

    def document(self) -> Node | None:
        self.parser.get_event()
        event = self.parser.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        root = self.node(self.parser.get_event(), 1)
        self.parser.get_event()
        event = self.parser.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise SecondDocument(event.start_mark.line + self.first_line)
        return root

    def node(self, event: Any, depth: int) -> Node:
        source = self.source(event)
        if isinstance(event, yaml.AliasEvent):
            return self.refuse(source, f"'*{event.anchor}' is a YAML alias", "quote the text if it is meant as it stands")
        if depth > MAX_DEPTH and not isinstance(event, yaml.ScalarEvent):
            self.skip()
            return self.refuse(source, f"nested deeper than {MAX_DEPTH} levels", None)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        start, end = event.start_mark.index, event.end_mark.index
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            value = event.value.translate(self.back) if self.back else event.value
            plain = not event.style
            node = Scalar(value, source, plain, start, end)
            self.scalars.append(node)
        elif isinstance(event, yaml.SequenceStartEvent):
            items = self.until(yaml.SequenceEndEvent, depth)
            node = Sequence(items, source)
        else:
            pairs, lost_key = self.pairs(depth)
            node = Mapping(pairs, source, lost_key)
        if anchor is not None:
            return self.refuse(source, f"'&{anchor}' is a YAML anchor", "quote the text if it is meant as it stands")
        if tag is not None:
            return self.refuse(source, "a YAML tag ('!…') is not part of the format", "quote the text if it is meant as it stands")
        return node

    def skip(self) -> None:
        """Past the end of the collection whose start was just read, however deep it goes."""
        depth = 1
        while depth:
            event = self.parser.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)

    def until(self, end: type[yaml.Event], depth: int) -> list[Node]:
        nodes = []
        while not isinstance(event := self.parser.get_event(), end):
            nodes.append(self.node(event, depth + 1))
        return nodes

    def pairs(self, depth: int) -> tuple[list[tuple[Scalar, Node]], bool]:
        nodes = self.until(yaml.MappingEndEvent, depth)
        pairs = []
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                if not isinstance(key, Refused):
                    self.refuse(key.source, "a key must be text", "quote the text if it is meant as it stands")
            elif key.value == "<<" and key.plain:
                self.refuse(key.source, "'<<' is a YAML merge key", "write the keys out")
            else:
                pairs.append((key, value))
        return pairs, len(pairs) * 2 < len(nodes)

    def refuse(self, source: Source, message: str, mend: str | None) -> Refused:
        self.problems.append(Diagnostic(source, "unsupported-yaml", message, mend))
        return Refused(source)

    def source(self, event: Any) -> Source:
        mark, end = event.start_mark, event.end_mark
        one_line = mark.line == end.line
        length = max(1, end.column - mark.column) if one_line else 1
        return Source(self.path, mark.line + self.first_line, mark.column + 1, length)
