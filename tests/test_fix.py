"""`netjournal check --fix`: what is mended without a doubt, to the byte, and what is left alone (format.md, section 7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.editing.mending import mend_bytes
from netjournal.editing.mends_values import nearest
from netjournal.reading.values import Vocabulary
from netjournal.schema import CHANNELS
from tests.test_errors import CASES, ERRORS, code_of, write_case

VOCABULARY = Vocabulary(CHANNELS)
DAY = "journal/2026-11-23.md"

# The lines of tests/errors/<case> that are mended, and what they become; None where the line is deleted.
MENDS: dict[str, dict[str, str | None]] = {
    "bad-address-www": {"    website: www.example.org/grace": "    website: https://www.example.org/grace"},
    "bad-boolean": {"    done: yes": "    done: true"},
    "bad-choice-near": {"    circle: Inner": "    circle: inner"},
    "bad-date": {"    start: 01.11.2026": "    start: 2026-11-01"},
    "bad-date-words": {"    follow_up: 30 Nov 2026": "    follow_up: 2026-11-30"},
    "bad-private": {"private: yes": "private: true"},
    "bad-span": {"    every: 2 weeks": "    every: 2w"},
    "blank-line-first": {"": None},
    "blank-line-first-space": {" ---": "---"},
    "lost-comment": {
        "  - did: Posted my story with #opentowork in it": '  - did: "Posted my story with #opentowork in it"',
    },
    "lost-comment-value": {"  - did: #opentowork is on my profile now": '  - did: "#opentowork is on my profile now"'},
    "missing-space": {"  - did:Wrote to her": "  - did: Wrote to her"},
    "missing-space-after-dash": {
        "  -Write to two alumni": "  - Write to two alumni",
        "  -Send the CV to Grace": "  - Send the CV to Grace",
    },
    "misspelt-privacy": {"privat: true": "private: true"},
    "misspelt-privacy-contact": {"    publsh: none": "    publish: none"},
    "other-fence": {"----": "---"},
    "other-fence-closing": {"  ---": "---"},
    "other-fence-plus": {"+++": "---"},
    "tab": {
        "\t- did: Coffee with the team": "  - did: Coffee with the team",
        "\t  channel: coffee-chat": "    channel: coffee-chat",
    },
    "tab-separator": {"  - did:\tCoffee with the team": "  - did: Coffee with the team"},
    "unknown-channel": {"    channel: LinkedIn": "    channel: linkedin"},
    "unknown-key": {"    folow_up: 7d": "    follow_up: 7d"},
    "unknown-key-capital": {"Activities:": "activities:"},
    "unknown-key-channel": {"    chanel: coffee-chat": "    channel: coffee-chat"},
    "unquoted-at": {"  - did: @grace-hopper answered": '  - did: "@grace-hopper answered"'},
    "unquoted-at-with": {"    with: [@grace-hopper, @ada-lovelace]": "    with: [grace-hopper, ada-lovelace]"},
    "unquoted-character": {"  - did: [draft] Wrote an article": '  - did: "[draft] Wrote an article"'},
    "unquoted-character-backtick": {
        "  - did: `git bisect` explained to a stranger": '  - did: "`git bisect` explained to a stranger"',
    },
    "unquoted-character-bold": {"  - did: **Great** talk about caches": '  - did: "**Great** talk about caches"'},
    "unquoted-character-percent": {"  - did: %50 of the list is done": '  - did: "%50 of the list is done"'},
    "unquoted-character-quote": {
        "  - did: > a quote from her talk, and what I said": '  - did: "> a quote from her talk, and what I said"',
    },
    "unquoted-colon": {"  - did: Asked her: how did you start?": '  - did: "Asked her: how did you start?"'},
    "unquoted-colon-planned": {
        "  - Tonight: finish the letter to the library": '  - "Tonight: finish the letter to the library"',
    },
    "wrong-type": {"tags: remote": "tags: [remote]"},
}  # fmt: skip


def check(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder), "check", *words])


def fix(text: str, name: str = "2026-11-23.md") -> str:
    """`text` as --fix leaves it."""
    return mend_bytes(text.encode(), f"journal/{name}", name, VOCABULARY).data.decode()


def entry(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "", "They were kind: all of @them.", "- #done", ""))


def mended_file(case: str) -> tuple[str, str]:
    """The only file of a mended case, and what it says."""
    (file,) = (ERRORS / case / "journal").rglob("*.md")
    return file.relative_to(ERRORS / case / "journal").as_posix(), file.read_bytes().decode()


def expected(text: str, mends: dict[str, str | None]) -> str:
    """`text` with its lines replaced as in MENDS, up to the first that begins the prose; line ends and the BOM stay."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    done, left = [], True
    for raw in text.removeprefix("\ufeff").splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        new = mends.get(line, line) if left else line
        left = left and not (line in mends and new is None)  # of blank lines only the first is deleted
        done.append("" if new is None else new + raw[len(line) :])
    return bom + "".join(done)


def test_every_mend_that_check_promises_is_in_the_table() -> None:
    promised = [case for case in CASES if "ended by netjournal check --fix" in (ERRORS / case / "expected.txt").read_text("utf-8")]
    assert promised == sorted(MENDS)


@pytest.mark.parametrize("case", MENDS)
def test_only_the_mended_lines_change(case: str, tmp_path: Path) -> None:
    write_case(case, tmp_path)
    name, before = mended_file(case)
    file = tmp_path / "journal" / name
    result = check(tmp_path, "--fix")
    assert file.read_bytes().decode() == expected(before, MENDS[case]) != before
    assert f"[{code_of(case)}]" not in result.output
    assert ": error[" not in result.output or case == "unquoted-at-with"  # where nobody declared the two
    again = check(tmp_path, "--fix")
    assert "There is nothing that --fix mends" in again.output
    assert file.read_bytes().decode() == expected(before, MENDS[case])


@pytest.mark.parametrize("case", sorted(set(CASES) - set(MENDS) - {"unreadable-file"}))
def test_what_is_ambiguous_stays_as_it_is(case: str, tmp_path: Path) -> None:
    write_case(case, tmp_path)
    before = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()}
    check(tmp_path, "--fix")
    assert {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file()} == before


WRAPPINGS: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "a BOM": lambda text: "\ufeff" + text,
    "no final newline": lambda text: text.rstrip("\n"),
    "prose that looks like front matter": lambda text: text + "\n  - did: Asked: @her #tag\t`x`  \n\ttab\nprivat: true too\n",
    "a comment": lambda text: text.replace("\n", "\n# mine: @me #tag 'left open\n", 1) if text[0] in "-+" else text,
    "other scripts": lambda text: text + "\nИ 李娜 \U0001f600 \u2028 e\u0301\n",
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("case", [case for case in MENDS if case != "other-fence-closing"])
def test_only_the_mended_bytes_differ_however_the_file_is_saved(case: str, seed: int) -> None:
    name, text = mended_file(case)
    names = list(WRAPPINGS)
    chosen = random.Random(seed).sample(names, 3) if seed else names
    for wrapping in sorted(chosen, key=lambda w: ("BOM" in w, "Windows" in w, "final" in w)):
        text = WRAPPINGS[wrapping](text)
    once = fix(text, name)
    if code_of(case) in ("other-fence", "blank-line-first") and "prose that looks like front matter" in chosen:
        assert once == text  # keys below the fence: it may be that front matter goes on
        return
    assert once == replaced(text, case)
    assert fix(once, name) == once


def replaced(text: str, case: str) -> str:
    """`text` with the mends of `case`, whatever its line ends."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    lines, done, deleted = text.removeprefix("\ufeff").split("\n"), [], False
    for line in lines:
        bare = line.removesuffix("\r")
        new = MENDS[case].get(bare, bare) if not deleted else bare
        if new is None:
            deleted = True
            continue
        done.append(new + line[len(bare) :] if bare in line[: len(bare)] else line)
    return bom + "\n".join(done)


LEFT_ALONE = {
    "a text that goes on below": ["activities:", "  - did: Asked her: how", "      did you start?"],
    "a no that would publish": ["private: no"],
    "an order in no known words": ["private: maybe"],
    "an order that a comment took": ["private: #true"],
    "a publish that is near": ["contacts:", "  - name: Grace Hopper", "    publish: ful"],
    "a misspelt publish that says full": ["contacts:", "  - name: Grace Hopper", "    publsh: full"],
    "a misspelt private that says false": ["privat: false"],
    "an id in other words": ["contacts:", "  - name: Grace Hopper", "    id: Grace Hopper"],
    "two words that may be one tag or two": ["tags: remote, work"],
    "a date with slashes": ["goals:", "  - title: Meet", "    due: 01/02/2026"],
    "a word near to nothing": ["activities:", "  - did: Talk", "    channel: mastodon"],
    "a key that is there already": ["activities:", "  - did: Talk", "    channel: event", "    chanel: email"],
    "a comment on a list": ["activities: #mine", "  - did: Talk", "    channel: event"],
    "a comment behind a quoted text": ["activities:", '  - did: "Talk" #event', "    channel: event"],
    "an open quote": ["activities:", '  - did: "Talk', "    channel: event"],
    "a text that may be an order": ["activities:", "  - did: Talk: private: true", "    channel: event"],
    "a tag that may be an order": ["activities:", "  - did: Talk #private", "    channel: event"],
    "a space that would make a comment": ["activities:", "  - did:# Talk", "    channel: event"],
    "a bracket": ["tags: [one, two"],
    "ids and words": ["activities:", "  - did: Talk", "    channel: event", "    with: @grace and @ada"],
}


@pytest.mark.parametrize("what", LEFT_ALONE)
def test_doubt_is_not_mended(what: str) -> None:
    text = entry(*LEFT_ALONE[what])
    assert fix(text) == text


def test_one_mend_uncovers_the_next() -> None:
    before = (
        "activities:",
        "  - did: Asked her: how?",
        "    channel: LinkedIn",
        "    note: with #tag",
        "    minutes: 5",
        "\t# mine",
    )
    after = (
        "activities:",
        '  - did: "Asked her: how?"',
        "    channel: linkedin",
        '    note: "with #tag"',
        "    minutes: 5",
        "\t# mine",
    )
    assert fix(entry(*before[:-1])) == entry(*after[:-1])


def test_comment_that_is_meant_stays_a_comment() -> None:
    lines = ("activities:", "  - did: Asked her: how?  # mine", "    channel: event")
    assert fix(entry(*lines)) == entry(lines[0], '  - did: "Asked her: how?"  # mine', lines[2])


def test_text_with_quotes_of_its_own_gets_the_other_ones() -> None:
    lines = ("activities:", """  - did: Asked: "how's it?" at C:\\x""", "    channel: event")
    assert fix(entry(*lines)) == entry(lines[0], """  - did: 'Asked: "how''s it?" at C:\\x'""", lines[2])


@pytest.mark.parametrize("width", [4, 8])
def test_tab_takes_the_width_that_gives_yaml(width: int) -> None:
    indent = " " * (width - 2)
    lines = ("activities:", f"{indent}- did: Talk", "\tchannel: event")
    assert fix(entry(*lines)) == entry(*lines[:2], f"{' ' * width}channel: event")


def test_second_mark_at_the_start_is_deleted() -> None:
    text = entry("activities:", "  - did: Talk", "    channel: event")
    assert fix("\ufeff\ufeff" + text) == "\ufeff" + text


def test_rule_in_the_prose_is_no_fence() -> None:
    """The first ---- is closed by the second, not by the rule below."""
    text = "----\ntitle: A day\n----\nProse.\n\n---\n\nMore.\n"
    assert fix(text) == text.replace("----", "---")


def test_blank_lines_above_another_fence_go_with_it() -> None:
    assert fix("\n \n+++\ntitle: Asked: her\n+++\nProse.\n") == '---\ntitle: "Asked: her"\n---\nProse.\n'


def test_empty_front_matter_does_not_make_prose_of_the_rest() -> None:
    text = "\n---\n---\nactivities:\n  - did: Talk\n---\n"
    assert fix(text) == text


def test_fence_in_a_block_text_closes_nothing() -> None:
    text = "---\nactivities:\n  - did: Talk\n    channel: event\n    note: |\n      One.\n      ----\n      Two.\n"
    assert fix(text) == text


def test_fence_above_more_keys_is_not_closed() -> None:
    """What stands below would be published."""
    text = "---\nactivities:\n  - did: Talk\n    note: |\n      one\n  ----\nprivate: true\n"
    assert fix(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    {
        "LinkedIn": "linkedin", "Coffee Chat": "coffee-chat", "coffe-chat": "coffee-chat", "evnet": "event", "even": "event",
        "mail": None, "cal": None, "": None, "x": None, "mastodon": None,
    }.items(),
)  # fmt: skip
def test_nearest_word(typed: str, meant: str | None) -> None:
    assert nearest(typed, CHANNELS) == meant


def test_dry_run_shows_the_lines_and_writes_nothing(tmp_path: Path) -> None:
    write_case("lost-comment", tmp_path)
    before = (tmp_path / DAY).read_bytes()
    result = check(tmp_path, "--fix", "--dry-run")
    assert "\n-  - did: Posted my story with #opentowork in it\n" in result.output
    assert '\n+  - did: "Posted my story with #opentowork in it"\n' in result.output
    assert (tmp_path / DAY).read_bytes() == before
    assert not (tmp_path / ".cache").exists()


def test_dry_run_alone_is_refused(tmp_path: Path) -> None:
    write_case("lost-comment", tmp_path)
    assert check(tmp_path, "--dry-run").exit_code == 2


def test_undo_takes_the_mends_back(tmp_path: Path) -> None:
    write_case("unquoted-at-with", tmp_path)
    before = (tmp_path / DAY).read_bytes()
    check(tmp_path, "--fix")
    assert (tmp_path / DAY).read_bytes() != before
    CliRunner().invoke(main, ["-C", str(tmp_path), "undo"])
    assert (tmp_path / DAY).read_bytes() == before


def test_only_the_named_paths_are_mended(tmp_path: Path) -> None:
    write_case("lost-comment", tmp_path)
    other = tmp_path / "journal" / "2026-11-24.md"
    other.write_bytes((tmp_path / DAY).read_bytes())
    before = (tmp_path / DAY).read_bytes()
    result = check(tmp_path, "--fix", "journal/2026-11-24.md")
    assert result.exit_code == 0
    assert (tmp_path / DAY).read_bytes() == before != other.read_bytes()


def test_what_is_left_decides_the_exit_code(tmp_path: Path) -> None:
    write_case("lost-comment", tmp_path)
    file = tmp_path / DAY
    file.write_bytes(file.read_bytes().replace(b"\n---\n", b"\n    with: nobody\n---\n", 1))
    result = check(tmp_path, "--fix")
    assert result.exit_code == 1
    assert "error[unknown-contact]" in result.output
    assert "error[lost-comment]" not in result.output


def test_output_for_programs_stays_clean(tmp_path: Path) -> None:
    write_case("lost-comment", tmp_path)
    result = check(tmp_path, "--fix", "--format", "json")
    assert result.stdout == "[]\n"
    assert "+  - did:" in result.stderr
