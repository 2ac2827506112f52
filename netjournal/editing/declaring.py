"""What is said of a goal, a contact or a company, changed where it stands; and the first that is said of a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

from netjournal.assembling.identity import NAME_KEY
from netjournal.editing.daily import Desk, Edit, path_of
from netjournal.editing.documents import Document, Path, Refusal, find_node, is_flow, open_document, to_data, try_edits
from netjournal.editing.documents import Edit as Span
from netjournal.editing.files import read_bytes
from netjournal.editing.fragments import Value, write_block, write_flow
from netjournal.editing.fragments import to_data as value_data
from netjournal.editing.lists import append_item, delete_item
from netjournal.editing.values import add_key, change_at, delete_key, replace_scalar
from netjournal.model import Declaration, Thing
from netjournal.names import same
from netjournal.schema import OWN_FILES


@dataclass(frozen=True, slots=True)
class Place:
    """One mapping that says something of a thing. `at` leads to it from the root of its file's front matter."""

    path: str
    at: Path  # empty in a file of its own
    declaration: Declaration

    @property
    def own(self) -> bool:
        return self.at == ()


def declarations_of(desk: Desk, thing: Thing, key: str) -> Iterator[tuple[str, bool, Declaration]]:
    """What each place says of a thing, with its path and whether it is a file of its own, in the order in which facts count."""
    for entry in desk.journal.entries:
        yield from ((entry.path, False, d) for d in entry.declarations if d.thing is thing and d.id == key)
    yield from ((f.path, True, f.declaration) for f in desk.journal.own_files if f.thing is thing and f.id == key)


def find_places(desk: Desk, thing: Thing, key: str) -> tuple[Place, ...]:
    """The mappings that say something of a thing, the one that counts most last; those that cannot be edited are left out."""
    found = []
    for path, own, declaration in declarations_of(desk, thing, key):
        document = open_document((read_bytes(desk.directory / path) or b"").decode("utf-8", "replace"))
        if isinstance(document, Refusal):
            continue
        at: Path | None = () if own else _item_at(document, thing.value, declaration)
        if at is not None:
            found.append(Place(path, at, declaration))
    return tuple(found)


def _item_at(document: Document, name: str, declaration: Declaration) -> Path | None:
    node = find_node(document, (name,))
    for index, item in enumerate(node.value if isinstance(node, yaml.SequenceNode) else []):
        start = document.start(item)
        if (document.line(start), document.column(start) + 1) == (declaration.source.line, declaration.source.column):
            return (name, index)
    return None


def set_fact(places: tuple[Place, ...], thing: Thing, key: str, value: Value) -> list[tuple[str, Edit]]:
    """The edits that make `value` count: where the one that counts now stands, else in the own file, else where the name stands.

    A name is put right wherever the current one is written, and the id that was made of it is written down.
    """
    name = NAME_KEY[thing]
    said = [p for p in places if key in p.declaration.facts]
    if key == name and said:
        current = said[-1].declaration.facts[name].value
        where = [p for p in said if same(str(p.declaration.facts[name].value)) == same(str(current))]
        edits = [(p.path, _keep_id(p)) for p in where if not p.own]
        return edits + [(p.path, _set(p, thing, key, value)) for p in where]
    named = [p for p in places if name in p.declaration.facts]
    chosen = said[-1:] or [p for p in places if p.own][-1:] or named[:1] or list(places[:1])
    return [(p.path, _set(p, thing, key, value)) for p in chosen]


def unset_fact(places: tuple[Place, ...], thing: Thing, key: str) -> list[tuple[str, Edit]]:
    """The edits that take `key` out wherever it stands; none where it stands nowhere."""
    return [(p.path, _unset(p, thing, key)) for p in places if key in p.declaration.facts or f"?{key}" in p.declaration.facts]


def own_file_path(desk: Desk, thing: Thing, key: str, private: bool) -> str:
    return path_of(desk, f"{'private/' if private else ''}{thing.value}/{key}.md")


def write_own_file(values: Mapping[str, Value]) -> Edit:
    """A new file that says `values`."""

    def edit(raw: str) -> str | Refusal:
        return Refusal("the file is there already") if raw else f"---\n{write_block(values)}---\n"

    return edit


def put_value(raw: str, at: Path, key: str, value: Value) -> str | Refusal:
    """`raw` with `key: value` in the mapping at `at`, whatever stood there: one value or a list."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    old = find_node(document, (*at, key))
    if old is None:
        return add_key(raw, at, key, value)
    plain = isinstance(value, (str, int)) or not isinstance(value, (list, tuple, Mapping))
    if isinstance(old, yaml.ScalarNode) and plain:
        return replace_scalar(raw, (*at, key), value)
    if isinstance(old, yaml.SequenceNode) and isinstance(value, (list, tuple)):
        by_item = _put_items(raw, (*at, key), [str(to_data(item)).strip() for item in old.value], value)
        if isinstance(by_item, str):
            return by_item
    start, end = document.start(old), document.end(old)
    typed = f"{key}: {write_flow(value)}"
    by_hand = Refusal(f"'{key}' could not be changed", document.line(start), typed)
    if is_flow(old) or isinstance(old, yaml.ScalarNode):
        space = " " if document.text[start - 1 : start] == ":" else ""
        change = change_at((*at, key), lambda _: value_data(value))
        end = start + (int(old.end_mark.index) - int(old.start_mark.index)) if is_flow(old) else end
        return try_edits(document, [[Span(start, end, space + write_flow(value))]], change, by_hand)
    once = delete_key(raw, at, key)
    return once if isinstance(once, Refusal) else add_key(once, at, key, value)


def _put_items(raw: str, path: Path, old: Sequence[str], new: Sequence[str]) -> str | Refusal:
    """A list item by item, so that the comments of those that stay are kept; refused where nothing, or another order, stays."""
    kept = [item for item in old if item in new]
    if not kept or list(new[: len(kept)]) != kept:
        return Refusal("nothing of the list stays")
    for index in reversed(range(len(old))):
        if old[index] not in kept:
            changed = delete_item(raw, path, index)
            if isinstance(changed, Refusal):
                return changed
            raw = changed
    for item in new[len(kept) :]:
        changed = append_item(raw, path, item)
        if isinstance(changed, Refusal):
            return changed
        raw = changed
    return raw


def _set(place: Place, thing: Thing, key: str, value: Value) -> Edit:
    return lambda raw: put_value(raw, place.at, _written(raw, place, thing, key), value)


def _unset(place: Place, thing: Thing, key: str) -> Edit:
    return lambda raw: delete_key(raw, place.at, _written(raw, place, thing, key))


def _keep_id(place: Place) -> Edit:
    def edit(raw: str) -> str | Refusal:
        return raw if "id" in _keys(raw, place.at) else add_key(raw, place.at, "id", place.declaration.id)

    return edit


def _written(raw: str, place: Place, thing: Thing, key: str) -> str:
    """The word that stands in the file for `key`: `actionable` for `achievable`, say."""
    words = {key, *(k.name for k in OWN_FILES[thing.value].keys.values() if k.same_as == key)}
    return next((word for word in _keys(raw, place.at) if word in words), key)


def _keys(raw: str, at: Path) -> Collection[str]:
    document = open_document(raw)
    node = None if isinstance(document, Refusal) else find_node(document, at)
    return [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
