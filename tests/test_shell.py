"""The theme's part of a page, rendered once for many: the same bytes as page by page, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from netjournal.engines.shell import Shell, ShelledTemplate

ENTRY = """---
title: "{title}"
tags: [a & b, "<b>"]
contacts: [{{id: ada, name: Ada  Lovelace}}]
activities: [{{did: Asked her, with: ada, channel: email}}]
---
# Day
## More <em>&</em>
@ada
"""
TITLES = ("A day", "Another day", "A &amp; B", "<i>x</i> & y", "two  blanks", "njq7z@title&lt;@")
FILES = {f"2026/11/2026-11-2{n}.md": ENTRY.format(title=title) for n, title in enumerate(TITLES)}


def _pages(folder: Path) -> dict[str, bytes]:
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "site").rglob("*.html"))}


def _count(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are filled into a shell, by their content's beginning."""
    filled: list[str] = []
    fill = Shell.fill

    def counted(self: Shell, values: dict[str, str]) -> str:
        filled.append(values["title"])
        return fill(self, values)

    monkeypatch.setattr(Shell, "fill", counted)
    return filled


@pytest.mark.parametrize("options", ["audience: owner", "noindex: true"])
def test_a_shell_gives_what_the_theme_gives(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, options: str) -> None:
    """Titles with entities, tags and blanks; pages of a folder in the navigation, and of a folder that is not."""
    folder = project(FILES, options, more="extra: {homepage: 2026/}")
    filled = _count(monkeypatch)
    shelled = _pages(folder)
    assert len(filled) > 3
    monkeypatch.setattr(ShelledTemplate, "render", lambda self, context: self.template.render(context))
    assert _pages(folder) == shelled


@pytest.mark.parametrize(
    "template",
    [
        "{% if page.title == 'x' %}x{% endif %}",
        "{{ page.title|length }}",
        "{{ page.title|upper }}",
        "{{ page.file.src_uri }}",
        "{{ page.title[:2] }}",
        "{% if 'Lovelace' in page.content %}x{% endif %}",
        "{% if page.meta.tags %}x{% endif %}",
        "{{ page.title.lower() }}",
        "{% if page.title.startswith('Grace') %}x{% endif %}",
        "{{ page.title|replace('a', 'b') }}",
        "{{ page.url }}",
        "{{ page.previous_page.url }}",
        "{{ page.content|striptags|wordcount }}",
        "{{ pages|length }}",
    ],
)
def test_what_asks_more_of_a_page_gets_the_page(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    """A template of the author's that looks into the page is given each page itself."""
    folder = project(FILES)
    override = f"{{% extends 'base.html' %}}{{% block announce %}}{{% if page %}}{template}{{% endif %}}{{% endblock %}}"
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text(override, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("font: false", "font: false\n  custom_dir: overrides"), encoding="utf-8"
    )
    first = _pages(folder)
    monkeypatch.setattr(ShelledTemplate, "render", lambda self, context: self.template.render(context))
    assert _pages(folder) == first
