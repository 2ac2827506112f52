"""One bad journal and what `netjournal check` says of it, to the letter, for every code (format.md, section 7).

`tests/errors/<code>/` and `tests/errors/<code>-<what>/` hold a journal and `expected.txt`; a `mkdocs.yml` where the options matter.
After a message was changed on purpose, `UPDATE_GOLDENS=1 pytest tests/test_errors.py` writes what is printed now. Read it.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from netjournal.cli import main
from netjournal.codes import CODES

ERRORS = Path(__file__).parent / "errors"
CASES = sorted(path.name for path in ERRORS.iterdir() if path.is_dir())
MKDOCS_YML = """\
site_name: Journal
docs_dir: journal
plugins:
  - netjournal:
      goals_per_month: 0
"""

ENTRY = b"---\nactivities:\n  - did: Coffee with the team\n    channel: coffee-chat\n---\n\nThey were kind.\n"
# Bytes that editors, git and other file systems would mend, refuse or hide, so they are written here.
BYTES: dict[str, dict[str, bytes]] = {
    "bad-encoding": {"2026-11-23.md": ENTRY.replace(b"the team", "José".encode("latin-1"))},
    "bad-encoding-utf-16": {"2026-11-23.md": ENTRY.decode().encode("utf-16")},
    "control-character": {"2026-11-23.md": ENTRY.replace(b"were kind", b"were\x07 kind")},
    "control-character-front-matter": {"2026-11-23.md": ENTRY.replace(b"the team", b"the\x00 team")},
    "line-ends": {"2026-11-23.md": ENTRY.replace(b"\n", b"\r")},
    "same-file": {
        "contacts/Grace-Hopper.md": b"---\nname: Grace Hopper\n---\n",
        "contacts/grace-hopper.md": b"---\nrole: Rear Admiral\n---\n",
    },
    "too-large": {"2026-11-23.md": ENTRY + b"They were kind.\n" * 65_000},
    "unreadable-file": {"2026-11-23.md": ENTRY},
    "unrenderable": {"2026-11-23.md": ENTRY + b"\n" + b"[" * 1200 + b"\n"},
}


def write_case(case: str, folder: Path) -> None:
    """The journal of `case` in `folder`, with a mkdocs.yml."""
    shutil.copytree(ERRORS / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))
    if not (folder / "mkdocs.yml").exists():
        (folder / "mkdocs.yml").write_text(MKDOCS_YML, encoding="utf-8")
    for name, data in BYTES.get(case, {}).items():
        file = folder / "journal" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def refuse_to_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a lock or a missing permission does, for the superuser too."""
    read_bytes = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == file:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", read)


@pytest.mark.parametrize("case", CASES)
def test_bad_file_gets_its_message(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case(case, tmp_path)
    if case == "same-file" and len(list((tmp_path / "journal" / "contacts").iterdir())) == 1:
        pytest.skip("this file system does not tell the two names apart")
    if case == "unreadable-file":
        refuse_to_open(tmp_path / "journal" / "2026-11-23.md", monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    result = CliRunner().invoke(main, ["-C", str(tmp_path), "check"])

    golden = ERRORS / case / "expected.txt"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(result.stdout, encoding="utf-8", newline="\n")
    assert result.stdout == golden.read_text(encoding="utf-8")
    assert result.exit_code == (1 if ": error[" in result.stdout else 0), result.exception
    assert code_of(case) in codes_in(result.stdout)


def code_of(case: str) -> str | None:
    """The code that a folder is named after: the longest, for some codes begin like others."""
    return max((code for code in CODES if case == code or case.startswith(f"{code}-")), key=len, default=None)


def codes_in(text: str) -> list[str]:
    return re.findall(r"^\S.*?: (?:error|warning)\[([a-z-]+)\]: ", text, re.MULTILINE)


def test_every_code_has_its_bad_file() -> None:
    assert sorted(set(CODES) - set(CASES)) == []


def test_every_bad_file_is_named_after_a_code() -> None:
    assert [case for case in CASES if code_of(case) is None] == []


@pytest.mark.parametrize("case", CASES)
def test_golden_message_names_known_codes_only(case: str) -> None:
    text = (ERRORS / case / "expected.txt").read_text(encoding="utf-8")
    assert set(codes_in(text)) <= set(CODES)
    assert set(re.findall(r"netjournal explain ([a-z-]+)", text)) == set(codes_in(text))
