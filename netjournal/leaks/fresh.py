"""What a page says that no page before it said: most of it is the theme's, the same on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator

CHUNK = 40_000  # bytes that are looked at together, or a long file would hold every word
_OVERLAP = 2_000
_BLOCK = b"</div>\n"  # in a page no text goes on behind it
_END = re.compile(rb"\n|\},\{")  # of a line, or of an object where all of them are in one line


class Fresh:
    """Remembers the blocks of the pages that it was asked about."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def chunks(self, text: bytes, name: str) -> Iterator[bytes]:
        """`text` in chunks that overlap; of a page only the blocks that no page before it held."""
        yield from _cut(_BLOCK.join(self._new(text.split(_BLOCK))) if is_page(name) else text)

    def _new(self, blocks: list[bytes]) -> list[bytes]:
        seen = self._seen
        new = [block for block in blocks if hash(block) not in seen]
        seen.update(map(hash, new))
        return new


def is_page(name: str) -> bool:
    """Whether a file of this name is HTML."""
    return name.endswith((".html", ".htm"))


def _cut(text: bytes) -> Iterator[bytes]:
    start, size = 0, len(text)
    while size - start > CHUNK and (end := _END.search(text, start + CHUNK)):
        yield text[start : end.end()]
        start = max(start + 1, text.find(b" ", end.end() - _OVERLAP))
    if text:
        yield text[start:]
