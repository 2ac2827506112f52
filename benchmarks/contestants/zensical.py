"""Zensical, by the authors of Material."""

from __future__ import annotations

from pathlib import Path

from contestants.contestant import FromPyPI, Words, write_text

ZENSICAL_TOML = """\
[project]
site_name = "A journal"
site_url = "https://example.org/"
docs_dir = "content"
site_dir = "site"
nav = [{ Home = "index.md" }]

[project.theme]
font = false
features = ["navigation.tabs"]

[project.markdown_extensions.toc]
[project.markdown_extensions.tables]
[project.markdown_extensions.fenced_code]
"""


class Zensical(FromPyPI):
    """Its theme and search as they come, with no fonts fetched; all pages out of the nav, as for MkDocs; the Markdown extensions
    that MkDocs has from the start, where its own default is a dozen more. Its own cache is kept for rebuilds and gone before a
    cold build."""

    name = "zensical"
    title = "Zensical"
    packages = ("zensical",)
    made = ("site", ".cache")

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "zensical.toml", ZENSICAL_TOML)
        write_text(self.content(folder) / "index.md", "# A journal\n")

    def build(self, folder: Path) -> Words:
        return [self.bin("zensical"), "build"]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [self.bin("zensical"), "serve", "--dev-addr", f"127.0.0.1:{port}"]
