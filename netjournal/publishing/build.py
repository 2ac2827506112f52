"""The site built aside, by MkDocs in a process of its own: what is published is never the folder that one looks at."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_COMPLAINT = re.compile(r"^(?:ERROR|CRITICAL|WARNING)\s+-\s+")
_OTHER = re.compile(r"^(?:INFO|DEBUG)\s+-\s+|Traceback |Aborted ")


@dataclass(frozen=True, slots=True)
class Build:
    """How a build ended. `complaints` are the lines that stopped it; a public build writes no private value into them."""

    ok: bool
    complaints: tuple[str, ...]


def build_site(config: Path, target: Path, today: date) -> Build:
    """Build the site of `config`, a mkdocs.yml or properdocs.yml, in the folder `target`, with warnings as errors.

    The clock of the build stands at the midnight that `today` began with: an unchanged journal gives the same bytes all day.
    """
    module = "properdocs" if config.name.startswith("properdocs") else "mkdocs"
    command = [sys.executable, "-m", module, "build", "--strict", "--site-dir", str(target), "-f", str(config)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "0"}
    environment.setdefault("SOURCE_DATE_EPOCH", str(int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp())))
    done = subprocess.run(command, cwd=config.parent, capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL)
    if done.returncode == 0:
        return Build(True, ())
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return Build(False, tuple(read_complaints(lines) or lines[-1:] or [f"{module} ended with {done.returncode}"]))


def read_complaints(log: Iterable[str]) -> list[str]:
    """The errors and warnings of MkDocs' log, with the lines that belong to them; no tracebacks."""
    complaints: list[str] = []
    inside = False
    for line in log:
        if _COMPLAINT.match(line):
            inside = True
            complaints.append(_COMPLAINT.sub("", line))
        elif _OTHER.match(line):
            inside = False
        elif inside:
            complaints.append(f"  {line.strip()}")
    return complaints
