"""Our stylesheet, scripts and pictures among the files of MkDocs, the first two made small."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from netjournal.site.script import smaller_script
from netjournal.site.stylesheet import smaller

FOLDER = "assets/netjournal"  # in the site
_SOURCE = Path(__file__).parent.parent / "site" / "assets"


def link(config: MkDocsConfig) -> None:
    """Put our stylesheet and scripts before the author's on every page."""
    config.extra_css.insert(0, f"{FOLDER}/netjournal.css")
    config.extra_javascript[:0] = [_uri(path) for path in sorted(_SOURCE.rglob("*.js"), reverse=True)]


def add_files(files: Files, config: MkDocsConfig) -> None:
    """Add what the author has not put in its place."""
    for asset in sorted(_SOURCE.rglob("*.*")):
        uri = _uri(asset)
        if files.get_file_from_path(uri) is None:
            if asset.suffix == ".css":
                files.append(File.generated(config, uri, content=smaller(asset.read_text(encoding="utf-8"))))
            elif asset.suffix == ".js":
                files.append(File.generated(config, uri, content=smaller_script(asset.read_text(encoding="utf-8"))))
            else:
                files.append(File.generated(config, uri, abs_src_path=str(asset)))


def _uri(asset: Path) -> str:
    return f"{FOLDER}/{asset.relative_to(_SOURCE).as_posix()}"
