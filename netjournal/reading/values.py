"""One scalar by the kind of its key (format.md, section 6). Text stays text until the key says otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from msgspec import Struct

from netjournal.dates import Span, parse_date, parse_span
from netjournal.diagnostics import did_you_mean, shorten
from netjournal.names import MAX_ID, RESERVED, is_id, slug
from netjournal.reading.text import CONTROL
from netjournal.schema import Key, Kind

Value = str | int | bool | date | Span
Problem = tuple[str, str, str | None]  # code, message, mend
Read = tuple[Value | None, Problem | None]

_DIGITS = re.compile(r"[0-9]{1,15}")
_DATE_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.\s*(?P<month>[0-9]{1,2})\.\s*(?P<year>[0-9]{4})")  # with slashes nobody knows
_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: str(n) for n, name in enumerate(_SHORT, 1)}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_IN_WORDS = re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[ -]{_MONTH}[., -]+(?P<year>[0-9]{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_MONTH}\.? (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\./]+(?:\.[^\s@<>()\[\],;:\"\\./]+)+")


class Vocabulary(Struct, frozen=True):
    """The words that mkdocs.yml adds to the format's own."""

    channels: tuple[str, ...]
    practices: tuple[str, ...] = ()


def read_scalar(key: Key, text: str, vocabulary: Vocabulary) -> Read:
    """The value of `text` for `key`, or the problem with it; both for a value that is taken in another sense.

    White space around a value, such as the last line end of a block text, is not part of it.
    """
    text = text.strip()
    if bad := CONTROL.search(text):
        mend = "delete it, or use single quotes where a backslash is meant"  # by escape: raw ones make a block unreadable
        return None, ("control-character", f"'{key.name}' holds the control character U+{ord(bad[0]):04X}", mend)
    match key.kind:
        case Kind.CHANNEL:
            otherwise = "write 'other', or add it to channels in mkdocs.yml"
            return _one_of(text, vocabulary.channels, "unknown-channel", "channel", otherwise)
        case Kind.PRACTICE:
            return _one_of(text, vocabulary.practices, "unknown-practice", "practice", "add it to practices in mkdocs.yml")
        case Kind.CHOICE if key.name == "publish" and text not in key.choices:
            message = f"'{shorten(text)}' is not full, alias or none, so the person is not published"
            return "none", ("bad-choice", message, did_you_mean(text, key.choices))
        case Kind.CHOICE:
            return _one_of(text, key.choices, "bad-choice", key.name)
        case Kind.NUMBER:
            return _number(key, text)
        case Kind.BOOLEAN:
            return _boolean(key, text)
        case Kind.ALIASES:
            return _own_id(text)
    return _READERS[key.kind](text)


def _one_of(text: str, words: tuple[str, ...], code: str, what: str, otherwise: str | None = None) -> Read:
    if text in words:
        return text, None
    mend = did_you_mean(text, words) or otherwise or f"write one of {', '.join(words)}"
    return None, (code, f"'{shorten(text)}' is no {what}", mend)


def _number(key: Key, text: str) -> Read:
    if _DIGITS.fullmatch(text) and key.least <= int(text) <= (key.most or 10**15):
        return int(text), None
    within = f"from {key.least} to {key.most}" if key.most else f"from {key.least}"
    mend = f"write a number {within}" if _DIGITS.fullmatch(text) else "write digits only"
    return None, ("bad-number", f"'{shorten(text)}' is not a whole number {within}", mend)


def _boolean(key: Key, text: str) -> Read:
    if text in ("true", "false"):
        return text == "true", None
    if key.name == "private":
        return True, (
            "bad-private",
            f"'{shorten(text)}' is neither true nor false, so this is not published",
            "write true or false",
        )
    return None, ("bad-boolean", f"'{shorten(text)}' is neither true nor false", "write true or false")


def _text(text: str) -> Read:
    return text, None


def _id(text: str) -> Read:
    """A reference, or the id of a declaration: what it is not good for is said where it is used."""
    return text.lower(), None


def _own_id(text: str) -> Read:
    """An id that is given to something."""
    if is_id(text.lower()):
        return text.lower(), None
    return None, bad_id(text)


def bad_id(text: str) -> Problem:
    """Why `text` cannot be an id, and the nearest that can."""
    lower = text.lower()
    if lower in RESERVED:
        return "bad-id", f"'{lower}' is reserved", "choose another"
    if len(lower) > MAX_ID:
        return "bad-id", f"an id has at most {MAX_ID} characters, this one {len(lower)}", "choose a shorter one"
    near = slug(text)
    mend = f"did you mean '{near}'?" if is_id(near) else "write words of a to z and digits, joined by hyphens"
    return "bad-id", f"'{shorten(text)}' is not an id", mend


def _date(text: str) -> Read:
    day = parse_date(text)
    return day, None if day else _bad_date(text, "not a date", "year-month-day, such as 2026-11-23")


def _span(text: str) -> Read:
    span = parse_span(text)
    return span, None if span else ("bad-span", f"'{shorten(text)}' is not a span", "write 3d, 2w or 1m")


def _when(text: str) -> Read:
    when = parse_date(text) or parse_span(text)
    return when, None if when else _bad_date(text, "neither a date nor a span", "it like 2026-11-23, 3d, 2w or 1m")


def _bad_date(text: str, wrong: str, examples: str) -> Problem:
    """Why `text` is no date, and the one that it says in another form where that is sure."""
    if _DATE_SHAPE.fullmatch(text):
        last = next((day for day in range(31, 27, -1) if parse_date(f"{text[:8]}{day}")), None)
        mend = f"the last day of that month is {text[:8]}{last}" if last else "write year-month-day, the month from 01 to 12"
        return "bad-date", f"{text} is no day of the calendar", mend
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    near = None
    if found:
        month = _MONTHS.get(found["month"][:3].lower(), found["month"])
        near = parse_date(f"{found['year']}-{month:0>2}-{found['day']:0>2}")
    return "bad-date", f"'{shorten(text)}' is {wrong}", f"write {near}" if near else f"write {examples}"


def _address(text: str) -> Read:
    try:
        good = _ADDRESS.fullmatch(text) and urlsplit(text).hostname
    except ValueError:
        good = None
    if good:
        return text, None
    near = f"https://{text}"
    sure = _ADDRESS.fullmatch(near) and "." in text and ":" not in text
    mend = f"write {near}" if sure else "copy the whole address from the browser, https:// and all"
    if text.lower().startswith(("http://", "https://")):
        mend = "it may hold no spaces, quotes, brackets or < >: copy it from the browser's address bar"
    return None, ("bad-address", f"'{shorten(text)}' is not a web address", mend)


def _email(text: str) -> Read:
    if _EMAIL.fullmatch(text):
        return text, None
    return None, ("bad-email", f"'{shorten(text)}' is not an e-mail address", "write it as name@example.org")


_READERS: dict[Kind, Callable[[str], Read]] = {
    Kind.TEXT: _text,
    Kind.TEXTS: _text,
    Kind.NAME: _text,
    Kind.ID: _id,
    Kind.IDS: _id,
    Kind.DATE: _date,
    Kind.SPAN: _span,
    Kind.WHEN: _when,
    Kind.ADDRESS: _address,
    Kind.EMAIL: _email,
}
