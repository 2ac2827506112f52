"""What is read from the cache, and what is taken over from the last load, equals what reading everything anew gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from msgspec.structs import replace

from netjournal import Settings, load_journal, loading
from netjournal.audience import for_audience
from netjournal.caching.kept_file import cache_folder, drop_cache
from netjournal.caching.rows import decode_rows
from netjournal.caching.version import cache_version
from netjournal.loading import Loader
from netjournal.model import Audience
from netjournal.reading import folder as folders
from netjournal.reading import listing
from netjournal.watching.snapshot import take_snapshot

SETTINGS = Settings(goals_per_month=2, journal_path="docs/journal", practices=("value",))
HERE = Path(__file__).parent
CORPUS = [path.read_bytes() for place in ("errors", "example") for path in sorted((HERE / place).rglob("*.md"))]
# what one entry says changes what another one means
CORPUS += [
    f"---\n{text}\n---\nWith @ada-lovelace and @countess.\n".encode()
    for text in (
        "contacts: [{name: Ada Lovelace, aliases: [countess, grace-hopper], company: Analytical Engines}]",
        "contacts: [{name: Grace Hopper, via: ada-lovelace, aliases: [countess]}]",
        "contacts: [{id: ada-lovelace, name: Ada King, via: grace-hopper, every: 2w, birthday: 1815-12-10}]",
        "contacts: [{id: grace-hopper, role: Admiral, compnay: Navy}, {name: ada lovelace, publish: ful}]",
        "companies: [{name: Analytical Engines, id: engines, priority: 5}]",
        "companies: [{name: Engines}]",
        "goals: [{id: talk, title: Talk to people, start: 2026-11-02, due: 2026-11-30, target: 3}, write]",
        "goals: [{id: write, due: 2026-01-01}, talk]",
        "goals: [talk, {title: Write}]\nplanned: [{do: Call, with: [countess, grace-hopper], goal: talk}, Rest]",
        "activities: [{did: Spoke, channel: call, with: [ada-lovelace, grace-hopper], goal: [talk, write], company: Engines}]",
        "activities: [{did: Spoke, channel: call, with: grace-hoper, goal: tlak, company: analytical engines, follow_up: 3d}]",
        "activities: [{did: Spoke, channel: cal, with: countess, company: '¿?', follow_up: 2026-01-01, x: y}]",
        "name: Ada Lovelace\nbirthday: 1815-12-10\nevery: 1m\ntags: [a, b]",
        "name: Grace Hopper\nprivate: true\nvia: ada-lovelace",
        "title: Talk\ntarget: 4\nstatus: dropped\nper: week",
        "title: A page\nhide: [toc]\ndate: 2026-01-01",
        "title: Another\nhide: [toc]\nsearch: {boost: 2.5, exclude: false}",
    )
]
NAMES = (
    "2026/11/2026-11-20.md", "2026/11/2026-11-21.md", "2026/11/2026-11-22.md", "private/2026-11-23.md", "2026/2026-11-31.md",
    "contacts/ada-lovelace.md", "contacts/Grace-Hopper.md", "private/contacts/ada-lovelace.md", "goals/talk.md",
    "companies/engines.md", "companies/con.md", "index.md", "about/page.md", "photo.png",
)  # fmt: skip


def fresh(root: Path, settings: Settings = SETTINGS) -> Any:
    """The journal read anew."""
    return Loader(root, settings, keep=False).load()


def write(file: Path, data: bytes) -> None:
    """Another size than before, for a clock may not tick between two steps of a test."""
    file.parent.mkdir(parents=True, exist_ok=True)
    while file.exists() and file.stat().st_size == len(data):
        data += b"\n"
    file.write_bytes(data)


@pytest.fixture
def always_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache of the smallest journal is written, at each change."""
    monkeypatch.setattr(loading, "_FEW", 0)
    monkeypatch.setattr(loading, "_SHARE", 10**9)


@pytest.fixture
def never_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file with the stamp that it had is not opened, however young it is."""
    monkeypatch.setattr(listing, "_GRAIN", -(10**18))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A journal in which everything refers to something."""
    root = tmp_path / "docs" / "journal"
    for number, data in enumerate(CORPUS):
        write(root / f"2026/11/2026-11-{number % 30 + 1:02}-{number}.md", data)
    for name in NAMES[5:]:
        write(root / name, CORPUS[-5])
    return root


@pytest.fixture
def kept(root: Path, always_kept: None) -> Path:
    """The file of its cache."""
    load_journal(root, SETTINGS)
    file = root.parents[1] / ".cache/netjournal/journal.cache"
    assert file.is_file()
    return file


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are parsed."""
    seen: list[str] = []
    real = folders.parse_file

    def parse_file(data: bytes, path: str, *rest: Any) -> Any:
        seen.append(path)
        return real(data, path, *rest)

    monkeypatch.setattr(folders, "parse_file", parse_file)
    return seen


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(CORPUS)),
        st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just(b"")),
        st.tuples(st.just("again"), st.just(""), st.just(b"")),
    ),
    min_size=4,
    max_size=16,
)


@given(steps)
@hypothesis(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_row_of_changes_gives_what_reading_everything_anew_gives(
    tmp_path: Path, always_kept: None, never_doubted: None, steps: list[tuple[str, str, Any]]
) -> None:
    shutil.rmtree(tmp_path / "docs", ignore_errors=True)
    shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
    root = tmp_path / "docs" / "journal"
    root.mkdir(parents=True)
    loader, watching = Loader(root, SETTINGS), Loader(root, SETTINGS)
    watching.load()
    for what, name, other in steps:
        file, before = root / name, take_snapshot([root])
        if what == "write":
            write(file, other)
        elif what == "rename" and file.exists():
            (root / other).parent.mkdir(parents=True, exist_ok=True)
            file.replace(root / other)
        elif what == "delete":
            file.unlink(missing_ok=True)
        wanted = fresh(root)
        assert loader.load() == wanted
        assert load_journal(root, SETTINGS) == wanted
        changed = frozenset(map(Path, take_snapshot([root]).differs_from(before)))
        for audience in Audience:
            journal, seen, problems = watching.load_for(audience, changed)
            assert (journal, problems) == wanted
            assert repr(seen) == repr(for_audience(wanted[0], audience, SETTINGS))


def test_second_process_parses_nothing(root: Path, kept: Path, parsed: list[str]) -> None:
    wanted = fresh(root)
    parsed.clear()
    assert load_journal(root, SETTINGS) == wanted
    assert {path.rpartition("/")[2] for path in parsed} <= {"page.md", "index.md", "con.md"}  # dates in front matter, and no id


def test_file_that_is_saved_twice_within_a_tick_is_read_again(root: Path, kept: Path) -> None:
    """Same size, and a modification time that the disk's clock cannot tell from the one before."""
    file = root / "2026/11/2026-11-01.md"
    write(file, b"---\ntitle: one\n---\n")
    loader = Loader(root, SETTINGS)
    loader.load()
    was = file.stat()
    file.write_bytes(file.read_bytes().replace(b"one", b"two"))
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    for journal, _ in (loader.load(), load_journal(root, SETTINGS)):
        assert [entry.title for entry in journal.entries if entry.path.endswith("/2026-11-01.md")] == ["two"]


def test_new_contact_changes_what_untouched_entries_mean(root: Path, kept: Path, never_doubted: None) -> None:
    loader = Loader(root, SETTINGS)
    _, problems = loader.load()
    assert any(p.code == "unknown-contact" and "grace-hoper" in p.message for p in problems)
    write(root / "2026/12/2026-12-01.md", b"---\ncontacts: [{name: Grace Hoper}]\n---\n")
    after, problems = loader.load()
    assert not any(p.code == "unknown-contact" and "'grace-hoper'" in p.message for p in problems)
    assert "grace-hoper" in after.activities_with
    assert (after, problems) == fresh(root)


@given(st.dictionaries(st.sampled_from(NAMES), st.none() | st.sampled_from(CORPUS), max_size=4))
@hypothesis(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_would_be_is_what_will_be(root: Path, kept: Path, never_doubted: None, changes: dict[str, bytes | None]) -> None:
    before = load_journal(root, SETTINGS)
    loader = Loader(root, SETTINGS)
    told = loader.load_changed({f"docs/journal/{name}": data for name, data in changes.items()})
    assert loader.load() == before
    was = {name: (root / name).read_bytes() for name in changes if (root / name).exists()}
    for name, data in changes.items():
        (root / name).unlink(missing_ok=True)
        if data is not None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
    assert told == fresh(root)
    for name in changes:
        (root / name).unlink(missing_ok=True)
    for name, data in was.items():
        write(root / name, data)


def _truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


DAMAGE = {
    "empty": lambda data: b"",
    "truncated": _truncated,
    "one bit": _flipped,
    "longer": lambda data: data + b"x",
    "text": lambda data: b"journal: torn\n",
    "other version": lambda data: data[:17] + bytes(16) + data[33:],
    "pickle": lambda data: b"\x80\x04\x95\x17\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_cache_is_none(root: Path, kept: Path, parsed: list[str], how: str) -> None:
    kept.write_bytes(DAMAGE[how](kept.read_bytes()))
    wanted = fresh(root)
    parsed.clear()
    assert load_journal(root, SETTINGS) == wanted
    assert len(parsed) >= len(wanted[0].entries)
    parsed.clear()
    assert load_journal(root, SETTINGS) == wanted
    assert len(parsed) < 10


@given(st.data())
@hypothesis(max_examples=25, deadline=None)
def test_foreign_rows_under_a_good_head_raise_nothing(data: st.DataObject) -> None:
    """Whoever can write a checksum can write nonsense; it costs the cache, not the command."""
    anything = st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=5) | st.binary(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    )
    row = st.lists(anything, max_size=9)
    body = msgspec.msgpack.encode([{}, data.draw(st.lists(row, max_size=2) | anything)])
    kept = decode_rows(body, {})
    assert kept is None or kept[0] == {}


def test_cache_is_private(root: Path, kept: Path) -> None:
    """Beside docs_dir, out of git whatever the author's .gitignore says, and for nobody else to read."""
    project = root.parents[1]
    assert not kept.is_relative_to(project / "docs")
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    listed = subprocess.run(
        ["git", "status", "--porcelain", "-uall", ".cache"], cwd=project, capture_output=True, text=True, check=True
    )
    assert listed.stdout == ""
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("journal_path", ["", ".", "../journal", "elsewhere"])
def test_no_cache_where_the_folder_of_mkdocs_yml_is_not_known(root: Path, always_kept: None, journal_path: str) -> None:
    load_journal(root, replace(SETTINGS, journal_path=journal_path))
    assert cache_folder(root, journal_path) is None
    assert list(root.parents[1].rglob("*.cache")) == []


def test_small_journal_needs_no_cache(tmp_path: Path) -> None:
    write(tmp_path / "docs/journal/2026-11-20.md", CORPUS[0])
    load_journal(tmp_path / "docs/journal", SETTINGS)
    assert not (tmp_path / ".cache").exists()


@pytest.mark.parametrize("what", ["a file", "a link to nothing", "a folder"])
def test_folder_that_takes_no_cache(root: Path, always_kept: None, what: str) -> None:
    """Nobody can write there: root may, in a folder without the right to."""
    place = root.parents[1] / ".cache"
    if what == "a file":
        place.write_bytes(b"")
    elif what == "a folder":
        (place / "netjournal" / "journal.cache").mkdir(parents=True)
    else:
        (place / "netjournal").mkdir(parents=True)
        (place / "netjournal" / "journal.cache").symlink_to(root / "nowhere")
    assert load_journal(root, SETTINGS) == load_journal(root, SETTINGS) == fresh(root)


def test_read_only_folder(root: Path, always_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: Any, **named: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert load_journal(root, SETTINGS) == load_journal(root, SETTINGS) == fresh(root)
    assert list(root.parents[1].rglob("journal.cache*")) == []


def test_deleted_cache_is_made_anew(root: Path, kept: Path) -> None:
    wanted = fresh(root)
    shutil.rmtree(kept.parent)
    assert load_journal(root, SETTINGS) == wanted
    assert kept.is_file()
    drop_cache(root, SETTINGS.journal_path)
    assert not kept.exists()


def test_settings_that_change_what_is_read(root: Path, kept: Path) -> None:
    for settings in (replace(SETTINGS, more_channels=("cal",)), replace(SETTINGS, practices=("cal",)), SETTINGS):
        assert load_journal(root, settings) == fresh(root, settings)


def test_version_follows_the_program_and_the_settings(tmp_path: Path) -> None:
    package = HERE.parent / "netjournal"
    copy = tmp_path / "netjournal"
    shutil.copytree(package, copy)
    words = ("journal", "call")
    first = cache_version(words, copy)
    assert first == cache_version(words, package)
    other = shutil.copytree(copy, tmp_path / "other")
    (other / "reading" / "fences.py").write_bytes((copy / "reading" / "fences.py").read_bytes() + b"# changed\n")
    assert len({first, cache_version(words, other), cache_version(("journal", "cal", "l"), package)}) == 3


def test_processes_at_once(root: Path, always_kept: None) -> None:
    """Each of them writes the cache over and over while the others read it: none sees half a file."""
    wanted = fresh(root)
    code = (
        "import sys; from pathlib import Path; from netjournal import Settings, loading; from netjournal.loading import Loader\n"
        "loading._FEW = -1; s = Settings(goals_per_month=2, journal_path='docs/journal', practices=('value',))\n"
        "for _ in range(8): Loader(Path(sys.argv[1]), s).load()\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(root)]) for _ in range(2)]
    while any(process.poll() is None for process in others):
        assert load_journal(root, SETTINGS) == wanted
    assert [process.returncode for process in others] == [0, 0]
    assert [path.name for path in (root.parents[1] / ".cache/netjournal").iterdir() if path.name != ".gitignore"] == [
        "journal.cache"
    ]
