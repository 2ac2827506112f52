"""The HTML of pages in one file, one after another: all of it at once would fill the memory.

What is new is written at the end, so that a build after an edit writes a few pages and not all of them. The file is only as
good as the places that somebody else keeps: each has a digest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from netjournal.caching.kept_file import prepare_folder
from netjournal.digest import digest_of

Place = tuple[int, int, bytes]  # the offset, the length and the digest of a page
_WAITING = 50  # pages
_WASTE = 2  # times as long as what is in use, before the file is written anew


class KeptHtml:
    """Pages to read and to add. `is_used` is whether anybody knows of a place in the file as it is; else it starts anew."""

    def __init__(self, path: Path, is_used: bool = True) -> None:
        self.path, self.is_used = path, is_used
        self._old: BinaryIO | None = None
        self._new: BinaryIO | None = None
        self._waiting: list[bytes] = []  # a site of a few pages is not worth a file
        self._end = 0
        self._is_good = not path.is_symlink()
        with suppress(OSError):
            self._old = path.open("rb") if self._is_good and is_used else None
            self._end = path.stat().st_size if self._old else 0

    def read(self, place: Place) -> str | None:
        """The page at `place`; None where it is another."""
        data = _read(self._old, place)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError:
            return None

    def add(self, html: str) -> Place | None:
        """Write a page; None where it cannot be kept."""
        try:
            data = html.encode()
        except ValueError:  # half a character
            return None
        place = self._end, len(data), digest_of(data)
        self._end += len(data)
        self._waiting.append(data)
        return None if len(self._waiting) > _WAITING and not self._pour() else place

    def finish(self, places: Mapping[str, Place]) -> dict[str, Place]:
        """Where the pages at `places` are from now on. Raises OSError where they are nowhere."""
        if self._pour() and self._new is not None:
            self._new.flush()
        if not places or (self.path.stat().st_size <= _WASTE * sum(length for _, length, _ in places.values())):
            self.close()
            return dict(places)
        return self._write_anew(places)

    def _pour(self) -> bool:
        """Write what is waiting; False where it cannot be written: a full disk, a folder that may not be written."""
        waiting, self._waiting = self._waiting, []
        if self._is_good and waiting:
            try:
                self._new = self._new or self._open()
                self._new.writelines(waiting)
            except OSError:
                self._is_good, self._new = False, None
        return self._is_good

    def close(self) -> None:
        for file in (self._old, self._new):
            if file is not None:
                with suppress(OSError):  # what is left to be written finds no room
                    file.close()
        self._old = self._new = None

    def _open(self) -> BinaryIO:
        prepare_folder(self.path)
        return self.path.open("ab" if self.is_used else "wb")

    def _write_anew(self, places: Mapping[str, Place]) -> dict[str, Place]:
        found: dict[str, Place] = {}
        with (
            self.path.open("rb") as old,
            tempfile.NamedTemporaryFile(prefix=f"{self.path.name}-", dir=self.path.parent, delete=False) as new,
        ):
            try:
                for uri, place in places.items():
                    if (data := _read(old, place)) is not None:
                        found[uri] = new.tell(), *place[1:]
                        new.write(data)
            except OSError:
                new.close()
                Path(new.name).unlink(missing_ok=True)
                raise
        self.close()
        Path(new.name).replace(self.path)
        return found


def _read(file: BinaryIO | None, place: Place) -> bytes | None:
    if file is None:
        return None
    try:
        file.seek(place[0])
        data = file.read(place[1])
    except (OSError, ValueError, OverflowError, MemoryError):
        return None
    return data if len(data) == place[1] and digest_of(data) == place[2] else None
