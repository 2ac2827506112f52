"""A mapping of front matter, read by the schema: each value with its place (format.md, sections 2 to 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from netjournal.dates import Span
from netjournal.diagnostics import Diagnostic, Source, did_you_mean, shorten
from netjournal.names import looks_like
from netjournal.reading import nodes
from netjournal.reading.text import CONTROL
from netjournal.reading.values import Vocabulary, read_scalar
from netjournal.schema import ALL_SHAPES, ENTRY, Key, Kind, Shape

_INSTEAD = {"entry": "write 'private: true'", "contact": "write 'publish: none'"}


class Written(Struct, frozen=True):
    """One value and where it stands."""

    value: str | int | bool | date | Span
    source: Source


class Record(Struct, frozen=True):
    """One mapping: an entry, an activity, what is said of a contact. Empty values and refused ones are not in it."""

    source: Source
    values: Mapping[str, Written] = field(default_factory=dict)
    lists: Mapping[str, tuple[Written, ...]] = field(default_factory=dict)
    items: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)  # private; all texts of the value, a line each
    hidden: bool = False  # a misspelt or misplaced private, publish or alias: taken at its most private
    bare: bool = False  # an item that was written as text
    refused: frozenset[str] = frozenset()  # keys whose value was there and wrong

    def text(self, key: str) -> str | None:
        """The text of `key`, None where it has none."""
        written = self.values.get(key)
        return None if written is None else str(written.value)

    def where(self, key: str) -> Source:
        """Where the value of `key` stands; the mapping's own place where it has none."""
        written = self.values.get(key)
        return written.source if written else self.source


class Reader(Struct):
    """Reads the nodes of one file; problems are collected, never raised."""

    vocabulary: Vocabulary
    problems: list[Diagnostic] = field(default_factory=list)
    lost_lines: frozenset[int] = frozenset()  # where a comment took a value with it

    def problem(self, source: Source, code: str, message: str, mend: str | None = None) -> None:
        self.problems.append(Diagnostic(source, code, message, mend))

    def record(self, mapping: nodes.Mapping, shape: Shape) -> Record:
        """What `mapping` says in the keys of `shape`."""
        values: dict[str, Written] = {}
        lists: dict[str, tuple[Written, ...]] = {}
        items: dict[str, tuple[Record, ...]] = {}
        unknown: dict[str, str] = {}
        seen: dict[str, tuple[str, int]] = {}  # as it was typed, and the line
        refused: set[str] = set()
        hidden = mapping.lost_key
        for name, node in mapping.pairs:
            if bad := CONTROL.search(name.value):
                self.problem(
                    name.source, "control-character", f"a key holds the control character U+{ord(bad[0]):04X}", "delete it"
                )
                continue
            key = shape.keys.get(name.value)
            canonical = (key.same_as or key.name) if key else name.value
            if canonical in seen:
                self.duplicate_key(name, node, *seen[canonical])
                hidden = hidden or (canonical == "private" and not _says(node, "false"))
                if canonical == "publish":
                    values["publish"] = Written("none", name.source)
                continue
            seen[canonical] = name.value, name.source.line
            if key is None:
                hidden = self.unknown_key(name, shape) or hidden
                unknown[name.value] = "\n".join(_texts(node))
            elif _is_empty(node):
                if canonical == "private":
                    self.problem(
                        name.source, "bad-private", "'private' says nothing, so this is not published", "write true or false"
                    )
                if canonical == "private" or node.source.line in self.lost_lines:
                    refused.add(canonical)
            elif key.kind is Kind.ITEMS:
                items[canonical] = self.items(key, node)
            elif key.kind in (Kind.TEXTS, Kind.IDS, Kind.ALIASES):
                lists[canonical] = self.list(key, node)
            elif (written := self.value(key, node)) is not None:
                values[canonical] = written
            else:
                refused.add(canonical)
        if shape.name == "contact" and refused & {"publish", "alias"}:  # an order that cannot be read is the strictest
            values["publish"] = Written("none", mapping.source)
        if "private" in refused:
            hidden = True
        return Record(mapping.source, values, lists, items, unknown, hidden, refused=frozenset(refused))

    def items(self, key: Key, node: nodes.Node) -> tuple[Record, ...]:
        assert key.shape is not None
        if not isinstance(node, nodes.Sequence):
            if isinstance(node, nodes.Scalar) and node.plain and node.value.startswith("-"):
                source = node.source._replace(length=1)
                self.problem(source, "missing-space", "a space is missing after the dash", "write '- …'")
                return ()
            mend = f"start each item with '- ' on a line below '{key.name}:'"
            self.wrong_type(node, f"'{key.name}' must be a list", mend)
            return ()
        records = []
        for item in node.items:
            if isinstance(item, nodes.Mapping) and item.pairs:
                records.append(self.item(item, key, key.shape))
            elif _is_empty(item):
                continue
            elif key.bare and isinstance(item, nodes.Scalar):
                written = self.value(key.shape.keys[key.bare], item)
                records += [Record(item.source, {key.bare: written}, bare=True)] if written else []
            else:
                first = next(iter(key.shape.keys))
                self.wrong_type(item, f"an item of '{key.name}' must be a mapping", f"write '- {first}: …'")
        return tuple(records)

    def item(self, item: nodes.Mapping, key: Key, shape: Shape) -> Record:
        """A mapping of a list; one that was made by an unquoted colon in a text is said to be that."""
        name = item.pairs[0][0]
        if key.bare == "do" and len(item.pairs) == 1 and name.value not in shape.keys and not looks_like_order(name.value, shape):
            self.problem(name.source, "unquoted-colon", "a text with a colon and a space needs quotes", "quote the text")
            return Record(item.source, refused=frozenset(("do",)))
        return self.record(item, shape)

    def list(self, key: Key, node: nodes.Node) -> tuple[Written, ...]:
        """The values of a list, each id once; `with: ada` is a list of one where ids are wanted."""
        single = isinstance(node, nodes.Scalar) and key.kind is Kind.IDS
        if not (single or isinstance(node, nodes.Sequence)):
            mend = f"write '{key.name}: [{node.value}]'" if isinstance(node, nodes.Scalar) else None
            wanted = f"an {key.kind}" if key.kind is Kind.IDS else f"a {key.kind}"
            self.wrong_type(node, f"'{key.name}' must be {wanted}", mend)
            return ()
        found: list[Written] = []
        for item in node.items if isinstance(node, nodes.Sequence) else [node]:
            written = None if _is_empty(item) else self.value(key, item)
            if written is not None and (key.kind is Kind.TEXTS or all(written.value != w.value for w in found)):
                found.append(written)
        return tuple(found)

    def value(self, key: Key, node: nodes.Node) -> Written | None:
        if isinstance(node, nodes.Refused):  # said where it was found
            return None
        if not isinstance(node, nodes.Scalar):
            got = "a list" if isinstance(node, nodes.Sequence) else "a mapping"
            if key.kind in (Kind.TEXT, Kind.TEXTS, Kind.NAME):
                self.wrong_type(node, f"'{key.name}' takes text, not {got}", "write it as one text, in quotes")
            else:
                self.wrong_type(node, f"'{key.name}' takes one value, not {got}", None)
            return None
        value, problem = read_scalar(key, node.value, self.vocabulary)
        if problem is not None:
            self.problem(node.source, *problem)
        return None if value is None else Written(value, node.source)

    def wrong_type(self, node: nodes.Node, message: str, mend: str | None) -> None:
        if not isinstance(node, nodes.Refused):
            source = node.source if isinstance(node, nodes.Scalar) else node.source._replace(length=1)
            self.problem(source, "wrong-type", message, mend)

    def unknown_key(self, name: nodes.Scalar, shape: Shape) -> bool:
        """Reports a key the format does not know here; whether it looks like one that hides something."""
        order = looks_like_order(name.value, shape)
        if order is not None:
            known = order in shape.keys
            instead = _INSTEAD.get(shape.name, "make the entry private")
            mend = f"did you mean '{order}'?" if known else f"{instead}, or delete the line"
            message = f"'{shorten(name.value)}' may be meant to hide something, so nothing of this {shape.name} is published"
            self.problem(name.source, "misspelt-privacy", message, mend)
            return True
        message = f"'{shorten(name.value)}' is no key of {a(shape)}"
        homes = [a(other) for other in ALL_SHAPES if name.value in other.keys]
        near = f"it belongs in {' or '.join(homes)}" if homes else did_you_mean(name.value, shape.keys)
        if name.value[:1].isspace():
            near = "what stands before it only looks like spaces: delete it and type spaces"
        elif near is None and shape is ENTRY:
            near = f"there are {', '.join(shape.keys)}"
        self.problem(name.source, "unknown-key", message, near)
        return False

    def duplicate_key(self, name: nodes.Scalar, node: nodes.Node, first: str, line: int) -> None:
        typed = shorten(name.value)
        message = f"'{typed}' is already on line {line}"
        if first != name.value:
            message = f"'{typed}' is the same as '{first}' on line {line}"
        mend = "keep one of them" if isinstance(node, nodes.Scalar) else "put both together"
        self.problem(name.source, "duplicate-key", message, mend)


def a(shape: Shape) -> str:
    """`an entry`, `a contact`."""
    return f"{'an' if shape.name[0] in 'aeiou' else 'a'} {shape.name}"


def looks_like_order(word: str, shape: Shape) -> str | None:
    """`private`, `publish` or (for people) `alias`, where `word` looks like it and is no key of `shape`."""
    orders = ("private", "publish", "alias") if shape.name == "contact" else ("private", "publish")
    return next((order for order in orders if looks_like(word, order)), None)


def _is_empty(node: nodes.Node) -> bool:
    """An empty value is absent (section 6): no text, `[]`, `{}`."""
    match node:
        case nodes.Scalar():
            return not node.value.strip()
        case nodes.Sequence():
            return not node.items
        case nodes.Mapping():
            return not node.pairs
    return False


def _texts(node: nodes.Node) -> list[str]:
    match node:
        case nodes.Scalar():
            return [node.value] if node.value.strip() else []
        case nodes.Sequence():
            return [text for item in node.items for text in _texts(item)]
        case nodes.Mapping():
            return [text for name, value in node.pairs for text in (name.value, *_texts(value))]
    return []


def _says(node: nodes.Node, text: str) -> bool:
    return isinstance(node, nodes.Scalar) and node.value == text
