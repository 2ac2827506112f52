"""Front matter of ordinary pages for MkDocs: what it knows, in a shape that does not break Material, escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig

from netjournal.model import OrdinaryPage

_TEXTS = ("title", "description", "subtitle", "author", "status")
_HIDE = ("navigation", "toc", "path", "footer", "feedback", "tags", "edit", "view")


def ordinary_meta(page: OrdinaryPage, config: MkDocsConfig) -> dict[str, Any]:
    """The front matter of `page` that may reach the theme; anything of another shape is left out."""
    raw = page.meta
    meta: dict[str, Any] = {
        key: Markup(escape(str(raw[key]))) for key in _TEXTS if isinstance(raw.get(key), str | int | float) and raw[key] != ""
    }
    if isinstance(raw.get("tags"), list):
        meta["tags"] = [Markup(escape(str(tag))) for tag in raw["tags"] if isinstance(tag, str | int | float)]
    if isinstance(raw.get("hide"), list):
        meta["hide"] = [part for part in raw["hide"] if part in _HIDE]
    search = raw.get("search")
    if isinstance(search, dict):
        meta["search"] = {key: search[key] for key in ("boost", "exclude") if isinstance(search.get(key), int | float)}
    for key, folder, ending in (("template", "", ""), ("icon", ".icons/", ".svg")):
        name = raw.get(key)
        if (
            isinstance(name, str)
            and ".." not in name
            and any((Path(d) / f"{folder}{name}{ending}").is_file() for d in config.theme.dirs)
        ):
            meta[key] = name
    return meta
