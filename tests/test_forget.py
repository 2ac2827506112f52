"""What is held about a person, and taking it out of every file with the counts as they were."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.exports.json import export_json
from netjournal.loading import load_journal
from netjournal.model import Journal
from netjournal.settings import Settings

FIRST = """---
goals:
  - id: talk
    title: Talk to people
    target: 3
    achievable: Daily
    relevant: Jobs
    due: 2026-12-01
planned:
  - do: Write to "Grace Hopper" first
    with: grace-hopper # her
    done: true
activities:
  - did: 'Met Grace  Hopper''s team'   # keep
    channel: event
    with: [ada-lovelace, grace-hopper]
    goal: talk
    count: 2
    follow_up: 7d
contacts:
  - name: Ada Lovelace
    via: grace-hopper
    note: "Grace Hopper knows her"
  # a comment of mine
  - name: Grace Hopper
    aliases: [amazing]
    email: grace@example.org
    phone: +1 (202) 555-0143
    linkedin: https://www.linkedin.com/in/ghopper
  - name: Grace Hopper Junior
---
@grace-hopper and @amazing came. Ask [Grace Hopper](../contacts/grace-hopper.md#x) about Grace
Hopper's code, grace@example.org or 202-555-0143. Grace Hopper Junior too. Grace smiled.

/// private
Hopper, Grace said so. <!-- @grace-hopper -->
///
"""
OWN = "---\nmet: At a talk\nprivate: true\n---\nShe is kind.\n"
SECOND = (
    "\ufeff---\r\nactivities:\r\n- {did: Called, with: grace-hopper, channel: call, goal: talk}\r\n"
    "- with:\r\n  - GRACE-HOPPER\r\n  did: x\r\n  channel: call\r\n...\r\n"
)
FILES = {
    "2026-11-23.md": FIRST,
    "2026/2026-11-24.md": SECOND,
    "contacts/grace-hopper.md": OWN,
    "index.md": "Thanks to Grace Hopper.",
}


def run(*words: str, folder: Path, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), *words], input=text)


def held(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder / "journal").as_posix(): p.read_bytes() for p in (folder / "journal").rglob("*") if p.is_file()}


def problems_of(folder: Path) -> list[str]:
    return [f"{p.source.path}: {p.code}" for p in load_journal(folder / "journal", Settings())[1]]


@pytest.fixture
def folder(project: Callable[..., Path]) -> Path:
    return project(FILES)


def test_forget_takes_a_person_out_and_nothing_else(folder: Path) -> None:
    result = run("forget", "grace-hopper", "--yes", folder=folder)
    assert result.exit_code == 0, result.output
    after = {name: data.decode() for name, data in held(folder).items()}
    assert after["2026-11-23.md"] == FIRST.replace("    with: grace-hopper # her\n", "").replace(
        "[ada-lovelace, grace-hopper]", "[ada-lovelace]"
    ).replace("    via: grace-hopper\n", "").replace(
        FIRST[FIRST.index("  - name: Grace Hopper\n") : FIRST.index("  - name: Grace Hopper Junior")], ""
    ).replace('Write to "Grace Hopper" first', 'Write to "someone" first').replace(
        "Met Grace  Hopper''s", "Met someone''s"
    ).replace('"Grace Hopper knows', '"Someone knows').replace(
        "@grace-hopper and @amazing came", "Someone and someone came"
    ).replace(
        "[Grace Hopper](../contacts/grace-hopper.md#x) about Grace\nHopper's code, grace@example.org or 202-555-0143",
        "someone about someone's code, someone or someone",
    ).replace("Hopper, Grace said", "someone said").replace("@grace-hopper -->", "someone -->")
    assert after["2026/2026-11-24.md"] == SECOND.replace(", with: grace-hopper", "").replace(
        "with:\r\n  - GRACE-HOPPER\r\n  did", "did"
    )
    assert after["index.md"] == "Thanks to someone."
    assert "contacts/grace-hopper.md" not in after


def test_the_counts_stay_and_no_problem_is_new(folder: Path) -> None:
    def counts(journal: Journal) -> list[object]:
        return [
            (len(e.planned), [i.done for i in e.planned], [(a.count, a.goals, a.follow_up, a.channel) for a in e.activities])
            for e in journal.entries
        ]

    before, was = load_journal(folder / "journal", Settings())[0], problems_of(folder)
    run("forget", "amazing", "--yes", folder=folder)
    after = load_journal(folder / "journal", Settings())[0]
    assert counts(after) == counts(before)
    assert set(after.contacts) == {"ada-lovelace", "grace-hopper-junior"}
    assert set(problems_of(folder)) <= set(was)


def test_nothing_lives_on_in_the_cache(folder: Path) -> None:
    """The cache holds what was read of every file, names and private fields too."""
    kept = folder / ".cache/netjournal/journal.cache"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"Grace Hopper")
    run("forget", "grace-hopper", "--yes", folder=folder)
    assert not kept.exists()


def test_undo_brings_every_byte_back(folder: Path) -> None:
    before = held(folder)
    run("forget", "grace-hopper", "--yes", folder=folder)
    assert held(folder) != before
    assert run("undo", folder=folder).output == "Undone: forget grace-hopper\n"
    assert held(folder) == before
    assert run("undo", folder=folder).output == "There is no change to undo\n"


def test_undo_refuses_when_a_file_was_saved_since(folder: Path) -> None:
    run("forget", "grace-hopper", "--yes", folder=folder)
    (folder / "journal/index.md").write_text("Mine.", encoding="utf-8")
    result = run("undo", folder=folder)
    assert (result.exit_code, result.output) == (2, "Error: nothing was undone: journal/index.md: it was changed since\n")
    assert run("undo", "--dry-run", folder=folder).output == result.output


def test_a_dry_run_of_undo_shows_the_diff_and_writes_nothing(folder: Path) -> None:
    run("forget", "grace-hopper", "--yes", folder=folder)
    after = held(folder)
    assert "-Thanks to someone.\n" in run("undo", "--dry-run", folder=folder).output
    assert held(folder) == after


def test_a_dry_run_shows_the_diff_and_writes_nothing(folder: Path) -> None:
    before = held(folder)
    result = run("forget", "grace-hopper", "--dry-run", folder=folder)
    assert "-Thanks to Grace Hopper." in result.output
    assert "+Thanks to someone." in result.output
    assert "--- a/journal/contacts/grace-hopper.md\n+++ /dev/null\n" in result.output
    assert held(folder) == before


def test_without_a_terminal_it_has_to_be_told_yes(folder: Path) -> None:
    before = held(folder)
    assert run("forget", "grace-hopper", folder=folder, text="y\n").exit_code == 2
    assert held(folder) == before


def test_what_is_left_is_said(folder: Path) -> None:
    (folder / "journal/people.csv").write_text("name\nGrace Hopper\n", encoding="utf-8")
    (folder / "Connections.csv").write_text("Hopper, Grace\n", encoding="utf-8")
    (folder / "journal/2026-11-25.md").write_text("---\nactivities: [\n---\nGrace Hopper\n", encoding="utf-8")
    output = run("forget", "grace-hopper", "--yes", folder=folder).output
    assert "journal/2026-11-25.md: names the person" in output
    assert "Connections.csv: names the person 1 times and is no file of the journal" in output
    assert "journal/people.csv: names the person 1 times and is no Markdown file, so it was not edited" in output
    line = next(n for n, text in enumerate(held(folder)["2026-11-23.md"].decode().split("\n"), 1) if "Grace smiled" in text)
    assert f"journal/2026-11-23.md:{line}: first name" in output


def test_what_git_still_holds_is_said(folder: Path) -> None:
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    output = run("forget", "grace-hopper", "--yes", folder=folder).output
    assert "Git's history still holds it: 1 commit, the latest " in output
    assert "git filter-repo --replace-text FILE --invert-paths --path journal/contacts/grace-hopper.md\n" in output


@pytest.mark.parametrize(
    "text",
    [
        "---\nactivities:\n  - with: grace-hopper\n---\n",  # nothing would be left of the activity
        "---\ngoals:\n  - title: Thank Grace Hopper\n    target: 1\n---\n",  # the goal's id is made of her name
    ],
)
def test_where_an_edit_is_refused_nothing_is_written(folder: Path, text: str) -> None:
    (folder / "journal/2026-11-25.md").write_text(text, encoding="utf-8")
    before = held(folder)
    result = run("forget", "grace-hopper", "--yes", folder=folder)
    assert result.exit_code == 2
    assert "nothing was written; change this by hand first:\njournal/2026-11-25.md:" in result.output
    assert held(folder) == before


@pytest.mark.parametrize("who", ["grace-hopper", "amazing", "@Amazing", "grace hopper"])
def test_whois_knows_ids_aliases_and_names(folder: Path, who: str) -> None:
    assert run("whois", who, folder=folder).output.startswith("Grace Hopper  grace-hopper\n")


def test_whois_by_the_id_that_the_public_sees(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": "---\ncontacts:\n  - name: Ada Lovelace\n---\n"})
    key = json.loads(run("whois", "ada-lovelace", "--json", folder=folder).output)["public"]["id"]
    assert json.loads(run("whois", key, "--json", folder=folder).output)["id"] == "ada-lovelace"


def test_whois_of_several_and_of_nobody(folder: Path) -> None:
    assert "may be grace-hopper, grace-hopper-junior: name one by its id" in run("whois", "grace", folder=folder).output
    assert (
        run("whois", "grace-hoper", folder=folder).output
        == "Error: there is no contact 'grace-hoper'; did you mean 'grace-hopper'?\n"
    )


def test_whois_says_all_with_places(folder: Path) -> None:
    (folder / "journal/people.vcf").write_text("TEL:+12025550143\n", encoding="utf-8")
    told = json.loads(run("whois", "grace-hopper", "--json", "--today", "2026-12-02", folder=folder).output)
    facts = {row["label"]: (row["value"], row["private"], f"{row['path']}:{row['line']}:{row['column']}") for row in told["facts"]}
    assert facts["email"] == ("grace@example.org", True, "journal/2026-11-23.md:27:12")
    assert facts["linkedin"] == ("https://www.linkedin.com/in/ghopper", False, "journal/2026-11-23.md:29:15")
    assert facts["met"] == ("At a talk", True, "journal/contacts/grace-hopper.md:2:6")
    assert [row["value"] for row in told["activities"]] == ["Met Grace  Hopper's team", "Called", "x"]
    assert [(row["label"], row["line"]) for row in told["planned"]] == [("2026-11-23 done", 10)]
    assert [(row["label"], row["value"]) for row in told["follow_ups"]] == [("2026-11-30", "kept")]
    assert [row["label"] for row in told["introduced"]] == ["ada-lovelace"]
    assert told["own_files"] == ["journal/contacts/grace-hopper.md"]
    assert told["other_files"] == [{"path": "journal/people.vcf", "occurrences": 1}]
    mentions = [(row["line"], row["private"]) for row in told["text"] if row["label"] == "mention"]
    assert mentions == [(32, False), (32, False), (36, True)]


def test_export_is_the_same_but_for_the_person(folder: Path) -> None:
    """The goal's progress, the months and the entries stay what they were."""

    def export() -> dict[str, list[dict[str, object]]]:
        journal = load_journal(folder / "journal", Settings())[0]
        told: dict[str, list[dict[str, object]]] = json.loads(export_json(journal, (), Settings(), date(2026, 12, 2)))
        return told

    before = export()
    run("forget", "grace-hopper", "--yes", folder=folder)
    after = export()
    assert before["goals"] == after["goals"]
    assert [{**m, "new_contacts": 0} for m in before["months"]] == [{**m, "new_contacts": 0} for m in after["months"]]


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("lin", "和林晓雯见面 _@lin_ @lin-x mail@lin.org", "和someone见面 _someone_ @lin-x mail@lin.org"),
        ("zoe", "*Zoë van Aalst*, Zoe van Aalst, Zoe\u0308\n> van Aalst!", "*Someone*, someone, someone!"),
        ("zoe", "Call 912-345-678, +351912345678 or 912 345 679", "Call someone, someone or 912 345 679"),
        ("will", "I will ask Will. Will? (Will)", "I will ask someone. Someone? (Someone)"),
    ],
)
def test_names_as_people_write_them(project: Callable[..., Path], who: str, before: str, after: str) -> None:
    people = "{id: lin, name: 林晓雯}, {id: zoe, name: Zoë van Aalst, phone: +351 912 345 678}, {id: will, name: Will}"
    folder = project({"2026-11-23.md": f"---\ncontacts: [{people}]\n---\n{before}\n"})
    assert run("forget", who, "--yes", folder=folder).exit_code == 0
    assert held(folder)["2026-11-23.md"].decode().partition("]\n---\n")[2] == f"{after}\n"


def test_a_template_and_comments_are_cleaned_too(project: Callable[..., Path]) -> None:
    template = "---\nactivities:\n  - did: # as with ada-lovelace\n    with: [ada-lovelace, bo]\n---\n"
    folder = project(
        {"templates/entry.md": template, "2026-11-23.md": "---\ncontacts:\n  - name: Ada Lovelace\n  - name: Bo\n---\n"}
    )
    run("forget", "ada-lovelace", "--yes", folder=folder)
    assert held(folder)["templates/entry.md"].decode() == template.replace("[ada-lovelace, bo]", "[bo]").replace(
        "ada-lovelace", "someone"
    )


def test_a_person_in_front_matter_that_cannot_be_edited_is_named_with_the_line(project: Callable[..., Path]) -> None:
    text = "---\ntags: &a [x]\ncontacts:\n  - name: Ada Lovelace\n---\n"
    result = run("forget", "ada-lovelace", "--yes", folder=project({"2026-11-23.md": text}))
    assert (result.exit_code, result.output.splitlines()[-1]) == (2, "journal/2026-11-23.md:4: 'ada-lovelace' would still be here")
