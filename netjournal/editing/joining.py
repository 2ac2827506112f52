"""Two contacts made one: every use of the one becomes a use of the other, and all that was known of both is kept."""

from __future__ import annotations

import yaml

from netjournal.editing.daily import Desk, Refused
from netjournal.editing.declaring import Place, find_places, put_value
from netjournal.editing.documents import Data, Document, Path, Refusal, find_node, is_flow, open_document, to_data
from netjournal.editing.lists import delete_item
from netjournal.editing.prose import append_prose
from netjournal.editing.renaming import Renaming, plan_changes, says_the_same, without_id
from netjournal.editing.values import append_block, delete_key
from netjournal.model import Contact, Publication, Thing
from netjournal.names import same

STRICT = (Publication.NONE, Publication.ALIAS, Publication.FULL)  # the strictest first


def plan_merge(desk: Desk, old: str, new: str) -> Renaming | Refused:
    """The contact `old` put into `new`, whose name and id stay.

    Facts count as the format says, the later one wins; where both have a file of its own, that of `new` wins, and what it does
    not say is taken over. What it says differently becomes a comment.
    """
    gone, kept = desk.journal.contacts[old], desk.journal.contacts[new]
    places = find_places(desk, Thing.CONTACT, old), find_places(desk, Thing.CONTACT, new)
    if not (places[0] and places[1]):
        return Refused((f"nothing that can be edited says anything of '{new if places[0] else old}'",))
    declared: dict[str, list[Place]] = {place.path: [] for place in (*places[0], *places[1])}
    for place in places[0]:
        if not place.own:
            declared[place.path].append(place)
    doomed = _doomed(desk, *places, kept)
    lost = [place for place, key in doomed if key == "name"]
    if any("name" in p.declaration.facts and not p.own and p not in lost for p in places[0]):
        # an id that another name was given first is written down beside the name that it was made of
        for path, unclear in without_id(desk, new).items():
            declared[path] += unclear
    aliases = tuple(dict.fromkeys((*kept.aliases, *gone.aliases))) if gone.aliases else ()

    def finish(raw: str, path: str) -> str | Refusal:
        for place, key in doomed:
            changed = delete_key(raw, place.at, key) if place.path == path else raw
            if isinstance(changed, Refusal):
                return changed
            raw = changed
        if aliases and holder.path == path:
            changed = put_value(raw, holder.at, "aliases", aliases)
            if isinstance(changed, Refusal):
                return changed
            raw = changed
        return _without_bare(raw, sorted({p.at for p, _ in doomed if p.path == path and not p.own}, reverse=True))

    holder = next((p for p in reversed(places[1]) if "aliases" in p.declaration.facts), places[1][-1])
    plan = plan_changes(desk, old, new, declared, finish, join_files)
    if isinstance(plan, Refused):
        return plan
    return _objection(gone, kept, plan) or (
        plan
        if says_the_same(desk.journal, plan.journal, old, new, merged=True)
        else Refused(("the journal would not say the same of others any more: netjournal check may tell why",))
    )


def _doomed(desk: Desk, gone: tuple[Place, ...], kept: tuple[Place, ...], contact: Contact) -> list[tuple[Place, str]]:
    """The keys that cannot stay: a name that would replace the one that is kept, being introduced by oneself, a second list."""
    order = {entry.path: n for n, entry in enumerate(desk.journal.entries)}  # files of their own come after all entries

    def rank(place: Place) -> tuple[int, int, int]:
        source = place.declaration.source
        return (order.get(place.path, len(order)), source.line, source.column)

    named = max((rank(p) for p in kept if "name" in p.declaration.facts), default=(0, 0, 0))
    both = {p.declaration.id for p in (*gone, *kept)}
    found = []
    for place in (*gone, *kept):
        facts = place.declaration.facts
        if "via" in facts and facts["via"].value in both:
            found.append((place, "via"))
        if place.declaration.id != contact.id:
            if "aliases" in facts:
                found.append((place, "aliases"))
            if "name" in facts and rank(place) >= named and same(str(facts["name"].value)) != same(contact.name):
                found.append((place, "name"))
    return found


def _without_bare(raw: str, places: list[Path]) -> str:
    """`raw` without those of the items at `places`, the last first, that say nothing but an id any more."""
    for *keys, index in places:
        document = open_document(raw)
        node = find_node(document, (*keys, index)) if isinstance(document, Document) else None
        if isinstance(node, yaml.MappingNode) and isinstance(index, int) and [key.value for key, _ in node.value] == ["id"]:
            without = delete_item(raw, tuple(keys), index)
            raw = raw if isinstance(without, Refusal) else without
    return raw


def _objection(gone: Contact, kept: Contact, plan: Renaming) -> Refused | None:
    after = plan.journal.contacts.get(plan.new)
    if after is None or after.name != kept.name:
        return Refused((f"'{plan.new}' would not be called {kept.name} any more",))
    ordered = [c.publication for c in (gone, kept) if "publish" in c.origins]
    if ordered and after.publication is not min(ordered, key=STRICT.index):
        said = " and ".join(f"'{c.id}' says publish: {c.publication}" for c in (gone, kept))
        return Refused((f"{said}: make them the same first, with netjournal contact edit ID --set publish=…",))
    if STRICT.index(after.publication) > STRICT.index(kept.publication):
        how = f"netjournal contact edit {kept.id} --set publish={after.publication}"
        return Refused(
            (f"'{kept.id}' would be published as '{after.publication}', as '{gone.id}' is; if that is meant, first {how}",)
        )
    lost = {key for c in (gone, kept) for key in c.origins} - set(after.origins) - {"via"}
    return Refused((f"{', '.join(sorted(lost))} would be lost",)) if lost else None


def join_files(into: str, other: str) -> str | Refusal:
    """The file `into` with what the file `other` says beside it, and its prose below."""
    first, second = open_document(into), open_document(other)
    if isinstance(first, Refusal) or isinstance(second, Refusal):
        return first if isinstance(first, Refusal) else second if isinstance(second, Refusal) else Refusal("")
    if _private(second) and not _private(first):
        return Refusal("this file is private and the other is not: put them together by hand")
    there = {key.value: to_data(value) for key, value in _pairs(first)}
    lines, more = "", list[tuple[str, Data]]()
    for key, value in _pairs(second):
        written = second.text[second.line_start(second.start(key)) : second.line_end(second.end(value))]
        if second.root is not None and is_flow(second.root):
            end = second.start(value) + int(value.end_mark.index) - int(value.start_mark.index)
            written = f"{key.value}: {second.text[second.start(value) : end]}\n"
        if key.value not in there:
            lines += _without_indent(written)
            more.append((key.value, to_data(value)))
        elif key.value not in ("name", "id", "private") and there[key.value] != to_data(value):
            lines += "".join(f"# {line}" for line in _without_indent(written).splitlines(keepends=True))
    result: str | Refusal = append_block(first, lines, lambda data: [*data, *more]) if lines else into
    prose = second.text[second.prose_start :].strip("\n")
    return append_prose(result, prose) if prose.strip() and not isinstance(result, Refusal) else result


def _pairs(document: Document) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(document.root.value) if document.root is not None else []


def _private(document: Document) -> bool:
    node = find_node(document, ("private",))
    return node is not None and to_data(node) != "false"


def _without_indent(lines: str) -> str:
    width = len(lines) - len(lines.lstrip(" "))
    return "".join(line[min(width, len(line) - len(line.lstrip(" "))) :] for line in lines.splitlines(keepends=True))
