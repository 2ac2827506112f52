"""netjournal itself."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from contestants.contestant import Contestant, Words, write_text

MKDOCS_YML = """\
site_name: A journal
site_url: https://example.org/
docs_dir: journal
dev_addr: 127.0.0.1:8000
theme: {name: material, font: false, features: [navigation.tabs]}
plugins:
  - search
  - netjournal: {goals_per_month: 0}
"""


class Ours(Contestant):
    """MkDocs with Material, its search and our plugin. A page for each entry, contact, goal, company and month, with trackers,
    charts, tables, feed and export, and every built site is searched for private values. The cache is gone before a cold build."""

    name = "ours"
    title = "netjournal"
    made = ("site", ".cache", ".site.new", ".site.old")
    same_pages = False

    def version(self) -> str | None:
        return importlib.metadata.version("netjournal")

    def content(self, folder: Path) -> Path:
        return folder / "journal"

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "mkdocs.yml", MKDOCS_YML)

    def build(self, folder: Path) -> Words:
        return [sys.executable, "-m", "mkdocs", "build", "--quiet"]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]

    def address(self, changed: Path) -> str:
        return "/" + changed.relative_to(changed.parents[2]).with_suffix("").as_posix() + "/"
