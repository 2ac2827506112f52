"""What to see in bytes, quickly, before anything is decoded: words, and the signs that a word may be hidden or go on elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from netjournal.leaks.views import CDATA_SEAM, MAYBE_IN_WORD

_IN_RUNS = b"+/_-%&#;\\={}"  # stand inside encoded words
_RUNS = bytes(c if c > 127 or chr(c).isalnum() or c in _IN_RUNS else 32 for c in range(256))
_WORDS = bytes(c if c > 127 else ord(chr(c).lower()) if chr(c).isalnum() else 32 for c in range(256))
_LETTER = rb"[0-9A-Za-z\x80-\xff]"
_NEAR = 200  # letters of a word on both sides of a tag in it

ODD = re.compile(rb"[\x80-\xff%&\\]|=[0-9A-Fa-f]{2}|[0-9]{7}")  # a run that must be decoded, or is a number
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{16}")
ENCODED = re.compile(rb"[&\\%]")
ANY_TAG = re.compile(rb"<!--.*?-->|<[^<>]*>", re.DOTALL)
NO_LETTERS = re.compile(rb"\xe2(?:\x80[\x90-\xa7]|[\x86\x87][\x80-\xbf])|\xc2[\xa0-\xa9\xab\xb0\xb7\xbb]")  # dashes, quotes, arrows
FOLDED = re.compile(rb"\n(?:(?<=" + _LETTER + rb"\n)|(?<=" + _LETTER + rb"\r\n))[ \t]" + _LETTER)
OVER_LINES = re.compile(rb"\n(?:(?<=[=\\]\n)|(?<=[=\\]\r\n)|(?<==[ \t]\n)|(?<==[ \t]\r\n))")

CLOSELY, JOIN = b" ", b"<"  # stand among the words of a text that must be read closely, or with the tags in its words taken out
HIDDEN_TAG = re.compile(rb"(?:[\\%=][0-9A-Za-z{]{0,6}|25)3[cC]")  # an escape that may be the first sign of a tag
_QUOTED_END = re.compile(rb">[^<>\"']*[\"'][^<>]*>")  # a sign > in quotes does not end its tag
_QUOTED_END_OF_TAG = re.compile(rb"\A(?!script>)[^<]*?>[^<>\"']*[\"'][^<>]*>")  # all signs > of a script are behind its tag
_MARKS = tuple(
    (re.compile(sign), mark)
    for sign, mark in (
        (OVER_LINES.pattern, CLOSELY),
        (rb"\\(?:[0-9A-Fa-f]{2,6} |(?:u00|x)3[cCeE])", CLOSELY),  # an escape with a space, or of a sign of a tag
        (re.escape(CDATA_SEAM.encode()), CLOSELY),
        (rb"!\[CDATA\[", JOIN),
        (rb"lt;", JOIN),
        (rb"#(?:0*60|[xX]0*3[cC])", JOIN),
    )
)

AS_ENCODED = b"&"  # stands before a word, beside the word itself, if it came out of something encoded


def runs_of(text: bytes) -> list[bytes]:
    """What stands between spaces and signs, with the signs that encoded words are made of."""
    return text.translate(_RUNS).split()


def bare_words(text: bytes) -> list[bytes]:
    """The words of a text that are in no way encoded."""
    return text.translate(_WORDS).split()


def is_mixed(run: bytes) -> bool:
    """Whether a run has letters of both cases, or as many hexadecimal digits, as encoded words have."""
    return (run != run.lower() and run != run.upper()) or _HEXADECIMAL.search(run) is not None


def as_encoded(words: Set[bytes]) -> set[bytes]:
    """These words, with the sign that they were encoded."""
    return {*words, *(AS_ENCODED + word for word in words)}


def marks_of(text: bytes, of_pieces: bool) -> list[tuple[re.Pattern[bytes], bytes]]:
    """The signs in `text`, each with what it asks for; `of_pieces`: of a page, from one tag to the next."""
    marks = [(sign, mark) for sign, mark in _MARKS if sign.search(text)]
    return [*marks, (_QUOTED_END_OF_TAG, JOIN)] if of_pieces and _QUOTED_END.search(text) else marks


def near_tags(text: bytes) -> bytes:
    """What stands around the tags inside words, without dashes and the like."""
    return NO_LETTERS.sub(b" ", near) if (near := b"\n".join(_regions(text))) else b""


def _regions(text: bytes) -> Iterator[bytes]:
    start = end = -_NEAR
    for found in MAYBE_IN_WORD.finditer(text):
        if found.start() - _NEAR > end:
            if end > 0:
                yield text[start:end]
            start = max(0, found.start() - _NEAR)
        past = text.find(b"-->", found.end()) if found[0] == b"<!--" else 0  # what a comment says may be long
        end = max(end, found.end() + _NEAR, past + _NEAR)
    if end > 0:
        yield text[max(0, start) : end]
