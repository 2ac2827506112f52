"""What the steps from files to a journal came to last: a step is gone again only where something else goes into it.

What goes in is compared as objects, not by what it holds. That takes no time and mistakes nothing for something else; it needs
that what did not change stays the same object, which is why a file read anew gives its unchanged parts back (`take_over`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress, count
from operator import is_, is_not
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Value = TypeVar("Value")
_FEW = 16  # things that changed in place


class Steps:
    """Steps by name. Each must follow from what is named as going into it and from nothing else."""

    def __init__(self) -> None:
        self._one: dict[str, tuple[Sequence[object], Any]] = {}
        self._each: dict[str, tuple[Sequence[object], Sequence[Any], list[Any]]] = {}
        self._keyed: dict[str, tuple[Mapping[str, Sequence[object]], dict[str, Any]]] = {}

    def one(self, name: str, inputs: Sequence[object], make: Callable[[], Value]) -> Value:
        """What `make` gives for these inputs."""
        known = self._one.get(name)
        if known is None or not _same(known[0], inputs):
            self._one[name] = known = inputs, make()
        value: Value = known[1]
        return value

    def each(self, name: str, things: Sequence[Thing], inputs: Sequence[object], make: Callable[[Thing], Value]) -> list[Value]:
        """What `make` gives for each of `things` and these inputs, in their order."""
        before, earlier, values = self._each.get(name, ((), (), []))
        now = _changed(earlier, values, things, make) if _same(before, inputs) else list(map(make, things))
        self._each[name] = inputs, things, now
        return now

    def keyed(
        self, name: str, inputs: Mapping[str, Sequence[Thing]], make: Callable[[str, Sequence[Thing]], Value]
    ) -> dict[str, Value]:
        """What `make` gives for each key and what goes into it. The same mapping as before where nothing in it changed."""
        before, values = self._keyed.get(name, ({}, {}))
        now = {key: values[key] if key in before and _same(before[key], row) else make(key, row) for key, row in inputs.items()}
        if _same(tuple(values.values()), tuple(now.values())) and list(values) == list(now):
            now = values
        self._keyed[name] = inputs, now
        return now


def _same(before: Sequence[object], now: Sequence[object]) -> bool:
    return len(before) == len(now) and all(map(is_, before, now))


def _changed(earlier: Sequence[Thing], values: list[Value], things: Sequence[Thing], make: Callable[[Thing], Value]) -> list[Value]:
    if len(earlier) == len(things):
        others = list(compress(count(), map(is_not, earlier, things)))
        if len(others) <= _FEW:
            now = values.copy()
            for number in others:
                now[number] = make(things[number])
            return now
    known = dict(zip(map(id, earlier), values, strict=True))  # `earlier` holds them, so no other has the id of one of them
    return [known[id(thing)] if id(thing) in known else make(thing) for thing in things]
