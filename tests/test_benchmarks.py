"""The benchmark: its journals are the same every time and good ones, and it tells a site that lacks something."""

from __future__ import annotations

import importlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from netjournal import Settings, load_journal

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def make_journal(entries: int, folder: Path, *seed: str) -> dict[str, bytes]:
    subprocess.run([sys.executable, BENCHMARKS / "generate.py", str(entries), folder, *seed], check=True)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.md"))}


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = make_journal(40, tmp_path / "first", "7")
    assert len(first) == 40
    assert make_journal(40, tmp_path / "second", "7") == first
    assert make_journal(40, tmp_path / "third", "8") != first


def test_journal_that_is_made_has_nothing_wrong_in_it(tmp_path: Path) -> None:
    texts = make_journal(200, tmp_path)
    journal, problems = load_journal(tmp_path / "journal", Settings())
    assert problems == ()
    assert (len(journal.entries), len(journal.contacts), len(journal.companies)) == (200, 33, 6)
    assert 1_200 < sum(map(len, texts.values())) / len(texts) < 2_200


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for number in (1, 2):
        (tmp_path / f"{number}.html").write_text(f"<p>Day {number} of the search. Edited: <b>hello</b></p>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<p>Not here</p>", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("texts", "count", "word", "reason"),
    [
        (3, 2, "hello", "1 of 3 texts are not in its site"),
        (2, 3, "hello", "2 pages of 3"),
        (2, 2, "goodbye", "the changed text is not in its site"),
    ],
)
def test_site_that_lacks_something_has_failed(
    site: Path, texts: int, count: int, word: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    pages = importlib.import_module("pages")
    program = importlib.import_module("program")
    pages.verify(site, 2, 2, "hello")
    with pytest.raises(program.Failed, match=reason):
        pages.verify(site, texts, count, word)


def test_contestant_that_failed_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    contestants, figures, report = (importlib.import_module(name) for name in ("contestants", "figures", "report"))
    ours, mkdocs, _, hugo, *_ = (each(tmp_path) for each in contestants.CONTESTANTS)
    results = figures.Results(pages={250: 300})
    results.add("cold", "ours", 250, figures.Figure(2.0))
    results.add("cold", "mkdocs", 250, figures.Figure(None, failed="3 of 300 texts are not in its site"))
    plan = figures.Plan(sizes=(250,))
    machine = report.Machine.of_today(date(2026, 11, 24))
    page = "\n".join(report.Report(plan, (ours, mkdocs, hugo), {"hugo": "not installed"}, results, machine).tables())
    assert "| MkDocs + Material | no figure |" in page
    assert "- MkDocs + Material, cold at 250: 3 of 300 texts are not in its site." in page
    assert "- Hugo: not installed." in page


def test_short_form_runs() -> None:
    """What CI sees of the benchmark: that nothing of it has gone stale."""
    words = [sys.executable, BENCHMARKS / "run.py", "--short", "--only", "ours"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("| netjournal |") == 5  # at a glance, and in the table of each measure
    assert "What is missing" not in done.stdout
