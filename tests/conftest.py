"""The docstring of a test is its journal: a file's name, and below it, indented, its front matter; `---` starts the prose.

`mkdocs.yml` there holds options of the plugin. A file whose text starts with `---` is taken as it stands.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from netjournal import Audience, Diagnostic, Journal, Settings, for_audience, load_journal
from netjournal.options import read_options, to_settings

_NAME = re.compile(r"\S.*\.(?:md|yml|png|pdf|txt|MD|markdown)$")


def parse_docstring(text: str) -> dict[str, str]:
    """The files of a docstring, by name."""
    files: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in inspect.cleandoc(text).split("\n"):
        if _NAME.match(line):
            lines = files.setdefault(line, [])
        elif lines is not None and (line.startswith(" ") or not line):
            lines.append(line)
        else:
            lines = None  # what the test protects, in words
    return {name: _as_file(textwrap.dedent("\n".join(body)).strip("\n")) for name, body in files.items()}


def _as_file(text: str) -> str:
    if not text or text == "---" or (text.startswith("---") and "\n---" in text):
        return f"{text}\n"
    if text.startswith("---\n"):
        return text.removeprefix("---\n") + "\n"
    block, rule, prose = text.partition("\n---\n")
    return f"---\n{block}\n---\n{prose}\n" if rule else f"---\n{text}\n---\n"


def write_journal(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        if name != "mkdocs.yml":
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    return parse_docstring(request.function.__doc__ or "")


@pytest.fixture
def settings(files: dict[str, str]) -> Settings:
    raw = yaml.safe_load(files.get("mkdocs.yml", "").replace("---\n", "")) or {}
    options, errors = read_options({"goals_per_month": 0, **raw})
    assert not errors
    return to_settings(options, site_name="A journal")


@pytest.fixture
def loaded(tmp_path: Path, files: dict[str, str], settings: Settings) -> tuple[Journal, tuple[Diagnostic, ...]]:
    folder = tmp_path / "journal"
    folder.mkdir()
    write_journal(folder, files)
    return load_journal(folder, settings)


@pytest.fixture
def journal(loaded: tuple[Journal, Any]) -> Journal:
    """The author's journal in the docstring."""
    return loaded[0]


@pytest.fixture
def public(journal: Journal, settings: Settings) -> Journal:
    """The same for the public."""
    return for_audience(journal, Audience.PUBLIC, settings)


@pytest.fixture
def problems(loaded: tuple[Any, tuple[Diagnostic, ...]]) -> list[str]:
    """What is wrong, as `2026-11-23.md:3: code`, but for goals that lack a letter of SMART."""
    return [f"{d.source.path.removeprefix('journal/')}:{d.source.line}: {d.code}" for d in loaded[1] if d.code != "not-smart"]


@pytest.fixture(autouse=True)
def plugins_of_its_own() -> None:
    """MkDocs hands plugins that know `on_startup` from one configuration to the next, and so from test to test."""
    if "mkdocs.config.defaults" in sys.modules:
        sys.modules["mkdocs.config.defaults"].MkDocsConfig.__dict__["plugins"].plugin_cache.clear()


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder with mkdocs.yml and a journal in it."""

    def make(files: dict[str, str], options: str = "", more: str = "") -> Path:
        config = f"site_name: A journal\ndocs_dir: journal\ntheme:\n  name: material\n  font: false\n{more}\n"
        plugin = textwrap.indent(textwrap.dedent(options).strip(), "      ")
        config += f"plugins:\n  - search\n  - tags\n  - netjournal:\n      goals_per_month: 0\n{plugin}\n"
        (tmp_path / "journal").mkdir(exist_ok=True)
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
        write_journal(tmp_path / "journal", files)
        return tmp_path

    return make
