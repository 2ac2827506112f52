"""Files are replaced whole, all or none, never against somebody else's save; the last change can be taken back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netjournal.editing import files
from netjournal.editing.files import Change, NotWritten, show_diff, write_changes
from netjournal.editing.undo import apply_changes, undo_last

CHANGES = (Change("a.md", b"old a", b"new a"), Change("b.md", b"old b", None), Change("deep/c.md", None, b"new c"))
OLD = {"a.md": b"old a", "b.md": b"old b"}
NEW = {"a.md": b"new a", "deep/c.md": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def held(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {name: data for name, data in found.items() if not name.startswith(".cache")}


def test_all_changes_are_made_and_nothing_is_left_behind(folder: Path) -> None:
    assert write_changes(folder, CHANGES) is None
    assert held(folder) == NEW


@pytest.mark.parametrize("name", ["a.md", "b.md"])
def test_a_save_in_between_is_never_lost(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"saved by an editor")
    assert write_changes(folder, CHANGES) == NotWritten(name, "it was changed in the meantime")
    assert held(folder) == {**OLD, name: b"saved by an editor"}


def test_a_file_that_is_there_already_is_not_overwritten(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep/c.md").write_bytes(b"mine")
    assert write_changes(folder, CHANGES) == NotWritten("deep/c.md", "it was changed in the meantime")
    assert held(folder) == {**OLD, "deep/c.md": b"mine"}


@pytest.mark.parametrize("step", range(3))
def test_a_replace_that_fails_midway_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    put, calls = files._put, []

    def fail(target: Path, temporary: Path | None) -> None:
        calls.append(target)
        if len(calls) == step + 1:
            raise OSError(28, "No space left on device")
        put(target, temporary)

    monkeypatch.setattr(files, "_put", fail)
    assert write_changes(folder, CHANGES) == NotWritten(CHANGES[step].path, "No space left on device")
    assert held(folder) == OLD


def test_a_file_that_is_read_only_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The superuser may write anywhere, so the answer is made up."""
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "b.md")
    assert write_changes(folder, CHANGES) == NotWritten("b.md", "it is read-only")
    assert held(folder) == OLD


def test_a_save_while_others_are_replaced_is_never_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The editor saves b.md just after the first file was replaced."""
    put = files._put

    def save(target: Path, temporary: Path | None) -> None:
        put(target, temporary)
        if target.name == "a.md" and temporary is not None and target.read_bytes() == b"new a":
            (folder / "b.md").write_bytes(b"saved by an editor")

    monkeypatch.setattr(files, "_put", save)
    assert write_changes(folder, CHANGES) == NotWritten("b.md", "it was changed in the meantime")
    assert held(folder) == {**OLD, "b.md": b"saved by an editor"}


@pytest.mark.parametrize("step", range(6))
def test_a_kill_between_steps_leaves_whole_files(folder: Path, step: int) -> None:
    program = f"""
import os, sys
from pathlib import Path
from netjournal.editing import files
steps = 0
def killing(function):
    def call(*words, **named):
        global steps
        if steps == {step}:
            os._exit(9)
        steps += 1
        return function(*words, **named)
    return call
files._put, files._temporary = killing(files._put), killing(files._temporary)
changes = [files.Change("a.md", b"old a", b"new a"), files.Change("b.md", b"old b", b"new b"), files.Change("c.md", None, b"new c")]
files.write_changes(Path(sys.argv[1]), changes)
"""
    done = subprocess.run([sys.executable, "-c", program, str(folder)], check=False)
    assert done.returncode == 9
    kept = {name: data for name, data in held(folder).items() if not name.endswith(".tmp")}
    assert all(data in (f"old {name[0]}".encode(), f"new {name[0]}".encode()) for name, data in kept.items())
    assert set(kept) >= {"a.md", "b.md"}


def test_temporary_files_of_a_crash_are_swept_when_they_are_old(folder: Path) -> None:
    old, fresh = folder / ".netjournal-1.tmp", folder / ".netjournal-2.tmp"
    for file in (old, fresh):
        file.write_bytes(b"")
    os.utime(old, (1, 1))
    assert write_changes(folder, CHANGES[:1]) is None
    assert (old.exists(), fresh.exists()) == (False, True)


if os.name != "nt":  # which has neither these modes nor links for everybody

    def test_a_link_and_a_mode_are_kept(folder: Path) -> None:
        (folder / "a.md").chmod(0o640)
        (folder / "link.md").symlink_to("a.md")
        assert write_changes(folder, [Change("link.md", b"old a", b"new a")]) is None
        assert (folder / "link.md").is_symlink()
        assert ((folder / "a.md").read_bytes(), (folder / "a.md").stat().st_mode & 0o777) == (b"new a", 0o640)


@pytest.mark.parametrize("path", ["../out.md", "a/../../out.md"])
def test_nothing_is_written_outside(folder: Path, path: str) -> None:
    assert write_changes(folder, [Change(path, None, b"x")]) == NotWritten(path, "it lies outside the folder of mkdocs.yml")


def test_undo_puts_every_byte_back_once(folder: Path) -> None:
    assert apply_changes(folder, CHANGES, "a trial") is None
    assert undo_last(folder) == "a trial"
    assert held(folder) == OLD
    assert undo_last(folder) == NotWritten(".cache/netjournal/undo", "there is no change to undo")


@pytest.mark.parametrize("name", ["a.md", "b.md", "deep/c.md"])
def test_undo_refuses_when_a_file_was_changed_since(folder: Path, name: str) -> None:
    assert apply_changes(folder, CHANGES, "a trial") is None
    (folder / name).write_bytes(b"mine")
    assert undo_last(folder) == NotWritten(name, "it was changed since")
    assert held(folder) == {**NEW, name: b"mine"}


def test_a_change_that_is_refused_leaves_the_last_one_to_undo(folder: Path) -> None:
    assert apply_changes(folder, CHANGES, "first") is None
    assert apply_changes(folder, [Change("a.md", b"something else", b"x")], "second") is not None
    assert undo_last(folder) == "first"


def test_what_is_kept_for_undo_is_not_for_git(folder: Path) -> None:
    apply_changes(folder, CHANGES, "a trial")
    assert (folder / ".cache/netjournal/undo/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_diff_shows_new_and_deleted_files() -> None:
    assert show_diff(CHANGES[1:]) == (
        "--- a/b.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-old b\n\\ No newline at end of file\n"
        "--- /dev/null\n+++ b/deep/c.md\n@@ -0,0 +1 @@\n+new c\n\\ No newline at end of file\n"
    )
