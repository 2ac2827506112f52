"""Pages that are taken over from the last site: only those that would be written just so, and never the last site's own files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from netjournal.engines import aside
from tests.test_build_cache import _build, _build_cold, _replace, _small, grown

__all__ = ["_small", "grown"]  # fixtures
PAGE = "site/2026-11-05/index.html"


def _taken(folder: Path, **more: Any) -> int:
    """How many pages a build takes over."""
    config = load_config(str(folder / "mkdocs.yml"), **{"site_dir": str(folder / "site"), **more})
    build(config)
    plugin: Any = config.plugins["netjournal"]
    return len(plugin.last_site.taken) if plugin.last_site else 0


@pytest.mark.parametrize("audience", ["owner", "public"])
def test_pages_of_days_and_people_are_taken_over(grown: Callable[..., Path], audience: str) -> None:
    """All that are not in the navigation, and all but a few after an edit."""
    folder = grown(f"audience: {audience}\ncontacts: full")
    assert _taken(folder) == 0
    every = _taken(folder)
    assert every >= 24
    _replace(folder / "journal/2026-11-05.md", "Day 15", "Day fifteen")
    assert every - 6 <= _taken(folder) < every
    assert _build(folder)[0] == _build_cold(folder)


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


CHANGES: dict[str, Callable[[Path], object]] = {
    "another name of the site": lambda folder: _replace(folder / "mkdocs.yml", "site_name: ", "site_name: New "),
    "an address": lambda folder: _append(folder / "mkdocs.yml", "site_url: https://example.org/\n"),
    "search engines": lambda folder: _replace(folder / "mkdocs.yml", "audience: owner", "audience: owner\n      noindex: false"),
    "a template of the author's": lambda folder: (folder / "overrides/main.html").write_text(
        '{% extends "base.html" %}{% block footer %}New{% endblock %}', encoding="utf-8"
    ),
    "a page in the navigation": lambda folder: (folder / "journal/about.md").write_text("# About me\n", encoding="utf-8"),
    "a stylesheet": lambda folder: _append(folder / "mkdocs.yml", "extra_css: [mine.css]\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_stands_around_a_page_makes_it_anew(grown: Callable[..., Path], change: str) -> None:
    """The theme's part, the navigation and the head are another, though no entry changed."""
    folder = grown(more="  custom_dir: overrides")
    (folder / "overrides").mkdir()
    _build(folder)
    CHANGES[change](folder)
    assert _taken(folder) == 0
    built = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    _build_cold(folder)
    assert built == {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}


def _touched(path: Path) -> None:
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(1, 1))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "edited": lambda page: _append(page, "mine"),
    "edited in place": _touched,
    "gone": lambda page: page.unlink(),
    "a folder": lambda page: (page.unlink(), page.mkdir()),
    "a link": lambda page: (page.rename(page.with_name("other")), page.symlink_to("other")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_page_that_somebody_changed_is_made_anew(grown: Callable[..., Path], damage: str) -> None:
    """What stands in the site is no page of ours any more."""
    folder = grown()
    before = _build(folder)[0]
    every = _taken(folder)
    DAMAGES[damage](folder / PAGE)
    assert _taken(folder) == every - 1
    assert _build(folder)[0] == before


def test_without_hard_links_pages_are_copied(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick has none."""
    folder = grown()
    before = _build(folder)[0]

    def refused(*paths: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    every = _taken(folder)
    assert every >= 24
    assert _taken(folder) == every
    assert _build(folder)[0] == before


def test_another_folder_gets_pages_of_its_own(grown: Callable[..., Path]) -> None:
    """A site in another place is none of the last one's; nor is one whose folder was copied back."""
    folder = grown()
    before = _build(folder)[0]
    assert _taken(folder, site_dir=str(folder / "elsewhere")) == 0
    assert not any(path.stat().st_nlink > 1 for path in (folder / "elsewhere").rglob("*") if path.is_file())
    assert _taken(folder) >= 24  # the first one is not forgotten
    shutil.rmtree(folder / "site")
    shutil.copytree(folder / "elsewhere", folder / "site", copy_function=shutil.copy)
    assert _taken(folder) == 0
    assert _build(folder)[0] == before


def test_all_pages_are_in_the_sitemap(grown: Callable[..., Path]) -> None:
    """Those that are taken over as well."""
    folder = grown(more="")
    _append(folder / "mkdocs.yml", "site_url: https://example.org/\n")
    first = _build(folder)[0]["sitemap.xml"]
    assert first.count(b"<loc>") >= 36
    assert _build(folder)[0]["sitemap.xml"] == first


def test_two_builds_at_once_have_a_folder_each(grown: Callable[..., Path]) -> None:
    """A second one begins and ends while the first one runs; a site that a killed build moved away comes back."""
    folder = grown()
    before = _build(folder)[0]
    first, second = (load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")) for _ in range(2))
    assert aside.begin(first) == aside.begin(second) == folder / "site"
    assert first.site_dir != second.site_dir
    for config in (first, second):
        Path(config.site_dir).mkdir()
        (Path(config.site_dir) / "index.html").write_text(config.site_dir, encoding="utf-8")
    written = second.site_dir
    aside.end(second, folder / "site")
    aside.give_up(first, folder / "site")
    assert [path.read_text(encoding="utf-8") for path in (folder / "site").iterdir()] == [written]
    assert not (folder / ".site.new").exists()
    assert _build(folder)[0] == before
    (folder / ".site.new").mkdir()
    (folder / "site").rename(folder / ".site.new/old-x")
    aside.begin(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")))
    assert (folder / PAGE).is_file()
