"""What the search for private values remembers: it never finds less than one that remembers nothing, and reads no page twice."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from netjournal.caching.kept_file import KeptFile
from netjournal.diagnostics import Source
from netjournal.leaks import along, scan, searched
from netjournal.leaks import folder as in_folder
from netjournal.leaks.folder import scan_folder
from netjournal.leaks.patterns import name_patterns
from netjournal.leaks.searched import Searched
from netjournal.leaks.secrets import NAME, Secret

NAMES = ("Grace Hopper", "Ada Lovelace", "Alan Turing", "Ana Lopez", "Ana Garcia", "Ken Thompson")
TEXTS = (*NAMES, "met at shopify", "Grace and Alan", "Hopper, Grace", "a quiet day", "Ana", "Lopez")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few files are worth it too."""
    monkeypatch.setattr(searched, "_WORTH_IT", 0)


def _secret(name: str) -> Secret:
    return Secret(NAME, Source("x.md"), name, name_patterns(name), key="k")


def _kept(folder: Path, version: bytes = b"v" * 16) -> KeptFile:
    return KeptFile(folder / "cache" / "searched.cache", version)


def _found(folder: Path, names: tuple[str, ...], kept: KeptFile | None = None, same: Collection[str] = ()) -> set[str]:
    searched = Searched(map(_secret, names), kept, same)
    return {leak.secret.value for leak in scan_folder(folder / "site", searched, lambda name, path: True)}


def _write(folder: Path, name: str, *blocks: str) -> None:
    path = folder / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"<div><p>{block}</p></div>\n" for block in blocks), encoding="utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_it_finds_what_a_search_without_memory_finds(tmp_path: Path, seed: int) -> None:
    """Pages that share blocks are written, changed and deleted, people become private and public again, in any order."""
    pick, names = random.Random(seed), NAMES[:2]
    for _ in range(25):
        page = f"{pick.choice('abcd')}.html"
        if pick.random() < 0.15:
            (tmp_path / "site" / page).unlink(missing_ok=True)
        else:
            _write(tmp_path, page, *pick.sample(TEXTS if pick.random() < 0.3 else TEXTS[-4:], 3))
        if pick.random() < 0.4:
            names = tuple(pick.sample(NAMES, pick.randrange(1, 5)))
        assert _found(tmp_path, names, _kept(tmp_path)) == _found(tmp_path, names)


def test_a_page_is_read_closely_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred pages those that changed are searched again, and all of them for a person who is new."""
    looked: list[str] = []
    search = scan.Scanner.search
    monkeypatch.setattr(
        scan.Scanner, "search", lambda self, data, name: looked.append(f"{len(self.by_word)} {name}") or search(self, data, name)
    )
    for number in range(100):
        _write(tmp_path, f"{number}.html", f"Day {number}")
    _found(tmp_path, NAMES[:1], _kept(tmp_path))
    assert len(looked) == 100
    looked.clear()
    _write(tmp_path, "7.html", "Another day")
    _found(tmp_path, NAMES[:1], _kept(tmp_path))
    assert [text.split()[1] for text in looked] == ["7.html"]
    looked.clear()
    _write(tmp_path, "8.html", "With Ada Lovelace")
    assert _found(tmp_path, NAMES[:2], _kept(tmp_path), {"7.html"}) == {"Ada Lovelace"}
    assert len(looked) == 100


def test_a_file_that_is_the_last_site_s_is_not_even_read(tmp_path: Path) -> None:
    """Unless somebody is private who was not, or it was not searched to the end: who says so may be wrong, this only saves time."""
    _write(tmp_path, "a.html", "Grace Hopper")
    _write(tmp_path, "b.html", "A quiet day")
    assert _found(tmp_path, NAMES[:1], _kept(tmp_path)) == {"Grace Hopper"}
    assert _found(tmp_path, NAMES[:1], _kept(tmp_path), {"a.html", "b.html"}) == {"Grace Hopper"}
    _found(tmp_path, NAMES[1:], _kept(tmp_path))
    (tmp_path / "site" / "b.html").write_bytes(b"Alan Turing")
    assert _found(tmp_path, NAMES[1:], _kept(tmp_path), {"b.html"}) == set()
    assert _found(tmp_path, NAMES, _kept(tmp_path), {"b.html"}) == {"Grace Hopper", "Alan Turing"}


def test_a_picture_with_its_place_is_told_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no secret of the journal stands for, as the place where a picture was taken, is not forgotten either."""
    monkeypatch.setattr(scan, "hidden_position", lambda data, name: True)
    path = tmp_path / "site" / "a.jpg"
    path.parent.mkdir()
    path.write_bytes(b"\xff\xd8\xff\0")
    for _ in range(3):
        assert _found(tmp_path, NAMES, _kept(tmp_path)) == {scan.POSITION.value}


@pytest.mark.parametrize("change", ["version", "torn", "foreign"])
def test_a_memory_that_is_not_ours_is_none(tmp_path: Path, change: str) -> None:
    """Another version's, a torn one, and a file that somebody put there: all is searched again."""
    _write(tmp_path, "a.html", "A quiet day")
    _found(tmp_path, NAMES, _kept(tmp_path))
    _write(tmp_path, "a.html", "Grace Hopper")
    kept = _kept(tmp_path, b"w" * 16 if change == "version" else b"v" * 16)
    data = kept.path.read_bytes()
    if change == "torn":
        kept.path.write_bytes(data[: len(data) // 2])
    elif change == "foreign":
        kept.path.write_bytes(kept.head(b"\xc1") + b"\xc1")
    assert _found(tmp_path, NAMES, kept) == {"Grace Hopper"}


@pytest.mark.parametrize("helper", ["works", "fails", "ends at once", "is missing"])
def test_two_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, helper: str) -> None:
    """A large site is halved; where the other process cannot do its half, this one does it."""
    for number, text in enumerate(TEXTS * 30):
        _write(tmp_path, f"{number}.html", text)
    one = _found(tmp_path, NAMES)
    assert one >= {"Ada Lovelace", "Grace Hopper"}
    commands = {
        "works": along._COMMAND,
        "fails": [sys.executable, "-c", "import sys; sys.stdin.buffer.read(); sys.exit(1)"],
        "ends at once": [sys.executable, "-c", "0"],
        "is missing": ["no-such-program"],
    }
    monkeypatch.setattr(along, "_COMMAND", commands[helper])
    monkeypatch.setattr(in_folder, "WORTH_IT", 2)
    monkeypatch.setattr(in_folder, "_RUN", 7)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    here, search = list[str](), in_folder._search_here
    monkeypatch.setattr(
        in_folder, "_search_here", lambda site, names, secrets: (here.extend(names), search(site, names, secrets))[1]
    )
    assert _found(tmp_path, NAMES) == one
    assert (len(here) < len(TEXTS * 30)) == (helper == "works")


def _along(folder: Path, names: tuple[str, ...], *given: str) -> along.Along:
    helper = along.Along(folder / "site", tuple(map(_secret, names)))
    helper.give(*given)
    return helper


def _found_along(folder: Path, names: tuple[str, ...], helper: along.Along) -> set[str]:
    searched = Searched(map(_secret, names), _kept(folder))
    return {leak.secret.value for leak in scan_folder(folder / "site", searched, lambda name, path: True, helper)}


def test_what_was_searched_while_it_was_written_is_not_searched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page by the process that goes along, the rest here; what it found is remembered as if it had been found here."""
    here, search = list[str](), scan.Scanner.search
    monkeypatch.setattr(scan.Scanner, "search", lambda self, data, name: here.append(name) or search(self, data, name))
    for number, text in enumerate(TEXTS):
        _write(tmp_path, f"{number}.html", text)
    helper = _along(tmp_path, NAMES, *(f"{number}.html" for number in range(4)))
    found = _found_along(tmp_path, NAMES, helper)
    assert sorted(here) == sorted(f"{number}.html" for number in range(4, len(TEXTS)))
    assert found == _found(tmp_path, NAMES)
    assert _found(tmp_path, NAMES, _kept(tmp_path)) == found


@pytest.mark.parametrize("seed", range(8))
def test_a_page_that_changed_after_it_was_searched_is_searched_again(tmp_path: Path, seed: int) -> None:
    """A later plugin may write it anew, or delete it: what stands there in the end is what counts."""
    pick = random.Random(seed)
    pages = [f"{letter}.html" for letter in "abcdef"]
    for page in pages:
        _write(tmp_path, page, *pick.sample(TEXTS, 3))
    helper = _along(tmp_path, NAMES, *pages, "gone.html")
    answers = helper.found()
    helper.found = lambda: answers  # type: ignore[method-assign]
    for page in pick.sample(pages, 3):
        if pick.random() < 0.3:
            (tmp_path / "site" / page).unlink()
        else:
            _write(tmp_path, page, *pick.sample(TEXTS, 3))
    assert _found_along(tmp_path, NAMES, helper) == _found(tmp_path, NAMES)


def test_a_search_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    """A build that fails leaves no process behind."""
    helper = _along(tmp_path, NAMES, "a.html")
    helper.stop()
    assert helper._process is not None
    assert helper._process.poll() is not None


@pytest.mark.parametrize("text", ["Tea with @ada-lovelace.", "Tea with Ada Lovelace.", "{{ broken"])
def test_a_build_is_searched_while_it_goes_on(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Every page by the other process; and that one ends, whether the build succeeds, has a leak or breaks off."""
    helpers: list[along.Along] = []

    class Watched(along.Along):
        def __init__(self, *words: Any) -> None:
            super().__init__(*words)
            helpers.append(self)

    monkeypatch.setattr(in_folder, "WORTH_IT", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("netjournal.engines.search.Along", Watched)
    folder = project({"2026-11-23.md": f"---\ncontacts: [{{name: Ada Lovelace}}]\n---\n{text}\n"})
    if "broken" in text:
        monkeypatch.setattr("netjournal.engines.mkdocs.add_to_head", lambda *words: 1 / 0)
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    if text.startswith("Tea with @"):
        mkdocs_build(config)
        pages = {path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("index.html")}
        assert helpers[0].given == pages
    else:
        with pytest.raises(Abort if "Ada" in text else ZeroDivisionError):
            mkdocs_build(config)
        assert not (folder / "site").exists()
    assert [helper._process.poll() is None for helper in helpers if helper._process] == [False]
