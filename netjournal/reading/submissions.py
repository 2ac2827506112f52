"""submissions.yml: what was handed in. Written by `netjournal submit`, one record after another; read as data, like every file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from netjournal.dates import parse_date
from netjournal.diagnostics import Diagnostic, Source
from netjournal.model import Submission

NAME = "submissions.yml"  # in the journal's folder
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_DIGEST = re.compile(r"[0-9a-f]{16,64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_LARGEST = 1_000_000
_MEND = "take it back from git, or delete the record"


def load_submissions(root: Path, journal_path: str) -> tuple[tuple[Submission, ...], tuple[Diagnostic, ...]]:
    """The records of the journal in `root`, in the order of the file; none where there is no file."""
    file = root / NAME
    path = f"{journal_path}/{NAME}" if journal_path not in ("", ".") else NAME
    if not file.is_file() or file.is_symlink():
        return (), ()
    try:
        data = file.read_bytes()
    except OSError:
        return (), (Diagnostic(Source(path), "bad-submission", f"{NAME} cannot be opened", "look at its permissions"),)
    return parse_submissions(data, path)


@lru_cache(maxsize=4)  # the preview asks at each save
def parse_submissions(data: bytes, path: str = NAME) -> tuple[tuple[Submission, ...], tuple[Diagnostic, ...]]:
    """The records in the bytes of a file, and what cannot be read of it."""

    def bad(line: int, message: str) -> Diagnostic:
        return Diagnostic(Source(path, line), "bad-submission", message, _MEND)

    if len(data) > _LARGEST:
        return (), (bad(1, f"{NAME} is larger than 1,000,000 bytes"),)
    try:
        node = yaml.compose(data.decode("utf-8-sig"), yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        return (), (bad(mark.line + 1 if mark else 1, f"{NAME} is torn, or was not written by netjournal"),)
    if node is None:
        return (), ()
    if not isinstance(node, yaml.SequenceNode):
        return (), (bad(1, f"{NAME} is not a list of records"),)
    found: list[Submission] = []
    problems: list[Diagnostic] = []
    for item in node.value:
        record = _record(item)
        line = item.start_mark.line + 1
        if record is None:
            problems.append(bad(line, "this record lacks something, or holds what netjournal does not write"))
        elif any((r.month, r.number) == (record.month, record.number) for r in found):
            problems.append(bad(line, f"there are two records of submission {record.number} of {record.month}"))
        else:
            found.append(record)
    return tuple(found), tuple(problems)


def format_submission(record: Submission) -> str:
    """The record as it stands in the file, and in the message of its tag."""
    import json  # noqa: PLC0415 only where one is written

    lines = [f"- month: {record.month}", f"  number: {record.number}", f"  date: {record.day}"]
    lines += [f"  commit: {record.commit}"] if record.commit else []
    lines += [f"  address: {json.dumps(record.address)}"] if record.address else []
    lines.append(f"  digest: {record.digest}")
    for name, digests in (("entries", record.entries), ("goals", record.goals)):
        if digests:
            lines += [f"  {name}:", *(f"    {json.dumps(key)}: {digest}" for key, digest in digests.items())]
    return "\n".join(lines) + "\n"


def _record(node: yaml.Node) -> Submission | None:
    known = _mapping(node)
    if known is None:
        return None
    texts = {key: value.value for key, value in known.items() if isinstance(value, yaml.ScalarNode)}
    entries, goals = (_digests(known.get(name)) for name in ("entries", "goals"))
    day = parse_date(texts.get("date", ""))
    commit = texts.get("commit")
    good = (
        _MONTH.fullmatch(texts.get("month", ""))
        and _NUMBER.fullmatch(texts.get("number", ""))
        and _DIGEST.fullmatch(texts.get("digest", ""))
        and (commit is None or _COMMIT.fullmatch(commit))
    )
    if not good or day is None or entries is None or goals is None:
        return None
    number, address = int(texts["number"]), texts.get("address")
    return Submission(texts["month"], number, day, texts["digest"], entries, goals, commit, address)


def _mapping(node: yaml.Node | None) -> dict[str, yaml.Node] | None:
    """The values of a mapping by key; None for what is none, or has keys that are no text or stand twice."""
    if not isinstance(node, yaml.MappingNode):
        return None
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    if len(set(keys)) != len(node.value):
        return None
    return dict(zip(keys, (value for _, value in node.value), strict=True))


def _digests(node: yaml.Node | None) -> dict[str, str] | None:
    """Digests by key; none where there is nothing, None where something else stands."""
    if node is None:
        return {}
    known = _mapping(node)
    if known is None or not all(isinstance(v, yaml.ScalarNode) and _DIGEST.fullmatch(v.value) for v in known.values()):
        return None
    return {key: str(value.value) for key, value in known.items()}
