"""Texts inside a text: entities, escapes, percent signs, quoted-printable, base64 and hexadecimal taken off."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import quopri
import re
from collections.abc import Iterator
from urllib.parse import unquote

BASE64_LEAST = 12
FIRST_BYTES = (
    *(b"PK\3\4", b"\x1f\x8b", b"x\x9c", b"x\xda", b"x\x01", b"BZh", b"\xfd7zXZ", b"\xff\xfe", b"\xfe\xff", b"\xff\xd8"),
    *(b"\x89PNG", b"%PDF-"),
)  # of packed things and of UTF-16

PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
ESCAPE = re.compile(
    r"\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-9a-fA-F]{2,6}) ?|([nrtbf])|(\r?\n))"
)  # of JSON, JavaScript and CSS; the last is a line that goes on
QUOTED = re.compile(r"=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)")
_BASE64 = re.compile(rf"[A-Za-z0-9+/_-]{{{BASE64_LEAST},}}(?:(?:\r?\n[ \t]*|\\n)[A-Za-z0-9+/_-]{{2,}})*={{0,2}}")
_BREAK = re.compile(r"\s|\\n")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
_READABLE = re.compile(  # eight signs of UTF-8, or twelve of Latin-1
    rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){8}|[\t\n\r\x20-\x7e\xa0-\xff]{12}"
)
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf]+")

LATIN = "netjournal-latin"  # names the way to read bytes that are not UTF-8: as Latin-1


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(LATIN, _as_latin)


def entities(text: str) -> str:
    """`text` with its entities decoded, and those that come out, and once more."""
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def percents(text: str) -> str:
    """`text` as an address is read."""
    return unquote(text, errors=LATIN)


def escapes(text: str) -> str:
    """`text` as JSON, JavaScript and CSS are read."""

    def put(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[3] or found[4]
        if digits is None:
            return "" if found[6] else " "
        code = int(digits, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""

    return twice_encoded(ESCAPE.sub(put, text))


def quoted(text: str) -> str:
    """`text` as mail is read."""
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", LATIN)


def twice_encoded(text: str) -> str:
    """`text` with letters that were written as UTF-8 and read as Latin-1, in order again."""
    if text.isascii():
        return text
    return _TWICE.sub(lambda found: found[0].encode("latin-1").decode("utf-8", LATIN), text)


def encoded(text: str, seen: set[str]) -> Iterator[bytes]:
    """What base64 and hexadecimal runs decode to, if it looks like text or like something packed; not of the runs in `seen`."""
    for found in _BASE64.finditer(text):
        run = found[0]
        if run in seen:
            continue
        seen.add(run)
        bare = _BREAK.sub("", run).rstrip("=").replace("-", "+").replace("_", "/")
        if _HEX.fullmatch(bare) and (data := _readable(bytes.fromhex(bare))):
            yield data
        if bare != bare.lower() and bare != bare.upper():  # as base64 of any text is
            for skip in range(4):  # a run may hang on the end of other letters
                if data := _decoded(bare[skip:]):
                    yield data


def _decoded(run: str) -> bytes | None:
    run = run[: len(run) - (len(run) % 4 == 1)]
    try:
        return _readable(base64.b64decode(run + "=" * (-len(run) % 4)))
    except (binascii.Error, ValueError):
        return None


def _readable(data: bytes) -> bytes | None:
    """`data` if there is text in it, in UTF-8 or Latin-1, or something packed that may hold text."""
    if data.startswith(FIRST_BYTES) or data.count(0) * 3 > len(data) or _READABLE.search(data):
        return data
    return None
