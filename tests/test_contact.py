"""netjournal contact on the command line: add, show, list, edit; merge and rename in every file or in none."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.cli.tables import _width, fit_table
from netjournal.diagnostics import Source
from netjournal.editing import files as editing_files
from netjournal.exports.json import export_json
from netjournal.leaks.secrets import Secret
from netjournal.loading import load_journal
from netjournal.model import Journal, Publication
from netjournal.settings import Settings
from tests.test_editing import common, write_entry

Project = Callable[..., Path]
DAY = "2026/11/2026-11-24.md"
TODAY = date(2026, 11, 24)
WRITES_NO_DATE = ("rename", "merge")


def run(folder: Path, *words: str, typed: str | None = None) -> Result:
    today = [] if words[0] == "undo" or (len(words) > 1 and words[1] in WRITES_NO_DATE) else ["--today", "2026-11-24"]
    return CliRunner().invoke(main, ["-C", str(folder), *words[:2], *today, *words[2:]], input=typed)


def text_of(folder: Path, name: str = DAY) -> str:
    return (folder / "journal" / name).read_bytes().decode("utf-8")


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted((folder / "journal").rglob("*")) if f.is_file()}


def load(folder: Path) -> Journal:
    return load_journal(folder / "journal", Settings(goals_per_month=0))[0]


def problems_of(folder: Path) -> list[str]:
    return [f"{p.source.path}: {p.code}" for p in load_journal(folder / "journal", Settings(goals_per_month=0))[1]]


FIRST = """---
activities:
  - did: Met both, then wrote to @ada-lovelace  # @ada-lovelace again
    channel: event
    with: [ada-lovelace, grace-hopper]
    follow_up: 3d
    outcome: met
contacts:
  - name: Ada Lovelace
    company: Analytical Engines
    role: Mathematician
    tags: [math, early]
    aliases: [ada]
  - {name: Grace Hopper, company: US Navy, via: ada-lovelace}
---

@ada-lovelace and @ada and [Ada](contacts/ada-lovelace.md#top), not ada-lovelace@example.org.
"""


# add


def test_a_person_is_added_to_the_days_entry(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST})
    result = run(folder, "contact", "add", "Hedy Lamarr, Studio Nove", "--via", "hopper", "--tag", "radio", "--tag", "film, too")
    assert result.exit_code == 0, result.output
    assert text_of(folder) == (
        "---\ncontacts:\n  - name: Hedy Lamarr\n    company: Studio Nove\n    via: grace-hopper\n"
        "    tags: [radio, 'film, too']\n---\n"
    )
    assert "  +   - name: Hedy Lamarr\n" in result.output
    assert result.output.endswith("The id is hedy-lamarr: netjournal log WHAT --with hedy-lamarr\n")
    assert run(folder, "undo").exit_code == 0
    assert text_of(folder, "2026-11-20.md") == FIRST
    assert not (folder / "journal" / DAY).exists()


def test_a_name_that_is_nearly_there_already_is_told(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST})
    output = run(folder, "contact", "add", "Grace Hoper").output
    assert output.endswith(
        "Is it one person with Grace Hopper (grace-hopper)? Then: netjournal contact merge grace-hoper grace-hopper\n"
    )
    assert run(folder, "contact", "merge", "grace-hoper", "grace-hopper").exit_code == 0
    assert set(load(folder).contacts) == {"ada-lovelace", "grace-hopper"}


@pytest.mark.parametrize(("name", "told"), [("Ada", True), ("Ada B. Lovelace", True), ("Ada Byron", False), ("Bo", False)])
def test_a_name_that_is_a_part_of_another_is_told(project: Project, name: str, told: bool) -> None:
    folder = project({"2026-11-20.md": FIRST.replace("    aliases: [ada]\n", "")})
    result = run(folder, "contact", "add", name)
    assert (result.exit_code, "Is it one person with Ada Lovelace (ada-lovelace)?" in result.output) == (0, told)


def test_a_file_of_its_own_or_a_private_one(project: Project) -> None:
    folder = project({"templates/entry.md": "---\nplanned:\n---\nMine\n"})
    result = run(
        folder, "contact", "add", "Sammy Davis, Jr.", "--company", "Rat Pack: LLC", "--file", "--every", "2w", "--id", "sam"
    )
    assert result.exit_code == 0, result.output
    assert text_of(folder, "contacts/sam.md") == "---\nname: Sammy Davis, Jr.\ncompany: 'Rat Pack: LLC'\nevery: 2w\n---\n"
    assert result.output.startswith("journal/contacts/sam.md (new)\n  + ---\n  + name: Sammy Davis, Jr.\n")
    assert run(folder, "contact", "add", "Ewa M", "--private", "--note", "a: b #c").exit_code == 0
    assert text_of(folder, "private/contacts/ewa-m.md") == "---\nname: Ewa M\nnote: 'a: b #c'\n---\n"
    assert load(folder).contacts["sam"].company == "rat-pack-llc"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Ada Lovelace",), "'ada-lovelace' is a contact already: netjournal contact show ada-lovelace"),
        (("ada  LOVELACE, X",), "'ada-lovelace' is a contact already"),
        (("Ada Lovelace", "--id", "grace-hopper"), "'grace-hopper' is a contact already"),
        (("Someone", "--id", "ada"), "'ada-lovelace' is a contact already"),
        (("王 小明",), "no id can be made of '王 小明': name one with --id"),
        (("Bo Li", "--id", "Bo Li"), "'bo li' is no id"),
        (("Bo Li", "--email", "bo"), "nothing was written: error[bad-email]"),
        (("Bo Li", "--every", "often"), "nothing was written: error[bad-span]"),
        (("Bo Li", "--via", "nobody"), "there is no contact 'nobody'"),
        ((" ",), "there is no text"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(project: Project, words: tuple[str, ...], said: str) -> None:
    folder = project({"2026-11-20.md": FIRST})
    before = all_bytes(folder)
    result = run(folder, "contact", "add", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert all_bytes(folder) == before


@pytest.mark.parametrize("name", ['O\'Brien "Bo" #1', "Łukasz Żółć", "Jean-Luc: Picard", "- dash", "@at sign", "null 12:30"])
def test_a_name_is_read_back_as_it_was_typed(project: Project, name: str) -> None:
    folder = project({DAY: "---\r\ncontacts:\r\n- name: X Y\r\n---\r\nText\r\n"})
    result = CliRunner().invoke(main, ["-C", str(folder), "contact", "add", "--today", "2026-11-24", "--role", name, "--", name])
    assert result.exit_code == 0, result.output
    assert [c.name for c in load(folder).contacts.values() if c.role == name] == [name]
    assert text_of(folder).count("\n") == text_of(folder).count("\r\n")


# show and list


def test_show_tells_what_is_known(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": FIRST.replace("Met both", "Called").replace("event", "call")})
    assert run(folder, "contact", "show", "hopper").output == (
        "Grace Hopper (grace-hopper)\nmet, 2 activities, last contact 2026-11-21\n"
        "Next: today: Grace Hopper (grace-hopper): Called, then wrote to @ada-lovelace\n"
        "  company: US Navy\n  via: Ada Lovelace (ada-lovelace)\n  publish: alias\n\n"
        "  2026-11-21  call: Called, then wrote to @ada-lovelace\n  2026-11-20  event: Met both, then wrote to @ada-lovelace\n"
    )
    assert "  introduced: Grace Hopper (grace-hopper)\n" in run(folder, "contact", "show", "ada").output
    assert "there is no contact 'nobody'" in run(folder, "contact", "show", "nobody").output


def test_list_filters_and_prints_for_people_and_programs(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, DAY: "---\ncontacts:\n  - name: =SUM(A1)\n    id: sum\n    role: '@x'\n---\n"})
    table = run(folder, "contact", "list").output.splitlines()
    assert table[0].split() == ["id", "name", "stage", "due", "company", "last_contact", "next", "role"]
    assert [line.split()[0] for line in table[1:]] == ["ada-lovelace", "grace-hopper", "sum"]

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run(folder, "contact", "list", "--json", *words).output)]

    assert ids("--stage", "met", "--stage", "advocate") == ["ada-lovelace", "grace-hopper"]
    assert ids("--stage", "prospect") == ["sum"]
    assert ids("--company", "us navy") == ids("--company", "navy") == ["grace-hopper"]
    assert ids("--due") == ["ada-lovelace", "grace-hopper"]
    assert ids("--tag", "MATH") == ["ada-lovelace"]
    assert ids("--tag", "none") == []
    assert run(folder, "contact", "list", "--tag", "none").output == "There is no such contact\n"
    lines = run(folder, "contact", "list", "--csv").output.splitlines()
    assert lines[0].startswith("id,name,company,role,")
    assert lines[-1].startswith("sum,'=SUM(A1),,'@x,"), "a spreadsheet must not run it"
    assert run(folder, "contact", "list", "--csv", "--json").exit_code == 2


@pytest.mark.parametrize("width", [4, 20, 56, 80, 200])
def test_a_table_fits_the_terminal(width: int) -> None:
    row = {"id": "ada-lovelace", "name": "王" * 9, "due": "2026-11-24", "next": "word é " * 20}
    lines = fit_table([row, {**row, "name": None}], ("id", "name", "due", "next"), width)
    assert len(lines) == 3
    assert max(map(_width, lines)) <= width
    if width >= 20:
        assert lines[1].startswith("ada-lovelace"), "the id can be copied"
    if width == 56:
        assert lines[1] == "ada-lovelace  王王王王王王…   2026-11-24  word é word é…"


# edit


def test_a_fact_is_changed_where_it_stands(project: Project) -> None:
    folder = project(
        {"2026-11-20.md": FIRST, "2026-11-21.md": "---\ncontacts:\n- id: ada-lovelace # hers\n  role: Countess\n---\n"}
    )
    result = run(folder, "contact", "edit", "ada", "--set", "role=Countess: of Lovelace", "--set", "tags=math", "--set", "every=2w")
    assert result.exit_code == 0, result.output
    assert "role: 'Countess: of Lovelace'\n" in text_of(folder, "2026-11-21.md")
    expected = FIRST.replace("tags: [math, early]", "tags: [math]").replace("aliases: [ada]\n", "aliases: [ada]\n    every: 2w\n")
    assert text_of(folder, "2026-11-20.md") == expected
    assert "  -     tags: [math, early]\n  +     tags: [math]\n" in result.output
    assert run(folder, "contact", "edit", "ada", "--unset", "role").exit_code == 0
    assert load(folder).contacts["ada-lovelace"].role is None
    assert run(folder, "contact", "edit", "hopper", "--set", "company=IBM", "--unset", "via").exit_code == 0
    assert "  - {name: Grace Hopper, company: IBM}\n" in text_of(folder, "2026-11-20.md")


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("tags:\n- a # one\n- b # two\n", "a,c", "tags:\n- a # one\n- c\n"),
        ("tags: [\n  a, # one\n  b ]\n", "a,b,c", "tags: [\n  a, # one\n  b, c ]\n"),
        ("tags: [a, b] # mine\n", "c", "tags: [c] # mine\n"),
        ("tags: [a, b]\n", "b,a", "tags: [b, a]\n"),
        ("tags:\n  - a\n", "'x, #y", "tags: [\"'x\", '#y']\n"),
        ("tags:\n", "a", "tags: [a]\n"),
    ],
)
def test_a_list_is_changed_item_by_item(project: Project, before: str, value: str, after: str) -> None:
    folder = project({"contacts/ada.md": f"---\nname: Ada\n{before}---\n"})
    result = run(folder, "contact", "edit", "ada", "--set", f"tags={value}")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "contacts/ada.md") == f"---\nname: Ada\n{after}---\n"


def test_the_own_file_is_where_new_facts_go(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, "contacts/ada-lovelace.md": "---\nmet: At a ball\n---\nProse\n"})
    assert run(folder, "contact", "edit", "ada", "--set", "github=https://github.com/ada", "--set", "role=X").exit_code == 0
    own = "---\nmet: At a ball\ngithub: https://github.com/ada\n---\nProse\n"
    assert text_of(folder, "contacts/ada-lovelace.md") == own
    assert text_of(folder, "2026-11-20.md") == FIRST.replace("role: Mathematician", "role: X")


def test_a_name_is_put_right_wherever_it_stands_and_the_id_stays(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": "---\ncontacts:\n- name: ADA lovelace\n  role: Y\n---\n"})
    result = run(folder, "contact", "edit", "ada", "--set", "name=Augusta Ada King")
    assert result.exit_code == 0, result.output
    assert load(folder).contacts["ada-lovelace"].name == "Augusta Ada King"
    assert set(load(folder).contacts) == {"ada-lovelace", "grace-hopper"}
    assert "- name: Augusta Ada King\n  role: Y\n  id: ada-lovelace\n" in text_of(folder, "2026-11-21.md")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--set", "rolle=X"), "'rolle' is no key of a contact; did you mean 'role'?"),
        (("--set", "id=x"), "netjournal contact rename"),
        (("--set", "role="), "there is no value for 'role'; --unset role takes it out"),
        (("--set", "role"), "'role' is not key=value"),
        (("--set", "circle=middle"), "error[bad-choice]"),
        (("--set", "via=ada"), "error[via-circle]"),
        (("--unset", "name"), "a contact needs its name"),
        (("--unset", "phone"), "'phone' is not set"),
        ((), "say what to change: --set key=value or --unset key"),
    ],
)
def test_a_change_that_is_wrong_is_refused(project: Project, words: tuple[str, ...], said: str) -> None:
    folder = project({"2026-11-20.md": FIRST})
    result = run(folder, "contact", "edit", "ada", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert text_of(folder, "2026-11-20.md") == FIRST


def test_edit_opens_the_place_on_a_terminal(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr("netjournal.cli.contact.on_terminal", lambda: True)
    monkeypatch.setattr("subprocess.run", lambda words, check: ran.append(words))
    folder = project({"2026-11-20.md": FIRST})
    file = str(folder / "journal/2026-11-20.md")
    for editor, arguments in {
        "nano": ["+9", file],
        "code --wait": ["--goto", f"{file}:9"],
        "/usr/bin/hx": [f"{file}:9"],
        "kate": ["--line", "9", file],
    }.items():
        monkeypatch.setenv("VISUAL", editor)
        result = run(folder, "contact", "edit", "ada")
        assert result.output == "journal/2026-11-20.md:9\n"
        program, *words = ran.pop()
        assert (Path(program).name, words) == (Path(editor.split()[0]).name, [*editor.split()[1:], *arguments])
    opened: list[str] = []
    monkeypatch.setattr("click.edit", lambda *, filename: opened.append(filename))
    monkeypatch.setenv("VISUAL", "notepad")
    assert run(folder, "contact", "edit", "ada").exit_code == 0
    assert opened == [file]


# rename


def test_an_id_is_changed_in_every_file(project: Project) -> None:
    crlf = "\ufeff---\r\nplanned:\r\n- {do: Ask, with: Ada-Lovelace}\r\nactivities:\r\n- did: x\r\n  channel: call\r\n  with:\r\n"
    crlf += "  - 'ada-lovelace' # hers\r\n  - grace-hopper\r\n...\r\n@Ada-Lovelace\r\n"
    own = "---\nid: ada-lovelace\nname: Ada Lovelace\n---\nA [friend](grace-hopper.md).\n"
    other = "---\nvia: ada-lovelace\n---\nBy [Ada](ada-lovelace.md) and https://x.org/contacts/ada-lovelace/\n"
    folder = project({
        "2026-11-20.md": FIRST, "2026-11-21.md": crlf, "contacts/ada-lovelace.md": own, "contacts/grace-hopper.md": other,
        "private/contacts/Ada-Lovelace.md": "---\nnote: n\n---\n@ada\n", "private/2026-11-22.md": "@ada-lovelace\n",
        "index.md": "See [her](./contacts/ada-lovelace.md) or @ada-lovelace-smith.\n", "templates/entry.md": "@ada-lovelace\n",
        "people.csv": "ada-lovelace\n", "leaks.yml": "# mine\n'2d6f1c0e': not this one\nFINGERPRINT: it is a famous name\n",
    })  # fmt: skip
    exceptions = folder / "journal/leaks.yml"
    fingerprint = Secret("", Source(""), "ada-lovelace").fingerprint
    exceptions.write_text(exceptions.read_text(encoding="utf-8").replace("FINGERPRINT", f"'{fingerprint}'"), encoding="utf-8")
    before, problems = all_bytes(folder), problems_of(folder)
    result = run(folder, "contact", "rename", "ada", "countess")
    assert result.exit_code == 0, result.output
    assert problems_of(folder) == problems
    assert text_of(folder, "2026-11-21.md") == crlf.replace("ada-lovelace", "countess").replace("Ada-Lovelace", "countess")
    first = FIRST.replace("ada-lovelace@example", "A@example").replace("ada-lovelace", "countess")
    assert text_of(folder, "2026-11-20.md") == first.replace("A@example", "ada-lovelace@example")
    assert text_of(folder, "contacts/countess.md") == own.replace("ada-lovelace", "countess")
    changed = other.replace("via: ada-lovelace", "via: countess").replace("(ada-lovelace.md)", "(countess.md)")
    assert text_of(folder, "contacts/grace-hopper.md") == changed
    assert text_of(folder, "private/contacts/countess.md") == "---\nnote: n\n---\n@ada\n"
    assert text_of(folder, "private/2026-11-22.md") == text_of(folder, "templates/entry.md") == "@countess\n"
    assert text_of(folder, "index.md") == "See [her](./contacts/countess.md) or @ada-lovelace-smith.\n"
    assert "journal/people.csv:1: ada-lovelace\n" in result.output
    assert f"journal/leaks.yml:3: {fingerprint}: it is a famous name\n" in result.output, "it is another word now"
    assert "in 8 files; netjournal undo takes it back\n" in result.output
    assert run(folder, "undo").exit_code == 0
    assert all_bytes(folder) == before


def test_where_only_the_name_leads_to_the_id_it_is_written_down(project: Project) -> None:
    again = "---\ncontacts:\n  - name: ada lovelace\n    role: Countess\n---\n"
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": again})
    assert run(folder, "contact", "rename", "ada-lovelace", "ada").exit_code == 0
    assert "    aliases: [ada]\n    id: ada\n" in text_of(folder, "2026-11-20.md")
    assert text_of(folder, "2026-11-21.md") == again, "the name leads to the same person"
    assert load(folder).contacts["ada"].role == "Countess"


def test_links_of_other_pages_of_the_site_are_told(project: Project) -> None:
    folder = project({"j/2026-11-20.md": FIRST, "about.md": "[Ada](j/contacts/ada-lovelace.md)\n"}, options="path: j")
    result = run(folder, "contact", "rename", "ada", "countess")
    assert result.exit_code == 0, result.output
    assert "  journal/about.md:1: [Ada](j/contacts/ada-lovelace.md)\n" in result.output


@pytest.mark.parametrize(
    ("files", "new", "said"),
    [
        ({}, "Countess Ada", "'countess ada' is no id"),
        ({}, "con", "'con' is no id"),
        ({}, "grace-hopper", "'grace-hopper' is already the id of a contact: netjournal contact merge"),
        ({}, "ada-lovelace", "'ada-lovelace' is the id already"),
        (
            {"2026-11-22.md": "---\ntitle: 'x\n---\n@ada-lovelace\n"},
            "countess",
            "journal/2026-11-22.md:1: the front matter cannot be",
        ),
        (
            {"contacts/countess.md": "---\nrole: x\n---\n", "contacts/ada-lovelace.md": ""},
            "countess",
            "countess.md is there already",
        ),
    ],
)
def test_all_files_are_changed_or_none(project: Project, files: dict[str, str], new: str, said: str) -> None:
    folder = project({"2026-11-20.md": FIRST, **files})
    before = all_bytes(folder)
    result = run(folder, "contact", "rename", "ada", new)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert all_bytes(folder) == before


def test_a_dry_run_shows_the_diff(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST})
    before = all_bytes(folder)
    for words in (("rename", "ada", "countess"), ("merge", "ada", "hopper"), ("edit", "ada", "--set", "role=x"), ("add", "Bo Li")):
        result = run(folder, "contact", *words, "--dry-run")
        assert result.exit_code == 0, result.output
        assert "+++ b/journal/2026" in result.output
    assert all_bytes(folder) == before


def test_what_was_interrupted_is_taken_back_and_what_was_killed_can_be(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({f"2026-11-{day}.md": FIRST for day in range(10, 16)})
    before, put, calls = all_bytes(folder), editing_files._put, []

    def interrupted(target: Path, temporary: Path | None) -> None:
        put(target, temporary)
        calls.append(target)
        if len(calls) == 6:  # two for what undo keeps, and four of six
            raise KeyboardInterrupt

    monkeypatch.setattr(editing_files, "_put", interrupted)
    assert run(folder, "contact", "rename", "ada", "countess").exit_code != 0
    assert all_bytes(folder) == before
    calls.clear()
    with monkeypatch.context() as killed:
        killed.setattr(editing_files, "_take_back", lambda done: [])
        run(folder, "contact", "rename", "ada", "countess")
    assert all_bytes(folder) != before
    assert run(folder, "undo").output == "Undone: contact rename ada-lovelace countess\n"
    assert all_bytes(folder) == before


def test_a_title_that_an_id_is_made_of_stays(project: Project) -> None:
    goal = "---\ngoals:\n  - {title: Thank @ada-lovelace, target: 1, achievable: x, relevant: y, due: 2026-12-01}\n---\n"
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": goal})
    result = run(folder, "contact", "rename", "ada", "countess")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "2026-11-21.md") == goal
    assert "  journal/2026-11-21.md:3: - {title: Thank @ada-lovelace" in result.output


@pytest.mark.parametrize(
    "text", ['"@ada-lovelace"', '"\\x40ada-lovelace"', '"\\u0040ada-lovelace"', '"Met\\n@ada-lovelace"', "'é @ADA-lovelace'"]
)
def test_a_mention_is_found_however_it_is_spelled(project: Project, text: str) -> None:
    other = f"---\nactivities:\n  - {{did: {text}, channel: call}}\n---\n"
    longer = re.sub("(?i)ada-", "xada-", other)
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": other, "2026-11-22.md": longer})
    assert run(folder, "contact", "rename", "ada-lovelace", "countess").exit_code == 0
    assert "@countess" in load(folder).entries[1].activities[0].did
    assert text_of(folder, "2026-11-22.md") == longer, "the mention of another"


# merge


def test_two_become_one(project: Project) -> None:
    second = "---\nactivities:\n  - {did: x, channel: call, with: [a-king, ada-lovelace]}\ncontacts:\n  - name: A King # new\n"
    second += "    role: Countess\n    aliases: [countess]\n    via: ada-lovelace\n---\n@a-king, @countess and @ada\n"
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": second})
    result = run(folder, "contact", "merge", "a-king", "ada-lovelace")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "2026-11-21.md") == (
        "---\nactivities:\n  - {did: x, channel: call, with: [ada-lovelace]}\ncontacts:\n  - role: Countess\n    id: ada-lovelace\n"
        "---\n@ada-lovelace, @countess and @ada\n"
    )
    assert text_of(folder, "2026-11-20.md") == FIRST.replace("aliases: [ada]", "aliases: [ada, countess]")
    assert "  role: Countess\n" in result.output, "what is known now and was not before"
    ada = load(folder).contacts["ada-lovelace"]
    assert (ada.name, ada.role, ada.aliases) == ("Ada Lovelace", "Countess", ("ada", "countess"))
    assert not problems_of(folder)


@pytest.mark.parametrize(
    ("items", "left"),
    [
        ("contacts:\n  - name: A King # new\n", ""),
        ("contacts:\n  - name: A King\n    via: ada-lovelace\n", ""),
        ("contacts:\n  - name: A King\n  - name: Bo Li\n", "contacts:\n  - name: Bo Li\n"),
        ("contacts: [{name: Bo Li}, {name: A King}]\n", "contacts: [{name: Bo Li}]\n"),
    ],
)
def test_nothing_is_left_of_an_item_that_said_a_name_only(project: Project, items: str, left: str) -> None:
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": f"---\nplanned: [Rest]\n{items}---\n"})
    result = run(folder, "contact", "merge", "a-king", "ada-lovelace")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "2026-11-21.md") == f"---\nplanned: [Rest]\n{left}---\n"
    assert not problems_of(folder)


def test_files_of_their_own_are_put_together(project: Project) -> None:
    one = "---\nname: Ada Lovelace\nmet: At a ball\n---\nOne.\n"
    two = "---\nname: A King\nmet: Over tea # 1833\ntags:\n  - math\nevery: 2w\n---\n\nTwo.\n"
    folder = project({"contacts/ada-lovelace.md": one, "contacts/a-king.md": two})
    result = run(folder, "contact", "merge", "a-king", "ada-lovelace")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "contacts/ada-lovelace.md") == (
        "---\nname: Ada Lovelace\nmet: At a ball\n# met: Over tea # 1833\ntags:\n  - math\nevery: 2w\n---\nOne.\n\nTwo.\n"
    )
    assert not (folder / "journal/contacts/a-king.md").exists()


def test_a_merge_never_publishes_more_than_was_asked_for(project: Project) -> None:
    folder = project({
        "contacts/ada-lovelace.md": "---\nname: Ada Lovelace\npublish: full\n---\n",
        "contacts/a-king.md": "---\nname: A King\npublish: none\n---\n",
        "contacts/b-king.md": "---\nname: B King\nprivate: true\n---\nMine\n",
    })  # fmt: skip
    before = all_bytes(folder)
    refused = run(folder, "contact", "merge", "a-king", "ada-lovelace")
    assert "'a-king' says publish: none and 'ada-lovelace' says publish: full: make them the same first" in refused.output
    refused = run(folder, "contact", "merge", "b-king", "ada-lovelace")
    assert "this file is private and the other is not: put them together by hand" in refused.output
    assert all_bytes(folder) == before
    told = run(folder, "contact", "merge", "b-king", "ada-lovelace", "--dry-run").output
    assert "The public sees more" not in told, "nothing is written"
    (folder / "journal/contacts/c-king.md").write_text("---\nname: C King\n---\nMine\n", encoding="utf-8")
    told = run(folder, "contact", "merge", "c-king", "ada-lovelace", "--dry-run").output
    assert "The public sees more now: 'c-king' was published as 'alias', 'ada-lovelace' is as 'full'\n" in told
    refused = run(folder, "contact", "merge", "ada-lovelace", "c-king")
    assert "'c-king' would be published as 'full', as 'ada-lovelace' is" in refused.output
    folder = project({"private/contacts/b-king.md": "---\nname: B King\nnote: n\n---\nMine\n", "contacts/b-king.md": ""})
    assert run(folder, "contact", "merge", "b-king", "a-king").exit_code == 0
    assert text_of(folder, "private/contacts/a-king.md") == "---\nnote: n\n---\nMine\n"
    assert load(folder).contacts["a-king"].publication is Publication.NONE


def test_the_earlier_of_two_may_be_put_into_the_later(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": "---\ncontacts:\n  - name: Ada King\n---\n"})
    result = run(folder, "contact", "merge", "ada-lovelace", "ada-king")
    assert result.exit_code == 0, result.output
    ada = load(folder).contacts["ada-king"]
    assert (ada.name, ada.role, load(folder).contacts["grace-hopper"].via) == ("Ada King", "Mathematician", "ada-king")


def test_a_circle_is_refused(project: Project) -> None:
    folder = project({"2026-11-20.md": FIRST, "2026-11-21.md": "---\ncontacts:\n  - {name: Bo Li, via: grace-hopper}\n---\n"})
    before = all_bytes(folder)
    result = run(folder, "contact", "merge", "bo-li", "ada-lovelace")
    assert result.exit_code == 2
    assert "via-circle" in result.output
    assert all_bytes(folder) == before


# every person of a random journal


def exported(folder: Path) -> Any:
    journal, problems = load_journal(folder / "journal", Settings(goals_per_month=0))
    return json.loads(export_json(journal, (), Settings(), TODAY)), len(problems)


def with_id(data: Any, old: str, new: str) -> Any:
    """The export with another id, in the order of the format."""
    text = re.sub(rf'"{old}"', f'"{new}"', json.dumps(data))
    changed = json.loads(text)
    changed["contacts"].sort(key=lambda row: row["id"])
    changed["follow_ups"].sort(key=lambda row: (row["due"], row["contact"], row["made"], row["cause"]))
    for company in changed["companies"]:
        company["contacts"].sort()
    return changed


NAMES = {"ada-lovelace": "Ada Lovelace", "grace-hopper": "Grace Hopper", "alan-turing": "Alan Turing", "lin-xiaowen": "林晓雯"}


def random_journal(draw: random.Random) -> dict[str, str]:
    """Entries in all styles that name four people, who are declared in several ways and places."""
    files = {f"2026-11-{day}.md": write_entry(draw) for day in range(10, 14)}
    said: dict[str, list[str]] = {f"2026-11-0{day}.md": [] for day in range(1, 5)}
    for key, name in NAMES.items():
        via = draw.choice(["", "", f", via: {next(iter(NAMES))}"]) if key != "ada-lovelace" else ""
        style = draw.choice(["flow", "block", "twice", "own", "both"])
        explicit = f"id: {key}" if key == "lin-xiaowen" or draw.random() < 0.4 else ""
        facts = [part for part in (explicit, f"role: '{key[:3]}: x'", via.removeprefix(", ")) if part]
        days = draw.sample(sorted(said), 2)
        if style in ("own", "both"):
            files[f"{draw.choice(['', 'private/'])}contacts/{key}.md"] = f"---\nname: {name}\n---\n@{key} [x]({key}.md)\n"
        if style == "flow":
            said[days[0]].append(f"- {{name: {name}, {', '.join(facts)}}}\n")
        elif style != "own":
            for day in sorted(days)[: 2 if style != "block" else 1]:
                said[day].append(f"-   name: '{name}' # who\n    " + "\n    ".join(facts) + "\n")
    files |= {day: f"---\ncontacts:\n{''.join(draw.sample(items, len(items)))}---\n" for day, items in said.items() if items}
    files["index.md"] = "".join(f"@{key} <contacts/{key}.md> `@{key}`\n" for key in NAMES)
    return {name: text if draw.random() < 0.8 else text.replace("\r\n", "\n").replace("\n", "\r\n") for name, text in files.items()}


def words_of(data: bytes, *ids: str) -> list[str]:
    """The words of a file without ids, and without the key that says one."""
    text = re.sub("|".join(ids), "", data.decode(), flags=re.IGNORECASE)
    return [word for word in re.findall(r"\w+", text) if word != "id"]


@pytest.mark.parametrize("seed", range(8))
def test_renaming_changes_the_id_and_nothing_else(project: Project, seed: int) -> None:
    draw = random.Random(seed)
    folder = project(random_journal(draw))
    for n, old in enumerate(load(folder).contacts):
        before, count, was = *exported(folder), all_bytes(folder)
        new = f"{draw.choice(['z', 'someone-else', 'a1'])}-{n}"
        result = run(folder, "contact", "rename", old, new)
        assert result.exit_code == 0, result.output
        assert exported(folder) == (with_id(before, old, new), count)
        assert f"@{old}" not in "".join(data.decode() for data in all_bytes(folder).values())
        for path, data in all_bytes(folder).items():
            then = was.get(path) or was[path.replace(new, old)]
            assert words_of(data, old, new) == words_of(then, old, new), path
        assert run(folder, "undo").exit_code == 0
        assert all_bytes(folder) == was
        run(folder, "contact", "rename", old, new)


@pytest.mark.parametrize("seed", range(8))
def test_merging_loses_nothing_of_others(project: Project, seed: int) -> None:
    draw = random.Random(seed)
    folder = project(random_journal(draw))
    old, new = draw.sample(sorted(load(folder).contacts), 2)
    before, was = load(folder), all_bytes(folder)
    result = run(folder, "contact", "merge", old, new)
    if result.exit_code:
        assert "error[alias-needed]" in result.output.replace("warning", "error"), "the kept name stands in a private file only"
        assert all_bytes(folder) == was
        return
    after = load(folder)
    assert set(after.contacts) == set(before.contacts) - {old}
    assert after.contacts[new].name == before.contacts[new].name
    assert [(a.did.replace(f"@{old}", f"@{new}"), a.count) for a in before.activities] == [
        (a.did, a.count) for a in after.activities
    ]
    for then, now in zip(before.activities, after.activities, strict=True):
        assert sorted(now.contacts) == sorted({new if key == old else key for key in then.contacts})
    assert run(folder, "undo").exit_code == 0
    assert all_bytes(folder) == was


NASTY = ["a: b", "#tag", "x #y", "@grace", "- x", "'q", '"q"', "yes", "12:30", "{a}", "[b", "| x", "é 王 😀", "\\n", "a, b"]


@pytest.mark.parametrize("seed", range(8))
def test_editing_changes_that_fact_and_nothing_else(project: Project, seed: int) -> None:
    draw = random.Random(seed)
    folder = project(random_journal(draw))
    for key in load(folder).contacts:
        before, was, text = exported(folder)[0], all_bytes(folder), draw.choice(NASTY)
        name = draw.choice(["role", "met", "note", "location"])
        result = CliRunner().invoke(main, ["-C", str(folder), "contact", "edit", key, "--set", f"{name}={text}"])
        assert result.exit_code == 0, result.output
        assert getattr(load(folder).contacts[key], name) == text
        assert without(exported(folder)[0], key, name) == without(before, key, name)
        changed = [path for path, data in all_bytes(folder).items() if data != was[path]]
        assert len(changed) == 1
        assert common(was[changed[0]].decode(), all_bytes(folder)[changed[0]].decode()) >= len(was[changed[0]].decode()) - len(
            "'xxx: x'"
        )
        assert run(folder, "undo").exit_code == 0
        assert all_bytes(folder) == was
        role = load(folder).contacts[key].role
        unset = run(folder, "contact", "edit", key, "--unset", "role")
        assert (unset.exit_code == 0) is (role is not None), unset.output
        assert load(folder).contacts[key].role is None
        assert without(exported(folder)[0], key, "role") == without(before, key, "role")


def without(data: Any, key: str, name: str) -> Any:
    for row in data["contacts"]:
        if row["id"] == key and name in row:
            row[name] = None
    return data
