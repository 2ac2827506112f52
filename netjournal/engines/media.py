"""Which media belong to a site, and those of a public one: without what stands beside the picture, or not published at all."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from netjournal.engines.rendition import Rendition
from netjournal.media import refusal, strip_metadata
from netjournal.settings import Settings

log = logging.getLogger("mkdocs.plugins.netjournal")


def shown_media(made: Rendition, config: MkDocsConfig) -> frozenset[str]:
    """The media that some prose or the theme shows or links to; the others stay at home."""
    return made.media & {*made.used_media(), *(str(config.theme.get(key)) for key in ("logo", "favicon"))}


def clean_media(uris: frozenset[str], config: MkDocsConfig, files: Files, settings: Settings) -> None:
    """Put clean files in the place of those at `uris`; what cannot be cleaned is taken out and told."""
    for uri in sorted(uris):
        file = files.get_file_from_path(uri)
        if file is None or file.abs_src_path is None:
            continue
        before = Path(file.abs_src_path).read_bytes()
        stripped = strip_metadata(before, uri)
        if line := refusal(f"{settings.journal_path}/{uri.removeprefix(settings.prefix)}", stripped):
            log.warning(line)
        if stripped.data != before or stripped.problem:
            files.remove(file)
        if stripped.data != before:
            files.append(File.generated(config, uri, content=stripped.data))
