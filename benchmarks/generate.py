"""A journal like a real one, of any size: the same seed gives the same files.

python benchmarks/generate.py ENTRIES FOLDER
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

FIRST = "Ada Bela Chidi Dana Emre Fatou Goran Hana Ines Jonas Kofi Lena Mirko Nadia Otto Priya Quentin Rosa Sami Tove".split()
LAST = "Abel Brandt Costa Duarte Egede Falk Gruber Haddad Iversen Jansen Klein Larsen Moreau Novak Okafor Petit Rossi Silva".split()
WORDS = (
    "the team asked about tests and I told them how we built the project in small steps then she showed me a board full of notes"
    " tomorrow I write shorter messages because nobody reads long ones and coffee works better than mail for a first talk"
).split()
CHANNELS = "linkedin twitter slack discord email call coffee-chat event community referral article".split()
OUTCOMES = "no-reply declined replied accepted met referred interview".split()


def make_journal(entries: int, folder: Path, seed: int = 1) -> None:
    """`entries` days, each of about 1.7 KB; a contact for every six, a company for every thirty, three goals a month."""
    pick = random.Random(seed)
    people = max(4, entries // 6)
    companies = max(2, entries // 30)
    day = date(2026, 11, 24) - timedelta(days=entries - 1)
    known = 0
    for number in range(entries):
        lines = ["---"]
        if number % 30 == 0:
            lines.append("goals:")
            for kind in ("talk", "write", "meet"):
                lines += [f"  - id: {kind}-{number}", f"    title: Month {number // 30}, {kind} to people", "    target: 20"]
                lines += [
                    "    achievable: One a day",
                    "    relevant: A referral gets my CV read",
                    f"    due: {day + timedelta(days=29)}",
                ]
        wanted = min(people, (number + 1) * people // entries + 1)
        new = range(known, wanted)
        known = wanted
        lines.append("planned:")
        lines += [f"  - {_sentence(pick, 7)}", f"  - {{do: {_sentence(pick, 6)}, done: {pick.choice(['true', 'false'])}}}"]
        lines.append("activities:")
        for _ in range(3):
            lines += [
                f"  - did: {_sentence(pick, 9)}",
                f"    channel: {pick.choice(CHANNELS)}",
                f"    with: p{pick.randrange(known)}",
            ]
            lines += [
                f"    goal: {pick.choice(['talk', 'write', 'meet'])}-{number - number % 30}",
                f"    outcome: {pick.choice(OUTCOMES)}",
            ]
            lines += [f"    minutes: {pick.randrange(5, 90)}", f"    follow_up: {pick.randrange(3, 30)}d"]
        if new:
            lines.append("contacts:")
        for person in new:
            name = f"{pick.choice(FIRST)} {pick.choice(LAST)} {person}"
            lines += [
                f"  - name: {name}",
                f"    id: p{person}",
                f"    company: Company {pick.randrange(companies)}",
                "    role: Engineer",
            ]
            lines += [f"    email: p{person}@example.org", f"    met: {_sentence(pick, 5)}"]
        lines += ["---", ""]
        lines += [f"{_sentence(pick, 60)}. With @p{pick.randrange(known)}.\n" for _ in range(2)]
        path = folder / "journal" / f"{day:%Y/%m}" / f"{day}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        day += timedelta(days=1)


def _sentence(pick: random.Random, words: int) -> str:
    return " ".join(pick.choices(WORDS, k=words)).capitalize()


if __name__ == "__main__":
    make_journal(int(sys.argv[1]), Path(sys.argv[2]))
