"""Another id for a contact: in every file of the journal, or in none."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from msgspec import Struct

from netjournal.diagnostics import Source
from netjournal.editing.daily import Desk, Refused, path_of, try_changes
from netjournal.editing.declaring import Place, find_places, put_value
from netjournal.editing.documents import Document, Refusal, find_node, open_document
from netjournal.editing.files import Change, read_bytes, read_up_to
from netjournal.editing.lists import replace_value
from netjournal.editing.mentions import put_in_comments, put_in_prose, put_links, put_mentions
from netjournal.editing.person import MAX_SEARCHED, all_files, decode_any, files_beside
from netjournal.editing.values import replace_scalars
from netjournal.leaks.exceptions import NAME, read_exceptions
from netjournal.leaks.secrets import Secret
from netjournal.model import Journal, Thing
from netjournal.names import is_id, same
from netjournal.reading.classify import FileKind, classify
from netjournal.schema import LINKS

# what is no text, names somebody in its own way, or may be what an id is made of
_KEPT = frozenset((*LINKS, "id", "title", "name", "company", "aliases", "alias", "with", "via", "goal", "link", "careers", "email"))
_EDITED = frozenset((FileKind.ENTRY, FileKind.OWN, FileKind.PAGE, FileKind.TEMPLATE))
_ANY_WORD = 4  # letters of an id that is looked for in other text: a shorter one stands everywhere

Finish = Callable[[str, str], str | Refusal]
Join = Callable[[str, str], str | Refusal]


def _leave(raw: str, path: str) -> str:
    return raw


@dataclass(frozen=True, slots=True)
class Renaming:
    """What will be written, and where the old id still stands: a path, a line and the line's text."""

    old: str
    new: str
    changes: tuple[Change, ...]
    left: tuple[tuple[str, int, str], ...]
    journal: Journal  # as it is with the changes


def plan_rename(desk: Desk, old: str, new: str) -> Renaming | Refused:
    """The id `new` for the contact `old`, in `with`, `via`, `id`, mentions, links and the name of a file of its own."""
    if not is_id(new):
        return Refused((f"'{new}' is no id: words of a-z and 0-9, joined by single hyphens, at most 64 characters",))
    if (owner := desk.journal.contact_ids.get(new, old)) != old:
        what = "the id of a contact" if owner == new else f"an alias of '{owner}'"
        return Refused((f"'{new}' is already {what}: netjournal contact merge puts two into one",))
    declared = without_id(desk, old)
    for place in find_places(desk, Thing.CONTACT, old):
        if not place.own and _has_id(desk, place):
            declared.setdefault(place.path, []).append(place)
    plan = plan_changes(desk, old, new, declared)
    same_still = isinstance(plan, Refused) or says_the_same(desk.journal, plan.journal, old, new)
    return plan if same_still else Refused(("the journal would not say the same any more: netjournal check may tell why",))


def without_id(desk: Desk, key: str) -> dict[str, list[Place]]:
    """The mappings of a contact, by file, that have no id and whose name alone would not lead to another one than it does."""
    places = find_places(desk, Thing.CONTACT, key)
    others = _names_of_others(desk, key)
    known = {same(_name(p)) for p in places if p.own} - others
    found: dict[str, list[Place]] = {}
    for place in places:
        if not place.own and same(_name(place)) not in known and not _has_id(desk, place):
            found.setdefault(place.path, []).append(place)
        known |= {same(_name(place))} - others
    return found


def _names_of_others(desk: Desk, key: str) -> set[str]:
    """The names that all other contacts have and had."""
    entries = (d for entry in desk.journal.entries for d in entry.declarations)
    said = (*entries, *(file.declaration for file in desk.journal.own_files))
    people = (d for d in said if d.thing is Thing.CONTACT and d.id != key)
    return {same(str(d.facts["name"].value)) for d in people if "name" in d.facts}


def _name(place: Place) -> str:
    fact = place.declaration.facts.get("name")
    return str(fact.value) if fact else ""


def _has_id(desk: Desk, place: Place) -> bool:
    document = open_document((read_bytes(desk.directory / place.path) or b"").decode("utf-8"))
    return isinstance(document, Document) and find_node(document, (*place.at, "id")) is not None


def plan_changes(
    desk: Desk, old: str, new: str, declared: Mapping[str, list[Place]], finish: Finish = _leave, join: Join | None = None
) -> Renaming | Refused:
    """The changes of all files. `declared`: the mappings that get the new id, by file.

    `finish` changes a file further, given its text and its path; `join` puts the file of its own of `old` into that of `new`.
    """
    after: dict[str, tuple[bytes | None, str | None]] = {}
    moved: list[tuple[str, str]] = []
    refused: list[str] = []
    left: list[tuple[str, int, str]] = []
    written = _as_written(old)
    for key in all_files(desk.root):
        path, what = path_of(desk, key), classify(key)
        if what.kind is FileKind.MEDIA:
            continue
        try:
            data = read_up_to(desk.root / key, MAX_SEARCHED)
        except OSError as error:
            refused.append(f"{path}: it cannot be opened ({error.strerror or error})")
            continue
        text = decode_any(data)
        if what.kind in _EDITED and (path in declared or (old in text.lower() and written.search(text)) or _own(key) == old):
            changed = _edit(data, key, path, old, new, declared.get(path, []), finish)
            if isinstance(changed, Refusal):
                refused.append(_told_why(path, changed))
                continue
            text = changed
            if _own(key) == old:
                after[path] = (data, None)
                moved.append((path_of(desk, f"{key.rpartition('/')[0]}/{new}.md"), text))
                continue
            after[path] = (data, text)
        left += _left(text, path, old)
    for target, text in moved:
        before = read_bytes(desk.directory / target)
        there = after.get(target, (None, None))[1] if target in after else None if before is None else decode_any(before)
        joined = text if there is None else join(there, text) if join else Refusal(f"{target} is there already")
        if isinstance(joined, Refusal):
            refused.append(_told_why(target, joined))
            continue
        after[target] = (before, joined)
        left += _left(joined, target, old)
    left += _beside(desk, old)
    if refused:
        return Refused(("change this by hand first:", *refused))
    encoded = (Change(path, data, None if text is None else text.encode("utf-8")) for path, (data, text) in after.items())
    changes = tuple(change for change in encoded if change.before != change.after)
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])", re.IGNORECASE)
    tried = try_changes(desk, changes, lambda text: word.sub(new, text))
    return tried if isinstance(tried, Refused) else Renaming(old, new, changes, tuple(left), tried.journal)


def _as_written(key: str) -> re.Pattern[str]:
    """Wherever an id may stand in a file: not in a longer word, but for an escape before it."""
    escape = r"(?<=\\[a-z])|(?<=\\x..)|(?<=\\u....)"
    return re.compile(rf"(?:(?<![a-z0-9])|{escape}){re.escape(key)}(?![a-z0-9])", re.IGNORECASE | re.ASCII)


def _told_why(path: str, refusal: Refusal) -> str:
    by_hand = f"; write by hand: {refusal.typed}" if refusal.typed else ""
    return f"{path}:{refusal.line}: {refusal.reason}{by_hand}"


def _own(key: str) -> str | None:
    """The id of the contact whose own file it is."""
    what = classify(key)
    return what.stem.lower() if what.kind is FileKind.OWN and what.thing is Thing.CONTACT else None


def _edit(data: bytes, key: str, path: str, old: str, new: str, declared: list[Place], finish: Finish) -> str | Refusal:
    try:
        raw: str | Refusal = data.decode("utf-8")
    except UnicodeDecodeError:
        return Refusal("it is not UTF-8 text")
    what, ids = classify(key), {old: new}
    assert isinstance(raw, str)
    for place in declared:
        raw = put_value(raw, place.at, "id", new)
        if isinstance(raw, Refusal):
            return raw
    if what.kind in (FileKind.ENTRY, FileKind.TEMPLATE):
        raw = _references(raw, old, new)
    elif what.kind is FileKind.OWN and what.thing is Thing.CONTACT:
        for name in ("via", "id"):
            raw = raw if isinstance(raw, Refusal) else replace_value(raw, (), name, old, new)
    if not isinstance(raw, Refusal) and what.kind is not FileKind.PAGE:
        raw = replace_scalars(raw, lambda text: put_mentions(text, ids), _KEPT)
    if not isinstance(raw, Refusal):
        raw = put_in_comments(raw, ids)
    if not isinstance(raw, Refusal):
        raw = put_in_prose(raw, ids, inside=key.lower().rpartition("/")[0].endswith("contacts"))
    return raw if isinstance(raw, Refusal) else finish(raw, path)


def _references(raw: str, old: str, new: str) -> str | Refusal:
    """The ids in `with` and `via`, in the style in which they stand."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    for name, key in (("activities", "with"), ("planned", "with"), ("contacts", "via")):
        node = find_node(document, (name,))
        for index, item in enumerate(node.value if isinstance(node, yaml.SequenceNode) else []):
            if isinstance(item, yaml.MappingNode) and _names(find_node(document, (name, index, key)), old):
                changed = replace_value(raw, (name, index), key, old, new)
                if isinstance(changed, Refusal):
                    return changed
                raw = changed
    return raw


def _names(node: yaml.Node | None, key: str) -> bool:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return any(isinstance(item, yaml.ScalarNode) and item.value.strip().lower() == key for item in items)


def _beside(desk: Desk, old: str) -> Iterator[tuple[str, int, str]]:
    """What speaks of the id outside the journal: files beside mkdocs.yml, other pages, an exception of the leak search.

    An exception is left, for what was said of one word need not hold for another.
    """
    docs, inside, _ = desk.settings.journal_path.partition("/")
    others = files_beside(desk.directory) if desk.settings.journal_path not in ("", ".") else []
    if inside:  # the journal is one folder of a site's pages
        pages = (f"{docs}/{key}" for key in all_files(desk.directory / docs) if key.endswith(".md"))
        others += [page for page in pages if not page.startswith(f"{desk.settings.journal_path}/")]
    for name in others:
        file = desk.directory / name
        with contextlib.suppress(OSError):
            if file.stat().st_size <= MAX_SEARCHED:
                yield from _left(decode_any(file.read_bytes()), name, old)
    fingerprint = Secret("", Source(""), old, key=desk.settings.alias_key).fingerprint
    if reason := read_exceptions(desk.root)[0].get(fingerprint):
        text = decode_any(read_bytes(desk.root / NAME) or b"")
        yield path_of(desk, NAME), text.count("\n", 0, text.find(fingerprint)) + 1, f"{fingerprint}: {reason}"


def _left(text: str, path: str, old: str) -> Iterator[tuple[str, int, str]]:
    """The lines that still hold the old id as a word, of which nothing says that it is this person."""
    if len(old) < _ANY_WORD or old not in text.lower():
        return
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])", re.IGNORECASE)
    for number, line in enumerate(text.splitlines(), 1):
        if word.search(re.sub(r"\w+://\S+", "", line)):
            yield path, number, line.strip()


def says_the_same(before: Journal, after: Journal, old: str, new: str, merged: bool = False) -> bool:
    """Whether both journals say the same, places aside, and ids and mentions of `old` taken for those of `new`.

    `merged`: but for what is said of these two themselves.
    """
    untouched = _untouched(before, after)
    return bool(_told(before, old, new, merged, untouched) == _told(after, old, new, merged, untouched))


def _untouched(before: Journal, after: Journal) -> frozenset[str]:
    """The paths of the entries that are the same in both, places and all."""
    earlier = {entry.path: entry for entry in before.entries}
    return frozenset(entry.path for entry in after.entries if entry == earlier.get(entry.path))


def _told(journal: Journal, old: str, new: str, merged: bool, untouched: Collection[str]) -> Any:
    """All that a journal says, but for `untouched` entries."""
    ids = {old: new}
    skip = {"source", "origins", "own_file", "prose_line", "goals_at", *(["declarations"] if merged else [])}

    def word(text: str) -> str:
        if old not in text.lower():
            return text
        return new if text == old else put_links(put_links(put_mentions(text, ids), ids, True), ids, False)

    def plain(value: Any) -> Any:
        if isinstance(value, Source):
            return None
        if isinstance(value, str):
            return word(value)
        if isinstance(value, Mapping):
            return sorted((word(str(k)), plain(v)) for k, v in value.items())
        if isinstance(value, (tuple, list)):
            return tuple(map(plain, value))
        if isinstance(value, Struct):
            return tuple((name, field(name, getattr(value, name))) for name in value.__struct_fields__ if name not in skip)
        return value

    def field(name: str, value: Any) -> Any:
        people = plain(value)  # where both stood in one list, the place of the one that stays counts
        return tuple(sorted(set(people))) if merged and name == "contacts" else people

    own = [
        (f.thing, word(f.id), f.private, plain(f.declaration), word(f.prose))
        for f in journal.own_files if not (merged and f.thing is Thing.CONTACT and f.id in (old, new))
    ]  # fmt: skip
    people = [(word(key), plain(c)) for key, c in journal.contacts.items() if not (merged and key in (old, new))]
    entries = [entry for entry in journal.entries if entry.path not in untouched]
    rest = (entries, journal.pages, journal.media, journal.goals, journal.companies)
    return sorted(own, key=repr), [plain(part) for part in rest], sorted(people)
