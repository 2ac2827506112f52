"""What `check` found last, good as long as no file of the journal changed: it need not be put together again to be told."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from netjournal.caching.kept_file import KeptFile, cache_folder
from netjournal.caching.version import cache_version
from netjournal.codes import CODES
from netjournal.diagnostics import Diagnostics
from netjournal.reading.listing import Stamp, scan_folder
from netjournal.settings import Settings

_WORTH_IT = 50  # files


class Findings(Struct, frozen=True):
    """The number of entries, the problems, and those of them that `check --fix` mends."""

    entries: int
    problems: Diagnostics
    mended: Diagnostics


class Survey(Struct, frozen=True):
    """The files of a journal, seen before any of them is opened."""

    file: KeptFile | None  # where the findings are kept; None where they are not
    seen_at: int  # nanoseconds
    stamps: dict[str, Stamp]
    is_whole: bool  # no folder was closed, and none left out


class _Kept(Struct):
    seen_at: int
    stamps: dict[str, Stamp]
    entries: int
    problems: Diagnostics
    mended: list[int]  # their numbers among the problems


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


def survey_journal(root: Path, settings: Settings) -> Survey:
    """Every file of the journal in `root`, of whatever kind."""
    seen_at = time.time_ns()
    folder, closed = cache_folder(root, settings.journal_path), list[tuple[str, str]]()
    stamps = dict(scan_folder(root, closed)) if folder else {}
    is_whole = folder is not None and not closed
    version = cache_version((repr(settings),)) if is_whole and len(stamps) > _WORTH_IT else None
    return Survey(KeptFile(folder / "findings.cache", version) if folder and version else None, seen_at, stamps, is_whole)


def read_findings(survey: Survey) -> Findings | None:
    """What was found when the files were as they are now; None where nobody knows."""
    body = survey.file.read() if survey.file else None
    if body is None:
        return None
    try:
        kept = _decoder.decode(body)
        if kept.stamps != survey.stamps or not all(stamp.is_settled(kept.seen_at) for stamp in kept.stamps.values()):
            return None
        if not all(problem.code in CODES for problem in kept.problems):
            return None
        return Findings(kept.entries, kept.problems, tuple(kept.problems[n] for n in kept.mended))
    except (msgspec.MsgspecError, ValueError, IndexError, RecursionError):
        return None


def keep_findings(survey: Survey, findings: Findings) -> None:
    """Keep what was found in the files of `survey`."""
    if survey.file:
        places = {problem: n for n, problem in enumerate(findings.problems)}
        mended = [places[problem] for problem in findings.mended]
        kept = _Kept(survey.seen_at, survey.stamps, findings.entries, findings.problems, mended)
        with suppress(ValueError):  # half a character
            survey.file.write(_encoder.encode(kept))
