"""The forms in which one private value may stand, as sequences of folded words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import product

from netjournal.dates import parse_date
from netjournal.leaks.folding import Words, folded_words, spellings

RUN = 6  # so many words of a text in a row give it away
RUN_LETTERS = 20  # if they are so many letters
LAST_DIGITS = 9
LEAST_DIGITS = 7  # of a number that is found among others
_LEAST_JOINED = 8  # letters of a name without spaces, so that it is not an ordinary word
_TWO_DIGITS = re.compile(r"20|27|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")  # codes of countries; 1 and 7 have one digit
_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pl", "pt", "sv")


def name_patterns(name: str) -> frozenset[Words]:
    """A name in full, turned round at any place, and without spaces."""
    found: set[Words] = set()
    for words in spellings(name):
        found |= {words[at:] + words[:at] for at in range(len(words))}  # a family name may have several words
        joined = "".join(words)
        if len(words) > 1 and len(joined) >= _LEAST_JOINED:
            found |= {(joined,), (words[-1] + "".join(words[:-1]),)}
    return frozenset(found)


def email_patterns(value: str) -> frozenset[Words]:
    """An e-mail address, its signs as such or spelt out."""
    local, at, domain = value.rpartition("@")
    if not at:
        return frozenset(spellings(value))
    ways = [(".", "."), ("dot", "dot"), (".", "dot")]
    return frozenset(folded_words(f"{local.replace('.', f' {a} ')} at {domain.replace('.', f' {b} ')}") for a, b in ways)


def phone_digits(value: str) -> str:
    """The last digits of a telephone number, at most nine, without the prefix of a country or of a trunk line."""
    runs = ["".join(filter(str.isdigit, run)) for run in re.split(r"[^\W\d_]+", value.replace("(0)", ""))]
    digits = max(runs, key=len, default="")
    plus = value.lstrip().startswith("+") or digits.startswith("00")
    digits = digits.lstrip("0")
    if plus and len(digits) > 7:
        digits = digits[1 if digits[0] in "17" else 2 if _TWO_DIGITS.match(digits) else 3 :].lstrip("0")
    return digits[-LAST_DIGITS:]


def date_patterns(value: str) -> frozenset[Words]:
    """A day with its year in the orders in which people write it; one without it, or a year, is no secret: calendars have these."""
    if not re.search(r"\d{4}", value) or len(value.strip()) == 4:
        return frozenset()
    found = {folded_words(value)}
    for day in _days(value):
        found |= {folded_words(text) for text in _written(day)}
    return frozenset(found)


def _days(value: str) -> Iterator[date]:
    """The days that `value` may mean: `1969-07-21`, `21 July 1969`, `21.7.1969`, which in America is a month that there is not."""
    words = [re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word) for word in folded_words(value) if word not in ("of", "de")]
    if len(words) != 3:
        return
    year = next((word for word in words if len(word) == 4 and word.isdigit()), None)
    others = [word for word in words if word != year]
    months = {folded_words(name): month for month in range(1, 13) for name in _month_names(month)}
    for first, second in (others, others[::-1]):
        month = int(first) if first.isdigit() else months.get((first,), 0)
        if year and second.isdigit() and (day := parse_date(f"{year}-{month:02}-{int(second):02}")):
            yield day


def _written(day: date) -> list[str]:
    days = {str(day.day), f"{day.day:02}", *(f"{day.day}{end}" for end in ("st", "nd", "rd", "th"))}
    written = [f"{day.year}{day.month:02}{day.day:02}", f"{day.day:02}{day.month:02}{day.year}", f"{day.isoformat()}T00"]
    for d, m in product(days, {str(day.month), f"{day.month:02}", *_month_names(day.month)}):
        written += [
            f"{d} {m} {day.year}",
            f"{m} {d} {day.year}",
            f"{day.year} {m} {d}",
            f"{d} de {m} de {day.year}",
            f"{d} of {m} {day.year}",
        ]
    return written


@cache
def _month_names(month: int) -> frozenset[str]:
    """The names of a month in the languages that journals are most often written in."""
    from babel.dates import get_month_names  # noqa: PLC0415 slow to import, and few journals hold a birthday

    return frozenset(get_month_names(width, locale=language)[month] for width in ("wide", "abbreviated") for language in _LANGUAGES)


def text_patterns(value: str, parts: bool = False) -> frozenset[Words]:
    """A text in full and every run of a few words; `parts`: what stands between commas and line ends too, if it has a number."""
    found: set[Words] = set()
    for words in spellings(value):
        found.add(words)
        for start in range(len(words)):
            run = words[start : start + RUN]
            while sum(map(len, run)) < RUN_LETTERS and start + len(run) < len(words):
                run = words[start : start + len(run) + 1]
            if len(run) >= RUN and sum(map(len, run)) >= RUN_LETTERS:
                found.add(run)
    if parts:
        for part in re.split(r"[,;\n]", value):
            words = folded_words(part)
            if len(words) > 1 and len("".join(words)) >= _LEAST_JOINED and re.search(r"\d", part):
                found.add(words)
    return frozenset(found)
