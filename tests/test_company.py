"""netjournal company on the command line: add, list, show."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from tests.test_contact import DAY, Project, all_bytes, load, run, text_of

ENTRY = """---
activities:
  - {did: Coffee, channel: coffee-chat, with: ada-lovelace, outcome: met}
contacts:
  - {name: Ada Lovelace, company: "Analytical Engines, Ltd", role: Mathematician}
  - {name: Grace Hopper, company: US Navy}
companies:
  - {name: Okapi Tours, priority: 5, tags: [maps], note: mine}
  - {name: Analytical Engines, id: engines, priority: 3}
---
"""


def read(folder: object, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), "company", *words])


def test_a_company_is_added_and_tells_who_is_there(project: Project) -> None:
    folder = project({"2026-11-20.md": ENTRY})
    result = run(folder, "company", "add", "US Navy", "--priority", "4", "--why", "Ships: big", "--website", "https://navy.example")
    assert result.exit_code == 0, result.output
    assert text_of(folder) == (
        "---\ncompanies:\n  - name: US Navy\n    website: https://navy.example\n    why: 'Ships: big'\n    priority: 4\n---\n"
    )
    assert result.output.endswith("You know Grace Hopper there\n")
    assert load(folder).companies["us-navy"].dream
    assert run(folder, "company", "add", "Quilha", "--private", "--note", "n").exit_code == 0
    assert text_of(folder, "private/companies/quilha.md") == "---\nname: Quilha\nnote: n\n---\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "okapi tours"), "'okapi-tours' is a company already: netjournal company show okapi-tours"),
        (("add", "analytical engines"), "'engines' is a company already"),
        (("add", "X", "--priority", "6"), "6 is not in the range 1<=x<=5"),
        (("add", "X", "--website", "x.org"), "nothing was written: error[bad-address]"),
    ],
)
def test_what_is_wrong_is_refused(project: Project, words: tuple[str, ...], said: str) -> None:
    folder = project({"2026-11-20.md": ENTRY})
    before = all_bytes(folder)
    result = run(folder, "company", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert all_bytes(folder) == before


def test_list_and_show(project: Project) -> None:
    folder = project({"2026-11-20.md": ENTRY, DAY: "---\ncontacts:\n  - {id: ada-lovelace, company: engines}\n---\n"})

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(read(folder, "list", "--json", *words).output)]

    assert ids() == ["okapi-tours", "engines", "us-navy"]
    assert ids("--dream") == ["okapi-tours", "engines"]
    assert ids("--nobody") == ["okapi-tours"]
    assert ids("--tag", "maps") == ["okapi-tours"]
    assert read(folder, "show", "analytical").exit_code == 2, "two of that name"
    assert read(folder, "show", "analytical engines").output == (
        "Analytical Engines (engines)\non the dream list\n  priority: 3\n"
        "  there: Ada Lovelace (ada-lovelace), Mathematician, met\n\n  2026-11-20  coffee-chat: Coffee\n"
    )
    assert read(folder, "show", "nope").output.startswith("Error: there is no company 'nope'")


@pytest.mark.parametrize(("today", "last"), [("2026-11-19", None), ("2026-11-20", "2026-11-20")])
def test_list_knows_nothing_of_later_days(project: Project, today: str, last: str | None) -> None:
    folder = project({"2026-11-20.md": ENTRY.replace(", Ltd", "")})
    rows = json.loads(read(folder, "list", "--json", "--today", today).output)
    assert {row["id"]: row["last_activity"] for row in rows}["engines"] == last
