"""A month that is handed in: what is missing, the record and its tag, and what changed since."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from netjournal import Audience, Journal, Settings, for_audience, load_journal
from netjournal.cli import main
from netjournal.exports.submission import build_standings, digest_month
from netjournal.git import Repository, days_written, make_tag, run_git
from netjournal.model import Submission
from netjournal.reading.submissions import format_submission, parse_submissions
from netjournal.reports.submission import find_missing, written_late
from tests.test_pages import make_pages, make_site

ENTRY = """---
goals:
  - {id: talk, title: Talk to four people, target: 4, achievable: One a week, relevant: They know, due: 2026-11-30}
planned:
  - Write to Grace
activities:
  - did: Wrote to her
    channel: email
    with: grace-hopper
    follow_up: 7d
contacts:
  - name: Grace Hopper
    email: grace@example.org
    note: zq-secret note
---
She answered within the hour, and asked what I had built so far. I should have led with that. <!-- zq-hidden -->
"""
OPTIONS = "days_per_month: 1\ngoals_per_month: 1"
CONFIG = "site_name: A\nsite_url: https://ada.example.org/\ndocs_dir: journal\nplugins:\n  - netjournal:\n"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _own_settings_of_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those of the computer that runs the tests."""
    settings = tmp_path_factory.mktemp("git") / "config"
    settings.write_text("[user]\n\tname = Ada\n\temail = ada@example.org\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path_factory.getbasetemp()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete month, without git."""
    work = tmp_path / "work"
    put(work, "mkdocs.yml", f"{CONFIG}      days_per_month: 1\n      goals_per_month: 1\n")
    put(work, "journal/2026/11/2026-11-06.md", ENTRY)
    put(work, ".gitignore", "/site/\n/journal/private/\n")
    return work


@pytest.fixture
def repository(folder: Path) -> Path:
    """The same in a repository, all of it committed."""
    run_git(folder, ["init", "--quiet"])
    commit(folder)
    return folder


def put(work: Path, name: str, text: str) -> Path:
    file = work / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def commit(work: Path, day: str = "2026-11-07") -> None:
    run_git(work, ["add", "--all"])
    run_git(work, ["commit", "--quiet", "--message", "m", "--date", f"{day}T12:00:00"])


def run(work: Path, *words: str, today: str = "2026-11-30") -> Result:
    return CliRunner().invoke(main, ["-C", str(work), "submit", *words, "--today", today])


def records(work: Path) -> tuple[Submission, ...]:
    found, problems = parse_submissions((work / "journal/submissions.yml").read_bytes())
    assert not problems
    return found


def missing(journal: Journal, settings: Settings, month: str = "2026-11", problems: Any = ()) -> list[tuple[str, int]]:
    found = find_missing(journal, for_audience(journal, Audience.PUBLIC, settings), problems, settings, month)
    assert [m.weight for m in found] == sorted((m.weight for m in found), reverse=True)
    return [(m.text, m.source.line) for m in found]


# -- what is missing


def test_what_is_missing_is_told_with_its_line_and_the_heaviest_first(journal: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
        days_per_month: 2
        goals_per_month: 2
    2026-11-06.md
        goals:
          - {id: talk, title: Talk, start: 2026-11-01, target: 4, achievable: a, due: 2026-11-30}
        planned: [Write]
        activities:
          - did: Wrote to somebody
            channel: email
          - did: Wrote to a company
            company: Navy
            channel: email
        ---
        # A long heading which is no reflection at all, however many letters it has in it
        Short.
    """
    assert missing(journal, settings) == [
        ("1 of 2 goals", 1),
        ("the goal 'talk' lacks relevant", 3),
        ("1 of 2 days with a plan and something done", 1),
        ("no entry has a reflection that the school can read", 12),
        ("'Wrote to somebody' says neither who nor where", 6),
        ("'Wrote to a company' has neither an outcome nor a next step", 8),
    ]


def test_who_is_not_published_is_named_all_the_same(journal: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
        contacts: none
        days_per_month: 0
    2026-11-06.md
        activities:
          - {did: Wrote, channel: email, with: ada, outcome: replied}
          - {did: She wrote, channel: email, with: ada, direction: in}
          - {did: Answered on the channel, channel: slack}
          - {did: Drew, channel: twitter, link: https://example.org/drawing}
        contacts:
          - {id: ada, name: Ada Lovelace}
        ---
        What I take with me: ask for one thing, say why, and thank them whatever comes of it.
    """
    assert missing(journal, settings) == []


def test_a_private_reflection_is_none_for_the_school(journal: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
        days_per_month: 0
    2026-11-06.md
        activities:
          - {did: Wrote, channel: event}
        ---
        /// private
        What I take with me: ask for one thing, say why, and thank them whatever comes of it.
        ///
    2026-11-07.md
        private: true
        ---
        What I take with me: ask for one thing, say why, and thank them whatever comes of it.
    """
    assert [text for text, _ in missing(journal, settings)] == ["no entry has a reflection that the school can read"]


def test_dropped_goals_and_those_of_another_month_do_not_count(journal: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
        days_per_month: 0
        goals_per_month: 1
    2026-10-06.md
        goals:
          - {id: a, title: A, target: 4, achievable: a, relevant: r, due: 2026-10-30}
          - {id: b, title: B, target: 4, achievable: a, relevant: r, due: 2026-11-30, status: dropped}
    2026-11-06.md
        ---
        What I take with me: ask for one thing, say why, and thank them whatever comes of it.
    """
    assert [text for text, _ in missing(journal, settings)] == ["0 of 1 goals"]


def test_errors_anywhere_come_first_and_a_month_without_entries_says_so(folder: Path) -> None:
    put(folder, "journal/2026/10/2026-10-01.md", "---\nactivities:\n  - did: Wrote\n    channel: emial\n---\n")
    result = run(folder, "2026-12")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("journal/2026/10/2026-10-01.md:4: error[unknown-channel]")
    assert "2026-12 has no entry that the school can see" in lines[2]
    assert not (folder / "journal/submissions.yml").exists()


@pytest.mark.parametrize("month", ["2026-13", "november", "2026-1", "0000-01", "2026-11-01"])
def test_what_is_no_month_is_refused(folder: Path, month: str) -> None:
    assert run(folder, month).exit_code == 2


# -- the record and its tag


def test_a_complete_month_is_recorded_with_a_tag_and_again(repository: Path) -> None:
    head = run_git(repository, ["rev-parse", "HEAD"])
    result = run(repository)
    assert result.exit_code == 0, result.output
    assert "git push --follow-tags" in result.output
    assert "https://ada.example.org/tracker/2026-11/" in result.output
    first = (repository / "journal/submissions.yml").read_bytes()
    assert run(repository, "2026-11", today="2026-12-02").exit_code == 0, "the record itself makes no dirty tree"
    assert (repository / "journal/submissions.yml").read_bytes().startswith(first)
    one, two = records(repository)
    assert (one.number, one.day, one.commit, two.number) == (1, date(2026, 11, 30), head, 2)
    assert one.address == "https://ada.example.org/tracker/2026-11/"
    assert one.digest == two.digest
    assert run_git(repository, ["tag"]).split() == ["submission/2026-11", "submission/2026-11.2"]
    assert run_git(repository, ["cat-file", "-t", "submission/2026-11"]) == "tag"
    assert run_git(repository, ["rev-parse", "submission/2026-11^{commit}"]) == head
    assert not list((repository / "journal").glob(".netjournal-*"))


def test_a_tag_that_is_there_is_not_moved(repository: Path) -> None:
    """The record was lost with a reset: the number goes on."""
    assert run(repository).exit_code == 0
    (repository / "journal/submissions.yml").unlink()
    assert run(repository).exit_code == 0
    assert [s.number for s in records(repository)] == [2]


def test_changes_that_no_commit_holds_are_refused(repository: Path) -> None:
    put(repository, "journal/2026/11/2026-11-08.md", ENTRY.replace("talk", "talks"))
    result = run(repository)
    assert result.exit_code == 1
    assert "2026-11-08.md" in result.stderr
    assert "git commit" in result.stderr
    assert run(repository, "--allow-dirty").exit_code == 0
    assert records(repository)[0].commit is None
    assert run_git(repository, ["tag"]) == ""


def test_without_git_there_is_no_commit_and_it_is_said(folder: Path) -> None:
    result = run(folder)
    assert (result.exit_code, records(folder)[0].commit) == (0, None)
    assert "there is no git repository" in result.output


def test_dry_run_changes_nothing(repository: Path) -> None:
    assert run(repository, "--dry-run").exit_code == 0
    assert not (repository / "journal/submissions.yml").exists()
    assert run_git(repository, ["tag"]) == ""


def test_bytes_that_were_there_stay(folder: Path) -> None:
    """A comment, CR LF, and no line end at the end."""
    before = b"\xef\xbb\xbf# mine\r\n" + format_submission(a_record()).replace("\n", "\r\n").encode().rstrip()
    (folder / "journal/submissions.yml").write_bytes(before)
    assert run(folder).exit_code == 0
    after = (folder / "journal/submissions.yml").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    assert [s.number for s in records(folder)] == [1, 2]


@pytest.mark.parametrize(
    "text", ["a: b\n", "- {month: 2026-11", "- month: 2026-11\n", "[]\n", "? [x]\n", "[" * 5000, "- &a [*a]\n", "x"]
)
def test_a_foreign_file_is_left_alone(folder: Path, text: str) -> None:
    file = put(folder, "journal/submissions.yml", text)
    assert run(folder).exit_code == 2
    assert file.read_text(encoding="utf-8") == text


def test_no_private_text_and_no_digest_of_it_is_in_the_record(folder: Path) -> None:
    """Private text that changes does not move a digest: nobody can guess it by its number."""
    assert run(folder).exit_code == 0
    assert run(folder, "--verify").exit_code == 0
    text = ENTRY.replace("zq-secret note", "another").replace("zq-hidden", "else").replace("grace@", "g@")
    put(folder, "journal/2026/11/2026-11-06.md", text)
    put(folder, "journal/private/2026-11-09.md", ENTRY.replace("    target", "target"))
    put(folder, "journal/2026/11/2026-11-10.md", "---\nprivate: true\n---\nNothing.\n")
    assert run(folder, "--verify").exit_code == 0
    written = (folder / "journal/submissions.yml").read_text(encoding="utf-8")
    assert "zq-" not in written
    assert "grace" not in written


# -- what changed since


def test_exactly_what_changed_is_named(repository: Path) -> None:
    put(repository, "journal/2026/11/2026-11-07.md", "---\ntags: [a]\n---\n")
    put(repository, "journal/2026/11/2026-11-08.md", "Same.\n")
    commit(repository)
    assert run(repository).exit_code == 0
    put(repository, "journal/2026/11/2026-11-06.md", ENTRY.replace("One a week", "Two a week"))
    (repository / "journal/2026/11/2026-11-07.md").unlink()
    put(repository, "journal/2026/11/2026-11-09.md", "New.\n")
    put(repository, "journal/2026/12/2026-12-01.md", "Of another month.\n")
    result = run(repository, "2026-11", "--verify", today="2027-03-01")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == [
        "  added: entry 2026/11/2026-11-09",
        "  removed: entry 2026/11/2026-11-07",
        "  changed: goal talk",
    ]


def test_verify_works_on_a_clone_and_looks_at_the_tag(repository: Path, tmp_path: Path) -> None:
    assert run(repository).exit_code == 0
    commit(repository)
    clone = tmp_path / "clone"
    run_git(tmp_path, ["-c", "core.autocrlf=true", "clone", "--quiet", str(repository), "clone"])
    result = run(clone, "--verify", today="2028-01-01")
    assert run(clone, "2026-11", "--verify").exit_code == 0
    assert "2028-01 was not submitted" in result.output
    text = (clone / "journal/submissions.yml").read_text(encoding="utf-8")
    put(clone, "journal/submissions.yml", text.replace("2026-11-30", "2026-11-29", 1))
    result = run(clone, "2026-11", "--verify")
    assert (result.exit_code, "differs from the record" in result.output) == (1, True)
    run_git(clone, ["tag", "-d", "submission/2026-11"])
    result = run(clone, "2026-11", "--verify")
    assert (result.exit_code, "git fetch --tags" in result.output) == (0, True)


def test_a_record_that_the_commit_does_not_bear_out_is_told(repository: Path) -> None:
    """Record and tag forged together, for another text than the commit's."""
    assert run(repository).exit_code == 0
    commit(repository)
    assert run(repository, "2026-11", "--verify").exit_code == 0
    put(repository, "journal/2026/11/2026-11-06.md", ENTRY.replace("within the hour", "within a day"))
    (repository / "journal/submissions.yml").unlink()
    run_git(repository, ["tag", "-d", "submission/2026-11"])
    assert run(repository, "--allow-dirty").exit_code == 0
    forged = replace(records(repository)[0], commit=run_git(repository, ["rev-parse", "HEAD"]))
    put(repository, "journal/submissions.yml", format_submission(forged))
    make_tag(Repository(repository), "submission/2026-11", "HEAD", f"x\n\n{format_submission(forged)}")
    result = run(repository, "2026-11", "--verify")
    assert (result.exit_code, "holds another text" in result.output) == (1, True), result.output


def test_days_that_pass_change_nothing(journal: Journal, settings: Settings) -> None:
    """
    2026-11-06.md
        goals:
          - {id: talk, title: Talk, target: 4, due: 2026-12-30}
    2026-12-06.md
        activities:
          - {did: Talked, channel: call, goal: talk}
    """
    public = for_audience(journal, Audience.PUBLIC, settings)
    december = digest_month(public, "2026-12")
    fewer = replace(public, entries=public.entries[:1])
    assert digest_month(public, "2026-11") == digest_month(fewer, "2026-11")
    assert (list(december.entries), list(december.goals)) == (["2026-12-06"], ["talk"])


def a_record(**more: Any) -> Submission:
    base = Submission(
        "2026-11", 1, date(2026, 11, 30), "a" * 64, {"2026-11-06": "b" * 16}, {"talk": "c" * 16}, "d" * 40, "https://x/"
    )
    return replace(base, **more)


def test_a_record_comes_back_as_it_was_written() -> None:
    """Whatever a file's name or an id holds."""
    odd = ["2026-11-06 it's", '2026-11-06 "q": #x', "2026-11-06-né-日本", "2026-11-06\\", "- a", "null", "12:30", "=", "~", "<<"]
    record = a_record(entries=dict.fromkeys(odd, "b" * 16), address="https://é.example/?a=b: #c")
    assert parse_submissions(format_submission(record).encode()) == ((record,), ())
    assert parse_submissions(format_submission(a_record(entries={}, goals={}, commit=None, address=None)).encode())[1] == ()


def test_no_torn_file_breaks_the_reading() -> None:
    """Every record that is told was written so: half a file never makes another digest out of one."""
    whole = (format_submission(a_record()) + format_submission(a_record(number=2))).encode()
    chance = random.Random(7)
    for _ in range(300):
        data = bytearray(whole[: chance.randrange(len(whole))])
        for _ in range(chance.randrange(3)):
            data.insert(chance.randrange(len(data) + 1), chance.randrange(256))
        found, problems = parse_submissions(bytes(data))
        assert len(found) + len(problems) <= 2
        assert found or problems or not data.strip() or data.lstrip()[:1] == b"#"


def test_two_records_of_one_number_are_a_problem() -> None:
    """A merge of two clones."""
    found, problems = parse_submissions((format_submission(a_record()) * 2).encode())
    assert len(found) == 1
    assert [p.source.line for p in problems] == [11]


# -- the page


def month_page(audience: Audience, folder: Path) -> str:
    settings = Settings(journal_path="journal", goals_per_month=1)
    site, prose = make_site(audience, settings, folder / "journal")
    return make_pages(site, prose)["tracker/2026-11"].render()


def test_the_page_says_unchanged_or_names_the_days(folder: Path) -> None:
    assert "nj-standing" not in month_page(Audience.PUBLIC, folder)
    assert run(folder).exit_code == 0
    for audience in Audience:
        page = month_page(audience, folder)
        assert "Submitted on Nov 30, 2026" in page
        assert "unchanged since" in page
    put(folder, "journal/2026/11/2026-11-06.md", ENTRY.replace("within the hour", "within a day"))
    put(folder, "journal/2026/11/2026-11-09.md", "New.\n")
    page = month_page(Audience.PUBLIC, folder)
    assert 'changed since: <a href="nj:2026/11/2026-11-06/">' in page
    assert 'added since: <a href="nj:2026/11/2026-11-09/">' in page
    assert "unchanged" not in page


def test_an_entry_that_became_private_is_a_number_on_the_public_page(folder: Path) -> None:
    secret = put(folder, "journal/2026/11/2026-11-12-zq-name.md", "A day.\n")
    assert run(folder).exit_code == 0
    secret.write_text("---\nprivate: true\n---\nA day.\n", encoding="utf-8")
    page = month_page(Audience.PUBLIC, folder)
    assert "1 entry removed since" in page
    assert "zq-name" not in page
    assert "2026/11/2026-11-12-zq-name" in month_page(Audience.OWNER, folder)


def test_a_broken_file_shows_nothing_and_builds(folder: Path) -> None:
    put(folder, "journal/submissions.yml", "- month: 2026-11\n  nu")
    assert "nj-standing" not in month_page(Audience.PUBLIC, folder)
    journal, problems = load_journal(folder / "journal", Settings(goals_per_month=0))
    assert [p.code for p in problems] == ["bad-submission"]
    assert build_standings(journal.submissions, lambda: journal) == {}


# -- written down later


def test_the_first_day_in_git_counts_wherever_the_file_stood(repository: Path) -> None:
    put(repository, "journal/2026-11-09.md", "A day.\n")
    commit(repository, "2026-11-10")
    (repository / "journal/2026-11-09.md").rename(repository / "journal/2026/11/2026-11-09.md")
    put(repository, "journal/2026/11/2026-11-01 é.md", "Another.\n")
    commit(repository, "2026-12-05")
    written = days_written(repository / "journal")
    assert written["2026-11-09.md"] == date(2026, 11, 10)
    journal, _ = load_journal(repository / "journal", Settings())
    late = {entry.key: day for entry in journal.entries if (day := written_late(entry, written))}
    assert late == {"2026/11/2026-11-01 é": date(2026, 12, 5)}


def test_a_shallow_clone_or_no_git_says_nothing(repository: Path, tmp_path: Path) -> None:
    put(repository, "journal/x.md", "x")
    commit(repository)
    run_git(tmp_path, ["clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow"])
    assert days_written(tmp_path / "shallow/journal") == {}
    assert days_written(tmp_path) == {}
