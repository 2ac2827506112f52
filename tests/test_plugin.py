"""Real builds under MkDocs and ProperDocs: what reaches the site, and what does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ENTRY = """---
title: <img src=x onerror=alert(1)> & {{ x }}
tags: [A | B, "<b>"]
goals: [{id: g, title: "{% raw %} <script>alert(2)</script>", target: 3, due: 2026-11-30}]
activities:
  - {did: "<script>alert(3)</script>", channel: email, with: [ada, zoe], goal: g, note: zq-note-secret}
contacts:
  - {name: Ada Lovelace, id: ada, email: zq-mail-secret@example.org}
  - {name: "<img src=x onerror=alert(4)>", id: zoe, publish: full}
---
Met @ada and @zoe. <!-- zq-comment-secret -->

![Badge](images/badge.png) ![Private](private/photo.png) [cv](private/cv.pdf) [day](private/2026-11-22.md)
"""
FILES = {
    "2026-11-23.md": ENTRY,
    "private/2026-11-22.md": "zq-private-secret\n",
    "2026-11-21.md": "---\nactivities:\n  - did: Broken: zq-broken-secret\n---\nzq-broken-prose\n",
    "about.md": "---\ntitle: About <b>me</b>\ntags: 5\nicon: no/such\ntemplate: nope.html\n---\n"
    "Hello @ada, see [yesterday](2026-11-23.md).\n",
    "hidden.md": "---\nprivate: true\n---\nzq-page-secret\n",
    "notes.csv": "zq-csv-secret\n",
    "templates/entry.md": "zq-template-secret\n",
    "index.md": "I look for a first job.\n",
}
MEDIA = {
    "images/badge.png": b"PNG",
    "images/unused.png": b"zq-unused",
    "private/photo.png": b"zq-photo",
    "private/cv.pdf": b"zq-cv",
}


def build(folder: Path, *words: str, program: str = "mkdocs") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795478400", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", program, "build", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site"), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


def make(project: Callable[..., Path], options: str = "", more: str = "") -> Path:
    folder = project(FILES, options, more)
    for name, data in MEDIA.items():
        path = folder / "journal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def site_text(folder: Path) -> str:
    """All the site but the theme's own files, and all file names."""
    ours = [p for p in (folder / "site").rglob("*") if p.is_file() and "assets/javascripts" not in p.as_posix()]
    texts = (p.read_bytes().decode("utf-8", "replace") for p in ours)
    return "\n".join([*(p.relative_to(folder).as_posix() for p in ours), *texts])


@pytest.mark.parametrize("program", ["mkdocs", "properdocs"])
def test_a_public_site_holds_nothing_private(project: Callable[..., Path], program: str) -> None:
    folder = make(project)
    result = build(folder, program=program)
    assert result.returncode == 0, result.stderr
    text = site_text(folder)
    assert "zq-" not in text
    assert "Lovelace" not in text
    assert "zq-" not in result.stderr
    assert (folder / "site/images/badge.png").exists()
    assert not (folder / "site/images/unused.png").exists()
    assert {p.name for p in (folder / "site").iterdir()} >= {
        "index.html", "2026-11-23", "about", "tracker", "goals", "contacts", "companies", "follow-ups", "insights", "journal",
        "journal.json", "feed.xml",
    }  # fmt: skip
    assert not (folder / "site/problems").exists()


def test_hostile_text_is_text_on_every_page(project: Callable[..., Path]) -> None:
    folder = make(project)
    build(folder)
    for page in (folder / "site").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "<img src=x" not in html, page
        assert "<script>alert" not in html, page
    index = json.loads((folder / "site/search/search_index.json").read_text(encoding="utf-8"))
    assert all("<script" not in doc["title"] + doc["text"] and "<img" not in doc["title"] + doc["text"] for doc in index["docs"])
    assert any("{{ x }}" in doc["title"] for doc in index["docs"])


def test_the_owner_sees_private_things_and_problems(project: Callable[..., Path]) -> None:
    folder = make(project, "audience: owner")
    assert build(folder).returncode == 0
    text = site_text(folder)
    for shown in ("zq-note-secret", "zq-mail-secret", "zq-private-secret", "Ada Lovelace", "zq-page-secret"):
        assert shown in text
    assert "unquoted-colon" in (folder / "site/problems/index.html").read_text(encoding="utf-8")
    assert "needs quotes" in (folder / "site/2026-11-21/index.html").read_text(encoding="utf-8")
    assert (folder / "site/private/photo.png").exists()


def test_strict_fails_on_errors_and_names_the_place_without_the_value(project: Callable[..., Path]) -> None:
    folder = make(project)
    result = build(folder, "--strict")
    assert result.returncode == 1
    assert "journal/2026-11-21.md:3:10: error[unquoted-colon]" in result.stderr


def test_a_public_log_names_no_file_of_a_private_folder(project: Callable[..., Path]) -> None:
    """Wherever in the journal that folder is."""
    wrong = "---\nactivities: [{did: Met, channel: email, minutes: many}]\n---\n"
    folder = project({"private/2026-11-01-offer.md": wrong, "2026/Private/2026-11-02-offer.md": wrong, "2026-11-03.md": wrong})
    log = build(folder, "--verbose").stderr
    assert "2026-11-03.md" in log and "2 problems in private files" in log
    assert "offer" not in log


def test_a_typo_in_mkdocs_yml_is_an_error(project: Callable[..., Path]) -> None:
    result = build(project({}, "alias_kye: x"))
    assert result.returncode == 1
    assert "did you mean 'alias_key'?" in result.stderr


@pytest.mark.parametrize("files", [{}, {"2026-11-23.md": "Only prose.\n"}])
def test_every_page_is_there_from_the_first_day(project: Callable[..., Path], files: dict[str, str]) -> None:
    folder = project(files)
    result = build(folder, "--strict")
    assert result.returncode == 0, result.stderr
    for page in ("", "tracker", "goals", "contacts", "companies", "follow-ups", "insights", "journal"):
        assert "<h1" in (folder / "site" / page / "index.html").read_text(encoding="utf-8")


def test_a_journal_inside_a_site_with_other_pages(project: Callable[..., Path]) -> None:
    folder = project(
        {"net/2026-11-23.md": "See [home](../index.md).\n", "index.md": "# Home\n\n[My month](net/tracker/2026-11.md)\n"},
        "path: net",
    )
    result = build(folder, "--strict")
    assert result.returncode == 0, result.stderr
    assert "Home" in (folder / "site/index.html").read_text(encoding="utf-8")
    assert 'href="../../">home' in (folder / "site/net/2026-11-23/index.html").read_text(encoding="utf-8")
    assert (folder / "site/net/tracker/2026-11/index.html").exists()


def test_a_student_can_override_a_template_and_the_stylesheet(project: Callable[..., Path]) -> None:
    folder = make(project, more="  custom_dir: overrides")
    (folder / "overrides/netjournal").mkdir(parents=True)
    (folder / "overrides/assets/netjournal").mkdir(parents=True)
    (folder / "overrides/netjournal/goals.html").write_text("<h1>My own goals</h1>", encoding="utf-8")
    (folder / "overrides/assets/netjournal/netjournal.css").write_text("/* mine */", encoding="utf-8")
    assert build(folder).returncode == 0
    assert "My own goals" in (folder / "site/goals/index.html").read_text(encoding="utf-8")
    assert (folder / "site/assets/netjournal/netjournal.css").read_text(encoding="utf-8") == "/* mine */"


def test_search_engines_stay_away_unless_asked_in(project: Callable[..., Path]) -> None:
    folder = make(project)
    build(folder)
    page = folder / "site/goals/index.html"
    assert '<meta name="robots" content="noindex">' in page.read_text(encoding="utf-8")
    folder = make(project, "noindex: false")
    build(folder)
    assert "noindex" not in page.read_text(encoding="utf-8")


def test_the_same_journal_and_day_give_the_same_pages(project: Callable[..., Path]) -> None:
    folder = make(project)
    pages = []
    for _ in range(2):
        build(folder)
        pages.append({p: p.read_bytes() for p in (folder / "site").rglob("*") if p.suffix in (".json", ".html")})
    assert pages[0].keys() == pages[1].keys()
    differing = [p for p in pages[0] if pages[0][p] != pages[1][p]]
    assert differing == []
