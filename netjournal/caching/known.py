"""One file as it was read last, and when that can be trusted without opening it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from netjournal.diagnostics import Source
from netjournal.reading.folder import Listed, Outcome
from netjournal.reading.listing import Stamp
from netjournal.reading.parse import Parsed
from netjournal.reading.records import Record

ABRIDGED = Record(Source(""))


class Known(Struct, frozen=True):
    """What the bytes with `digest` were understood to be. `abridged`: an entry's record is gone."""

    stamp: Stamp
    read_at: int  # nanoseconds, before the file was opened
    digest: bytes
    outcome: Outcome
    abridged: bool = False

    @property
    def is_keepable(self) -> bool:
        """Whether it can be written down: an outcome that is more than problems, with nothing but plain values."""
        parsed = self.outcome
        return isinstance(parsed, Parsed) and self.stamp.size >= 0 and _is_plain(dict(parsed.meta))

    def is_sure(self, file: Listed) -> bool:
        """Whether the file is the same for its stamp."""
        return self.stamp == file.stamp and self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether a file with the same stamp has the same bytes."""
        return self.stamp.is_settled(self.read_at)


def abridge(known: Known) -> Known:
    """`known` without the record of an entry, which is linked already."""
    parsed = known.outcome
    if known.abridged or not isinstance(parsed, Parsed) or parsed.day is None:
        return known
    return replace(known, outcome=replace(parsed, record=ABRIDGED), abridged=True)


def _is_plain(value: Any) -> bool:
    """Whether MessagePack gives it back as it is: YAML knows dates, JSON and its kin do not."""
    if type(value) is list:
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    return type(value) in (str, bool, float, type(None)) or (type(value) is int and abs(value) < 2**63)
