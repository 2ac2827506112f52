"""The live preview: what it answers is what a build of the whole site writes, after whatever was done to the journal."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from netjournal.engines import preview
from netjournal.site.addresses import url_of
from netjournal.watching.snapshot import take_snapshot
from tests.conftest import write_journal

URL = "http://127.0.0.1:9/"
SCRIPT = re.compile(rb"<script>\s*var livereload.*?</script>", re.DOTALL)
FRONTS = (
    "title: A title",
    "tags: [a, b]",
    "goals: [{id: g, title: A goal, target: 3, due: 2026-11-30}]",
    "goals: [g]",
    "activities: [{did: Wrote, with: ada, channel: email, follow_up: 3d, goal: g}]",
    "activities: [{did: Met, with: [ada, bob], channel: event, outcome: met}]",
    "contacts: [{id: ada, name: Ada Lovelace, company: Analytical}]",
    "contacts: [{id: ada, name: Ada King, via: bob}, {id: bob, name: Bob}]",
    "companies: [Analytical, {name: Navy, priority: 3}]",
    "planned: [One, {do: Two, done: true}]",
    "activities: [broken",
    "private: true",
)
PROSES = ("Hello @ada.", "# Head\n\nTo [the other](2026-11-02.md).", "![x](images/a.png)", "@bob and @nobody", "")


class _Server:
    """MkDocs' server without a socket."""

    mount_path = "/"

    def __init__(self, folder: Path, builder: Callable[[], None]) -> None:
        self.folder, self.builder = folder, builder
        self.app: Callable[..., Any] = self.serve_request

    def set_app(self, app: Callable[..., Any]) -> None:
        self.app = app

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        path = self.folder / environ["PATH_INFO"].lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        start_response("200 OK" if found else "404 Not Found", [])
        return [path.read_bytes()] if found else []

    def get(self, path: str) -> bytes | None:
        status: list[str] = []
        body = b"".join(self.app({"PATH_INFO": f"/{path}"}, lambda line, headers: status.append(line)))
        return body if status == ["200 OK"] else None


class _Previewed:
    """A project as `mkdocs serve` shows it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(preview, "is_possible", lambda config: True)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795478400")
        self.folder = folder
        self.config = self._load()
        self.config.plugins.on_startup(command="serve", dirty=False)
        build(self.config, serve_url=URL)
        self.server = _Server(folder / "preview", lambda: build(self._load(), serve_url=URL))
        plugin: Any = self.config.plugins["netjournal"]
        plugin.preview = self.preview = preview.Preview(plugin._make_rendition)
        self.preview.show(plugin.frame, plugin.rendition)
        self.preview.install(self.server)

    def _load(self) -> MkDocsConfig:
        return load_config(str(self.folder / "mkdocs.yml"), site_dir=str(self.folder / "preview"), site_url=URL)

    def changed(self, *names: str) -> None:
        self.preview.note(frozenset(self.folder / name for name in names))
        self.server.builder()


def _kept_plugins() -> dict[str, Any]:
    """MkDocs hands plugins that know `on_startup` from one configuration to the next."""
    known: dict[str, Any] = MkDocsConfig.__dict__["plugins"].plugin_cache
    return known


def _built(folder: Path) -> dict[str, bytes]:
    known = _kept_plugins()
    kept = dict(known)
    known.clear()
    try:
        build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), site_url=URL))
    finally:
        known.clear()
        known |= kept
    found = (path for path in (folder / "site").rglob("*") if path.is_file())
    built = {path.relative_to(folder / "site").as_posix(): path.read_bytes() for path in found}
    built.pop("tags.json", None)  # Material's plugin writes it at the end of a whole build, for other sites to read
    return built


def _edit(pick: random.Random, journal: Path) -> None:
    """Do something to the journal."""
    day = journal / f"2026-11-{pick.randrange(1, 9):02}.md"
    what = pick.randrange(10)
    if what == 0 and day.is_file():
        day.unlink()
    elif what == 1 and day.is_file():
        day.rename(day.with_name(f"2026-11-{pick.randrange(1, 9):02}.md"))
    elif what == 2:
        day = journal / "images" / "a.png"
        day.parent.mkdir(exist_ok=True)
        day.write_bytes(pick.randbytes(9))
    elif what == 3:
        day = journal / pick.choice(["about.md", "index.md", "contacts/bob.md", "goals/g.md"])
        day.parent.mkdir(exist_ok=True)
        day.write_text(pick.choice(["---\nname: Bobby\n---\nHe. @ada", "---\ntitle: T\n---\nA page, @bob."]), encoding="utf-8")
    else:
        front = "\n".join(pick.sample(FRONTS[:-2], 3) + ([pick.choice(FRONTS[-2:])] if pick.random() < 0.2 else []))
        day.write_text(f"---\n{front}\n---\n{pick.choice(PROSES)}\n", encoding="utf-8")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("audience", ["owner", "public"])
def test_any_edits_give_what_a_build_gives(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, seed: int, audience: str
) -> None:
    """Entries, people, goals, pages and pictures written, broken, renamed and deleted, with pages looked at in between."""
    pick = random.Random(seed)
    folder = project({"2026-11-02.md": f"---\n{FRONTS[5]}\n---\n{PROSES[1]}\n"}, f"audience: {audience}\ncontacts: full")
    shown = _Previewed(folder, monkeypatch)
    seen: set[str] = set()
    for _ in range(4):
        for _ in range(8):
            before = take_snapshot([folder / "journal"])
            _edit(pick, folder / "journal")
            shown.changed(*take_snapshot([folder / "journal"]).differs_from(before))
            for uri in pick.sample(sorted(shown.preview.rendition.ours), 3):
                shown.server.get(url_of(uri))
        built = _built(folder)
        for path in built:
            assert shown.server.get(path) == built[path], path
        for path in seen - built.keys():
            assert shown.server.get(path) is None, path
        seen |= built.keys()


def test_a_wrong_entry_and_a_wrong_setting_leave_the_preview_up(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry's page tells its problem; a typo in mkdocs.yml leaves the site as it was."""
    folder = project({"2026-11-02.md": "Hello\n"})
    shown = _Previewed(folder, monkeypatch)
    (folder / "journal/2026-11-02.md").write_text("---\nactivities: [did\n---\n", encoding="utf-8")
    shown.changed("journal/2026-11-02.md")
    assert b"line 2" in (shown.server.get("2026-11-02/") or b"")
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config + "      nonsense: 1\n", encoding="utf-8")
    shown.changed("mkdocs.yml")
    assert b"line 2" in (shown.server.get("2026-11-02/") or b"")
    (folder / "mkdocs.yml").write_text(config.replace("A journal", "Another"), encoding="utf-8")
    shown.changed("mkdocs.yml")
    assert b"Another" in (shown.server.get("2026-11-02/") or b"")


def test_a_page_beside_the_journal(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """With `path`, the journal is a folder of a larger documentation, and MkDocs' own pages follow too."""
    folder = project({"career/2026-11-02.md": "Hello\n", "guide.md": "Once\n"}, "path: career\naudience: owner")
    shown = _Previewed(folder, monkeypatch)
    (folder / "journal/guide.md").write_text("[A day](career/2026-11-02.md), twice\n", encoding="utf-8")
    shown.changed("journal/guide.md")
    assert b"twice" in (shown.server.get("guide/") or b"")
    (folder / "journal/new.md").write_text("New\n", encoding="utf-8")
    shown.changed("journal/new.md")
    (folder / "journal/career/2026-11-02.md").write_text("Changed\n", encoding="utf-8")
    shown.changed("journal/career/2026-11-02.md")
    built = _built(folder)
    assert {path: shown.server.get(path) for path in built} == built


def test_a_page_that_is_being_sent_while_the_journal_changes(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not let go of an open file: the new state is shown all the same, and what is over goes later."""
    folder = project({"2026-11-02.md": "Hello\n", "2026-11-03.md": "Later\n"})
    shown = _Previewed(folder, monkeypatch)
    for path in ("2026-11-02/", "2026-11-03/"):
        assert shown.server.get(path) is not None
    (folder / "journal/2026-11-02.md").write_text("Changed\n", encoding="utf-8")
    (folder / "journal/2026-11-03.md").unlink()
    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", _refuse)
        shown.changed("journal/2026-11-02.md", "journal/2026-11-03.md")
    assert b"Changed" in (shown.server.get("2026-11-02/") or b"")
    (folder / "journal/2026-11-02.md").write_text("Again\n", encoding="utf-8")
    shown.changed("journal/2026-11-02.md")
    assert b"Again" in (shown.server.get("2026-11-02/") or b"")
    assert shown.server.get("2026-11-03/") is None


def _refuse(path: Path, missing_ok: bool = False) -> None:
    raise PermissionError(13, "in use", str(path))


def test_a_build_that_fails_halfway_leaves_the_site_as_it_was(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A template of the author's has a mistake. MkDocs has emptied the folder before it comes to that."""
    folder = project({"2026-11-02.md": "Hello\n"}, "audience: owner", "  custom_dir: over")
    template = folder / "over/main.html"
    template.parent.mkdir()
    template.write_text('{% extends "base.html" %}', encoding="utf-8")
    shown = _Previewed(folder, monkeypatch)
    style = "assets/netjournal/netjournal.css"
    before = shown.server.get(style)
    template.write_text('{% extends "base.html" %}{{ }', encoding="utf-8")
    shown.changed("over/main.html")
    assert shown.server.get(style) == before is not None
    assert b"Hello" in (shown.server.get("2026-11-02/") or b"")
    template.write_text('{% extends "base.html" %}', encoding="utf-8")
    shown.changed("over/main.html")
    built = _built(folder)
    assert {path: shown.server.get(path) for path in built} == built
    assert [path.name for path in folder.glob("preview*")] == ["preview"]


def test_a_theme_that_fails_at_a_page_becomes_that_page(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """And not a page of the server that says nothing, and does not look again when it is mended."""
    folder = project({"2026-11-02.md": "Hello\n"}, more="  custom_dir: over")
    template = folder / "over/main.html"
    template.parent.mkdir()
    template.write_text(
        '{% extends "base.html" %}{% block footer %}{% if page %}{{ page.no.more }}{% endif %}{% endblock %}', "utf-8"
    )
    shown = _Previewed(folder, monkeypatch)
    assert b"This page could not be made" in (shown.server.get("2026-11-02/") or b"")
    template.write_text('{% extends "base.html" %}', encoding="utf-8")
    shown.changed("over/main.html")
    assert b"Hello" in (shown.server.get("2026-11-02/") or b"")


def test_another_folder_of_pages_is_told_to_need_a_new_start(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs goes on watching the first one, so what is saved in the other would never be seen."""
    folder = project({"2026-11-02.md": "Hello\n"})
    shown = _Previewed(folder, monkeypatch)
    write_journal(folder / "other", {"2026-11-02.md": "Other\n"})
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config.replace("docs_dir: journal", "docs_dir: other"), encoding="utf-8")
    shown.changed("mkdocs.yml")
    assert b"Other" in (shown.server.get("2026-11-02/") or b"")
    assert "start it anew" in caplog.text


def test_a_picture_that_vanished_a_moment_ago_is_not_found(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in the list still, for nobody has told of the change yet."""
    folder = project({"2026-11-02.md": "![x](a.png)\n"})
    (folder / "journal/a.png").write_bytes(b"x")
    shown = _Previewed(folder, monkeypatch)
    (folder / "journal/a.png").unlink()
    assert shown.server.get("a.png") is None


@pytest.mark.parametrize("audience", ["owner", "public"])
def test_a_picture_is_there_for_whoever_shows_it(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    """Prose, or the theme as its logo; one that nobody shows is no more there than in a build."""
    folder = project({"2026-11-02.md": "![x](a.png)\n"}, f"audience: {audience}", "  logo: images/logo.svg")
    (folder / "journal/images").mkdir()
    for name in ("a.png", "b.png", "images/logo.svg"):
        (folder / "journal" / name).write_bytes(b"<svg/>")
    shown = _Previewed(folder, monkeypatch)
    built = _built(folder)
    assert {"images/logo.svg", "b.png"} & built.keys() == {"images/logo.svg"}
    for name in ("a.png", "b.png", "images/logo.svg"):
        assert shown.server.get(name) == built.get(name), name


def test_the_address_of_a_site_may_lack_its_last_slash(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs sends the visitor on, if the first page is there."""
    shown = _Previewed(project({"2026-11-02.md": "Hello\n"}), monkeypatch)
    shown.preview.mount_path = "/sub/"
    shown.server.get("sub")
    assert (shown.folder / "preview/index.html").is_file()


@pytest.fixture
def served(project: Callable[..., Path]) -> Iterator[tuple[Path, str]]:
    """A project under `mkdocs serve`, and its address."""
    folder = project({"2026-11-02.md": "Hello\n"})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "-q", "-f", str(folder / "mkdocs.yml"), "-a", address]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield folder, f"http://{address}"
        finally:
            process.terminate()


def _wait_for(url: str, text: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} never showed {text!r}")


def test_mkdocs_serve_shows_what_is_saved(served: tuple[Path, str]) -> None:
    """A change, a new file, and a file that was put in the place of another."""
    folder, url = served
    _wait_for(f"{url}/2026-11-02/", "Hello")
    (folder / "journal/2026-11-02.md").write_text("Changed\n", encoding="utf-8")
    _wait_for(f"{url}/2026-11-02/", "Changed")
    write_journal(folder / "journal", {"2026-11-03.md": "New\n"})
    _wait_for(f"{url}/2026-11-03/", "New")
    aside = folder / "journal/2026-11-03.md.tmp"
    aside.write_text("Replaced\n", encoding="utf-8")
    aside.replace(folder / "journal/2026-11-03.md")
    _wait_for(f"{url}/2026-11-03/", "Replaced")
    _wait_for(f"{url}/search/search_index.json", "Replaced")
