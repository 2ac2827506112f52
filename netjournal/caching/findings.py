"""What `check` found last, good as long as no file of the journal changed: it need not be put together again to be told."""

from __future__ import annotations

import json
import time
from dataclasses import astuple, dataclass
from pathlib import Path

from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.version import cache_version
from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostic, Diagnostics, Source
from netjournal.reading.listing import Stamp, scan_folder
from netjournal.settings import Settings

_WORTH_IT = 50  # files


@dataclass(frozen=True, slots=True)
class Findings:
    """The number of entries, the problems, and those of them that `check --fix` mends."""

    entries: int
    problems: Diagnostics
    mended: Diagnostics


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a journal, seen before any of them is opened."""

    file: KeptFile | None  # where the findings are kept; None where they are not
    seen_at: int  # nanoseconds
    stamps: dict[str, Stamp]


def survey_journal(root: Path, settings: Settings) -> Survey:
    """Every file of the journal in `root`, of whatever kind."""
    seen_at = time.time_ns()
    folder, closed = cache_folder(root, settings.journal_path), list[tuple[str, str]]()
    stamps = dict(scan_folder(root, closed)) if folder else {}
    version = cache_version((repr(settings),)) if folder and not closed and len(stamps) > _WORTH_IT else None
    return Survey(KeptFile(folder / "findings.cache", version) if folder and version else None, seen_at, stamps)


def read_findings(survey: Survey) -> Findings | None:
    """What was found when the files were as they are now; None where nobody knows."""
    body = survey.file.read() if survey.file else None
    if body is None:
        return None
    try:
        kept = json.loads(bytes(body))
        stamps = {key: Stamp(*stamp) for key, stamp in kept["stamps"].items()}
        if stamps != survey.stamps or not all(stamp.is_settled(kept["seen_at"]) for stamp in stamps.values()):
            return None
        problems = tuple(_problem(*words) for words in kept["problems"])
        return Findings(int(kept["entries"]), problems, tuple(problems[n] for n in kept["mended"]))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def keep_findings(survey: Survey, findings: Findings) -> None:
    """Keep what was found in the files of `survey`."""
    if survey.file:
        places = {problem: n for n, problem in enumerate(findings.problems)}
        kept = {
            "seen_at": survey.seen_at,
            "stamps": survey.stamps,
            "entries": findings.entries,
            "problems": [astuple(problem) for problem in findings.problems],
            "mended": [places[problem] for problem in findings.mended],
        }
        survey.file.write(json.dumps(kept).encode("ascii"))


def _problem(source: list[object], code: str, message: str, mend: str | None) -> Diagnostic:
    path, line, column, length = source
    if code not in CODES or not all(isinstance(text, str) for text in (path, message, mend or "")):
        raise ValueError(code)
    return Diagnostic(Source(str(path), *(int(str(number)) for number in (line, column, length))), code, message, mend)
