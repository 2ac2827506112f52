"""The commands as a person or a workflow calls them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.cli.main import COMMANDS, INSTEAD
from netjournal.codes import CODES

GOOD = "---\nactivities:\n  - did: Wrote\n    channel: email\n---\nA day.\n"
BAD = "---\nactivities:\n  - did: Wrote\n    channel: emial\n---\n"
ODD = "---\nmood: fine\n---\n"


def run(*words: str, folder: Path) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), *words])


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (GOOD, [], 0),
        (ODD, [], 0),
        (ODD, ["--strict"], 1),
        (BAD, [], 1),
        (BAD, ["--format", "json"], 1),
        (BAD, ["--format", "github"], 1),
    ],
)
def test_exit_codes_of_check(project: Callable[..., Path], text: str, words: list[str], code: int) -> None:
    folder = project({"2026-11-23.md": text})
    assert run("check", *words, folder=folder).exit_code == code


def test_check_shows_the_place_the_line_and_the_mend(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": BAD})
    assert run("check", folder=folder).output == (
        "journal/2026-11-23.md:4:14: error[unknown-channel]: 'emial' is no channel\n"
        "    4 |     channel: emial\n"
        "      |              ^^^^^ did you mean 'email'? Mended by netjournal check --fix  netjournal explain unknown-channel\n"
        "\n"
        "1 error in 1 file, 1 entry in all; netjournal check --fix mends it\n"
    )


def test_check_json_is_a_list_of_objects(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": BAD})
    assert json.loads(run("check", "--format", "json", folder=folder).output) == [
        {
            "path": "journal/2026-11-23.md",
            "line": 4,
            "column": 14,
            "severity": "error",
            "code": "unknown-channel",
            "message": "'emial' is no channel",
            "fix": "did you mean 'email'?",
        }
    ]


def test_check_for_github_names_the_line_and_no_value(project: Callable[..., Path]) -> None:
    """The log of a public workflow is public."""
    folder = project({"2026-11-23.md": "---\ncontacts:\n  - name: Ada\n    email: ada at home\n---\n"})
    output = run("check", "--format", "github", folder=folder).output
    assert output == "::error file=journal/2026-11-23.md,line=4,col=12,title=bad-email::Not an e-mail address\n"


def test_check_of_some_paths_still_knows_the_whole_journal(project: Callable[..., Path]) -> None:
    folder = project(
        {
            "a/2026-11-22.md": "---\ncontacts: [{name: Ada}]\nmood: fine\n---\n",
            "b/2026-11-23.md": "---\nactivities: [{did: Wrote, channel: email, with: [ada, bob]}]\n---\n",
        }
    )
    output = run("check", str(folder / "journal" / "b"), folder=folder).output
    assert "unknown-key" not in output
    assert output.count("unknown-contact]") == 1
    for path in ("nowhere", str(folder / "mkdocs.yml")):
        assert run("check", path, folder=folder).exit_code == 2


def test_what_cannot_run_says_why_and_exits_with_2(tmp_path: Path, project: Callable[..., Path]) -> None:
    nothing = run("check", folder=tmp_path)
    assert nothing.exit_code == 2
    assert "there is no mkdocs.yml" in nothing.output
    typo = run("check", folder=project({}, "contcts: full"))
    assert typo.exit_code == 2
    assert "did you mean 'contacts'?" in typo.output
    (tmp_path / "mkdocs.yml").write_text("a: [", encoding="utf-8")
    assert run("check", folder=tmp_path).exit_code == 2
    assert run("export", "json", "--today", "yesterday", folder=project({})).exit_code == 2


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chek", "there is no command 'chek'; did you mean 'check'?"),
        ("goals", "there is no command 'goals'; type netjournal goal list"),
        ("zzz", "there is no command 'zzz'; netjournal --help lists them"),
    ],
)
def test_a_word_that_is_no_command_gets_the_one_that_was_meant(word: str, said: str) -> None:
    result = CliRunner().invoke(main, [word])
    assert result.exit_code == 2
    assert said in result.output


def test_what_is_typed_instead_of_a_command_is_none_and_leads_to_one() -> None:
    assert not INSTEAD.keys() & COMMANDS.keys()
    for words in INSTEAD.values():
        for _, program, command in re.findall(r"(^|or )(netjournal|mkdocs) ([\w-]+)", words):
            assert command in ({*COMMANDS, "--help"} if program == "netjournal" else {"build", "serve"}), words


def test_goals_of_a_month_are_not_counted_while_one_of_its_days_cannot_be_read(project: Callable[..., Path]) -> None:
    """There may be goals in it."""
    folder = project({"2026-11-20.md": "---\nplanned:\n\t- Write\n---\n", "2026-10-20.md": "Hello\n"})
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8").replace("goals_per_month: 0", "goals_per_month: 3")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    output = CliRunner().invoke(main, ["-C", str(folder), "check"]).output
    assert "2026-10 has 0 goals" in output
    assert "2026-11 has" not in output


def test_explain_knows_every_code() -> None:
    for code in CODES:
        result = CliRunner().invoke(main, ["explain", code])
        assert result.exit_code == 0
        assert CODES[code].title in result.output
    assert CliRunner().invoke(main, ["explain", "unknown-contct"]).exit_code == 2


def test_export_is_the_same_bytes_again(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": GOOD})
    words = ("export", "json", "--today", "2026-11-24")
    first = run(*words, folder=folder).output
    assert run(*words, "-o", str(folder / "out.json"), folder=folder).exit_code == 0
    assert (folder / "out.json").read_bytes().decode() == first == run(*words, folder=folder).output
    assert first.endswith("}\n")
    assert json.loads(first)["entries"][0]["path"] == "journal/2026-11-23.md"


def test_today_is_the_command_line_then_source_date_epoch(project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({})
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763942400")  # 2025-11-24T00:00:00Z
    assert json.loads(run("export", "json", folder=folder).output)["today"] == "2025-11-24"
    assert json.loads(run("export", "json", "--today", "2026-01-02", folder=folder).output)["today"] == "2026-01-02"


def test_schema_is_printed_outside_a_journal_too(tmp_path: Path, project: Callable[..., Path]) -> None:
    assert "coffee-chat" in run("schema", folder=tmp_path).output
    assert "pigeon-post" in run("schema", folder=project({}, "channels: [pigeon-post]")).output


def test_a_command_imports_neither_mkdocs_nor_rich_for_help() -> None:
    """Start-up time is part of the two minutes a day."""
    code = (
        "import sys; from netjournal.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'mkdocs', 'rich', 'jinja2', 'yaml', 'babel', 'markdown'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=True
    )
    assert result.stdout.rstrip().endswith("[]")
