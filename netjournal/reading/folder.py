"""The journal's folder to parsed files: the one place of reading that touches the disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import Media
from netjournal.reading.classify import Classified, FileKind, classify
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.values import Vocabulary


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder holds. Entries are ordered by date and path, all else by path."""

    entries: tuple[Parsed, ...]
    own_files: tuple[Parsed, ...]
    pages: tuple[Parsed, ...]
    media: tuple[Media, ...]
    problems: tuple[Diagnostic, ...]


def read_folder(root: Path, journal_path: str, vocabulary: Vocabulary) -> Folder:
    """Every file below `root`, which is called `journal_path` in messages; a folder that is not there is empty."""
    parsed: list[Parsed] = []
    media: list[Media] = []
    problems: list[Diagnostic] = []
    closed: list[tuple[str, str]] = []
    for key in sorted(_files(root, closed)):
        if not key.isprintable():
            shown = key.encode("utf-8", "replace").decode("utf-8")
            message = f"{shown!r} has characters in its name that cannot be shown"
            problems.append(Diagnostic(Source(journal_path), "bad-file-name", message, "rename the file"))
            continue
        what = classify(key)
        path = f"{journal_path}/{key}" if journal_path not in ("", ".") else key
        if what.kind is FileKind.MEDIA:
            media.append(Media(key, what.private))
        if what.kind not in (FileKind.ENTRY, FileKind.OWN, FileKind.PAGE):
            continue
        result = _read(root / key, path, key, what, vocabulary)
        if isinstance(result, Parsed):
            parsed.append(result)
            problems += result.problems
        else:
            problems += result
    for key, reason in closed:
        path = f"{journal_path}/{key}".rstrip("/")
        message = f"the folder cannot be opened ({reason}), so nothing in it is read"
        problems.append(Diagnostic(Source(path), "unreadable-file", message, "look at its permissions"))
    entries = [p for p in parsed if p.what.kind is FileKind.ENTRY]
    return Folder(
        tuple(sorted(entries, key=lambda p: (p.day, p.key))),
        tuple(p for p in parsed if p.what.kind is FileKind.OWN),
        tuple(p for p in parsed if p.what.kind is FileKind.PAGE),
        tuple(media),
        tuple(problems),
    )


def _read(file: Path, path: str, key: str, what: Classified, vocabulary: Vocabulary) -> Parsed | tuple[Diagnostic, ...]:
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened ({error.strerror or error})"
        problem = Diagnostic(Source(path), "unreadable-file", message, "look at its permissions")
        empty = parse_file(b"", path, key.removesuffix(".md"), what, vocabulary)
        return replace(empty, readable=False, private=True, problems=(problem,)) if isinstance(empty, Parsed) else empty
    return parse_file(data, path, key.removesuffix(".md"), what, vocabulary)


def _files(root: Path, closed: list[tuple[str, str]]) -> Iterator[str]:
    """The regular files below `root`, with slashes; `closed` gets the folders that cannot be opened, and why.

    Symbolic links, pipes and folders that start with a dot are passed over. A root that is not there has no files.
    """
    waiting = [("", root)]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                for item in listing:
                    if item.name.startswith("."):
                        continue
                    if item.is_dir(follow_symlinks=False):
                        waiting.append((f"{prefix}{item.name}/", folder / item.name))
                    elif item.is_file(follow_symlinks=False):
                        yield prefix + item.name
        except FileNotFoundError:
            continue
        except OSError as error:
            closed.append((prefix, error.strerror or str(error)))
