"""Sections 1, 2, 6 and 7: files, front matter and values."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netjournal import Journal, Settings, load_journal
from netjournal.dates import Span, parse_date, parse_span
from netjournal.names import initials, slug
from netjournal.reading.classify import FileKind, classify


def test_scalars_stay_the_text_they_are(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-23.md
        title: 0301
        tags: [no, 12:30, null, 1.10, "+49", ~, no]
        activities:
          - did: 12:30
            channel: email
            note: C# and F#, https://example.org/#top
            count: "0"
            minutes: 090
        planned:
          - yes
          - |
            two
            lines
    """
    entry = journal.entries[0]
    assert entry.title == "0301"
    assert entry.tags == ("no", "12:30", "null", "1.10", "+49", "~", "no")
    assert (entry.activities[0].did, entry.activities[0].count, entry.activities[0].minutes) == ("12:30", 0, 90)
    assert [p.do for p in entry.planned] == ["yes", "two\nlines"]
    assert problems == []


def test_an_empty_value_is_absent(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-23.md
        title:
        tags: []
        goals: {}
        planned:
          -
          - do: Write
            with: []
            goal: ""
        activities:
    2026-11-24.md
        ---
        ---
    2026-11-25.md

    2026-11-26.md
        ---
        Only prose.
    """
    assert [e.day.day for e in journal.entries] == [23, 24, 25, 26]
    assert [p.do for p in journal.entries[0].planned] == ["Write"]
    assert problems == []


def test_bom_crlf_and_dots_are_fine(tmp_path: Path, settings: Settings) -> None:
    text = "\ufeff---\r\nactivities:\r\n  - did: Wrote\r\n    channel: email\r\n...\r\nProse.\r\n"
    (tmp_path / "2026-11-23.md").write_bytes(text.encode())
    journal, problems = load_journal(tmp_path, settings)
    assert (journal.activities[0].did, journal.entries[0].prose, problems) == ("Wrote", "Prose.\n", ())


def test_entries_are_ordered_by_date_then_path(journal: Journal) -> None:
    """
    b/2026-11-23.md
        title: third
    2026-11-23-late.md
        title: second
    2026-11-23.md
        title: first
    2025-01-01 new year.md
        title: zeroth
    """
    assert [e.title for e in journal.entries] == ["zeroth", "first", "second", "third"]


@pytest.mark.parametrize(
    ("path", "kind", "private"),
    [
        ("goals/run.md", FileKind.OWN, False),
        ("goals/2026-11-23.md", FileKind.OWN, False),  # the first row that fits decides
        ("goals/index.md", FileKind.PAGE, False),
        ("contacts/old/ada.md", FileKind.PAGE, False),
        ("contacts/old/2026-11-23.md", FileKind.ENTRY, False),
        ("private/contacts/ada.md", FileKind.OWN, True),
        ("private/2026-11-23.md", FileKind.ENTRY, True),
        ("2026/11/Private/2026-11-23.md", FileKind.ENTRY, True),
        ("goals/private/thoughts.md", FileKind.PAGE, True),
        ("Private/notes.md", FileKind.PAGE, True),  # half of all file systems do not tell them apart
        ("templates/entry.md", FileKind.TEMPLATE, False),
        ("private/templates/entry.md", FileKind.TEMPLATE, True),
        ("2026-11-23.MD", FileKind.OTHER, False),
        ("2026-11-23.markdown", FileKind.OTHER, False),
        ("2026-1-5.md", FileKind.PAGE, False),
        ("images/a.PNG", FileKind.MEDIA, False),
        ("contacts.csv", FileKind.OTHER, False),
        (".obsidian/2026-11-23.md", FileKind.OTHER, False),
    ],
)
def test_which_file_is_what(path: str, kind: FileKind, private: bool) -> None:
    what = classify(path)
    assert (what.kind, what.private) == (kind, private)


def test_links_and_pipes_are_not_followed(tmp_path: Path, settings: Settings) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "journal"
    outside.mkdir()
    inside.mkdir()
    (outside / "2026-11-23.md").write_text("Secret", encoding="utf-8")
    try:
        (inside / "2026-11-24.md").symlink_to(outside / "2026-11-23.md")
        (inside / "loop").symlink_to(inside)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    journal, problems = load_journal(inside, settings)
    assert (journal.entries, problems) == ((), ())


def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that silently lost a month would pass every check."""
    (tmp_path / "2026").mkdir()
    scan = os.scandir

    def refuse(folder: Path) -> Any:
        if Path(folder).name == "2026":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    _, problems = load_journal(tmp_path, settings)
    assert [str(p) for p in problems] == [
        "journal/2026:1:1: error[unreadable-file]: the folder cannot be opened (Permission denied), so nothing in it is read; "
        "look at its permissions"
    ]


def test_an_empty_or_missing_folder_is_an_empty_journal(tmp_path: Path, settings: Settings) -> None:
    assert load_journal(tmp_path / "nowhere", settings) == (Journal(), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grace Hopper", "grace-hopper"),
        ("José O'Brien-Łukasz", "jose-o-brien-lukasz"),
        ("Øre Þór Straße Æsop Œuvre ıħđð", "ore-thor-strasse-aesop-oeuvre-ihdd"),
        ("İstanbul", "istanbul"),
        ("  A | B  ", "a-b"),
        ("李娜", ""),
        ("ﬁne ½", "fine-1-2"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_initials_are_the_first_letter_or_digit_of_each_word() -> None:
    assert initials("grace (brewster) hopper 3rd — x") == "GBH3X"
    assert initials("★ —") == ""


def test_dates_and_spans_are_nothing_else() -> None:
    assert parse_date("2026-02-28") == date(2026, 2, 28)
    assert [parse_date(t) for t in ("20260228", "2026-W10-1", "2026-2-28", "2026-02-30", "２０２６-02-28")] == [None] * 5
    assert [parse_span(t) for t in ("0d", "2 weeks", "1y", "-1d", "1.5w", "")] == [None] * 6
    assert Span(1, "m").after(date(2026, 1, 31)) == date(2026, 2, 28)
    assert Span(13, "m").after(date(2024, 1, 31)) == date(2025, 2, 28)
    assert Span(999999999, "w").after(date(2026, 1, 31)) is None
