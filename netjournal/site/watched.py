"""Stand-ins for what templates see of a site, which write down everything that is read of them.

They stand for the site and its journal, for the mappings, rows and sets these have, and for the things in the mappings. A
method of such a thing runs with its stand-in as `self`, so that what it looks at is written down too. What is deeper is given
as it is, and all of it counts as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import is_dataclass
from datetime import date
from functools import cached_property
from types import FunctionType, MethodType
from typing import Any

from msgspec import Struct

from netjournal.settings import Settings
from netjournal.site.reads import ALL, KEYS, LENGTH, THERE, TRUTH, Address, Reads, Table, Unreadable, write_key
from netjournal.site.words import Words

_CONSTANT = (Settings, Words)  # part of the version of what is kept
_CONSTANT_NAMES = ("directory_urls", "is_public")  # the same
_MISSING = object()


class _Watched:
    """What all stand-ins have: equality, order and text need the whole."""

    __slots__ = ("__dict__", "_reads", "_real")  # there are tens of thousands of them
    _address: Address
    _reads: Reads
    _real: Any

    def _whole(self) -> Any:
        self._note(ALL)
        return self._real

    def _note(self, how: str) -> None:
        self._reads.note((*self._address, how))

    def __eq__(self, other: object) -> bool:
        return bool(self._whole() == _bare(other))

    def __hash__(self) -> int:
        return hash(self._whole())

    def __str__(self) -> str:
        return str(self._whole())

    def __repr__(self) -> str:
        return repr(self._whole())

    def __format__(self, form: str) -> str:
        return format(self._whole(), form)

    def __lt__(self, other: Any) -> Any:
        return self._whole() < _bare(other)

    def __gt__(self, other: Any) -> Any:
        return self._whole() > _bare(other)

    def __le__(self, other: Any) -> Any:
        return self._whole() <= _bare(other)

    def __ge__(self, other: Any) -> Any:
        return self._whole() >= _bare(other)

    def __or__(self, other: Any) -> Any:
        return self._whole() | _bare(other)

    def __ror__(self, other: Any) -> Any:
        return _bare(other) | self._whole()

    def __and__(self, other: Any) -> Any:
        return self._whole() & _bare(other)

    def __rand__(self, other: Any) -> Any:
        return _bare(other) & self._whole()

    def __add__(self, other: Any) -> Any:
        return self._whole() + _bare(other)

    def __radd__(self, other: Any) -> Any:
        return _bare(other) + self._whole()


class _Places:
    """Where things stand: at `address`, or under their keys in the mapping or row that does, and then `inside` of it.

    They share what was found of their attributes, so they are of one type.
    """

    __slots__ = ("address", "inside", "reads", "tables")

    def __init__(self, address: Address, reads: Reads, inside: bool = True) -> None:
        self.address, self.reads, self.inside = address, reads, inside
        self.tables: dict[str, Table] = {}  # by the name of an attribute that is no more than a value

    def address_of(self, key: str) -> Address:
        return (*self.address, f"[{key}") if self.inside else self.address

    def new_table(self, name: str) -> Table:
        step, reads = f".{name}", self.reads
        found = reads.table(self.address, ("[", step, ALL)) if self.inside else reads.table((*self.address, step), (ALL,))
        self.tables[name] = found
        return found


class WatchedThing(_Watched):
    """Stands for a dataclass; `deep` for one whose mappings and rows are watched too, as the site's and the journal's are."""

    __slots__ = ("_key", "_places")

    def __init__(self, real: Any, places: _Places, key: str = "", deep: bool = False) -> None:
        self._real, self._reads, self._places, self._key = real, places.reads, places, key
        if deep:
            self._deep = True

    @property
    def _address(self) -> Address:  # type: ignore[override]
        return self._places.address_of(self._key)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self._real)

    def __getattr__(self, name: str) -> Any:
        table = self._places.tables.get(name)
        if table is not None:
            value = getattr(self._real, name)
            self._reads.note_in(table, self._key)
            return value
        declared = getattr(type(self._real), name, None)
        if isinstance(declared, FunctionType):
            self.__dict__[name] = method = MethodType(declared, self)
            return method
        value = getattr(self._real, name)
        if name == "today" and self._reads.today is not None:
            value = self._reads.today
        if isinstance(value, (*_CONSTANT, WatchedDay)) or callable(value) or ("_deep" in self.__dict__ and name in _CONSTANT_NAMES):
            self.__dict__[name] = value
            return value
        if "_deep" in self.__dict__ and (stand_in := _stand_in(value, (*self._address, f".{name}"), self._reads)) is not None:
            self.__dict__[name] = stand_in
            return stand_in
        self._reads.note_in(self._places.new_table(name), self._key)
        return value


class _WatchedMany(_Watched):
    """Stands for a mapping, a row or a set."""

    def __init__(self, real: Any, address: Address, reads: Reads) -> None:
        self._real, self._address, self._reads = real, address, reads

    @cached_property
    def _among(self) -> Table:
        return self._reads.table(self._address, ("~",))

    def __len__(self) -> int:
        self._note(LENGTH)
        return len(self._real)

    def __bool__(self) -> bool:
        self._note(TRUTH)
        return bool(self._real)

    def __contains__(self, key: object) -> bool:
        found = key in self._real
        try:
            self._reads.note_in(self._among, write_key(key))
        except Unreadable:
            self._whole()
        return found

    def __iter__(self) -> Iterator[Any]:
        yield from self._whole()

    def __reversed__(self) -> Iterator[Any]:
        yield from reversed(self._whole())


class WatchedMapping(_WatchedMany, Mapping[Any, Any]):
    """Stands for a mapping."""

    def __init__(self, real: Any, address: Address, reads: Reads) -> None:
        super().__init__(real, address, reads)
        self._items: dict[Any, tuple[int, Any]] = {}
        reads.stand_ins.append(self._items)
        self._whole_items, self._there = reads.table(address, ("[", ALL)), reads.table(address, ("[", THERE))
        self._places: dict[type, _Places] = {}

    def _at(self, key: Any) -> Any:
        known = self._items.get(key)
        if known is None:
            value = self._real.get(key, _MISSING)
            try:
                text = write_key(key)
            except Unreadable:
                self._whole()
                return value
            stand_in = None if value is _MISSING else self._stand_in(value, text)
            table = self._whole_items if stand_in is None and value is not _MISSING else self._there
            known = self._items[key] = self._reads.number(table, text), value if stand_in is None else stand_in
        self._reads.current.add(known[0])
        return known[1]

    def _stand_in(self, value: Any, key: str) -> Any:
        if type(value) is tuple and value and all(map(_is_thing, value)):
            return WatchedRow(value, (*self._address, f"[{key}"), self._reads, things=True)
        if not _is_thing(value):
            return None
        places = self._places.get(type(value))
        if places is None:
            places = self._places[type(value)] = _Places(self._address, self._reads)
        return WatchedThing(value, places, key)

    def __getitem__(self, key: Any) -> Any:
        value = self._at(key)
        if value is _MISSING:
            raise KeyError(key)
        return value

    def get(self, key: Any, default: Any = None) -> Any:
        value = self._at(key)
        return default if value is _MISSING else value

    def __iter__(self) -> Iterator[Any]:
        self._note(KEYS)
        return iter(self._real)

    def __reversed__(self) -> Iterator[Any]:
        self._note(KEYS)
        yield from reversed(self._real)

    def keys(self) -> Any:
        self._note(KEYS)
        return self._real.keys()

    def values(self) -> Any:
        return self._whole().values()

    def items(self) -> Any:
        return self._whole().items()


class WatchedRow(_WatchedMany, Sequence[Any]):
    """Stands for a tuple; `things` where each of its items is watched, when they are gone through."""

    def __init__(self, real: Any, address: Address, reads: Reads, things: bool = False) -> None:
        super().__init__(real, address, reads)
        self._things: list[WatchedThing] | None = [] if things else None

    def __iter__(self) -> Iterator[Any]:
        if self._things is None:
            yield from self._whole()
            return
        self._note(LENGTH)
        if not self._things:
            self._things += [WatchedThing(v, _Places(self._address, self._reads), f"i{at}") for at, v in enumerate(self._real)]
        yield from self._things

    def __getitem__(self, at: Any) -> Any:
        try:
            self._reads.note(
                (*self._address, f"[{write_key(at)}", ALL)
            )  # before it is looked for: that nothing is there is read too
        except Unreadable:
            self._whole()
        return self._real[at]

    def index(self, value: Any, *ends: int) -> int:
        return int(self._whole().index(_bare(value), *ends))

    def count(self, value: Any) -> int:
        return int(self._whole().count(_bare(value)))


class WatchedSet(_WatchedMany, Set[Any]):
    """Stands for a set that cannot change."""


class WatchedDay(date):  # noqa: PLW1641 it has a hash, see below
    """Today, for templates that may look at its year only, or whether another day is before it."""

    _reads: Reads
    _real: date

    @property
    def year(self) -> int:
        return int(self._part("year"))

    @property
    def month(self) -> int:
        return int(self._part("month"))

    @property
    def day(self) -> int:
        return int(self._part("day"))

    def _part(self, name: str) -> Any:
        self._reads.note_in(self._reads.table(("today", f".{name}"), (ALL,)), "")
        return getattr(self._real, name)

    def _compare(self, other: Any) -> Any:
        if type(other) is not date:
            self._reads.note(("today", ALL))
            other = _bare(other)
            if not isinstance(other, date):
                return None
        else:
            self._reads.note_in(self._reads.table(("today",), ("<",)), other.isoformat())
        return (self._real > other) - (self._real < other)

    def __eq__(self, other: object) -> bool:
        return bool(self._compare(other) == 0)

    def __ne__(self, other: object) -> bool:
        return bool(self._compare(other) != 0)

    def __lt__(self, other: Any) -> bool:
        return NotImplemented if (found := self._compare(other)) is None else bool(found < 0)

    def __le__(self, other: Any) -> bool:
        return NotImplemented if (found := self._compare(other)) is None else bool(found <= 0)

    def __gt__(self, other: Any) -> bool:
        return NotImplemented if (found := self._compare(other)) is None else bool(found > 0)

    def __ge__(self, other: Any) -> bool:
        return NotImplemented if (found := self._compare(other)) is None else bool(found >= 0)


def _reading_all(name: str) -> Any:
    def method(self: WatchedDay, *words: Any, **more: Any) -> Any:
        self._reads.note(("today", ALL))
        return getattr(self._real, name)(*map(_bare, words), **more)

    return method


for _name in (
    *("__hash__", "__str__", "__repr__", "__format__", "__add__", "__radd__", "__sub__", "__rsub__", "__reduce__", "ctime"),
    *("isocalendar", "isoformat", "isoweekday", "replace", "strftime", "timetuple", "toordinal", "weekday"),
):
    setattr(WatchedDay, _name, _reading_all(_name))


def watched_day(day: date, reads: Reads) -> WatchedDay:
    """A stand-in for `day`, today."""
    stand_in = WatchedDay(day.year, day.month, day.day)
    stand_in._reads, stand_in._real = reads, day
    reads.today = stand_in
    return stand_in


def watched_site(site: Any, reads: Reads) -> Any:
    """A stand-in for `site`; its address is `site`, the journal's `site.journal`."""
    stand_in = WatchedThing(site, _Places(("site",), reads, inside=False), deep=True)
    journal = _Places(("site", ".journal"), reads, inside=False)
    stand_in.__dict__["journal"] = WatchedThing(site.journal, journal, deep=True)
    return stand_in


def _stand_in(value: Any, address: Address, reads: Reads) -> Any:
    """None for what is no more than a value."""
    if isinstance(value, Mapping):
        return WatchedMapping(value, address, reads)
    if type(value) is tuple:
        return WatchedRow(value, address, reads)
    if type(value) is frozenset:
        return WatchedSet(value, address, reads)
    return WatchedThing(value, _Places(address, reads, inside=False)) if _is_thing(value) else None


def _is_thing(value: Any) -> bool:
    return isinstance(value, Struct) or (is_dataclass(value) and not isinstance(value, type))


def _bare(value: Any) -> Any:
    """What stands behind a stand-in, all of which is read then."""
    if isinstance(value, _Watched):
        return value._whole()
    if type(value) is WatchedDay:
        value._reads.note(("today", ALL))
        return value._real
    return value
