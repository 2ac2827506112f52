"""The bytes of a file as text, or the reason why they are none (format.md, section 6)."""

from __future__ import annotations

import re

from netjournal.diagnostics import Diagnostic, Source

MAX_BYTES = 1_000_000
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BARE_CR = re.compile("\r(?!\n)")


def decode_text(data: bytes, path: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """`data` with LF line ends and no BOM, or None with the one problem that makes it unreadable.

    Control characters are left in: where they stand decides what they cost.
    """
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        return None, (Diagnostic(Source(path), "too-large", message, "move what is not text out of it"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        where = place(before, len(before), path)
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        what = "the file is saved as UTF-16" if utf16 else f"the byte 0x{data[error.start]:02x} is not UTF-8"
        return None, (Diagnostic(where, "bad-encoding", what, "save the file as UTF-8"),)
    if cr := _BARE_CR.search(text):
        message = "a line ends with CR alone"
        return None, (Diagnostic(place(text, cr.start(), path), "line-ends", message, "save the file with LF or CR LF"),)
    return text.removeprefix("\ufeff").replace("\r\n", "\n"), ()


def place(text: str, index: int, path: str, length: int = 1) -> Source:
    """Where the character at `index` of `text` stands."""
    line_start = text.rfind("\n", 0, index) + 1
    return Source(path, text.count("\n", 0, line_start) + 1, index - line_start + 1, length)


def control_characters(text: str, path: str, first_line: int = 1) -> tuple[Diagnostic, ...]:
    """A problem for each control character of `text`, whose first line is `first_line` of the file."""
    problems = []
    for found in CONTROL.finditer(text):
        where = place(text, found.start(), path)
        message = f"the control character U+{ord(found[0]):04X} stands in the text"
        problems.append(Diagnostic(where._replace(line=where.line + first_line - 1), "control-character", message, "delete it"))
    return tuple(problems)
