"""Dates, numbers and plurals in the language of the site (by babel), and the words of the pages (by gettext)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from gettext import NullTranslations
from pathlib import Path
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_decimal
from babel.support import Translations
from markupsafe import Markup

LOCALES = Path(__file__).parent / "locales"


_kept = lru_cache(maxsize=1 << 16)  # a ten-year journal writes each of its days a dozen times, and again after each save


@dataclass(frozen=True)
class Words:
    """`language` is a code such as en, es or pt-BR; one that babel does not know is English."""

    language: str = "en"
    week_start: str = "monday"

    @cached_property
    def locale(self) -> Locale:
        try:
            return Locale.parse(self.language, sep="-" if "-" in self.language else "_")
        except (ValueError, LookupError, UnknownLocaleError):
            return Locale("en")

    def turns(self, text: str) -> bool:
        """Whether something in `text` runs against the direction of the page, as a Hebrew name in an English one does."""
        if self._is_leftwards:
            return any(bidirectional(letter) == "L" for letter in text)
        return runs_leftwards(text)

    @cached_property
    def _is_leftwards(self) -> bool:
        return bool(self.locale.text_direction == "rtl")

    def isolated(self, text: str) -> str:
        """`text`; where it runs against the page it is kept from turning what stands beside it."""
        return Markup("<bdi>{}</bdi>").format(text) if self.turns(text) else text

    def isolated_plain(self, text: str) -> str:
        """The same for where no HTML can stand: in signs that are not seen."""
        return f"\u2068{text}\u2069" if self.turns(text) else text

    @property
    def tag(self) -> str:
        """The language as HTML and Atom name it."""
        return self.language.replace("_", "-")

    @cached_property
    def translations(self) -> NullTranslations:
        return Translations.load(str(LOCALES), [str(self.locale), self.locale.language], "netjournal")

    @_kept
    def day(self, day: date) -> str:
        """Monday, November 23, 2026."""
        return format_date(day, "full", self.locale)

    @_kept
    def medium(self, day: date) -> str:
        """Nov 23, 2026."""
        return format_date(day, "medium", self.locale)

    @_kept
    def short(self, day: date) -> str:
        """Mon, Nov 23."""
        return format_skeleton("MMMEd", day, locale=self.locale)

    @_kept
    def day_month(self, day: date) -> str:
        """Nov 23."""
        return format_skeleton("MMMd", day, locale=self.locale)

    @_kept
    def month(self, month: str | date) -> str:
        """November 2026, from `2026-11` or a day of it."""
        day = month if isinstance(month, date) else date.fromisoformat(f"{month}-01")
        return format_skeleton("yMMMM", day, locale=self.locale)

    @_kept
    def month_short(self, month: str | date) -> str:
        """Nov."""
        day = month if isinstance(month, date) else date.fromisoformat(f"{month}-01")
        return _alone(format_date(day, "LLL", self.locale))

    @_kept
    def day_alone(self, day: date) -> str:
        """A day that is no part of a sentence: many languages write it small within one."""
        return _alone(self.day(day))

    @_kept
    def month_alone(self, month: str | date) -> str:
        """A month that is no part of a sentence."""
        return _alone(self.month(month))

    def number(self, number: float, digits: int = 1) -> str:
        """12,345.6: at most `digits` after the point."""
        rounded = round(number, digits)
        if rounded not in self._numbers:
            self._numbers[rounded] = format_decimal(rounded, locale=self.locale)
        return self._numbers[rounded]

    @cached_property
    def _numbers(self) -> dict[float, str]:
        """What was written before: the same few numbers stand on thousands of pages."""
        return {}

    @cached_property
    def weekdays(self) -> tuple[str, ...]:
        """The names of the days of the week, short, in the order of the calendar."""
        names = get_day_names("abbreviated", "stand-alone", self.locale)
        return tuple(_alone(names[n]) for n in self.week_order)

    @property
    def week_order(self) -> tuple[int, ...]:
        """The weekdays, Monday 0, in the order of the calendar."""
        return (6, 0, 1, 2, 3, 4, 5) if self.week_start == "sunday" else (0, 1, 2, 3, 4, 5, 6)


def runs_leftwards(text: str) -> bool:
    """Whether any of it is Hebrew, Arabic or another writing that starts at the right."""
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in text)


def _alone(text: str) -> str:
    """With the first letter as a title has it."""
    return text[:1].title() + text[1:]
