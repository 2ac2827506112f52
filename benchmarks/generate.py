"""A journal like a real one, of any size: the same seed gives the same files, on every system.

python benchmarks/generate.py ENTRIES FOLDER [SEED]
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

from texts import CHANNELS, DEEDS, FIRST, LAST, MEETINGS, OUTCOMES, PLACES, PLANS, ROLES, SENTENCES, SUBJECTS, TAGS, TRADES

LAST_DAY = date(2026, 11, 24)
MARK = "Day {} of the search."  # stands in each entry's prose once: what a built site is checked for
_KINDS = ("talk", "write", "meet")


def make_journal(entries: int, folder: Path, seed: int = 1) -> None:
    """`entries` days up to 2026-11-24, 1.7 KB each; a contact for six of them, a company for thirty, and three goals a month."""
    pick = random.Random(seed)
    people, companies = max(4, entries // 6), max(2, entries // 30)
    known = 0
    for number in range(entries):
        day = LAST_DAY - timedelta(days=entries - 1 - number)
        wanted = min(people, (number + 1) * people // entries + 1)
        lines = ["---"]
        if pick.random() < 0.3:
            lines.append(f"tags: [{pick.choice(TAGS)}]")
        if number % 30 == 0:
            lines += _goals(pick, number, day)
        lines += _planned(pick)
        lines += _activities(pick, number, wanted)
        if known < wanted:
            lines.append("contacts:")
            lines += [line for person in range(known, wanted) for line in _contact(pick, person, companies)]
        known = wanted
        if number < companies:
            lines += ["companies:", *_company(pick, number)]
        lines += ["---", "", *_prose(pick, number, known)]
        path = folder / "journal" / f"{day:%Y/%m}" / f"{day}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _goals(pick: random.Random, number: int, day: date) -> list[str]:
    lines = ["goals:"]
    for kind in _KINDS:
        lines += [f"  - id: {kind}-{number}", f"    title: Month {number // 30 + 1}, {kind} {pick.choice(SUBJECTS)}"]
        lines += ["    target: 20", "    unit: talks", "    achievable: One a day, before breakfast"]
        lines += [f"    relevant: A referral for {pick.choice(SUBJECTS)}", f"    due: {day + timedelta(days=29)}"]
    return lines


def _planned(pick: random.Random) -> list[str]:
    lines = ["planned:"]
    for _ in range(pick.choice((1, 2, 2, 3))):
        plan = f"{pick.choice(PLANS)} {pick.choice(SUBJECTS)}"
        lines += [f"  - do: {plan}", "    done: true"] if pick.random() < 0.6 else [f"  - {plan}"]
    return lines


def _activities(pick: random.Random, number: int, known: int) -> list[str]:
    lines = ["activities:"]
    for _ in range(pick.choice((1, 2, 3, 3, 4, 5))):
        person = int(known * pick.random() ** 0.7)  # of late more often than of old
        lines += [f"  - did: {pick.choice(DEEDS)} {pick.choice(SUBJECTS)}", f"    channel: {pick.choice(CHANNELS)}"]
        lines.append(f"    with: p{person}" if pick.random() < 0.9 else f"    with: [p{person}, p{pick.randrange(known)}]")
        lines.append(f"    goal: {pick.choice(_KINDS)}-{number - number % 30}")
        if pick.random() < 0.7:
            lines.append(f"    outcome: {pick.choice(OUTCOMES)}")
        if pick.random() < 0.6:
            lines.append(f"    minutes: {pick.randrange(5, 90, 5)}")
        if pick.random() < 0.5:
            lines.append(f"    follow_up: {pick.choice(('3d', '1w', '10d', '2w', '1m'))}")
        if pick.random() < 0.1:
            lines.append(f"    link: https://example.org/{number}/{pick.randrange(1000)}")
    return lines


def _contact(pick: random.Random, person: int, companies: int) -> list[str]:
    lines = [f"  - name: {pick.choice(FIRST)} {pick.choice(LAST)} {_letters(person)}", f"    id: p{person}"]
    lines += [
        f"    company: company-{pick.randrange(companies)}",
        f"    role: {pick.choice(ROLES)}",
        f"    met: {pick.choice(MEETINGS)}",
    ]
    if pick.random() < 0.5:
        lines.append(f"    email: p{person}@example.org")
    if pick.random() < 0.5:
        lines.append(f"    linkedin: https://www.linkedin.com/in/p{person}")
    if person and pick.random() < 0.3:
        lines.append(f"    via: p{pick.randrange(person)}")
    if pick.random() < 0.2:
        lines.append(f"    every: {pick.choice(('1m', '6w', '3m'))}")
    return lines


def _company(pick: random.Random, number: int) -> list[str]:
    lines = [f"  - id: company-{number}", f"    name: {pick.choice(LAST)} {pick.choice(TRADES)} {_letters(number)}"]
    lines += [f"    location: {pick.choice(PLACES)}", f"    why: They build {pick.choice(SUBJECTS)}"]
    return [*lines, f"    priority: {pick.randrange(1, 6)}"]


def _prose(pick: random.Random, number: int, known: int) -> list[str]:
    """Two to four paragraphs; at times a heading, a list, a quotation or a mention, as people write."""
    parts = [f"{MARK.format(number + 1)} {_sentences(pick, 2)}\n"]
    for _ in range(pick.choice((1, 2, 3, 4))):
        parts.append(f"{_sentences(pick, pick.randrange(3, 7))}\n")
    if pick.random() < 0.8:
        parts.append(f"{_sentences(pick, 1)} Thanks to @p{pick.randrange(known)}.\n")
    if pick.random() < 0.2:
        points = "".join(f"- {_sentences(pick, 1)}\n" for _ in range(3))
        parts.append(f"## What I take from it\n\n{points}")
    if pick.random() < 0.1:
        parts.append(f"> {_sentences(pick, 1)}\n")
    return parts


def _sentences(pick: random.Random, count: int) -> str:
    """Sentences of a small grammar, some with emphasis, code or a link in them."""
    return " ".join(
        pick.choice(SENTENCES).format(
            person=pick.choice(FIRST), subject=pick.choice(SUBJECTS), other=pick.choice(SUBJECTS), place=pick.choice(PLACES)
        )
        for _ in range(count)
    )


def _letters(number: int) -> str:
    """A family name's ending that no other has: A, B, … Z, AA, …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


if __name__ == "__main__":
    make_journal(int(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
