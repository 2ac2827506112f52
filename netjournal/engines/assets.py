"""Our stylesheet, scripts and pictures among the files of MkDocs."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from netjournal.site.published import ASSETS, FOLDER, made_small


def link(config: MkDocsConfig) -> None:
    """Put our stylesheet and scripts before the author's on every page."""
    config.extra_css.insert(0, f"{FOLDER}/netjournal.css")
    config.extra_javascript[:0] = [_uri(path) for path in sorted(ASSETS.rglob("*.js"), reverse=True)]


def add_files(files: Files, config: MkDocsConfig) -> None:
    """Add what the author has not put in its place."""
    for asset in sorted(ASSETS.rglob("*.*")):
        uri = _uri(asset)
        if files.get_file_from_path(uri) is None:
            text = made_small(asset)
            if text is None:
                files.append(File.generated(config, uri, abs_src_path=str(asset)))
            else:
                files.append(File.generated(config, uri, content=text))


def _uri(asset: Path) -> str:
    return f"{FOLDER}/{asset.relative_to(ASSETS).as_posix()}"
