"""The bytes of a file as the texts that somebody could read in them: decoded, unpacked, without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netjournal.leaks.decoding import ESCAPE, LATIN, PERCENT, QUOTED, encoded, entities, escapes, percents, quoted, twice_encoded
from netjournal.leaks.unpacking import unpacked
from netjournal.media import texts_of
from netjournal.media.kinds import Kind, kind_of

MAX_DEPTH = 7  # packed in packed in packed

_IN_TAG = r"""(?:[^<>"']*(?:"[^"<]*"|'[^'<]*'))*[^<>"']*|[^<>]*"""  # a sign > in quotes does not end it
_TAG = re.compile(rf"<[A-Za-z/](?:{_IN_TAG})>")
_COMMENTED = r"!--(?:(?!-->).)*?--"
_COMMENT = ("<!--", "-->", "<![CDATA[", "]]>")
_BLOCKS = (
    "address|article|aside|blockquote|br|caption|col|dd|details|div|dl|dt|fig|foot|form|h[1-6r]|head|li|main|nav|ol|opt|p|pre"
    "|section|sum|t[bdhr]|text|title|ul|video"
)
_INLINE = rf"(?:{_COMMENTED}|/?(?!(?:{_BLOCKS})\b)[A-Za-z](?:{_IN_TAG}))>"
_IN_WORD = rf"<(?<=LETTER<){_INLINE}(?:<{_INLINE})*(?=LETTER)"
IN_WORD = re.compile(_IN_WORD.replace("LETTER", r"[^\W_]"), re.DOTALL)
_BEFORE, _AFTER = r"[0-9A-Za-z\x80-\xff;]", r"[0-9A-Za-z\x80-\xff&\\%]"  # letters, and what may be decoded to one
MAYBE_IN_WORD = re.compile(
    rf"<(?<={_BEFORE}<)(?:!--|/?[A-Za-z][^<>]*>(?:<(?:!--|/?(?!(?:{_BLOCKS})\b)[A-Za-z])[^<>]*>)*(?={_AFTER}))".encode()
)  # quickly, in bytes; more than IN_WORD
_ENDS = ("</li>", "</tr>", "</p>", "</div>", "</dd>")  # what stands in one does not go on in the next
_END = " endofit "  # a word, so that no run of words reaches over it
CDATA_SEAM = "]]><![CDATA["
ENCODINGS = ((PERCENT, percents), (ESCAPE, escapes), (QUOTED, quoted))
_FOLD = re.compile(r"\r?\n[ \t]")
_FOLD_OF_BYTES = re.compile(rb"\r?\n[ \t]")


def views(data: bytes, name: str, seen: set[str] | None = None, depth: int = 0) -> Iterator[str]:
    """Every text in the file `name`; `seen` holds the base64 runs that were looked at before."""
    seen = set() if seen is None else seen
    if depth > MAX_DEPTH:
        return
    for inner, its_name in unpacked(data, name):
        yield its_name
        yield from views(inner, its_name, seen, depth + 1)
    if not name.endswith(".html") and kind_of(data, name) is not Kind.OTHER:
        for text in texts_of(data, name):
            yield from text_views(text, name, seen, depth)
    yield from _texts(data, name, seen, depth)


def _texts(data: bytes, name: str, seen: set[str], depth: int) -> Iterator[str]:
    if b"\0" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            text = data.decode(encoding, "ignore")
            if data[:2] in (b"\xff\xfe", b"\xfe\xff") or sum(c < "\u0600" for c in text[:2000]) * 2 > len(text[:2000]):
                yield from text_views(text, name, seen, depth)
        yield from text_views(data.replace(b"\0", b"").decode("utf-8", LATIN), name, seen, depth)
        data = data.replace(b"\0", b" ")
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text:  # not UTF-8, or not all of it
        yield from text_views(data.decode("cp1252", "replace"), name, seen, depth)
        if _FOLD_OF_BYTES.search(data):  # inside a letter
            yield _FOLD_OF_BYTES.sub(b"", data).decode("utf-8", "replace")
    yield from text_views(text, name, seen, depth)


def text_views(text: str, name: str, seen: set[str], depth: int = 0) -> Iterator[str]:
    """`text` as it stands and as whoever renders or decodes it would read it."""
    yield text
    plain = entities(text)
    if plain != text:
        yield "\n".join(_differing(plain, text))
    if (ordered := twice_encoded(plain)) != plain:
        yield ordered
    if "<" in plain:
        yield from _spaced(plain)
    yield from joined(plain)
    for marks, decode in ENCODINGS:
        if marks.search(plain):
            part = "\n".join(_around(plain, marks))
            for _ in range(3):
                part, before = decode(part), part
                if part == before:
                    break
                yield part
                if "<" in part:
                    yield _bare(part, "")
    if not name.endswith((".html", ".htm")) and _FOLD.search(text):
        yield _FOLD.sub("", text)
    for source in dict.fromkeys((text, plain)):
        for packed in encoded(source, seen):
            yield from views(packed, "", seen, depth + 1)


def plain_readings(text: str, escaped: re.Pattern[str], in_words: bool) -> Iterator[str]:
    """What `text_views` shows of `text`, but for the words that come out of tags inside words or of anything encoded.

    What is `escaped` is taken out before the tags are.
    """
    plain = entities(text)
    is_encoded = any(marks.search(plain) for marks, _ in ENCODINGS)
    if is_encoded:
        plain = escaped.sub(" ", plain)
    yield plain
    if "<" in plain:
        yield from _spaced(plain)
        if in_words or is_encoded:
            yield _bare(plain, "")
            yield _without_tags(plain, "")  # where the lines that are looked at begin or end in a comment


def joined(text: str) -> Iterator[str]:
    """The lines with tags inside words, without them; seams of CDATA too."""
    if CDATA_SEAM in text:
        yield _bare(text.replace(CDATA_SEAM, ""), "")
    if IN_WORD.search(text):
        yield _bare("\n".join(_around(text, IN_WORD)), "")


def _spaced(text: str) -> Iterator[str]:
    """`text` with a gap for each tag and a word at the end of each block; once with what comments say, and once without."""
    for end in _ENDS:
        text = text.replace(end, _END)
    yield _bare(text, " ")
    if "<!--" in text:
        yield _bare(_without_comments(text, " "), " ")


def _bare(text: str, gap: str) -> str:
    """`text` with `gap` for each tag, and for the signs around comments."""
    return _without_tags(text if gap else _without_comments(text, ""), gap)  # what a comment says is in the other views


def _without_comments(text: str, gap: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], gap]
        at = end + 3
    return "".join([*parts, text[at:]])


def _without_tags(text: str, gap: str) -> str:
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
