"""What a text says that none before it said: of most pages and of the long lists of a site that is little."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import compress

from netjournal.digest import digest_of

CHUNK = 40_000  # bytes that are looked at together, or a long file would hold every word
_OVERLAP = 2_000
_BLOCK = b"</div>\n"  # in a page no text goes on behind it
_END = re.compile(rb"\n|\},\{")  # of a line, or of an object where all of them are in one line
_SEAM = re.compile(rb'\},\s*(?=\{"(?:location|path|id|contact|month)":)')
_RECORDS = 2_000  # bytes of records that are looked at together


class Fresh:
    """Remembers the blocks of the pages that it was asked about. With `known` also the records of lists: their digests, by file.

    A list is a file of JSON, and a record an object of it that begins with a key of our export or of the search index. No private
    value stands across the seam before such a key: the key is a word between what stands before it and what comes, and its quotes
    are those of JSON itself, for in a text they would have a backslash. So records are read without those around them.
    """

    def __init__(self, known: Mapping[str, Collection[bytes]] | None = None) -> None:
        self.records: dict[str, list[bytes]] = {}  # of the lists that it was asked about
        self._known = known
        self._seen: set[int] = set()

    def chunks(self, text: bytes, name: str) -> Iterator[bytes]:
        """`text` in chunks that overlap; of a page only the blocks that no page before it held, of a list only new records."""
        if name.endswith(".json"):
            for records in _together(self._new_records(_SEAM.split(text), name)):
                yield from _cut(records)
        else:
            yield from _cut(_BLOCK.join(self._new(text.split(_BLOCK))) if is_page(name) else text)

    def _new(self, blocks: list[bytes]) -> list[bytes]:
        seen = self._seen
        new = [block for block in blocks if hash(block) not in seen]
        seen.update(map(hash, new))
        return new

    def _new_records(self, records: list[bytes], name: str) -> Iterable[bytes]:
        if self._known is None:
            return records
        digests = self.records[name] = list(map(digest_of, records))
        known = frozenset(self._known.get(name, ()))
        return compress(records, (digest not in known for digest in digests))


def is_page(name: str) -> bool:
    """Whether a file of this name is HTML."""
    return name.endswith((".html", ".htm"))


def _together(records: Iterable[bytes]) -> Iterator[bytes]:
    """Records that are short put together."""
    group, size = list[bytes](), 0
    for record in records:
        if group and size + len(record) > _RECORDS:
            yield b"},\n".join(group)
            group, size = [], 0
        group.append(record)
        size += len(record)
    yield b"},\n".join(group)


def _cut(text: bytes) -> Iterator[bytes]:
    start, size = 0, len(text)
    while size - start > CHUNK and (end := _END.search(text, start + CHUNK)):
        yield text[start : end.end()]
        again = end.end() - _OVERLAP
        start = max(again, text.find(b" ", again, end.end()))
    if text:
        yield text[start:]
