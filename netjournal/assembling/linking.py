"""What refers to what: ids and names in entries become the ids of contacts, goals and companies (format.md, sections 2, 4, 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from netjournal.assembling.answers import Answers, all_answers, company_question, contact_question, goal_question, name_question
from netjournal.assembling.identity import Identities
from netjournal.dates import Span
from netjournal.diagnostics import Diagnostic, Source, did_you_mean, shorten
from netjournal.model import (
    Activity,
    CompanyName,
    Declaration,
    Entry,
    Fact,
    OwnFile,
    PlannedItem,
    Thing,
)
from netjournal.names import is_id, same, slug
from netjournal.reading.parse import Parsed
from netjournal.reading.records import Record, Written
from netjournal.schema import ACTIVITY

_NO_FACTS = frozenset(("id", "private"))
_BETWEEN = "\0"  # stands in no value; a text is quicker to keep than a set, and most are never looked into
_AND = re.compile(r"[,;&+/]|\s(?:and|und|y)\s")
_FEW = 5
_NAMES_NEAREST = frozenset(("unknown-contact", "unknown-goal"))  # whose mend depends on all that is declared


class Linked(Struct, frozen=True):
    """What one entry says, understood through the others, but for what it declares: that is put together at each load.

    The same file gives the same again until an answer to one of the questions that it `asked` is another.
    """

    entry: Entry
    said: tuple[tuple[Thing, str], ...]
    asked: str  # each question once, with _BETWEEN
    problems: tuple[Diagnostic, ...]


class Finished(Struct, frozen=True):
    """An entry with what it declares. Not sure: it has problems, or gives aliases, which any later file can undo."""

    entry: Entry
    problems: tuple[Diagnostic, ...]
    is_sure: bool


class Linker:
    """Resolves every reference of a journal; what cannot be resolved is left out and reported."""

    def __init__(self, identities: Identities) -> None:
        self.identities = identities
        self._found: list[Diagnostic] = []  # in what is being linked
        self._refused_aliases: set[Source] = set()
        self._asked: set[str] = set()
        self.aliases = self._claim_aliases()  # alias -> contact
        self.answers: Answers = all_answers(identities, self.aliases)
        self.problems = self._taken()  # with aliases

    def link(self, file: Parsed) -> Linked:
        """What the entry of a parsed file says, but for what it declares."""
        record, day = file.record, file.day
        assert day is not None
        self._asked = set()
        entry = Entry(
            path=file.path,
            key=file.key,
            day=day,
            title=record.text("title"),
            tags=_texts(record, "tags"),
            private=file.private,
            readable=file.readable,
            worked_on=self._worked_on(record, file.path),
            planned=tuple(self._planned(item) for item in record.items.get("planned", ()) if self._has(item, "do")),
            activities=tuple(self._activity(item, day) for item in record.items.get("activities", ()) if self._has(item, "did")),
            unknown=tuple(
                Fact(text, item.source)
                for item in (record, *record.items.get("planned", ()), *record.items.get("activities", ()))
                for text in item.unknown.values()
            ),
            prose=file.prose,
            prose_line=file.prose_line,
        )
        return Linked(entry, self._ids(file.path), _BETWEEN.join(sorted(self._asked)), self._taken())

    def finish(self, linked: Linked) -> Finished:
        """The entry with what it declares."""
        if not linked.said:
            return Finished(linked.entry, linked.problems, is_sure=not linked.problems)
        said = self.identities.said.get(linked.entry.path, ())
        registers = self.identities.registers
        declared = tuple(self._declaration(*one) for one in said if one[1] in registers[one[0]].declared)
        problems = (*linked.problems, *self._taken())
        is_sure = not problems and not any("aliases" in record.lists for _, _, record in said)
        return Finished(replace(linked.entry, declarations=declared), problems, is_sure)

    def _taken(self) -> tuple[Diagnostic, ...]:
        """The problems that were found since the last time."""
        problems = tuple(self._found)
        self._found.clear()
        return problems

    def still_holds(self, linked: Linked, changed: frozenset[str]) -> bool:
        """Whether the entry would be linked to the same, now that the answers to the questions `changed` are others."""
        if linked.said != self._ids(linked.entry.path):
            return False
        if not changed:
            return True
        return changed.isdisjoint(linked.asked.split(_BETWEEN)) and not any(p.code in _NAMES_NEAREST for p in linked.problems)

    def _ids(self, path: str) -> tuple[tuple[Thing, str], ...]:
        said = self.identities.said.get(path)
        return tuple((thing, key) for thing, key, _ in said) if said else ()

    def own_file(self, file: Parsed) -> tuple[OwnFile, tuple[Diagnostic, ...]]:
        """The file of its own of a goal, contact or company."""
        assert file.what.thing is not None and file.id is not None
        declaration = self._declaration(file.what.thing, file.id, file.record)
        what, prose = (file.path, file.what.thing, file.id, declaration), (file.prose, file.prose_line)
        return OwnFile(*what, file.private, file.readable, *prose), self._taken()

    def _has(self, record: Record, key: str) -> bool:
        if key in record.values or key in record.refused:  # what was refused has its own problem
            return key in record.values
        what = "planned item" if key == "do" else "activity"
        self._problem(record.source, "missing-key", f"this {what} has no '{key}', so it is lost", f"write '{key}: …'")
        return False

    def _planned(self, record: Record) -> PlannedItem:
        return PlannedItem(
            do=record.text("do") or "",
            source=record.source,
            contacts=self._contacts(record.lists.get("with", ())),
            goals=self._goals(record.lists.get("goal", ())),
            channel=record.text("channel"),
            done="done" in record.values and record.values["done"].value is True,
            hidden=record.hidden,
        )

    def _activity(self, record: Record, day: date) -> Activity:
        values = record.values
        if "channel" not in values and "channel" not in record.refused and not _is_misspelt("channel", record):
            self._problem(record.where("did"), "missing-channel", "this activity has no channel", "write 'channel: …'")
        return Activity(
            did=record.text("did") or "",
            day=day,
            source=record.source,
            channel=record.text("channel"),
            contacts=self._contacts(record.lists.get("with", ())),
            company=self._company(values.get("company")),
            goals=self._goals(record.lists.get("goal", ())),
            count=_number(values.get("count"), 1) or 0,
            minutes=_number(values.get("minutes"), None),
            direction=record.text("direction") or "out",
            outcome=record.text("outcome"),
            follow_up=self._follow_up(values.get("follow_up"), day),
            link=record.text("link"),
            practice=record.text("practice"),
            note=record.text("note"),
            hidden=record.hidden,
            goals_at=next((w.source for w in record.lists.get("goal", ())), None),
        )

    def _follow_up(self, written: Written | None, day: date) -> date | None:
        if written is None:
            return None
        due = written.value.after(day) if isinstance(written.value, Span) else written.value
        if not isinstance(due, date):
            self._problem(written.source, "bad-date", f"'{written.value}' is past the end of the calendar")
            return None
        if due < day:
            self._problem(written.source, "follow-up-before", f"{due} is before the entry's day", "write a later date, or 7d")
            return None
        return due

    def _declaration(self, thing: Thing, key: str, record: Record) -> Declaration:
        facts = {k: Fact(w.value, w.source) for k, w in record.values.items() if k not in _NO_FACTS}
        for k, written in record.lists.items():
            kept = tuple(str(w.value) for w in written if w.source not in self._refused_aliases)
            if kept:
                facts[k] = Fact(kept, written[0].source)
        for k, text in record.unknown.items():
            facts.setdefault(f"?{k}", Fact(text, record.source))
        if (company := record.values.get("company")) and thing is Thing.CONTACT:
            name = self._company(company)
            facts.pop("company")
            if name is not None:
                facts["company"] = Fact(name, company.source)
        if via := facts.pop("via", None):
            found = self._contacts((Written(via.value, via.source),))
            if found == (key,):
                message = f"'{key}' cannot be introduced by herself or himself"
                self._problem(via.source, "via-circle", message, "name who introduced you")
            elif found:
                facts["via"] = Fact(found[0], via.source)
        return Declaration(thing, key, facts, record.source, record.hidden, record.refused)

    def _contacts(self, written: Iterable[Written]) -> tuple[str, ...]:
        declared = self.identities.registers[Thing.CONTACT].declared
        found = []
        for w in written:
            key = str(w.value)
            self._asked.add(contact_question(key))
            if key in declared:
                found.append(key)
            elif owner := self.aliases.get(key):  # other ids are for mentions only (section 4)
                self._problem(w.source, "unknown-contact", f"'{key}' is an alias, for mentions only", f"write '{owner}'")
            else:
                self._unknown(w, "unknown-contact", "contact", declared, "give the name under 'contacts:'")
        return tuple(dict.fromkeys(found))

    def _goals(self, written: Iterable[Written]) -> tuple[str, ...]:
        declared = self.identities.registers[Thing.GOAL].declared
        found = []
        for w in written:
            self._asked.add(goal_question(str(w.value)))
            if w.value in declared:
                found.append(str(w.value))
            else:
                self._unknown(w, "unknown-goal", "goal", declared, "give the title under 'goals:'")
        return tuple(dict.fromkeys(found))

    def _worked_on(self, record: Record, path: str) -> tuple[str, ...]:
        """The goals of the list `goals`, named and declared, in the order of the text."""
        named = [(r.source, r.values["id"]) for r in record.items.get("goals", ()) if r.bare]
        found = [(source, self._goals((written,))) for source, written in named]
        found += [(r.source, (key,)) for thing, key, r in self.identities.said.get(path, ()) if thing is Thing.GOAL]
        in_order = sorted(found, key=lambda pair: (pair[0].line, pair[0].column))
        return tuple(dict.fromkeys(key for _, keys in in_order for key in keys))

    def _unknown(self, written: Written, code: str, word: str, declared: Iterable[str], otherwise: str) -> None:
        typed = str(written.value)
        names = self.identities.registers[Thing.GOAL if word == "goal" else Thing.CONTACT].by_name
        self._problem(written.source, code, f"no {word} '{shorten(typed)}'", _meant(typed, set(declared), names) or otherwise)

    def _company(self, written: Written | None) -> CompanyName | None:
        """A declared id, else a declared name, else the slug of the text."""
        if written is None:
            return None
        typed = str(written.value)
        register = self.identities.registers[Thing.COMPANY]
        key = typed.strip().lower()
        self._asked.update((company_question(key), name_question(same(typed))))
        if key not in register.declared:
            named = register.by_name.get(same(typed))
            key = named if named in register.declared and named is not None else slug(typed)
        if is_id(key):
            return CompanyName(key, typed)
        self._problem(
            written.source, "id-needed", f"no id can be made of '{shorten(typed)}'", "declare the company with an 'id: …'"
        )
        return None

    def _claim_aliases(self) -> dict[str, str]:
        """The other ids of contacts. The last list of a contact counts; the first to have an alias keeps it."""
        register = self.identities.registers[Thing.CONTACT]
        lists: dict[str, tuple[Written, ...]] = {}
        records = [(key, r) for said in self.identities.said.values() for thing, key, r in said if thing is Thing.CONTACT]
        records += [(f.id, f.record) for f in self.identities.own_files if f.what.thing is Thing.CONTACT and f.id]
        for key, record in records:
            if key in register.declared and "aliases" in record.lists:
                lists[key] = record.lists["aliases"]
        owners: dict[str, str] = {}
        for key, aliases in lists.items():
            for written in aliases:
                alias = str(written.value)
                owner = alias if alias in register.declared else owners.setdefault(alias, key)
                if owner != key:
                    self._refused_aliases.add(written.source)
                    what = "the id of a contact" if owner == alias else f"an alias of '{owner}'"
                    self._problem(written.source, "same-alias", f"'{alias}' is already {what}", "choose another")
        return owners

    def _problem(self, source: Source, code: str, message: str, mend: str | None = None) -> None:
        self._found.append(Diagnostic(source, code, message, mend))


def _meant(typed: str, known: set[str], names: Mapping[str, str]) -> str | None:
    """A mend for `typed`, which is no id: several ids without brackets, a name, a part of an id, a slip."""
    several = [slug(part) for part in _AND.split(typed)]
    if len(several) > 1 and not known.isdisjoint(several):
        return f"write [{', '.join(filter(None, several))}]"
    key = names.get(same(typed), slug(typed))
    words = set(key.split("-"))
    having = [key] if key in known else sorted(one for one in known if words.issubset(one.split("-")))
    if 1 < len(having) < _FEW:
        return f"write {' or '.join(having)}"
    return f"did you mean '{having[0]}'?" if len(having) == 1 else did_you_mean(typed, known)


def _is_misspelt(key: str, record: Record) -> bool:
    """Whether an unknown key was meant for `key`, and has a problem that says so."""
    return any(did_you_mean(word, ACTIVITY.keys) == did_you_mean(key, (key,)) for word in record.unknown)


def _number(written: Written | None, default: int | None) -> int | None:
    return default if written is None else int(written.value)  # type: ignore[arg-type]


def _texts(record: Record, key: str) -> tuple[str, ...]:
    return tuple(str(w.value) for w in record.lists.get(key, ()))
