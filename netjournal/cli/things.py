"""What contact, goal and company share: their keys as options, adding one, changing what is said of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import click

from netjournal.assembling.identity import NAME_KEY, WORD
from netjournal.cli.completion import complete_company, complete_contact
from netjournal.cli.daily import checked_text
from netjournal.cli.opening import open_at
from netjournal.cli.project import CannotRun
from netjournal.dates import parse_date
from netjournal.diagnostics import did_you_mean, shorten
from netjournal.editing.daily import Desk, Edit, entry_path
from netjournal.editing.declaring import Place, find_places, own_file_path, set_fact, unset_fact, write_own_file
from netjournal.editing.fragments import Value
from netjournal.editing.guessing import Newcomer, Unclear, find_contact, find_goal
from netjournal.editing.lists import insert_item
from netjournal.loading import load_journal
from netjournal.model import Activity, Journal, Thing
from netjournal.names import is_id, same, slug
from netjournal.schema import OWN_FILES, Key, Kind, Shape

Command = Callable[..., Any]
_TIMELINE = 10  # activities that are shown of one thing
file_option = click.option("--file", "own_file", is_flag=True, help="In a file of its own instead of the day's entry.")
private_option = click.option("--private", is_flag=True, help="In a file of its own that is never published.")
_METAVARS = {
    Kind.NUMBER: "NUMBER", Kind.DATE: "DATE", Kind.SPAN: "SPAN", Kind.ID: "ID", Kind.ADDRESS: "URL", Kind.NAME: "NAME",
}  # fmt: skip


def fact_options(shape: Shape, without: Collection[str] = ()) -> Callable[[Command], Command]:
    """An option for each key of `shape`; `--tag` may be repeated."""

    def decorate(command: Command) -> Command:
        for key in reversed(shape.keys.values()):
            if key.same_as is None and key.name not in without:
                command = _option(key)(command)
        return command

    return decorate


def _option(key: Key) -> Callable[[Command], Command]:
    if key.kind is Kind.TEXTS:
        return click.option("--tag", key.name, multiple=True, metavar="WORD", help=key.help)
    kind: Any = click.Choice(key.choices) if key.choices else str
    if key.kind is Kind.NUMBER:
        kind = click.IntRange(key.least, key.most)
    metavar = None if key.choices else _METAVARS.get(key.kind, "TEXT")
    offer = {"via": complete_contact, "company": complete_company}.get(key.name)
    return click.option(f"--{key.name}", key.name, type=kind, metavar=metavar, help=key.help, shell_complete=offer)


def read_value(key: Key, text: Any) -> Value | None:
    """What was typed, as it is written into the file; a value that the format refuses is refused when the change is tried."""
    if isinstance(text, tuple):
        return text or None
    if text is None or isinstance(text, int):
        return text
    if key.kind in (Kind.TEXTS, Kind.ALIASES):
        return tuple(part for part in (" ".join(part.split()) for part in text.split(",")) if part)
    if key.kind is Kind.NUMBER and text.strip().isascii() and text.strip().isdigit():
        return int(text)
    if key.kind is Kind.DATE:
        return parse_date(text.strip()) or text.strip()
    return "\n".join(text.splitlines()).strip() if key.name == "note" else " ".join(text.split())


def add_thing(
    desk: Desk, thing: Thing, given: dict[str, Any], day: date, own_file: bool, private: bool
) -> tuple[str, list[tuple[str, Edit]]]:
    """The id of a new goal, contact or company, and the edits that declare it; refused where it is there already."""
    word, name_key, shape = WORD[thing], NAME_KEY[thing], OWN_FILES[thing.value]
    name = checked_text(given[name_key])
    made = slug(name)
    key = (given.get("id") or made).lower()
    if not is_id(key):
        raise CannotRun(f"no id can be made of '{name}': name one with --id" if not given.get("id") else f"'{key}' is no id")
    there = _taken(desk.journal, thing, key, "" if given.get("id") else name)  # with an id of their own, two may share a name
    if there:
        raise CannotRun(f"'{there}' is a {word} already: netjournal {word} show {there}")
    values: dict[str, Value] = {name_key: name} | ({"id": key} if key != made else {})
    for k in shape.keys.values():
        value = read_value(k, given.get(k.name)) if k.name not in ("id", name_key) else None
        if value is not None and value != "":
            values[k.name] = value
    if not (own_file or private):
        return key, [(entry_path(desk, day), lambda raw: insert_item(raw, thing.value, values))]
    if thing is Thing.GOAL:
        values.setdefault("start", day)  # a file has no day of its own
    values.pop("id", None)  # the file's name
    return key, [(own_file_path(desk, thing, key, private), write_own_file(values))]


def _taken(journal: Journal, thing: Thing, key: str, name: str) -> str | None:
    """The id of who or what is there already."""
    if thing is Thing.CONTACT:
        alike = (c.id for c in journal.contacts.values() if same(c.name) == same(name))
        return journal.contact_ids.get(key) or next(alike, None)
    if thing is Thing.GOAL:
        return key if key in journal.goals else None
    declared = {c.id: c for c in journal.companies.values() if c.dream}
    return key if key in declared else next((c.id for c in declared.values() if same(c.name) == same(name)), None)


def known_contact(journal: Journal, word: str) -> str:
    """The id of the contact that `word` means: an id, an alias, a name or a part of one."""
    found = find_contact(journal, word)
    if isinstance(found, Newcomer):
        found = Unclear(f"there is no contact '{found.name}'")
    if isinstance(found, Unclear):
        raise CannotRun(found.reason.partition("; somebody new")[0])
    return found


def known_goal(journal: Journal, word: str) -> str:
    """The id of the goal that `word` means: its id, or a part of its title."""
    found = find_goal(journal, word)
    if isinstance(found, Unclear):
        raise CannotRun(found.reason)
    return found


def known_company(journal: Journal, word: str) -> str:
    """The id of the company that `word` means: its id or its name."""
    found = [c.id for c in journal.companies.values() if c.id == word.strip().lower() or same(c.name) == same(word)]
    found = found or [c.id for c in journal.companies.values() if c.id == slug(word)]
    found = found or [c.id for c in journal.companies.values() if same(word) in same(c.name) or (slug(word) or "?") in slug(c.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise CannotRun(f"'{word}' may be {', '.join(found)}: name one by its id")
    raise CannotRun(
        f"there is no company '{word}'; {did_you_mean(word, journal.companies) or 'netjournal company list shows them'}"
    )


def change_facts(
    desk: Desk, thing: Thing, key: str, sets: Sequence[tuple[str, str]], unsets: Sequence[str]
) -> list[tuple[str, Edit]]:
    """The edits that set and unset facts of a thing where they stand."""
    places = find_places(desk, thing, key)
    if not places:
        raise CannotRun(f"nothing that can be edited says anything of '{key}'")
    edits: list[tuple[str, Edit]] = []
    for name, text in sets:
        shape_key = _known_key(thing, name)
        value = read_value(shape_key, text)
        if value in (None, "", ()):
            raise CannotRun(f"there is no value for '{name}'; --unset {name} takes it out")
        assert value is not None
        edits += set_fact(places, thing, shape_key.name, value)
    for name in unsets:
        more = _unset(places, thing, name)
        edits += more
    return edits


def _unset(places: tuple[Place, ...], thing: Thing, name: str) -> list[tuple[str, Edit]]:
    if name == NAME_KEY[thing]:
        raise CannotRun(f"a {WORD[thing]} needs its {name}: --set {name}=… changes it")
    keys = OWN_FILES[thing.value].keys
    more = unset_fact(places, thing, keys[name].same_as or name if name in keys else name)
    if not more:
        raise CannotRun(f"'{name}' is not set; {did_you_mean(name, keys) or 'nothing to take out'}")
    return more


def _known_key(thing: Thing, name: str) -> Key:
    keys = OWN_FILES[thing.value].keys
    name = name.strip().replace("-", "_") if name.strip() not in keys else name.strip()
    if name == "id":
        raise CannotRun(f"an id is changed in every file: netjournal {WORD[thing]} rename")
    if name == "private" or name not in keys:
        raise CannotRun(f"'{name}' is no key of a {WORD[thing]}; {did_you_mean(name, keys) or 'there are ' + ', '.join(keys)}")
    return keys[keys[name].same_as or name]


class _Setting(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click only
    """`key=value` on the command line."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        return (name.strip(), text) if equals and name.strip() else self.fail(f"'{value}' is not key=value", param, ctx)


def set_options(command: Command) -> Command:
    """`--set key=value` and `--unset key`, as often as needed."""
    command = click.option("--unset", "unsets", multiple=True, metavar="KEY", help="Take KEY out wherever it stands.")(command)
    return click.option("--set", "sets", multiple=True, type=_Setting(), metavar="KEY=VALUE", help="Set KEY.")(command)


def fact_lines(journal: Journal, thing: Any, kind: Thing) -> list[str]:
    """What is known of a goal, a contact or a company, a key a line, in the order of the format."""
    lines = []
    for name in OWN_FILES[kind.value].keys:
        value = getattr(thing, "publication" if name == "publish" else name, None)
        if value is None or value in ("", ()) or name in ("id", NAME_KEY[kind]):
            continue
        if name == "company":
            value = journal.companies[value].name
        if name == "via":
            value = f"{journal.contacts[value].name} ({value})"
        lines.append(f"  {name}: {', '.join(value) if isinstance(value, tuple) else ' '.join(str(value).split())}")
    return [*lines, f"  file: {thing.own_file}"] if thing.own_file else lines


def activity_lines(activities: Sequence[Activity]) -> list[str]:
    """The latest first, a line each."""
    if not activities:
        return []
    lines = [f"  {a.day}  {a.channel or 'no channel'}: {shorten(a.did, 90)}" for a in reversed(activities[-_TIMELINE:])]
    more = len(activities) - _TIMELINE
    return ["", *lines, *([f"  and {more} before"] if more > 0 else [])]


def open_place(desk: Desk, thing: Thing, key: str) -> None:
    """Open the place that counts most in the author's editor, at its line where the editor is one that can be told."""
    places = find_places(desk, thing, key)
    if not places:
        raise CannotRun(f"nothing that can be edited says anything of '{key}'")
    place = next((p for p in reversed(places) if p.own), places[-1])
    path, line = place.path, place.declaration.source.line
    click.echo(f"{path}:{line}")
    open_at(desk.directory / path, line)
    _, problems = load_journal(desk.root, desk.settings)
    for problem in problems:
        if problem.source.path == path:
            click.echo(str(problem))
