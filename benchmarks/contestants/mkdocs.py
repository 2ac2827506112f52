"""MkDocs with Material, without us: what the same engine and theme take for the same number of pages."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from contestants.contestant import Contestant, Words, write_text

MKDOCS_YML = """\
site_name: A journal
site_url: https://example.org/
docs_dir: content
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
nav: [index.md]
not_in_nav: "*"
"""


class MkDocs(Contestant):
    """In our own environment, so of the same version. All pages are out of the nav, since a nav of them takes minutes; the search
    is on, as in ours. It has no cache: a rebuild is a whole build."""

    name = "mkdocs"
    title = "MkDocs + Material"
    made = ("site",)

    def version(self) -> str | None:
        return f"{importlib.metadata.version('mkdocs')} + {importlib.metadata.version('mkdocs-material')}"

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "mkdocs.yml", MKDOCS_YML)
        write_text(self.content(folder) / "index.md", "# A journal\n")

    def build(self, folder: Path) -> Words:
        return [sys.executable, "-m", "mkdocs", "build", "--quiet"]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]


class MkDocsDirty(MkDocs):
    """`mkdocs serve --dirty`, for its live server alone: only the page that changed is built, and its search then knows no other.
    MkDocs itself warns that links and lists then go stale; it is here because it is the fastest that MkDocs has."""

    name = "mkdocs-dirty"
    title = "MkDocs + Material, --dirty"
    builds = False

    def serve(self, folder: Path, port: int) -> Words | None:
        return [*super().serve(folder, port), "--dirty"]
