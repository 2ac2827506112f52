"""The HTML of pages in one file, one after another: all of it at once would fill the memory.

The file is only as good as the places that somebody else keeps: each has a checksum.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from netjournal.caching.kept_file import prepare_folder

Place = tuple[int, int, int]  # the offset, the length and the checksum of a page


class KeptHtml:
    """Pages of the last build to read, and those of this one to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._old: BinaryIO | None = None
        self._new: BinaryIO | None = None
        with suppress(OSError):
            self._old = None if path.is_symlink() else path.open("rb")

    def read(self, place: Place) -> str | None:
        """The page at `place` of the last build; None where it is another."""
        data = _read(self._old, place)
        try:
            return None if data is None else data.decode()
        except UnicodeDecodeError:
            return None

    def add(self, html: str) -> Place | None:
        """Write a page of this build aside; None where it cannot be kept."""
        try:
            self._new = self._new or tempfile.TemporaryFile()  # noqa: SIM115 it lasts until the end of the build
            data = html.encode()
            self._new.seek(0, 2)
            place = self._new.tell(), len(data), zlib.crc32(data)
            self._new.write(data)
        except (OSError, ValueError):  # a full disk, half a character
            return None
        return place

    def finish(self, old: Mapping[str, Place], new: Mapping[str, Place]) -> dict[str, Place]:
        """Replace the file by one with these pages of the last build and of this one; where they are in it."""
        places: dict[str, Place] = {}
        prepare_folder(self.path)
        with tempfile.NamedTemporaryFile(prefix=f"{self.path.name}-", dir=self.path.parent, delete=False) as file:
            try:
                for pages, source in ((old, self._old), (new, self._new)):
                    for uri, place in pages.items():
                        if (data := _read(source, place)) is not None:
                            places[uri] = file.tell(), *place[1:]
                            file.write(data)
            except OSError:
                file.close()
                Path(file.name).unlink(missing_ok=True)
                raise
        self.close()
        Path(file.name).replace(self.path)
        return places

    def close(self) -> None:
        for file in (self._old, self._new):
            if file is not None:
                file.close()
        self._old = self._new = None


def _read(file: BinaryIO | None, place: Place) -> bytes | None:
    if file is None:
        return None
    try:
        file.seek(place[0])
        data = file.read(place[1])
    except (OSError, ValueError, OverflowError, MemoryError):
        return None
    return data if len(data) == place[1] and zlib.crc32(data) == place[2] else None
