"""The bytes of a file as the texts that somebody could read in them: decoded, unpacked, without markup."""

from __future__ import annotations

import base64
import binascii
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from netjournal.media import texts_of
from netjournal.media.kinds import Kind, kind_of

MAX_DEPTH = 4  # packed in packed in packed
MAX_UNPACKED = 64_000_000  # bytes of one packed thing

_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_WHOLE_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COMMENT = ("<!--", "-->", "<![CDATA[", "]]>")
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|col|dd|details|div|dl|dt|fig|foot|form|h[1-6r]|head|li|main|nav|ol|opt|p|pre"
    "|section|sum|t[bdhr]|text|title|ul|video"
)
_IN_WORD = re.compile(
    rf"<(?<=[^\W_]<)(?:!--|/?(?!(?:{_BLOCKS})\b)[a-z])[^<>]*>(?:<(?:!--|/?(?!(?:{_BLOCKS})\b)[a-z])[^<>]*>)*(?=[^\W_])"
)
_ENDS = ("</li>", "</tr>", "</p>", "</div>", "</dd>")  # what stands in one does not go on in the next
_END = " endofit "  # a word, so that no run of words reaches over it
_ESCAPE = re.compile(
    r"\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-9a-fA-F]{2,6}) ?|([nrtbf]))"
)  # of JSON, JavaScript and CSS
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_FOLD = re.compile(r"\r?\n[ \t]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}(?:(?:\r?\n[ \t]*|\\n)[A-Za-z0-9+/_-]{2,})*={0,2}")
_BREAK = re.compile(r"\s|\\n")
_MIXED = re.compile(r"[A-Z].*[a-z]|[a-z].*[A-Z]", re.DOTALL)  # as base64 of any text is
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\xa0-\uffff]*")
_PACKED = (b"PK\3\4", b"\x1f\x8b", b"x\x9c", b"x\xda", b"x\x01", b"\xff\xfe", b"\xfe\xff", b"\xff\xd8", b"\x89PNG", b"%PDF-")


def views(data: bytes, name: str, seen: set[str] | None = None, depth: int = 0) -> Iterator[str]:
    """Every text in the file `name`; `seen` holds the base64 runs that were looked at before, in any file."""
    seen = set() if seen is None else seen
    if depth > MAX_DEPTH:
        return
    for inner, its_name in _unpacked(data, name):
        yield its_name
        yield from views(inner, its_name, seen, depth + 1)
    if not name.endswith(".html") and kind_of(data, name) is not Kind.OTHER:
        for text in texts_of(data, name):
            yield from text_views(text, name, seen, depth)
    yield from _texts(data, name, seen, depth)


def _texts(data: bytes, name: str, seen: set[str], depth: int) -> Iterator[str]:
    if b"\0" in data[:4096] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            text = data.decode(encoding, "ignore")
            if data[:2] in (b"\xff\xfe", b"\xfe\xff") or sum(c.isascii() for c in text[:2000]) * 2 > len(text[:2000]):
                yield from text_views(text, name, seen, depth)
        yield from text_views(data.replace(b"\0", b"").decode("utf-8", "replace"), name, seen, depth)
        data = data.replace(b"\0", b" ")
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text:  # not UTF-8, or not all of it
        yield from text_views(data.decode("cp1252", "replace"), name, seen, depth)
    yield from text_views(text, name, seen, depth)


def text_views(text: str, name: str, seen: set[str], depth: int = 0) -> Iterator[str]:
    """`text` as it stands and as whoever renders or decodes it would read it."""
    yield text
    plain = _entities(_entities(text))
    if plain != text:
        yield "\n".join(_differing(plain, text))
    if "<" in plain:
        apart = plain
        for end in _ENDS:
            apart = apart.replace(end, _END)
        yield _bare(apart, " ")
        if _IN_WORD.search(plain):
            yield _bare("\n".join(_around(plain, _IN_WORD)), "")
    for marks, decode in ((_PERCENT, _percents), (_ESCAPE, _escapes), (_QUOTED, _quoted)):
        if marks.search(plain):
            part = "\n".join(_around(plain, marks))
            for _ in range(2):
                part = decode(part)
                yield part
                if "<" in part:
                    yield _bare(part, "")
    if not name.endswith((".html", ".htm")) and _FOLD.search(text):
        yield _FOLD.sub("", text)
    for packed in _encoded(text, seen):
        yield from views(packed, "", seen, depth + 1)


def _bare(text: str, gap: str) -> str:
    """`text` with `gap` for each tag, and for the signs around comments."""
    if not gap:  # what a comment says is in the other views
        text = _WHOLE_COMMENT.sub("", text)
    for sign in _COMMENT:
        text = text.replace(sign, gap)
    return _TAG.sub(gap, text)


def _differing(after: str, before: str) -> Iterator[str]:
    """The lines that decoding changed; all of them where it changed their number."""
    new, old = after.split("\n"), before.split("\n")
    return (line for line, was in zip(new, old, strict=True) if line != was) if len(new) == len(old) else iter(new)


def _around(text: str, marks: re.Pattern[str]) -> Iterator[str]:
    """The lines that hold one of `marks`, with the line before and after."""
    at = 0
    while found := marks.search(text, at):
        start = text.rfind("\n", at, max(at, text.rfind("\n", at, found.start()))) + 1
        end = text.find("\n", found.end())
        end = text.find("\n", end + 1) if end >= 0 else -1
        yield text[max(at, start) : end if end >= 0 else len(text)]
        if end < 0:
            return
        at = end


def _entities(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _percents(text: str) -> str:
    return unquote(text, errors="replace")


def _escapes(text: str) -> str:
    def put(found: re.Match[str]) -> str:
        digits = found[1] or found[2] or found[3] or found[4]
        if digits is None:
            return " "
        code = int(digits, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""

    return _ESCAPE.sub(put, text)


def _quoted(text: str) -> str:
    return quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _encoded(text: str, seen: set[str]) -> Iterator[bytes]:
    """What base64 and hexadecimal runs decode to, if it looks like text or like something packed."""
    for found in _BASE64.finditer(text):
        run = found[0]
        if run in seen:
            continue
        seen.add(run)
        bare = _BREAK.sub("", run).rstrip("=").replace("-", "+").replace("_", "/")
        if _HEX.fullmatch(bare) and (data := _readable(bytes.fromhex(bare))):
            yield data
        if _MIXED.search(bare):
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
    """`data` if it is text, or something packed that may hold text."""
    if data.startswith(_PACKED) or data.count(0) * 3 > len(data):
        return data
    try:
        return data if _PLAIN.fullmatch(data.decode("utf-8")) else None
    except UnicodeDecodeError as error:  # a run that was cut may end inside a letter, or begin in one
        return data if error.start > 8 and _PLAIN.fullmatch(data[: error.start].decode("utf-8", "ignore")) else None


def _unpacked(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    """The things inside a packed file, with their names."""
    if data[:2] == b"\x1f\x8b":
        yield _inflated(data, 31), name.removesuffix(".gz")
    elif data[:2] in (b"x\x9c", b"x\xda", b"x\x01", b"x\x5e"):
        yield _inflated(data, 15), name
    elif data[:4] == b"PK\3\4":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for item in archive.infolist():
                    if item.file_size <= MAX_UNPACKED and not item.flag_bits & 1:
                        yield archive.read(item), item.filename
        except (zipfile.BadZipFile, OSError, ValueError, zlib.error, NotImplementedError):
            pass  # a broken archive is searched as the bytes that it is
    elif data[:5] == b"%PDF-":
        for found in re.finditer(rb"stream\r?\n", data):
            if inner := _inflated(data[found.end() :], 15):
                yield _shown(inner), name
        yield _shown(data), name


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


def _inflated(data: bytes, window: int) -> bytes:
    parts = []
    while data:  # a gzip file may hold several
        unpacker = zlib.decompressobj(window)
        try:
            parts.append(unpacker.decompress(data, MAX_UNPACKED))
        except zlib.error:
            break
        data = unpacker.unused_data if window > 15 and len(parts) < 100 else b""
    return b"".join(parts)
