"""What is inside packed files: zip and what is a zip, gzip, bzip2, xz, and the streams of a PDF."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MAX_UNPACKED = 64_000_000  # bytes of one packed thing
_ZIPPED = b"PK\3\4"


def unpacked(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    """The things inside a packed file, with their names; nothing of what is not packed."""
    if data[:2] == b"\x1f\x8b":
        members = _inflated(data, 31)
        yield b"".join(members), name.removesuffix(".gz")
        if len(members) > 1:
            yield b"\n".join(members), name
    elif data[:2] in (b"x\x9c", b"x\xda", b"x\x01", b"x\x5e"):
        yield b"".join(_inflated(data, 15)), name
    elif data[:3] == b"BZh" or data[:5] == b"\xfd7zXZ":
        yield _by_library(data), name
    elif data[:5] == b"%PDF-":
        for found in re.finditer(rb"stream\r?\n", data):
            if inner := b"".join(_inflated(data[found.end() :], 15)):
                yield _shown(inner), name
        yield _shown(data), name
    elif data[:4] == _ZIPPED or (b"\0" in data[:4096] and _ZIPPED in data):
        yield from _of_archive(data)


def _of_archive(data: bytes) -> Iterator[tuple[bytes, str]]:
    """The files of a zip archive; a broken one is read from the heads of its files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for item in archive.infolist():
                if item.file_size <= MAX_UNPACKED and not item.flag_bits & 1:
                    del item.CRC  # what is broken can be read all the same
                    yield archive.read(item), item.filename
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, zlib.error, NotImplementedError, AttributeError):
        for found in re.finditer(_ZIPPED, data):
            head = data[found.start() : found.start() + 30]
            if len(head) == 30:
                begin = found.start() + 30 + int.from_bytes(head[26:28], "little")
                yield (
                    b"".join(_inflated(data[begin + int.from_bytes(head[28:30], "little") :], -15)),
                    data[found.start() + 30 : begin].decode("utf-8", "replace"),
                )


def _by_library(data: bytes) -> bytes:
    try:
        import bz2  # noqa: PLC0415 some builds of Python come without
        import lzma  # noqa: PLC0415

        if data[:3] == b"BZh":
            return bz2.BZ2Decompressor().decompress(data, MAX_UNPACKED)
        return lzma.LZMADecompressor().decompress(data, MAX_UNPACKED)
    except (ImportError, OSError, EOFError, ValueError):
        return b""
    except Exception as error:
        if type(error).__name__ == "LZMAError":
            return b""
        raise


def _inflated(data: bytes, window: int) -> list[bytes]:
    parts = []
    while data:  # a gzip file may hold several
        unpacker = zlib.decompressobj(window)
        try:
            parts.append(unpacker.decompress(data, MAX_UNPACKED))
        except zlib.error:
            break
        data = unpacker.unused_data if window > 15 and len(parts) < 100 else b""
    return parts


def _shown(data: bytes) -> bytes:
    """The text that a PDF's operators show: strings in brackets, and in hexadecimal."""
    strings = re.findall(rb"\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]+>|\b(?:T[dDm*]|ET)\b|\]", data)
    parts = []
    for part in strings:
        if part[:1] == b"(":
            parts.append(re.sub(rb"\\(.)", rb"\1", part[1:-1]))
        elif part[:1] == b"<":
            digits = re.sub(rb"\s", b"", part[1:-1])
            parts.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        else:
            parts.append(b" " if part != b"]" else b"")
    return b"".join(parts)
