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
from netjournal.digest import digest_of
from netjournal.leaks import along, fresh, scan, searched, sieve
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


def _write_list(folder: Path, name: str, records: list[str], lines: bool = False) -> None:
    """As the search index is written, all in one line, or as the export is."""
    key, seam = ("path", ",\n    ") if lines else ("location", ",")
    rows = [f'{{"{key}":"2026/","text":"{text}"}}' for text in records]
    path = folder / "site" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"docs":[{seam.join(rows)}]}}\n', encoding="utf-8")


@pytest.mark.parametrize("seed", range(12))
def test_it_finds_in_lists_what_a_search_without_memory_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Records are put in, taken out, changed and moved; two of them may hold the two halves of a name."""
    monkeypatch.setattr(fresh, "_RECORDS", (1, 100, 2000)[seed % 3])
    pick, names = random.Random(seed), NAMES[:2]
    lists: dict[str, list[str]] = {"search/search_index.json": [], "journal.json": []}
    found = 0
    for _ in range(40):
        name, records = pick.choice(list(lists.items()))
        at = pick.randrange(len(records) + 1)
        records[at : at + pick.randrange(3)] = [*pick.choices(TEXTS if pick.random() < 0.3 else TEXTS[-5:], k=pick.randrange(3))]
        _write_list(tmp_path, name, records, lines=name == "journal.json")
        if pick.random() < 0.3:
            names = tuple(pick.sample(NAMES, pick.randrange(1, 5)))
        expected = _found(tmp_path, names)
        assert _found(tmp_path, names, _kept(tmp_path)) == expected
        assert expected == {name for name in names if any(_says(text, name) for texts in lists.values() for text in texts)}
        found += len(expected)
    assert found


def _says(text: str, name: str) -> bool:
    return name in text or " ".join(reversed(text.split(", "))) == name


def test_of_a_long_list_the_new_records_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a search index or an export, where the last site had the others; all of them for a person who is new, and after a leak."""
    looked: list[bytes] = []
    may_hold = sieve.Sieve.may_hold
    monkeypatch.setattr(sieve.Sieve, "may_hold", lambda self, text, name: looked.append(text) or may_hold(self, text, name))

    def read(names: tuple[str, ...], records: list[str]) -> tuple[set[str], int]:
        looked.clear()
        _write_list(tmp_path, "search_index.json", records)
        found = _found(tmp_path, names, _kept(tmp_path))
        return found, sum(text.count(b"location") for text in looked)

    records = [f"Day {number}" for number in range(100)]
    assert read(NAMES[:1], records) == (set(), 100)
    records.insert(50, "Another day")
    assert read(NAMES[:1], records) == (set(), 1)
    assert read(NAMES[:2], records) == (set(), 101)
    records.insert(50, "Grace Hopper")
    assert read(NAMES[:2], records) == ({"Grace Hopper"}, 1)
    assert read(NAMES[:2], records) == ({"Grace Hopper"}, 102)


def test_the_lists_of_a_site_come_apart(project: Callable[..., Path]) -> None:
    """Into a record for each entry and each person, or all of them would be read again after every edit."""
    folder = project({f"2026-11-{day}.md": f"---\ncontacts: [{{name: Ada {day}}}]\n---\nA day.\n" for day in (21, 22, 23)})
    mkdocs_build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")))
    for name, records in (("journal.json", 5), ("search/search_index.json", 6)):
        pieces = fresh._SEAM.split((folder / "site" / name).read_bytes())
        assert len(pieces) >= records
        assert all(piece.count(b"A day.") + piece.count(b'"path"') <= 1 for piece in pieces)


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


def test_a_file_that_is_the_last_site_s_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless somebody is private who was not."""
    read = list[str]()
    monkeypatch.setattr(in_folder, "digest_of", lambda data: read.append(data.decode()) or digest_of(data))
    _write(tmp_path, "a.html", "Grace Hopper")
    _write(tmp_path, "b.html", "A quiet day")
    _found(tmp_path, NAMES[1:], _kept(tmp_path))
    read.clear()
    assert _found(tmp_path, NAMES[1:], _kept(tmp_path), {"a.html", "b.html"}) == set()
    assert read == []
    assert _found(tmp_path, NAMES, _kept(tmp_path), {"a.html", "b.html"}) == {"Grace Hopper"}
    assert _found(tmp_path, NAMES, _kept(tmp_path), {"a.html", "b.html"}) == {"Grace Hopper"}
    assert len(read) == 4


def test_the_last_search_may_have_been_of_another_site(tmp_path: Path) -> None:
    """One that was given up for a warning: what stands there is older, and may be what the next build takes over."""
    _write(tmp_path, "a.html", "With Grace Hopper")
    _found(tmp_path, NAMES[1:], _kept(tmp_path))
    (tmp_path / "site").rename(tmp_path / "stands there")
    _write(tmp_path, "a.html", "A very quiet day.")
    assert _found(tmp_path, NAMES, _kept(tmp_path)) == set()
    (tmp_path / "site" / "a.html").unlink()
    (tmp_path / "stands there" / "a.html").rename(tmp_path / "site" / "a.html")
    assert _found(tmp_path, NAMES, _kept(tmp_path), {"a.html"}) == {"Grace Hopper"}


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
    monkeypatch.setattr(in_folder, "_search_here", lambda site, names, *words: (here.extend(names), search(site, names, *words))[1])
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


def test_the_records_of_a_list_that_another_process_searched_are_not_known(tmp_path: Path) -> None:
    """One that was taken out before a person became private, and comes again after, was never searched for this person."""
    records = ["A quiet day", "Ada Lovelace"]
    _write_list(tmp_path, "journal.json", records)
    assert _found(tmp_path, NAMES[:1], _kept(tmp_path)) == set()
    _write_list(tmp_path, "journal.json", records[:1])
    assert _found_along(tmp_path, NAMES[:2], _along(tmp_path, NAMES[:2], "journal.json")) == set()
    _write_list(tmp_path, "journal.json", records)
    assert _found(tmp_path, NAMES[:2], _kept(tmp_path)) == {"Ada Lovelace"}


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
