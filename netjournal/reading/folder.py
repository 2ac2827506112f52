"""The journal's folder to parsed files: which there are, one of them, all of them together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter, eq
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import Media
from netjournal.reading.classify import Classified, FileKind, classify, ending_with_md
from netjournal.reading.listing import UNKNOWN, Stamp, scan_folder, stamps_in
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.values import Vocabulary

_READ = (FileKind.ENTRY, FileKind.OWN, FileKind.PAGE)
_MANY = 50  # files, after which all are looked at
_KEY = attrgetter("key")

Outcome = Parsed | tuple[Diagnostic, ...]  # of one file


class Folder(Struct, frozen=True):
    """What a folder holds. Entries are ordered by date and path, all else by path."""

    entries: tuple[Parsed, ...]
    own_files: tuple[Parsed, ...]
    pages: tuple[Parsed, ...]
    media: tuple[Media, ...]
    problems: tuple[Diagnostic, ...]


class Listed(NamedTuple):
    """A file to read. `key` is relative to the journal, `path` to the folder of mkdocs.yml."""

    key: str
    path: str
    what: Classified
    stamp: Stamp


class Listing(Struct, frozen=True):
    """The names in a folder, in their order, and the problems with names and folders."""

    files: tuple[Listed, ...]
    media: tuple[Media, ...]
    problems: tuple[Diagnostic, ...]
    entries: tuple[int, ...]  # the numbers of the entries among the files, by date and path


def list_folder(root: Path, journal_path: str, seen: Mapping[str, Stamp] | None = None) -> Listing:
    """The names below `root`, without opening a file. `seen`: what `scan_folder` just found, all folders being open."""
    files: list[Listed] = []
    media: list[Media] = []
    problems: list[Diagnostic] = []
    closed: list[tuple[str, str]] = []
    prefix = f"{journal_path}/" if journal_path not in ("", ".") else ""
    for key, stamp in sorted(scan_folder(root, closed) if seen is None else seen.items()):
        if not key.isprintable():
            shown = key.encode("utf-8", "replace").decode("utf-8")
            message = f"{shown!r} has characters in its name that cannot be shown"
            problems.append(Diagnostic(Source(journal_path), "bad-file-name", message, "rename the file"))
            continue
        what = classify(key)
        if what.kind is FileKind.MEDIA:
            media.append(Media(key, what.private))
        elif what.kind in _READ:
            files.append(Listed(key, prefix + key, what, stamp))
        elif what.kind is FileKind.OTHER and (name := ending_with_md(key)):
            message = "this file is not read: the name of an entry ends with .md"
            problems.append(Diagnostic(Source(prefix + key), "not-an-entry", message, f"rename it to {name}"))
    for key, reason in closed:
        path = f"{journal_path}/{key}".rstrip("/")
        message = f"the folder cannot be opened ({reason}), so nothing in it is read"
        problems.append(Diagnostic(Source(path), "unreadable-file", message, "look at its permissions"))
    return Listing(tuple(files), tuple(media), tuple(problems), _entries(files))


def _entries(files: Sequence[Listed]) -> tuple[int, ...]:
    dated = [(file.what.date_text, file.key.removesuffix(".md"), n) for n, file in enumerate(files) if file.what.date_text]
    return tuple(number for _, _, number in sorted(dated))


def list_again(listing: Listing, root: Path, journal_path: str, keys: Collection[str]) -> Listing | None:
    """`listing` after something happened to the files `keys`, which are all that are looked at.

    None where that is not enough to know: what is no text, what came into a folder that had none, what seems not to have
    changed.
    """
    if len(keys) > _MANY:
        return None
    prefix = f"{journal_path}/" if journal_path not in ("", ".") else ""
    files = list(listing.files)
    folders: dict[str, list[str]] = {}
    for key in keys:
        folders.setdefault(key[: key.rfind("/") + 1], []).append(key)
    for folder, inside in folders.items():
        try:
            stamps = stamps_in(root, folder, {key.removeprefix(folder) for key in inside})
        except OSError:
            return None
        for key in inside:
            what, at = classify(key), bisect_left(files, key, key=lambda file: file.key)
            before = files[at] if at < len(files) and files[at].key == key else None
            stamp = stamps.get(key.removeprefix(folder))
            if what.kind not in _READ or not key.isprintable() or stamp == (before.stamp if before else None):
                return None
            if before is not None:
                files[at : at + 1] = [before._replace(stamp=stamp)] if stamp else []
            elif any(file.key.rpartition("/")[0] == folder[:-1] for file in files[max(0, at - 1) : at + 1]):
                files.insert(at, Listed(key, prefix + key, what, stamp or UNKNOWN))
            else:
                return None
    if len(files) == len(listing.files) and all(map(eq, map(_KEY, files), map(_KEY, listing.files))):
        return replace(listing, files=tuple(files))
    return replace(listing, files=tuple(files), entries=_entries(files))


def find_listed(listing: Listing, key: str) -> Listed | None:
    at = bisect_left(listing.files, key, key=_KEY)
    return listing.files[at] if at < len(listing.files) and listing.files[at].key == key else None


def change_listing(listing: Listing, journal_path: str, there: Mapping[str, bool]) -> Listing:
    """`listing` as it would be if the files of some paths were there, or were not."""
    prefix = f"{journal_path}/" if journal_path not in ("", ".") else ""
    files = [file for file in listing.files if file.path not in there]
    media = [medium for medium in listing.media if prefix + medium.key not in there]
    for path in (path for path, stays in there.items() if stays and path.startswith(prefix)):
        key = path.removeprefix(prefix)
        what = classify(key)
        if what.kind is FileKind.MEDIA:
            media.append(Media(key, what.private))
        elif what.kind in _READ:
            files.append(Listed(key, path, what, UNKNOWN))
    files.sort(key=_KEY)
    return Listing(tuple(files), tuple(sorted(media)), listing.problems, _entries(files))


def parse_listed(data: bytes, file: Listed, vocabulary: Vocabulary) -> Outcome:
    return parse_file(data, file.path, file.key.removesuffix(".md"), file.what, vocabulary)


def unreadable(file: Listed, error: OSError, vocabulary: Vocabulary) -> Outcome:
    """What is known of a file that cannot be opened: its name, and that it may have been private."""
    message = f"the file cannot be opened ({error.strerror or error})"
    problem = Diagnostic(Source(file.path), "unreadable-file", message, "look at its permissions")
    empty = parse_listed(b"", file, vocabulary)
    return replace(empty, readable=False, private=True, problems=(problem,)) if isinstance(empty, Parsed) else empty


def gather(listing: Listing, outcomes: Sequence[Outcome]) -> Folder:
    """The folder of `listing`, whose files were read to `outcomes`, in the same order."""
    problems = list(listing.problems)
    for outcome in outcomes:
        if found := outcome.problems if isinstance(outcome, Parsed) else outcome:
            problems += found
    entries = (outcomes[number] for number in listing.entries)
    others = [p for p, file in zip(outcomes, listing.files, strict=True) if not file.what.date_text and isinstance(p, Parsed)]
    return Folder(
        tuple(p for p in entries if isinstance(p, Parsed)),
        tuple(p for p in others if p.what.kind is FileKind.OWN),
        tuple(p for p in others if p.what.kind is FileKind.PAGE),
        listing.media,
        tuple(problems),
    )
