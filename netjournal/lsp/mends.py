"""Quick fixes: what `netjournal check --fix` mends, and what a message offers where only the writer can know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netjournal.diagnostics import Diagnostic, Diagnostics
from netjournal.editing.lists import insert_item
from netjournal.editing.mending import mend_bytes, mend_problem
from netjournal.lsp.edits import Replacement, compare
from netjournal.lsp.positions import Lines
from netjournal.names import is_id, slug
from netjournal.reading.classify import FileKind, classify
from netjournal.reading.values import Vocabulary

_OFFERED = re.compile(r"(?:did you mean|write) '([^']+)'\??")
_IDS = ("unknown-contact", "unknown-goal")  # whose mend may name the id that was meant


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that is offered. `sure`: nothing else can be meant."""

    title: str
    replacements: tuple[Replacement, ...]
    mends: Diagnostics
    sure: bool = False


def find_fixes(text: str, path: str, key: str, vocabulary: Vocabulary, problems: Diagnostics, encoding: str) -> Iterator[Fix]:
    """The fixes of `problems`, which are some of those of the file `text`."""
    data, lines = text.encode("utf-8", "surrogatepass"), Lines(text, encoding)
    for problem in problems:
        if (after := mend_problem(data, path, key, vocabulary, problem)) is not None:
            yield Fix(_title(problem), compare(text, data, after, encoding), (problem,), sure=True)
            continue
        place = lines.range_of(problem.source)
        if word := _offered(problem):
            yield Fix(f"Change to '{word}'", (Replacement(place, word),), (problem,))
        typed = text[lines.offset(place.start) : lines.offset(place.end)]
        if problem.code == "unknown-contact" and (declared := _declare(text, key, typed)):
            yield Fix(f"Add '{declared[0]}' to the contacts of this entry", compare(text, data, declared[1], encoding), (problem,))
    if problems and (fix := mend_all(text, path, key, vocabulary, encoding)) and len(fix.mends) > 1:
        yield fix


def mend_all(text: str, path: str, key: str, vocabulary: Vocabulary, encoding: str) -> Fix | None:
    """Everything in the file that is sure; None where nothing is."""
    data = text.encode("utf-8", "surrogatepass")
    mended = mend_bytes(data, path, key, vocabulary)
    if not mended.problems:
        return None
    title = f"Mend all in this file that can be mended without a doubt ({len(mended.problems)})"
    return Fix(title, compare(text, data, mended.data, encoding), mended.problems)


def _declare(text: str, key: str, typed: str) -> tuple[str, bytes] | None:
    """A name of which `typed` is the id, and the entry with it among its contacts; None where there is no such name."""
    name = " ".join(word.capitalize() for word in typed.strip("'\"").split("-"))
    if classify(key).kind is not FileKind.ENTRY or not is_id(slug(name)) or slug(name) != typed.strip("'\"").lower():
        return None
    changed = insert_item(text, "contacts", {"name": name})
    return (name, changed.encode()) if isinstance(changed, str) else None


def _title(problem: Diagnostic) -> str:
    mend = problem.mend or problem.message
    found = _OFFERED.fullmatch(mend)
    return f"Change to '{found[1]}'" if found else f"{mend[:1].upper()}{mend[1:]}"


def _offered(problem: Diagnostic) -> str | None:
    found = _OFFERED.fullmatch(problem.mend or "")
    return found[1] if found and problem.code in _IDS else None
