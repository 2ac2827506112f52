"""What a page read of the site while it was rendered: written down as addresses that can be looked up again in the next build.

An address is a row of steps from a root: `("site", ".cards", "[sada", ".stage", "=")` is the stage of Ada's card. The last
step says how much was read: all of it, whether it is there, its length, whether it holds something.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec

Address = tuple[str, ...]
Table = dict[str, int]  # addresses that differ in one key: their numbers, by that
_Known = dict[Any, tuple[Any, tuple[int, ...], Any]]  # a value, what was read for it, and what it is of
ALL, TRUTH, LENGTH, KEYS, THERE = "=", "?", "#", "k", "!"
_MODEL = "netjournal.model"  # of its things none holds others that stand elsewhere too
_PLAIN = frozenset((int, float, bool, bytes, type(None)))
_KEYED = frozenset("[~<")  # the first signs of steps that name a key
_DIGEST = 16  # bytes
_LONG = 64  # letters; a text that is longer is told by its digest
_MISSING = object()
_ABSENT = msgspec.msgpack.Ext(1, b"")
UNTOLD = msgspec.msgpack.encode(msgspec.msgpack.Ext(2, b""))
_NOT_THERE = (TypeError, ValueError, AttributeError, LookupError)
_UNTELLABLE = (*_NOT_THERE, OverflowError, RecursionError)


class Unreadable(Exception):
    """A key that has no address."""


class Reads:
    """Numbers the addresses that are read, and knows those that were read since `current` was last changed."""

    def __init__(self) -> None:
        self.count = 0
        self.tables: dict[tuple[Address, Address], Table] = {}  # by what the addresses in it share, see `Column`
        self.current: set[int] = set()
        self._remembered: list[_Remembered] = []
        self.stand_ins: list[dict[Any, Any]] = []  # of the mappings that are watched
        self._heard: dict[tuple[int, ...], tuple[int, ...]] = {}  # rows of the same day read the same
        self.today: Any = None  # the stand-in for it, if there is one

    def table(self, before: Address, after: Address) -> Table:
        return self.tables.setdefault((before, after), {})

    def number(self, table: Table, key: str) -> int:
        number = table.get(key)
        if number is None:
            number = table[key] = self.count
            self.count += 1
        return number

    def note_in(self, table: Table, key: str) -> None:
        self.current.add(self.number(table, key))

    def note(self, address: Address) -> None:
        at = next((at for at in range(len(address) - 1, -1, -1) if address[at][0] in _KEYED), len(address) - 1)
        step = address[at]
        mark = step[0] if step[0] in _KEYED else step
        self.note_in(self.table(address[:at], (mark, *address[at + 1 :])), step[len(mark) :])

    def add(self, columns: Iterable[Column]) -> None:
        """Number the addresses in `columns` one after another."""
        for column in columns:
            table = self.table(column.before, column.after)
            for key in column.keys:
                table[key] = self.count
                self.count += 1

    def columns(self, numbers: Set[int]) -> tuple[list[Column], list[int]]:
        """The addresses with these numbers, and which number stands at each place of them."""
        columns: list[Column] = []
        order: list[int] = []
        for where, table in self.tables.items():
            found = [(key, number) for key, number in table.items() if number in numbers]
            if found:
                columns.append(Column(*where, [key for key, _ in found]))
                order += (number for _, number in found)
        return columns, order

    def listen(self, function: Callable[[], Any]) -> tuple[Any, set[int]]:
        """What `function` gives, and what was read for it; whoever listens outside hears it as well."""
        outer, self.current = self.current, set()
        try:
            value = function()
        finally:
            heard, self.current = self.current, outer
            outer |= heard
        return value, heard

    def remembering(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, called once for the same words; what it read counts for everybody who calls it."""
        return self._remember(function).call

    def remembering_macros(self, function: Callable[[Any, Any], Any], is_thing: bool) -> Callable[[Any, Any], Any]:
        """The same for a function of a macro and what it is called for: by the macro's name, and by the thing's identity."""
        memory = self._remember(function)
        return memory.call_once if is_thing else memory.call_through

    def forget(self) -> None:
        """Let go of what is remembered for other pages: the rows of tables, and what stands for things."""
        self.current.clear()
        for memory in self._remembered:
            memory.known.clear()
        for stand_ins in self.stand_ins:
            stand_ins.clear()
        self._heard.clear()

    def _remember(self, function: Callable[..., Any]) -> _Remembered:
        self._remembered.append(_Remembered(self, function))
        return self._remembered[-1]

    def same(self, heard: Iterable[int]) -> tuple[int, ...]:
        """`heard` as a row of numbers that all who heard the same share: a set would be seven times as large."""
        numbers = tuple(sorted(heard))
        return self._heard.setdefault(numbers, numbers)


class _Remembered:
    """A function with what it gave. Its methods are given away, and not functions, which templates call in a longer way."""

    def __init__(self, reads: Reads, function: Callable[..., Any]) -> None:
        self.reads, self.function = reads, function
        self.known: defaultdict[str, _Known] = defaultdict(dict)  # by the macro's name

    def call(self, *words: Any) -> Any:
        known = self.known[""].get(words)
        if known is None:
            return self._new("", words, words)
        self.reads.current.update(known[1])
        return known[0]

    def call_once(self, macro: Any, thing: Any) -> Any:
        known = self.known[macro.name].get(id(thing))
        if known is None:
            return self._new(macro.name, id(thing), (macro, thing))
        self.reads.current.update(known[1])
        return known[0]

    def call_through(self, value: Any, macro: Any) -> Any:
        known = self.known[macro.name].get(value)
        if known is None:
            return self._new(macro.name, value, (macro, value))
        self.reads.current.update(known[1])
        return known[0]

    def _new(self, name: str, key: Any, words: tuple[Any, ...]) -> Any:
        value, heard = self.reads.listen(lambda: self.function(*words))
        self.known[name][key] = value, self.reads.same(heard), words[-1]  # with the thing, so that no other gets its id
        return value


class Digests:
    """Short texts that are the same for values that look the same to a template.

    Things are remembered: an activity stands in its entry, on the cards of people and under goals.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}  # with the thing, so that no other gets its id

    def forget(self) -> None:
        """Let go of the things that are remembered."""
        self._known.clear()

    def of(self, value: Any) -> bytes:
        """Raises TypeError or ValueError for what has no such text."""
        return _shortened(_encoder.encode(self.short(value)))

    def short(self, value: Any) -> Any:
        """`value` with digests in the place of the things in it."""
        kind: Any = type(value)
        if kind is str:
            return value if len(value) <= _LONG else _shortened(value.encode("utf-8", "surrogatepass"))
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            return [self.short(item) for item in value]
        if _is_thing(kind):
            known = self._known.get(id(value))
            if known is None:
                short = value if kind.__module__ == _MODEL else [self.short(part) for part in self._parts(value)]
                known = self._known[id(value)] = value, _shortened(_encoder.encode(short))
            return known[1]
        if isinstance(value, str):
            return self.short(str.__str__(value))
        if kind is frozenset:
            return sorted(value)
        if isinstance(value, Mapping):
            return {key: self.short(item) for key, item in value.items()}
        return value

    def _parts(self, thing: Any) -> list[Any]:
        kind: Any = type(thing)
        return [kind.__name__, *(getattr(thing, name) for name in _names(kind))]


class Column(msgspec.Struct, array_like=True, frozen=True):
    """Addresses that differ in their last key, as do the stages of all cards: these are looked up in one go."""

    before: Address
    after: Address  # the first step without its key, unless that is empty: `("[", ".stage", "=")`
    keys: list[str]

    def addresses(self) -> Iterator[Address]:
        before, step, rest = self.before, self.after[0], self.after[1:]
        return ((*before, step + key, *rest) for key in self.keys)


class Lookup:
    """The values that stand at addresses now; `roots` are the first steps."""

    def __init__(self, roots: Mapping[str, Any], digests: Digests) -> None:
        self._found: dict[Address, Any] = {(name,): value for name, value in roots.items()}
        self._digests = digests

    def cells(self, column: Column) -> bytes:
        """A row with a cell for each address, see `to_cells`, which differs where the value does."""
        try:
            return _encoder.encode(self._values(column))
        except _UNTELLABLE:
            return _encoder.encode([self._cell(Column(column.before, column.after, [key])) for key in column.keys])

    def _cell(self, column: Column) -> msgspec.Raw:
        try:
            return msgspec.Raw(_encoder.encode(self._values(column)[0]))
        except _UNTELLABLE:
            return msgspec.Raw(UNTOLD)

    def _values(self, column: Column) -> list[Any]:
        step, *rest = column.after
        short, found = self._digests.short, []
        thing = self._find(column.before)
        if step != "[":
            return [short(_seen(thing, step + key)) if thing is not _MISSING else _ABSENT for key in column.keys]
        *steps, how = rest
        names = [one[1:] for one in steps]  # what follows the last key is attributes
        for key in column.keys:
            try:
                value = thing[_read_key(key)]
                for name in names:
                    value = getattr(value, name)
            except _NOT_THERE:
                found.append(_ABSENT)
            else:
                found.append(short(value if how == ALL else _seen(value, how)))
        return found

    def _find(self, address: Address) -> Any:
        if address not in self._found:
            self._found[address] = self._step(self._find(address[:-1]), address[-1]) if len(address) > 1 else _MISSING
        return self._found[address]

    def _step(self, value: Any, step: str) -> Any:
        try:
            return _MISSING if value is _MISSING else _take(value, step)
        except _NOT_THERE:
            return _MISSING


def to_cells(row: bytes) -> list[bytes]:
    """The cells of a row of `Lookup.cells`; UNTOLD where nobody can tell. Raises ValueError for what is none."""
    return [bytes(cell) for cell in _decoder.decode(row)]


def _shortened(data: bytes) -> bytes:
    return data if len(data) <= _DIGEST else b"#" + hashlib.blake2b(data, digest_size=_DIGEST).digest()


@cache
def _is_thing(kind: type) -> bool:
    return issubclass(kind, msgspec.Struct) or is_dataclass(kind)


@cache
def _names(kind: type) -> tuple[str, ...]:
    if issubclass(kind, msgspec.Struct):
        return kind.__struct_fields__
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def write_key(key: Any) -> str:
    """A key of a mapping or a place in a row, as a part of an address."""
    if type(key) is str:
        return f"s{key}"
    if isinstance(key, str):  # of an enumeration, or Markup
        return f"s{str.__str__(key)}"
    if type(key) is date:
        return f"d{key.isoformat()}"
    if type(key) is int:
        return f"i{key}"
    if type(key) is slice and all(part is None or type(part) is int for part in (key.start, key.stop, key.step)):
        return "z" + ":".join("" if part is None else str(part) for part in (key.start, key.stop, key.step))
    if key is None:
        return "n"
    raise Unreadable


def _read_key(text: str) -> Any:
    kind, text = text[0], text[1:]
    if kind == "s":
        return text
    if kind == "d":
        return date.fromisoformat(text)
    if kind == "i":
        return int(text)
    return slice(*(int(part) if part else None for part in text.split(":"))) if kind == "z" else None


def _take(value: Any, step: str) -> Any:
    return getattr(value, step[1:]) if step[0] == "." else value[_read_key(step[1:])]


def _seen(value: Any, how: str) -> Any:
    if how == ALL:
        return value
    if how == TRUTH:
        return bool(value)
    if how == LENGTH:
        return len(value)
    if how == KEYS:
        return list(value)
    if how == THERE:
        return True
    if how[0] == "~":
        return _read_key(how[1:]) in value
    if how[0] == "<":
        day = date.fromisoformat(how[1:])
        return (value > day) - (value < day)
    raise ValueError(how)


def _as_plain(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value))


_encoder = msgspec.msgpack.Encoder(enc_hook=_as_plain)
_decoder = msgspec.msgpack.Decoder(list[msgspec.Raw])
