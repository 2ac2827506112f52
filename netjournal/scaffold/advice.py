"""What is left for the writer to do, where a file was there already and is not changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from netjournal.scaffold.new_journal import NewJournal, build_journal_files
from netjournal.scaffold.plugin import lines_to_type


def advise_ignoring(new: NewJournal, own: str) -> Iterator[str]:
    """The lines that `own`, the writer's .gitignore, lacks."""
    wanted = build_journal_files(new, with_entry=False)[".gitignore"].splitlines()
    bare = {line.strip().strip("/") for line in own.splitlines()}
    if missing := [line for line in wanted if line and not line.startswith("#") and line.strip("/") not in bare]:
        yield "Your .gitignore lacks these lines; add them:"
        yield from (f"  {line}" for line in missing)


def advise_site(new: NewJournal, config: Mapping[str, Any], docs_dir: str) -> Iterator[str]:
    """What in the mkdocs.yml of a site keeps the journal from showing well."""
    index = (PurePosixPath(new.path).relative_to(PurePosixPath(docs_dir)) / "index.md").as_posix()
    if config.get("nav") and index not in str(config["nav"]):
        yield "mkdocs.yml has a `nav`, which does not name the journal. Add this line to it:"
        yield f"  - Journal: {index}"
    theme = config.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if name != "material":
        yield f"The site's theme is '{name or 'mkdocs'}'. The journal's pages are drawn for `theme: material`."


def advise_typing(options: Mapping[str, str]) -> Iterator[str]:
    """The lines for a mkdocs.yml that nothing could be added to."""
    yield "mkdocs.yml is written in a way that cannot be added to safely. Type these lines into it yourself,"
    yield "or, where it has `plugins:`, only those from `netjournal:` on; then call netjournal init again. Nothing was made."
    yield from ("", *lines_to_type(options))
