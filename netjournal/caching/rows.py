"""Known files to bytes and back, each as one row (MessagePack, by msgspec). Places in records are kept without their path."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from netjournal.assembling.assemble import Links
from netjournal.assembling.linking import Linked
from netjournal.caching.known import ABRIDGED, Known
from netjournal.dates import Span
from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import Entry
from netjournal.reading.folder import Listed
from netjournal.reading.listing import Stamp
from netjournal.reading.parse import NOTHING, Parsed
from netjournal.reading.records import Record, Written

_Place = tuple[int, int, int]
_NO_META: dict[str, Any] = {}


class _Day(msgspec.Struct, array_like=True, tag="d"):
    day: date


class _Span(msgspec.Struct, array_like=True, tag="s"):
    number: int
    unit: str


class _Value(msgspec.Struct, array_like=True):
    value: str | int | bool | _Day | _Span
    place: _Place


class _Record(msgspec.Struct, array_like=True):
    place: _Place
    values: dict[str, _Value]
    lists: dict[str, list[_Value]]
    unknown: dict[str, str]
    hidden: bool
    refused: list[str]


class _Plain(msgspec.Struct, array_like=True):
    """A file that is no entry: one of its own, or a page."""

    record: _Record
    private: bool
    readable: bool
    meta: dict[str, Any]
    prose: str
    prose_line: int


class _Row(msgspec.Struct, array_like=True):
    key: str
    stamp: Stamp
    read_at: int
    digest: bytes
    problems: tuple[Diagnostic, ...]
    linked: Linked | None = None  # of an entry
    declares: dict[str, list[_Record]] = {}
    plain: _Plain | None = None


class Rows(msgspec.Struct, array_like=True):
    """Everything that is kept."""

    answers: dict[str, str]
    rows: list[_Row]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Rows)


def encode_rows(known: dict[str, Known], links: Links) -> bytes | None:
    """The known files by key, as far as they can be kept; None where a text is none."""
    try:
        return _encoder.encode(Rows(dict(links.answers), [row for key, file in known.items() if (row := _row(key, file, links))]))
    except ValueError:  # half a character
        return None


def decode_rows(data: bytes | memoryview, files: dict[str, Listed]) -> tuple[dict[str, Known], Links] | None:
    """The known files that are among `files`, by key; None for bytes that we did not write."""
    try:
        kept = _decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    known: dict[str, Known] = {}
    linked: dict[str, Linked] = {}
    for row in kept.rows:
        file = files.get(row.key)
        if file is None:
            continue
        if row.linked is not None:
            if row.linked.entry.path != file.path:
                return None  # a row of another journal
            known[row.key] = Known(row.stamp, row.read_at, row.digest, _entry(row.linked.entry, row, file), abridged=True)
            linked[file.path] = row.linked
        elif row.plain is not None:
            known[row.key] = Known(row.stamp, row.read_at, row.digest, _plain(row.plain, row, file))
    return known, Links(linked, kept.answers)


def _row(key: str, known: Known, links: Links) -> _Row | None:
    parsed = known.outcome
    if not known.is_keepable or not isinstance(parsed, Parsed):
        return None
    row = _Row(key, known.stamp, known.read_at, known.digest, parsed.problems)
    if parsed.day is not None:
        linked = links.entries.get(parsed.path)
        if linked is None:
            return None
        row.linked = linked
        row.declares = {name: [_to_record(r) for r in items] for name, items in parsed.declares.items()}
        return row
    record, meta = _to_record(parsed.record), dict(parsed.meta)
    row.plain = _Plain(record, parsed.private, parsed.readable, meta, parsed.prose, parsed.prose_line)
    return row


def _entry(entry: Entry, row: _Row, file: Listed) -> Parsed:
    declares = NOTHING
    if row.declares:
        declares = {name: tuple(_from_record(r, file.path) for r in records) for name, records in row.declares.items()}
    hides, prose = (entry.private, entry.readable), (entry.prose, entry.prose_line)
    return Parsed(file.path, entry.key, file.what, ABRIDGED, *hides, entry.day, None, _NO_META, *prose, row.problems, declares)


def _plain(plain: _Plain, row: _Row, file: Listed) -> Parsed:
    key, own_id = file.key.removesuffix(".md"), file.what.stem.lower() if file.what.thing else None
    record, prose = _from_record(plain.record, file.path), plain.prose
    hides, line = (plain.private, plain.readable), plain.prose_line
    return Parsed(file.path, key, file.what, record, *hides, None, own_id, plain.meta, prose, line, row.problems)


def _to_record(record: Record) -> _Record:
    return _Record(
        record.source[1:],
        {key: _to_value(written) for key, written in record.values.items()},
        {key: [_to_value(written) for written in some] for key, some in record.lists.items()},
        dict(record.unknown),
        record.hidden,
        sorted(record.refused),
    )


def _from_record(record: _Record, path: str) -> Record:
    return Record(
        Source(path, *record.place),
        {key: _from_value(kept, path) for key, kept in record.values.items()},
        {key: tuple(_from_value(kept, path) for kept in some) for key, some in record.lists.items()},
        {},
        record.unknown,
        record.hidden,
        refused=frozenset(record.refused),
    )


def _to_value(written: Written) -> _Value:
    value: str | int | bool | _Day | _Span
    match written.value:
        case date():
            value = _Day(written.value)
        case Span():
            value = _Span(written.value.number, written.value.unit)
        case _:
            value = written.value
    return _Value(value, written.source[1:])


def _from_value(kept: _Value, path: str) -> Written:
    value = kept.value
    if isinstance(value, _Day):
        return Written(value.day, Source(path, *kept.place))
    if isinstance(value, _Span):
        return Written(Span(value.number, value.unit), Source(path, *kept.place))
    return Written(value, Source(path, *kept.place))
