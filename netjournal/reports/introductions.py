"""Who led me to whom: the contacts as a forest, from `via` (format.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from netjournal.model import Contact, Journal


@dataclass(frozen=True, slots=True)
class Branch:
    """One person of the forest. Rows come in the order in which they are drawn: each after the one who introduced them."""

    contact: Contact
    depth: int  # 0 for somebody whom nobody introduced
    parent: int | None  # the row of who introduced them
    introduced: int  # people, directly
    reached: int  # people, directly or through others


def build_introductions(journal: Journal) -> tuple[tuple[Branch, ...], ...]:
    """The trees of introductions, the one that reached most people first; a contact in none of them is left out."""
    introduced: dict[str, list[Contact]] = {}
    for contact in journal.contacts.values():
        if contact.via in journal.contacts:
            introduced.setdefault(contact.via or "", []).append(contact)
    roots = [c for key in introduced if (c := journal.contacts[key]).via not in journal.contacts]
    trees = [_tree(root, introduced) for root in roots]
    return tuple(sorted(trees, key=lambda tree: (-len(tree), tree[0].contact.id)))


def _tree(root: Contact, introduced: dict[str, list[Contact]]) -> tuple[Branch, ...]:
    rows: list[tuple[Contact, int, int | None]] = []
    waiting: list[tuple[Contact, int, int | None]] = [(root, 0, None)]
    seen = {root.id}
    while waiting:
        contact, depth, parent = waiting.pop()
        rows.append((contact, depth, parent))
        children = [c for c in introduced.get(contact.id, ()) if c.id not in seen]
        seen |= {c.id for c in children}
        waiting += [(child, depth + 1, len(rows) - 1) for child in reversed(children)]
    reached = [0] * len(rows)
    for at in range(len(rows) - 1, 0, -1):
        parent = rows[at][2]
        if parent is not None:
            reached[parent] += reached[at] + 1
    return tuple(
        Branch(contact, depth, parent, len(introduced.get(contact.id, ())), reached[at])
        for at, (contact, depth, parent) in enumerate(rows)
    )
