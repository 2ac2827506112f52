"""The language of the theme around our pages, where mkdocs.yml says only ours."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

_UNSAID = "en"  # Material's default, and what a new journal is given: nobody wants it around pages of another language


def adopt_language(config: MkDocsConfig, language: str | None) -> None:
    """Give the theme our `language`, if it has it and nothing else was chosen for it."""
    if language is None or config.theme.get("language", _UNSAID) != _UNSAID:
        return
    if any(Path(folder, "partials", "languages", f"{language}.html").is_file() for folder in config.theme.dirs):
        config.theme["language"] = language
