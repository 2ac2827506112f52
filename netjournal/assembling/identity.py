"""Who is who: the id of each mapping that says something of a goal, a contact or a company (format.md, sections 1, 4 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from netjournal.diagnostics import Diagnostic, Source, did_you_mean, shorten
from netjournal.model import Thing
from netjournal.names import is_id, same, slug
from netjournal.reading.folder import Folder
from netjournal.reading.parse import Parsed
from netjournal.reading.records import Record, Written
from netjournal.reading.values import bad_id

NAME_KEY = {Thing.GOAL: "title", Thing.CONTACT: "name", Thing.COMPANY: "name"}
WORD = {Thing.GOAL: "goal", Thing.CONTACT: "contact", Thing.COMPANY: "company"}


class Register(Struct):
    """The ids of one kind of thing, and the names each has had."""

    thing: Thing
    given: dict[str, dict[str, Written]] = field(default_factory=dict)  # id -> name -> where entries give it
    by_name: dict[str, str] = field(default_factory=dict)  # name -> the id that first had it
    declared: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)  # ids that a mapping stands for
    problems: list[Diagnostic] = field(default_factory=list)

    def identify(self, record: Record) -> str | None:
        """The id of what `record` speaks of; None, and a problem, where it has none or another one has it."""
        explicit, name = record.values.get("id"), record.values.get(NAME_KEY[self.thing])
        if explicit is not None and not is_id(str(explicit.value)):
            self.problem(explicit.source, *bad_id(str(explicit.value)))
            if name is None:
                return None
            explicit = None
        key = str(explicit.value) if explicit else self.id_of(name, record.source)
        if key is not None:
            self.described.add(key)
            if name is not None:
                self.given.setdefault(key, {}).setdefault(same(str(name.value)), name)
                self.name(key, str(name.value))
        return key

    def id_of(self, name: Written | None, source: Source) -> str | None:
        """The id of who is only named: the one who had this name, else the slug of it."""
        word, key = WORD[self.thing], NAME_KEY[self.thing]
        if name is None:
            self.problem(source, "missing-key", f"this {word} has neither a {key} nor an id", f"write '{key}: …'")
            return None
        typed = str(name.value)
        own = slug(typed)
        if same(typed) in self.given.get(own, {}):
            return own
        if same(typed) in self.by_name:
            return self.by_name[same(typed)]
        if not is_id(own):
            why = "nothing is left of it" if not own else f"'{shorten(own)}' is {'reserved' if len(own) < 64 else 'too long'}"
            self.problem(name.source, "id-needed", f"no id can be made of '{shorten(typed)}': {why}", "write an 'id: …' beside it")
            return None
        if other := next(iter(self.given.get(own, {}).values()), None):
            place = f"{other.source.path}:{other.source.line}"
            message = f"'{shorten(typed)}' gives the id '{own}', as does '{shorten(str(other.value))}' at {place}"
            self.problem(name.source, "same-id", message, "give one of them an 'id: …' of its own")
            return None
        return own

    def name(self, key: str, typed: str) -> None:
        self.declared.add(key)
        self.by_name.setdefault(same(typed), key)

    def problem(self, source: Source, code: str, message: str, mend: str | None = None) -> None:
        self.problems.append(Diagnostic(source, code, message, mend))


class Identities(Struct):
    """The registers, and for each file the (thing, id, record) of what it says, in the order of the text."""

    registers: Mapping[Thing, Register]
    said: Mapping[str, tuple[tuple[Thing, str, Record], ...]]
    own_files: tuple[Parsed, ...]  # those that count; their prose may be out of date
    problems: tuple[Diagnostic, ...]


def identify_all(folder: Folder) -> Identities:
    """Go through the journal in its order; files of their own give their names first, for they may be meant by any entry."""
    registers = {thing: Register(thing) for thing in Thing}
    own_files = tuple(_own_files(folder.own_files, registers))
    said: dict[str, tuple[tuple[Thing, str, Record], ...]] = {}
    things = [(thing, thing.value, registers[thing]) for thing in Thing]
    for entry in folder.entries:
        if not entry.declares:
            continue
        found = []
        for thing, key_of_list, register in things:
            for record in entry.declares.get(key_of_list, ()):
                if (key := register.identify(record)) is not None:
                    found.append((thing, key, record))
        if found:
            said[entry.path] = tuple(found)
    titled = registers[Thing.GOAL]
    titled.declared |= titled.described  # a goal that has no title anywhere is declared by any mapping
    problems = [*_nameless(own_files, said, registers)]
    return Identities(registers, said, own_files, (*problems, *(p for r in registers.values() for p in r.problems)))


def _own_files(files: Iterable[Parsed], registers: Mapping[Thing, Register]) -> Iterable[Parsed]:
    taken: dict[tuple[Thing, str, bool], str] = {}
    for file in files:
        thing, key = file.what.thing, file.id
        assert thing is not None and key is not None
        register = registers[thing]
        first = taken.setdefault((thing, key, file.what.private), file.path)
        if first != file.path:
            register.problem(Source(file.path), "same-file", f"'{key}' already has the file {first}", "put them together")
            continue
        register.described.add(key)
        written = file.record.values.get("id")
        if written is not None and written.value != key:
            message = f"the id is '{written.value}', the file's name says '{key}'; the name counts"
            register.problem(written.source, "id-mismatch", message, "delete the line, or rename the file")
        if name := file.record.text(NAME_KEY[thing]):
            register.name(key, name)
        yield file


def _nameless(
    own_files: Iterable[Parsed],
    said: Mapping[str, tuple[tuple[Thing, str, Record], ...]],
    registers: Mapping[Thing, Register],
) -> Iterable[Diagnostic]:
    """Contacts and companies that a mapping speaks of before, or without, a name."""
    named: set[tuple[Thing, str]] = set()
    for file in own_files:
        if file.what.thing is None or file.what.thing is Thing.GOAL or file.id is None:
            continue
        if "name" in file.record.values:
            named.add((file.what.thing, file.id))
        elif file.readable and file.id not in registers[file.what.thing].declared:
            message = f"'{file.id}' has no name anywhere, so this {WORD[file.what.thing]} is left out"
            yield Diagnostic(Source(file.path), "missing-key", message, "write 'name: …' in its front matter")
    for spoken in said.values():
        for thing, key, record in spoken:
            if thing is Thing.GOAL:
                continue
            if "name" in record.values:
                named.add((thing, key))
            elif key not in registers[thing].declared:
                message = f"no {WORD[thing]} '{key}' has a name anywhere, so what is said here is left out"
                yield Diagnostic(record.where("id"), "missing-key", message, _nearest(registers[thing], key))
            elif (thing, key) not in named:
                message = f"'{key}' is first seen here, its name comes later"
                yield Diagnostic(record.where("id"), "late-name", message, "write 'name: …' here")
                named.add((thing, key))


def _nearest(register: Register, key: str) -> str:
    return did_you_mean(key, register.declared) or "write 'name: …' beside the id"
