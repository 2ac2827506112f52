"""The days on which git first saw a file, kept by commit, are those that going through all commits gives."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from netjournal import git
from netjournal.caching import written
from netjournal.caching.written import load_days_written


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(written, "_WORTH_IT", 0)
    run(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def run(folder: Path, *words: str, day: str = "2026-11-01") -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    dated = {**os.environ, "GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True, env=dated)


def write(folder: Path, name: str, day: str) -> None:
    file = folder / "journal" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{day}\n", encoding="utf-8")
    run(folder, "add", "-A")
    run(folder, "commit", "-qm", "A day", day=day)


def kept(folder: Path) -> dict[str, str]:
    return {name: str(day) for name, day in load_days_written(folder / "journal", "journal").items()}


def test_kept_days_follow_every_commit(repository: Path) -> None:
    """New files, a branch that is merged, history that is written anew, a damaged file."""
    file = repository / ".cache/netjournal/written.cache"

    def same() -> None:
        wanted = {name: str(day) for name, day in git.days_written(repository / "journal").items()}
        assert kept(repository) == wanted == kept(repository)

    assert kept(repository) == {}
    write(repository, "2026-11-01.md", "2026-11-01")
    write(repository, "2026/11/2026-11-02.md", "2026-11-03")
    same()
    assert file.is_file()
    run(repository, "switch", "-qc", "other")
    write(repository, "2026-11-04.md", "2026-11-04")
    same()
    run(repository, "switch", "-q", "main")
    same()
    write(repository, "2026-11-04.md", "2026-11-06")
    write(repository, "2026-11-07.md", "2026-11-07")
    same()
    run(repository, "merge", "-q", "-s", "ours", "-m", "Together", "other", day="2026-11-08")
    same()
    assert kept(repository)["2026-11-04.md"] == "2026-11-04"
    run(repository, "commit", "-q", "--amend", "-m", "Again", day="2026-11-09")
    run(repository, "gc", "-q", "--prune=now")
    same()
    for damage in (b"", b"x", file.read_bytes()[:-1]):
        file.write_bytes(damage)
        same()


def test_only_new_commits_are_gone_through(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, "2026-11-01.md", "2026-11-01")
    kept(repository)
    ranges: list[str] = []
    real = git.run_git

    def run_git(folder: Path, words: list[str]) -> str:
        ranges.extend(word for word in words if ".." in word)
        return real(folder, words)

    monkeypatch.setattr(git, "run_git", run_git)
    write(repository, "2026-11-02.md", "2026-11-02")
    assert kept(repository) == {"2026-11-01.md": "2026-11-01", "2026-11-02.md": "2026-11-02"}
    assert len(ranges) == 1
