"""What forbids to publish, each with its reason and its mend: pure looks at a repository, a journal or a built site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostics, Severity
from netjournal.git import Repository, changed_files, is_ignored, tracked_files
from netjournal.model import Audience, Journal, Publication
from netjournal.reading.classify import MEDIA

_TEXTS = frozenset([".html", ".css", ".js", ".mjs", ".json", ".xml", ".txt", ".webmanifest", ".map", ".ics"])
_FONTS = frozenset([".woff", ".woff2", ".ttf", ".otf", ".eot"])
PUBLISHED = _TEXTS | _FONTS | MEDIA
_WHOLE_NAMES = frozenset(["CNAME", ".nojekyll"])
_MARK = "assets/netjournal"  # the plugin puts its stylesheet there, whatever its options say
_SHOWN = 5  # of a list that may be long


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is published, and what to do about it."""

    reason: str
    mend: str


def find_error_refusals(problems: Diagnostics) -> Iterator[Refusal]:
    """The errors of the journal, by place and code: the text itself may be private."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        places = [f"{p.source.path}:{p.source.line}: {CODES[p.code].title} [{p.code}]" for p in errors]
        found = "1 error in the journal" if len(errors) == 1 else f"{len(errors)} errors in the journal"
        yield Refusal(_listed(found, places), "`netjournal check` shows the lines and how to mend them")


def find_repository_refusals(repository: Repository, project: Path, journal: Path, allow_dirty: bool) -> Iterator[Refusal]:
    """What git would give away, or does not hold yet. `project` is the folder of mkdocs.yml."""
    journal, top = journal.resolve(), repository.root.resolve()
    if journal.is_relative_to(top):  # a journal that lies elsewhere cannot get into this repository
        yield from _private_refusals(repository, journal, "" if journal == top else f"{journal.relative_to(top).as_posix()}/")
    changed = () if allow_dirty else changed_files(repository, project.resolve())
    if changed:
        yield Refusal(
            _listed("there are changes that no commit holds", changed),
            "commit them (`git add -A`, `git commit`), or publish them all the same with --allow-dirty",
        )


def find_audience_refusals(audience: str | None) -> Iterator[Refusal]:
    """`audience: owner` in mkdocs.yml builds the author's view, everywhere."""
    if audience == Audience.OWNER:
        yield Refusal("mkdocs.yml says `audience: owner`, so the site would show all that is private", "take that line out")


def find_site_refusals(site: Path) -> Iterator[Refusal]:
    """What the built site holds and must not: raw text, an owner's view (section 8), kinds of files that are not published."""
    if not (site / _MARK).is_dir():
        yield Refusal(
            "the plugin netjournal had no part in the site, so raw files would be published",
            "write `netjournal` below `plugins` in mkdocs.yml",
        )
    for export in site.rglob("journal.json"):
        if _audience_of(export) == Audience.OWNER:
            yield Refusal("the site was built for its owner and shows all that is private", "take `audience` out of mkdocs.yml")
            break
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file()]
    odd = [name for name in names if not _is_published(name)]
    if odd:
        folders = theme_folders()
        odd = [name for name in odd if not any((folder / name).is_file() for folder in folders)]
    if odd:
        yield Refusal(
            _listed("the site holds files of kinds that are not published", odd),
            "move them out of `docs_dir` and of the theme's `custom_dir`, or into the journal's folder, where they stay at home",
        )


def find_warnings(public: Journal, problems: Diagnostics, alias_key: str) -> Iterator[str]:
    """What is no reason to refuse but should be known; `public` is the journal as the public sees it."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    if warnings:
        yield f"{warnings} warning{'' if warnings == 1 else 's'} in the journal: `netjournal check` shows them"
    if not alias_key and any(contact.publication is Publication.ALIAS for contact in public.contacts.values()):
        yield (
            "people are published by alias without `alias_key`, so who knows a name can find out whether it is here:"
            " write `alias_key: ` and any random text below `netjournal` in mkdocs.yml, once"
        )


def theme_folders() -> list[Path]:
    """The folders of the installed themes, found without importing them."""
    folders = []
    for entry in entry_points(group="mkdocs.themes"):
        top, _, rest = entry.value.partition(".")
        spec = find_spec(top)
        places = (spec.submodule_search_locations or []) if spec else []
        folders += [Path(place, *rest.split(".")) if rest else Path(place) for place in places]
    return folders


def _private_refusals(repository: Repository, journal: Path, shown: str) -> Iterator[Refusal]:
    """`shown` is the journal's folder as git names it, empty or with a slash. `Private` is `private` too (section 1)."""
    tracked = [name for name in tracked_files(repository, journal) if name.lower().startswith("private/")]
    if tracked:
        folder = shown + tracked[0].partition("/")[0]
        yield Refusal(
            _listed(f"git keeps files of {folder}/, which are for your eyes only", [shown + name for name in tracked]),
            f"take them out of git, not off your disk: `git rm -r --cached {folder}`; earlier commits still hold them",
        )
    there = [path.name for path in sorted(journal.iterdir()) if path.name.lower() == "private" and path.is_dir()]
    for name in there or ["private"]:
        if not is_ignored(repository, journal / name / "any.md"):
            yield Refusal(
                f"git does not ignore {shown}{name}/, so one `git add` would take in what is for your eyes only",
                f"write the line `/{shown}{name}/` into the file .gitignore in {repository.root}",
            )


def _is_published(name: str) -> bool:
    path = Path(name)
    if path.name in _WHOLE_NAMES:
        return True
    if any(part.startswith(".") and part != ".well-known" for part in path.parts):
        return False
    suffix = path.suffix.lower()
    return suffix in PUBLISHED or path.name.lower().endswith(".xml.gz")


def _audience_of(export: Path) -> str | None:
    try:
        return str(json.loads(export.read_text(encoding="utf-8"))["audience"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # an export of somebody else's


def _listed(found: str, names: Sequence[str]) -> str:
    rest = len(names) - _SHOWN
    more = [f"… and {rest} more"] if rest > 0 else []
    return "\n".join([f"{found}:", *(f"  {name}" for name in [*names[:_SHOWN], *more])])
