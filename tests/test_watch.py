"""What is told while files change: by every way to save, from a half-written file, in folders that come and go."""

from __future__ import annotations

import json
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from netjournal.diagnostics import Diagnostic, Source
from netjournal.watching import watch_changes
from netjournal.watching.news import compare
from netjournal.watching.snapshot import Stamp, is_unfinished

LONG = 10  # seconds; what does not come by then does not come
TEXT = "---\ntags: [a]\n---\nA day.\n"


class Heard:
    """A folder that is watched, and what was told of it."""

    def __init__(self, folder: Path, poll: float | None) -> None:
        self.root = folder / "journal"
        self.day = self.root / "2026" / "11" / "2026-11-23.md"
        self.day.parent.mkdir(parents=True)
        self.day.write_text(TEXT, encoding="utf-8")
        self.config = folder / "mkdocs.yml"
        self.config.write_text("site_name: A\n", encoding="utf-8")
        self._told: queue.SimpleQueue[frozenset[Path]] = queue.SimpleQueue()
        self.contents: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.watch = watch_changes([self.root, self.config], self._hear, poll=poll)

    def _hear(self, changed: frozenset[Path]) -> None:
        if self.day.exists():
            self.contents.put(self.day.read_bytes())
        self._told.put(changed)

    def next(self) -> set[str]:
        return {path.name for path in self._told.get(timeout=LONG)}

    def until(self, wanted: set[str]) -> set[str]:
        """What is told until all `wanted` are."""
        found: set[str] = set()
        while not wanted <= found:
            found |= self.next()
        return found


@pytest.fixture(params=[None, 0.05], ids=["events", "polling"])
def heard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Heard]:
    made = Heard(tmp_path, request.param)
    yield made
    made.watch.stop()


def in_place(file: Path, text: str) -> None:
    with file.open("r+", encoding="utf-8") as stream:
        stream.write(text)
        stream.truncate()


def truncate_and_write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def hidden_and_rename(file: Path, text: str) -> None:
    (file.parent / ".tmp-1").write_text(text, encoding="utf-8")
    (file.parent / ".tmp-1").replace(file)


def beside_and_rename(file: Path, text: str) -> None:
    (file.parent / "4913~").write_text(text, encoding="utf-8")
    (file.parent / "4913~").replace(file)


def from_elsewhere(file: Path, text: str) -> None:
    (file.parents[3] / "new").write_text(text, encoding="utf-8")
    (file.parents[3] / "new").replace(file)


def backup_and_rename(file: Path, text: str) -> None:
    file.replace(f"{file}~")
    (file.parent / ".new").write_text(text, encoding="utf-8")
    (file.parent / ".new").replace(file)


def backup_elsewhere(file: Path, text: str) -> None:
    file.replace(file.parents[3] / "backup")
    file.write_text(text, encoding="utf-8")


def deleted_and_written(file: Path, text: str) -> None:
    file.unlink()
    file.write_text(text, encoding="utf-8")


WAYS = [
    in_place, truncate_and_write, hidden_and_rename, beside_and_rename, from_elsewhere, backup_and_rename, backup_elsewhere,
    deleted_and_written,
]  # fmt: skip


@pytest.mark.parametrize("save", WAYS, ids=lambda way: way.__name__)
def test_each_way_to_save_is_told_once_when_it_is_whole(heard: Heard, save: Callable[[Path, str], None]) -> None:
    save(heard.day, f"{TEXT}Saved.\n")
    assert heard.next() == {"2026-11-23.md"}
    assert heard.contents.get(timeout=LONG) == f"{TEXT}Saved.\n".encode()
    save(heard.config, "site_name: B\n") if save not in (from_elsewhere, backup_elsewhere) else heard.config.write_text("b: 1\n")
    assert heard.next() == {"mkdocs.yml"}


def test_file_that_is_written_slowly_is_told_when_it_is_whole(heard: Heard) -> None:
    """The pieces break off in the front matter and in a line, and nothing happens for longer than it takes to settle."""
    with heard.day.open("wb", buffering=0) as stream:
        for piece in (b"---\nta", b"gs: [a]\n", b"---\nA", b" day.\nAnd more\n"):
            time.sleep(0.06)
            stream.write(piece)
    assert heard.next() == {"2026-11-23.md"}
    assert heard.contents.get(timeout=LONG) == b"---\ntags: [a]\n---\nA day.\nAnd more\n"


def test_file_that_stays_empty_is_told_in_the_end(heard: Heard) -> None:
    heard.day.write_bytes(b"")
    assert heard.next() == {"2026-11-23.md"}


def test_reading_and_other_programs_files_are_no_change(heard: Heard) -> None:
    for _ in range(3):
        heard.day.read_bytes()
    (heard.day.parent / ".2026-11-23.md.swp").write_text("x", encoding="utf-8")
    (heard.day.parent / "2026-11-23.md~").write_text("x", encoding="utf-8")
    (heard.root.parent / "other.md").write_text("x", encoding="utf-8")
    (heard.day.parent / "2026-11-24.md").write_text(TEXT, encoding="utf-8")
    assert heard.next() == {"2026-11-24.md"}


def test_folder_that_is_new_is_heard_in(heard: Heard) -> None:
    new = heard.root / "2027" / "01" / "2027-01-01.md"
    new.parent.mkdir(parents=True)
    new.write_text(TEXT, encoding="utf-8")
    assert heard.next() == {"2027-01-01.md"}
    new.write_text(f"{TEXT}More.\n", encoding="utf-8")
    assert heard.next() == {"2027-01-01.md"}


@pytest.mark.parametrize("made_anew", [lambda h: h.day.parent, lambda h: h.root], ids=["month", "journal"])
def test_folder_that_is_deleted_and_made_anew_is_heard_in(heard: Heard, made_anew: Callable[[Heard], Path]) -> None:
    folder = made_anew(heard)
    shutil.rmtree(folder)
    assert heard.next() == {"2026-11-23.md"}
    heard.day.parent.mkdir(parents=True)
    heard.day.write_text(TEXT, encoding="utf-8")
    assert heard.next() == {"2026-11-23.md"}
    heard.day.write_text(f"{TEXT}More.\n", encoding="utf-8")
    assert heard.next() == {"2026-11-23.md"}


def test_switch_of_branches_is_told_at_once(heard: Heard) -> None:
    names = {f"2025-{month:02}-{day:02}.md" for month in range(1, 13) for day in range(1, 29)}
    for name in sorted(names):
        file = heard.root / name[:4] / name[5:7] / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT, encoding="utf-8")
    assert heard.until(names) == names


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_file_behind_a_link_is_watched(heard: Heard) -> None:
    real = heard.root.parent / "real.yml"
    real.write_text("site_name: A\n", encoding="utf-8")
    heard.config.unlink()
    heard.config.symlink_to(real)
    assert heard.next() == {"mkdocs.yml"}
    (heard.root.parent / "new.yml").write_text("site_name: B\n", encoding="utf-8")
    (heard.root.parent / "new.yml").replace(real)
    assert heard.next() == {"mkdocs.yml"}


def test_what_changes_during_a_call_comes_with_the_next(tmp_path: Path) -> None:
    told: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
    first, go_on = threading.Event(), threading.Event()

    def on_change(changed: frozenset[Path]) -> None:
        first.set()
        assert go_on.wait(LONG)
        told.put({path.name for path in changed})

    with watch_changes(tmp_path, on_change) as watch:
        (tmp_path / "a.md").write_text("a\n", encoding="utf-8")
        assert first.wait(LONG)
        (tmp_path / "b.md").write_text("b\n", encoding="utf-8")
        assert watch.has_more()
        go_on.set()
        assert [told.get(timeout=LONG), told.get(timeout=LONG)] == [{"a.md"}, {"b.md"}]


def test_fault_in_a_call_does_not_end_the_watch(tmp_path: Path) -> None:
    told: queue.SimpleQueue[str] = queue.SimpleQueue()

    def on_change(changed: frozenset[Path]) -> None:
        told.put(min(path.name for path in changed))
        raise ValueError("a fault in what follows")

    with watch_changes(tmp_path, on_change):
        for name in ("a.md", "b.md"):
            (tmp_path / name).write_text("a\n", encoding="utf-8")
            assert told.get(timeout=LONG) == name


def test_system_that_has_no_events_left_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux has a number of folders that a user may listen at, and none left for us."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(BaseObserver, "schedule", refuse)
    told: queue.SimpleQueue[frozenset[Path]] = queue.SimpleQueue()
    with watch_changes(tmp_path, told.put) as watch:
        assert not watch.native
        (tmp_path / "a.md").write_text("a\n", encoding="utf-8")
        assert told.get(timeout=LONG) == {tmp_path / "a.md"}


@pytest.mark.parametrize(
    ("text", "size_before", "unfinished"),
    [
        ("", 10, True),
        ("---\ntags: [a]\n", 5, True),
        ("---\ntags: [a]\n---\nA da", 40, True),
        ("---\ntags: [a]\n---\nA da", 10, False),  # an editor that ends no last line
        ("---\ntags: [a]\n---\nA day.\n", 40, False),
        ("A day.\n", None, False),
        ("x" * 8191 + "\n", 10, True),
    ],
)
def test_what_looks_unfinished(tmp_path: Path, text: str, size_before: int | None, unfinished: bool) -> None:
    file = tmp_path / "2026-11-23.md"
    file.write_bytes(text.encode())
    before = None if size_before is None else Stamp(size_before, 0, 0, 0)
    assert is_unfinished(str(file), before, Stamp(len(text), 1, 1, 1)) is unfinished


def problem(path: str, line: int, word: str) -> Diagnostic:
    return Diagnostic(Source(path, line), "unknown-key", f"'{word}' is no key of an entry")


def test_news_are_what_appeared_and_what_went() -> None:
    """A line above moves a problem and makes none; the same words twice are two."""
    before = (problem("a.md", 3, "x"), problem("a.md", 4, "y"), problem("b.md", 2, "z"))
    now = (problem("a.md", 9, "x"), problem("a.md", 10, "x"), problem("c.md", 1, "w"))
    news = compare(before, now, ["d.md", "c.md"])
    assert [(n.path, [p.source.line for p in n.appeared], n.gone, n.left) for n in news] == [
        ("c.md", [1], 0, 1),
        ("d.md", [], 0, 0),
        ("a.md", [10], 1, 2),
        ("b.md", [], 1, 0),
    ]


class Told:
    """netjournal watch as a program, and the lines that it prints, without the time of day."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "netjournal", "-C", str(folder), "watch", *options]
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._lines.put(line.rstrip("\n"))

    def round(self) -> list[str]:
        """The lines of one look, to the one that counts."""
        lines = [self._line()]
        while "looking at" in lines[-1] or not lines[-1].startswith("["):
            lines.append(self._line())
        return [line.partition("] ")[2] if line.startswith("[") else line for line in lines]

    def _line(self) -> str:
        return self._lines.get(timeout=20)

    def __enter__(self) -> Told:
        return self

    def __exit__(self, *_: object) -> None:
        self.program.kill()
        self.program.wait()


def test_watch_tells_problems_as_editors_read_them(project: Callable[..., Path]) -> None:
    """An error of one file that is made in another; a line that moves it; a folder that goes; a mkdocs.yml that is wrong."""
    folder = project({"2026-11-23.md": "---\nactivities:\n  - did: Coffee\n    channel: email\n    with: ada\n---\n"})
    journal = folder / "journal"
    unknown = "journal/2026-11-23.md:5:11: error[unknown-contact]: no contact 'ada'"
    with Told(folder) as told:
        start = told.round()
        assert start[0].startswith("looking at journal") and start[-1] == "1 problem in 1 entry"
        assert [line for line in start[1:-1] if line.startswith(unknown)] == start[1:-1]
        (journal / "2026-11-22.md").write_text("---\ncontacts:\n  - name: Ada\n---\n", encoding="utf-8")
        assert told.round() == [
            "looking at journal/2026-11-22.md", "journal/2026-11-22.md: all good", "journal/2026-11-23.md: all good",
            "0 problems in 2 entries",
        ]  # fmt: skip
        (journal / "2026-11-22.md").unlink()
        lines = told.round()
        assert lines[0] == "looking at journal/2026-11-22.md" and lines[1].startswith(unknown)
        assert lines[2:] == ["journal/2026-11-22.md: deleted", "1 problem in 1 entry"]
        config = folder / "mkdocs.yml"
        good = config.read_text(encoding="utf-8")
        config.write_text(f"{good}      ownr: x\n", encoding="utf-8")
        wrong = told.round()
        assert "netjournal has no option 'ownr'" in wrong[0] and wrong[-1] == "1 problem in 1 entry"
        config.write_text(good.replace("docs_dir: journal", "docs_dir: other"), encoding="utf-8")
        assert told.round()[-1] == "there is no folder other now"
        (folder / "other").mkdir()
        (folder / "other" / "2026-11-23.md").write_text(TEXT, encoding="utf-8")
        assert told.round() == ["looking at other/2026-11-23.md", "other/2026-11-23.md: all good", "0 problems in 1 entry"]


def test_watch_with_all_repeats_what_is_left(project: Callable[..., Path]) -> None:
    """VS Code forgets all problems of the look before."""
    folder = project({"2026-11-23.md": "---\nfoo: 1\n---\n", "2026-11-22.md": "Only prose.\n"})
    with Told(folder, "--all", "--poll") as told:
        first = told.round()
        (folder / "journal" / "2026-11-22.md").write_text("Only prose, more of it.\n", encoding="utf-8")
        second = told.round()
    assert first[1].startswith("journal/2026-11-23.md:2:1: warning[unknown-key]")
    assert second == [
        "looking at journal/2026-11-22.md", first[1], "journal/2026-11-22.md: all good", "1 problem in 2 entries",
    ]  # fmt: skip


def test_watch_tells_of_many_files_in_few_lines(project: Callable[..., Path]) -> None:
    names = [f"2026-11-{day:02}.md" for day in range(1, 21)]
    folder = project(dict.fromkeys(names, "---\nfoo: 1\n---\n"))
    with Told(folder) as told:
        assert len(told.round()) == 22
        shutil.rmtree(folder / "journal")
        gone = told.round()
    assert gone[0] == "looking at journal/2026-11-01.md, journal/2026-11-02.md, journal/2026-11-03.md and 17 more"
    assert gone[1] == "journal/2026-11-01.md: deleted" and len(gone) == 13
    assert gone[-2:] == ["10 more files: all good, or deleted", "there is no folder journal now"]


def test_watch_ends_without_a_word_too_many(project: Callable[..., Path]) -> None:
    """A pipe that closes, a time that is over, a folder that is not there."""
    folder = project({"2026-11-23.md": TEXT})
    with Told(folder, "--for", "0.1") as told:
        assert told.round()[-1] == "0 problems in 1 entry"
        assert told.program.wait(LONG) == 0
    shutil.rmtree(folder / "journal")
    with Told(folder) as told:
        assert told.program.wait(LONG) == 2


def test_set_up_of_vs_code_in_the_docs_reads_what_is_told() -> None:
    """The place of each problem, and where a look begins and ends."""
    page = (Path(__file__).parent.parent / "docs" / "watching.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[1:3])
    matcher = json.loads(blocks["json"])["tasks"][0]["problemMatcher"]
    pattern, background = matcher["pattern"], matcher["background"]
    kinds = []
    for line in blocks["text"].splitlines():
        found = [name for name in ("beginsPattern", "endsPattern") if re.search(background[name], line)]
        if match := re.search(pattern["regexp"], line):
            assert line == str(Diagnostic(Source(match[1], int(match[2]), int(match[3])), match[5], match[6]))
            assert match[pattern["severity"]] == "error"
            found.append("problem")
        kinds.append(found)
    begin, end = ["beginsPattern"], ["endsPattern"]
    assert kinds == [begin, end, begin, ["problem"], end, begin, [], end]
