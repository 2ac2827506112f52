"""What the shell offers: the journal's own ids, where they fit, and nothing but them, whatever is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner

from netjournal.cli import main
from netjournal.cli.completion import SHELLS

FILES = {
    "2026-10-30.md": "Only prose.\n",
    "2026-11-23.md": """---
goals:
  - {id: connect-20, title: Connect with 20 engineers}
  - {id: old-one, title: Given up, status: dropped}
planned:
  - Write to the speaker
contacts:
  - {name: Grace Hopper, company: US Navy}
  - {name: Ada Lovelace}
  - {name: Grace Kelly}
---
""",
}
OPTIONS = "channels: [mastodon]\npractices: [generosity, Ask for advice]"


def offered(folder: Path, *words: str, shell: str = "bash") -> list[str]:
    """The words that are offered for the last of `words`."""
    kind = get_completion_class(shell)
    assert kind is not None
    completer = kind(main, {}, "netjournal", "_NETJOURNAL_COMPLETE")
    return [item.value for item in completer.get_completions(["-C", str(folder), *words[:-1]], words[-1])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("log", "Coffee", "--with", ""), ["ada-lovelace", "grace-hopper", "grace-kelly"]),
        (("log", "Coffee", "--with", "grace-h"), ["grace-hopper"]),
        (("log", "Coffee", "--with", "GRACE-K"), ["grace-kelly"]),
        (("log", "Coffee", "--with", "hop"), ["grace-hopper"]),
        (("log", "Coffee", "--with", "grace-hopper", "--with", ""), ["ada-lovelace", "grace-kelly"]),
        (("log", "Coffee", "--goal", ""), ["connect-20"]),
        (("log", "Coffee", "--channel", "ma"), ["mastodon"]),
        (("log", "Coffee", "--company", ""), ["us-navy"]),
        (("log", "Coffee", "--practice", ""), ["generosity"]),
        (("log", "Coffee", "--outcome", "re"), ["replied", "referred"]),
        (("log", "Coffee", "--follow-up", "1"), ["1m", "1w"]),
        (("whois", "ada"), ["ada-lovelace"]),
        (("contact", "show", "ada"), ["ada-lovelace"]),
        (("contact", "add", "Alan", "--via", "ada"), ["ada-lovelace"]),
        (("contact", "list", "--company", "us"), ["us-navy"]),
        (("company", "show", ""), ["us-navy"]),
        (("goal", "show", "conn"), ["connect-20"]),
        (("forget", "kel"), ["grace-kelly"]),
        (("submit", ""), ["2026-10", "2026-11"]),
        (("done", "--today", "2026-11-23", ""), ["1"]),
        (("explain", "lost-c"), ["lost-comment"]),
        (("log", "Coffee", "--with", "nobody"), []),
        (("wat",), ["watch"]),
    ],
)
def test_words_that_fit_are_offered(project: Callable[..., Path], words: tuple[str, ...], expected: list[str]) -> None:
    assert offered(project(FILES, OPTIONS), *words) == expected


def test_offer_says_who_it_is(project: Callable[..., Path]) -> None:
    kind = get_completion_class("zsh")
    assert kind is not None
    folder = project(FILES)
    found = kind(main, {}, "netjournal", "X").get_completions(["-C", str(folder), "whois"], "grace-h")
    assert [(item.value, item.help) for item in found] == [("grace-hopper", "Grace Hopper")]


@pytest.mark.parametrize("config", [None, "site_name: [", "plugins:\n  - netjournal: {ownr: x}\n", "- a\n"])
@pytest.mark.parametrize("words", [("log", "--with", ""), ("log", "--channel", ""), ("submit", ""), ("done", "")])
def test_project_that_cannot_be_read_offers_nothing(tmp_path: Path, config: str | None, words: tuple[str, ...]) -> None:
    if config is not None:
        (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert offered(tmp_path, *words) == []
    assert offered(tmp_path / "missing", *words) == []


def test_journal_with_errors_still_offers(project: Callable[..., Path]) -> None:
    folder = project({**FILES, "2026-11-24.md": "---\nactivities: [did: {\n---\n", "2026-11-25.md": "---\n"})
    assert offered(folder, "whois", "ada") == ["ada-lovelace"]


@pytest.mark.parametrize("shell", SHELLS)
def test_script_is_printed_and_asks_netjournal(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])
    assert result.exit_code == 0
    assert f"{shell}_complete" in result.output and "_NETJOURNAL_COMPLETE" in result.output


@pytest.mark.parametrize(
    ("line", "typed", "expected"),
    [
        ("netjournal -C . whois gr", "gr", ["plain\tgrace-hopper\tGrace Hopper", "plain\tgrace-kelly\tGrace Kelly"]),
        ("netjournal -C . whois ", "", 3),
        ("netjournal log 'A walk", "'A walk", 0),
        ("netjournal expl", "expl", ["plain\texplain\tExplain the code of a problem."]),
    ],
)
def test_powershell_gets_a_line_for_each_word(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, line: str, typed: str, expected: int | list[str]
) -> None:
    monkeypatch.chdir(project(FILES))
    kind = get_completion_class("powershell")
    assert kind is not None
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", typed)
    lines = kind(main, {}, "netjournal", "_NETJOURNAL_COMPLETE").complete().splitlines()
    assert lines == expected if isinstance(expected, list) else len(lines) == expected


def test_program_answers_the_shell_and_prints_nothing_else(project: Callable[..., Path]) -> None:
    """As the scripts call it: by an environment variable."""
    folder = project(FILES)
    program = Path(sys.executable).parent / "netjournal"
    command = shutil.which(program) or str(program)
    for shell, cword in (("bash", "2"), ("powershell", "gr")):
        env = {"_NETJOURNAL_COMPLETE": f"{shell}_complete", "COMP_WORDS": "netjournal whois gr", "COMP_CWORD": cword}
        done = subprocess.run([command], cwd=folder, env={**os.environ, **env}, capture_output=True, encoding="utf-8", check=False)
        assert "grace-hopper" in done.stdout and "grace-kelly" in done.stdout
        assert (done.stderr, len(done.stdout.splitlines())) == ("", 2)
