"""`check` tells what it found last as long as no file and no option changed, and never longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from netjournal import loading
from netjournal.caching import findings
from netjournal.cli import main
from netjournal.reading import folder as folders
from netjournal.reading import listing

MKDOCS_YML = "site_name: Journal\ndocs_dir: journal\nplugins:\n  - netjournal: {goals_per_month: 0}\n"
BAD = "---\nactivities:\n  - did: Sent a mail\n    channel: emial\n---\n"  # --fix mends it


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty days, one of them with a problem; a clock of the disk that ticks at once."""
    monkeypatch.setattr(listing, "_GRAIN", -(10**18))
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "journal").mkdir()
    (tmp_path / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    for number in range(60):
        name = f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}.md"
        (tmp_path / "journal" / name).write_text(BAD if number == 7 else "A day.\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A journal that is loaded leaves its folder here."""
    seen: list[Path] = []
    real = loading.Loader.load

    def load(self: loading.Loader, *words: Any) -> Any:
        seen.append(self.root)
        return real(self, *words)

    monkeypatch.setattr(loading.Loader, "load", load)
    return seen


def check(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-C", str(folder), "check", *words])
    return result.exit_code, result.output


def test_second_check_says_the_same_without_loading(folder: Path, loads: list[Path]) -> None:
    first = [check(folder, *words) for words in ((), ("--format", "json"), ("--strict", "journal/2026-01-08.md"))]
    assert len(loads) == 1
    assert first[0][0] == 1
    assert "unknown-channel" in first[0][1]
    assert "check --fix mends it" in first[0][1]
    (folder / ".cache/netjournal/findings.cache").unlink()
    assert check(folder) == first[0]
    assert len(loads) == 2


@pytest.mark.parametrize("what", ["changed", "new", "gone", "renamed", "picture", "option", "submissions"])
def test_every_change_is_seen(folder: Path, loads: list[Path], what: str) -> None:
    check(folder)
    bad = folder / "journal/2026-01-08.md"
    match what:
        case "changed":
            bad.write_text(BAD.replace("emial", "email"), encoding="utf-8")
        case "new":
            (folder / "journal/2026-06-01.md").write_text(BAD, encoding="utf-8")
        case "gone":
            bad.unlink()
        case "renamed":
            bad.rename(bad.with_name("2026-06-02.md"))
        case "picture":
            (folder / "journal/photo.png").write_bytes(b"")
        case "option":
            (folder / "mkdocs.yml").write_text(MKDOCS_YML.replace("0}", "0, channels: [emial]}"), encoding="utf-8")
        case "submissions":
            (folder / "journal/submissions.yml").write_text("torn", encoding="utf-8")
    del loads[:]
    told = check(folder)
    assert len(loads) == 1
    (folder / ".cache/netjournal/findings.cache").unlink()
    assert check(folder) == told


def test_folder_is_looked_through_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def scan(*_: Any) -> None:
        raise AssertionError("the journal was loaded from what was seen already")

    with monkeypatch.context() as once:
        once.setattr(folders, "scan_folder", scan)
        status, told = check(folder)
    (folder / ".cache/netjournal/findings.cache").unlink()
    assert check(folder) == (status, told)
    assert "unknown-channel" in told


def test_closed_folder_is_told_each_time(folder: Path, loads: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real(path)

    (folder / "journal/closed").mkdir()
    monkeypatch.setattr(os, "scandir", scandir)
    first = check(folder)
    assert "journal/closed:1:1: error[unreadable-file]: the folder cannot be opened (Permission denied)" in first[1]
    assert check(folder) == first
    assert len(loads) == 2


def test_file_that_was_just_saved_is_doubted(folder: Path, loads: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_GRAIN", 2_500_000_000)
    check(folder)
    file = folder / "journal/2026-01-08.md"
    was = file.stat()
    file.write_text(BAD.replace("emial", "email"), encoding="utf-8")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert check(folder) == (0, "Nothing is wrong in 60 entries\n")


def test_fix_leaves_nothing_old(folder: Path) -> None:
    check(folder)
    assert check(folder, "--fix")[0] == 0
    assert check(folder) == (0, "Nothing is wrong in 60 entries\n")


def test_public_repository_is_looked_at_each_time(folder: Path, loads: list[Path]) -> None:
    """There it depends on git too what is wrong."""
    (folder / "mkdocs.yml").write_text(MKDOCS_YML.replace("0}", "0, repository: public}"), encoding="utf-8")
    assert check(folder) == check(folder)
    assert len(loads) == 2


DAMAGE: dict[str, Any] = {
    "code": lambda kept: kept["problems"][0].__setitem__("code", "no-such-code"),
    "place": lambda kept: kept["problems"][0].__setitem__("source", ["x", "y"]),
    "number": lambda kept: kept["mended"].append(99),
    "stamp": lambda kept: kept["stamps"].__setitem__("2026-01-08.md", 5),
    "entries": lambda kept: kept.pop("entries"),
    "text": lambda kept: kept["problems"][0].__setitem__("message", None),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_foreign_findings_under_a_good_head_are_none(folder: Path, loads: list[Path], how: str) -> None:
    first = check(folder)
    survey = findings.survey_journal(folder / "journal", _settings(folder))
    assert survey.file is not None
    body = survey.file.read()
    assert body is not None
    kept = msgspec.msgpack.decode(body)
    DAMAGE[how](kept)
    survey.file.write(msgspec.msgpack.encode(kept))
    assert check(folder) == first
    assert len(loads) == 2


HEAVY = {"mkdocs", "material", "rich", "jinja2", "babel", "markdown", "ruamel", "pypdf"}


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (["--help"], {"yaml", "msgspec", "netjournal.model"}),
        (["check"], {"netjournal.model", "netjournal.loading", "netjournal.reading.parse"}),  # the second time, all well
        (["today"], set()),
    ],
)
def test_command_imports_no_more_than_it_needs(folder: Path, words: list[str], more: set[str]) -> None:
    """Start-up time is part of the two minutes a day."""
    (folder / "journal/2026-01-08.md").unlink()
    check(folder)
    code = (
        "import sys; from netjournal.reading import listing; listing._GRAIN = -10**18; from netjournal.cli import main\n"
        "main(sys.argv[1:], standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, "-C", str(folder), *words], capture_output=True, text=True, check=True)
    imported = set(done.stderr.split())
    assert imported & (HEAVY | more) == set()


def _settings(folder: Path) -> Any:
    from netjournal.cli.project import find_project  # noqa: PLC0415

    return find_project(folder)[1]
