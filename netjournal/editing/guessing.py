"""What is meant by a few words of a command line: a channel, a person, a goal. Only what is clear is guessed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct

from netjournal.diagnostics import did_you_mean
from netjournal.model import Journal, Thing
from netjournal.names import same, slug
from netjournal.schema import CHANNELS

# "called" alone may be the name of something: "a meetup called Queue"
_SIGNS = {
    "coffee-chat": r"coffees?|caf[eé]s?",
    "linkedin": r"linkedin",
    "twitter": r"twitter|tweet(?:ed|s)?",
    "slack": r"slack(?:ed)?",
    "discord": r"discord",
    "github": r"github|pull request",
    "email": r"e-?mail(?:ed|s)?|mailed|correos?(?: electrónicos?)?",
    "call": r"phoned|(?:phone|video) call|call with|^(?:i )?called|(?:video)?llamada|^llamé|por teléfono",
    "event": r"meet-?ups?|conference|hackathon|job fair|career fair|workshop|webinar|taller|congreso|feria",
    "referral": r"referral|referred me",
    "article": r"(?:wrote|published) (?:an|the|my) (?:article|post|blog post)|(?:escribí|publiqué) (?:un|el|mi) artículo",
}
_WORDLESS = frozenset(["other", "event", "call", "article", "community", "email"])  # too ordinary to be meant by themselves
_NEAR = 0.85  # two names that may be one and the same, misspelt


class Unclear(Struct, frozen=True):
    """Why it is not known what was meant."""

    reason: str


class Newcomer(Struct, frozen=True):
    """Somebody whom no entry declares yet."""

    name: str
    company: str | None = None


def guess_channel(text: str, channels: Sequence[str]) -> str | None:
    """The one channel that the words of `text` speak of; None where it is none or more than one."""
    found = set()
    for channel in sorted(channels, key=lambda c: c in CHANNELS):  # the journal's own first: a job-fair is then no event
        if sign := _sign(channel):
            text, number = re.subn(rf"(?<!\w)(?:{sign})(?!\w)", "…", text, flags=re.IGNORECASE)
            found |= {channel} if number else set()
    return found.pop() if len(found) == 1 else None


def _sign(channel: str) -> str | None:
    if channel in _SIGNS:
        return _SIGNS[channel]
    return None if channel in _WORDLESS else re.escape(channel).replace(r"\-", "[- ]")


def find_contact(journal: Journal, word: str) -> str | Newcomer | Unclear:
    """Who is meant by an id, a name or a part of one; `Name, Company` and two words or more may be somebody new."""
    name, comma, company = (" ".join(part.split()) for part in word.partition(","))
    key = name.removeprefix("@").lower()
    found: tuple[str, ...] = (journal.contact_ids[key],) if key in journal.contact_ids else ()
    given = {} if found else _all_names(journal)
    names = {k: (*many, k.replace("-", " "), *journal.contacts[k].aliases) for k, many in given.items()}
    if not found:
        exact = tuple(k for k, many in given.items() if same(name) in map(same, many) or slug(name) == k)
        found = exact or (() if comma else _by_part(key, names))
    if len(found) > 1:
        return Unclear(f"'{name}' may be {_listed(found)}: name one by its id")
    if found and comma and not _works_at(journal, found[0], company):
        return Unclear(f"'{found[0]}' is a contact already: leave out what follows the comma, and give each person a --with")
    if found:
        return found[0]
    if len(name.split()) < 2:
        meant = {word: k for k in names for word in k.split("-")} | dict(journal.contact_ids)
        near = f"did you mean '{part[0]}'?" if len(part := _by_part(key, names)) == 1 else _did_you_mean(key, meant)
        near = near or "somebody new is named in full: --with 'First Last, Company'"
        return Unclear(f"there is no contact '{name}'; {near}")
    if not comma and (near_ids := _near(name, names)):
        return Unclear(f"there is no contact '{name}'; did you mean '{near_ids[0]}'? Somebody new: --with '{name}, Company'")
    return Newcomer(name, company or None)


def _did_you_mean(word: str, meant: Mapping[str, str]) -> str | None:
    """The words of a mend that names the id that the nearest of the words stands for."""
    near = difflib.get_close_matches(word, sorted(meant), n=1, cutoff=0.6)
    return f"did you mean '{meant[near[0]]}'?" if near else None


def _all_names(journal: Journal) -> dict[str, tuple[str, ...]]:
    """The names that each contact has and had, the current one first: an earlier one still leads to the same id."""
    names = {key: [contact.name] for key, contact in journal.contacts.items()}
    for declaration in chain.from_iterable(entry.declarations for entry in journal.entries):
        if declaration.thing is Thing.CONTACT and declaration.id in names and "name" in declaration.facts:
            names[declaration.id].append(str(declaration.facts["name"].value))
    return {key: tuple(dict.fromkeys(many)) for key, many in names.items()}


def _works_at(journal: Journal, contact: str, company: str) -> bool:
    known = journal.contacts[contact].company
    return known is not None and (same(company) == same(journal.companies[known].name) or slug(company) == known)


def alike(journal: Journal, name: str) -> list[str]:
    """The ids of those whose name is nearly `name`, or has all its words, or lacks some: it may be one of them."""
    names, words = _all_names(journal), set(_words(name))
    part = [k for k, many in names.items() if any(words <= set(w) or set(w) <= words for w in map(_words, many) if w)]
    return list(dict.fromkeys((*_near(name, names), *(part if words else ()))))


def _near(name: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    return [k for k in names if difflib.SequenceMatcher(None, slug(name), slug(names[k][0])).ratio() >= _NEAR]


def find_goal(journal: Journal, word: str) -> str | Unclear:
    """Which goal is meant by an id or by a part of its id or title that only one has."""
    key = word.strip().lower()
    if key in journal.goals:
        return key
    found = _by_part(key, {k: (goal.shown, k.replace("-", " ")) for k, goal in journal.goals.items()})
    if len(found) == 1:
        return found[0]
    if found:
        return Unclear(f"'{word}' may be {_listed(found)}: name one by its id")
    near = did_you_mean(key, journal.goals) or (
        f"there are {_listed(tuple(journal.goals))}" if journal.goals else "none is declared yet"
    )
    return Unclear(f"there is no goal '{word}'; {near}")


def _by_part(wanted: str, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The ids with a name that holds every word of `wanted`; else, for one word or an initial, that starts like it."""
    words = _words(wanted)
    if not words:
        return ()
    all_words = {key: [_words(name) for name in spellings] for key, spellings in names.items()}
    whole = tuple(key for key, many in all_words.items() if any(set(words) <= set(name) for name in many))
    if whole:
        return whole
    return tuple(
        key for key, many in all_words.items() if any(all(_starts(word, name, len(words)) for word in words) for name in many)
    )


def _starts(word: str, name: Sequence[str], number: int) -> bool:
    """Of several words only an initial may stand for a longer one: 'Jo Smith' is not John Smith."""
    return word in name or ((number == 1 or len(word) == 1) and any(part.startswith(word) for part in name))


def _words(text: str) -> list[str]:
    """The words of a name without case and accents; those of a script that no slug is made of as they are."""
    return [slug(word).replace("-", "") or same(word) for word in re.split(r"[\s\-]+", text) if word]


def _listed(ids: Sequence[str]) -> str:
    few = ", ".join(ids[:8])
    return f"{few} and {len(ids) - 8} more" if len(ids) > 8 else few
