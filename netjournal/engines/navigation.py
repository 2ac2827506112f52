"""Our pages in MkDocs' navigation: the sections only, for each page in it is on every page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from netjournal.engines.pages import JournalPage
from netjournal.model import OrdinaryPage
from netjournal.site.addresses import PROBLEMS, SECTIONS
from netjournal.site.pages import Page
from netjournal.site.site import Site


def build_nav(site: Site, files: Files, ours: Mapping[str, Page], ordinary: Mapping[str, OrdinaryPage]) -> list[Any]:
    """The navigation of a site that has none in mkdocs.yml: our sections, then the other pages by folder."""
    prefix = site.settings.prefix
    wanted = [*SECTIONS, *([] if site.is_public else [PROBLEMS])]
    sections: list[Any] = [{_label(site, uri, ours[prefix + uri]): prefix + uri} for uri in wanted]
    if not prefix:
        return sections + _nested(sorted(ordinary))
    others = [f.src_uri for f in files.documentation_pages() if f.src_uri not in ours and f.src_uri not in ordinary]
    return [*_nested(others), {site.words.translations.gettext("Networking"): sections + _nested(sorted(ordinary))}]


def _nested(uris: list[str]) -> list[Any]:
    """Pages by folder, as MkDocs nests them."""
    return list(utils.nest_paths(uris))  # type: ignore[no-untyped-call]


def _label(site: Site, uri: str, page: Page) -> str:
    return site.words.translations.gettext("Today") if uri == SECTIONS[0] else page.title


def link_neighbours(ours: Mapping[str, Page], nav: Navigation, files: Files, config: MkDocsConfig, prefix: str) -> None:
    """Make the pages that the navigation does not name, and link each to the one before and after it."""
    made: dict[str, MkDocsPage] = {page.file.src_uri: page for page in nav.pages}
    for uri in ours.keys() - made.keys():
        file = files.get_file_from_path(uri)
        assert file is not None
        made[uri] = JournalPage(None, file, config)
    for uri, page in ours.items():
        if page.before:
            made[uri].previous_page = made[prefix + page.before]
        if page.after:
            made[uri].next_page = made[prefix + page.after]


def relative_path(path: Path, base: Path) -> str:
    """`path` from `base` with slashes, as messages name it."""
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:  # another drive on Windows
        return path.as_posix()
