"""What a page read of the site while it was rendered: written down as addresses that can be looked up again in the next build.

An address is a row of steps from a root: `("site", ".cards", "[sada", ".stage", "=")` is the stage of Ada's card. The last
step says how much was read: all of it, whether it is there, its length, whether it holds something.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

import msgspec

Address = tuple[str, ...]
ALL, TRUTH, LENGTH, KEYS, THERE = "=", "?", "#", "k", "!"
_MODEL = "netjournal.model"  # of its things none holds others that stand elsewhere too
_PLAIN = frozenset((str, int, float, bool, bytes, type(None)))
_LITERAL = 16  # bytes; what is longer is told by its digest
_MISSING = object()


class Unreadable(Exception):
    """A key that has no address."""


class Reads:
    """Numbers the addresses that are read, and knows those that were read since `current` was last changed."""

    def __init__(self) -> None:
        self.numbers: dict[Address, int] = {}
        self.current: set[int] = set()
        self.today: Any = None  # the stand-in for it, if there is one

    def number(self, address: Address) -> int:
        return self.numbers.setdefault(address, len(self.numbers))

    def note(self, address: Address) -> None:
        self.current.add(self.numbers.setdefault(address, len(self.numbers)))

    def listen(self, function: Callable[[], Any]) -> tuple[Any, set[int]]:
        """What `function` gives, and what was read for it; whoever listens outside hears it as well."""
        outer, self.current = self.current, set()
        try:
            value = function()
        finally:
            heard, self.current = self.current, outer
            outer |= heard
        return value, heard

    def remembering(self, function: Callable[..., Any], key: Callable[..., Any] = lambda *words: words) -> Callable[..., Any]:
        """`function`, called once for each `key`; what it read counts for everybody who calls it."""
        known: dict[Any, tuple[Any, tuple[int, ...]]] = {}  # as tuples: a set of a few numbers is seven times as large

        def call(*words: Any) -> Any:
            this = key(*words)
            if this not in known:
                value, heard = self.listen(lambda: function(*words))
                known[this] = value, tuple(heard)
                return value
            value, numbers = known[this]
            self.current.update(numbers)
            return value

        return call


class Digests:
    """Short texts that are the same for values that look the same to a template.

    Things are remembered: an activity stands in its entry, on the cards of people and under goals.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}  # with the thing, so that no other gets its id

    def of(self, value: Any) -> bytes:
        """Raises TypeError or ValueError for what has no such text."""
        return _shortened(_encoder.encode(self._short(value)))

    def _short(self, value: Any) -> Any:
        """`value` with digests in the place of the things in it."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            return [self._short(item) for item in value]
        if kind is frozenset:
            return sorted(value)
        if isinstance(value, Mapping):
            return {key: self._short(item) for key, item in value.items()}
        if not is_dataclass(kind):
            return value
        if id(value) not in self._known:
            short = value if kind.__module__ == _MODEL else [self._short(part) for part in self._parts(value)]
            self._known[id(value)] = value, _shortened(_encoder.encode(short))
        return self._known[id(value)][1]

    def _parts(self, thing: Any) -> list[Any]:
        kind: Any = type(thing)
        return [kind.__name__, *(getattr(thing, name) for name in _names(kind))]


class Lookup:
    """The values that stand at addresses now, as digests; `roots` are the first steps."""

    def __init__(self, roots: Mapping[str, Any], digests: Digests) -> None:
        self._found: dict[Address, Any] = {(name,): value for name, value in roots.items()}
        self._digests = digests

    def digest(self, address: Address) -> bytes:
        """A short text that differs where the value at `address` does; empty where nobody can tell."""
        value = self._find(address[:-1])
        if value is _MISSING:
            return b"missing"
        try:
            return self._digests.of(_seen(value, address[-1]))
        except (TypeError, ValueError, AttributeError, LookupError, OverflowError, RecursionError):
            return b""

    def _find(self, address: Address) -> Any:
        if address not in self._found:
            before = self._find(address[:-1]) if len(address) > 1 else _MISSING
            try:
                self._found[address] = _MISSING if before is _MISSING else _take(before, address[-1])
            except (TypeError, ValueError, AttributeError, LookupError):
                self._found[address] = _MISSING
        return self._found[address]


def _shortened(data: bytes) -> bytes:
    return data if len(data) <= _LITERAL else b"#" + hashlib.blake2b(data, digest_size=_LITERAL).digest()


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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
