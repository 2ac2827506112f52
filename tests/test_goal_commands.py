"""netjournal goal on the command line: the letters of SMART as questions, list, show, give up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_contact import DAY, Project, all_bytes, load, problems_of, run, text_of

GOALS = """---
goals:
  - id: chats
    title: Eight chats # mine
    target: 8
    unit: chats
    actionable: One a day
    relevant: Jobs
    start: 2026-11-20
    due: 2026-11-29
  - {id: weekly, title: "Two: posts", target: 2, per: week, achievable: x, relevant: y, start: 2026-11-16, due: 2026-12-06}
activities:
  - {did: Coffee, channel: coffee-chat, goal: [chats, weekly]}
  - {did: Another, channel: call, goal: weekly}
---
"""


def test_a_goal_with_all_letters_is_added_without_a_terminal(project: Project) -> None:
    folder = project({DAY: "---\r\ngoals: # mine\r\n- id: old\r\n  title: Old\r\n  status: dropped\r\n---\r\n"})
    words = ("--target", "10", "--unit", "people", "--achievable", "One a day: mornings", "--relevant", "Jobs", "--due", "30d")
    result = run(folder, "goal", "add", "Ask", "ten people", *words, "--tag", "habit")
    assert result.exit_code == 0, result.output
    assert text_of(folder) == (
        "---\r\ngoals: # mine\r\n- id: old\r\n  title: Old\r\n  status: dropped\r\n- title: Ask ten people\r\n  target: 10\r\n"
        "  unit: people\r\n  achievable: 'One a day: mornings'\r\n"
        "  relevant: Jobs\r\n  due: 2026-12-24\r\n  tags: [habit]\r\n---\r\n"
    )
    assert result.output.endswith("ask-ten-people: 0 of 10 people, starts today; needed: one every 3 days until 2026-12-24\n")
    assert not problems_of(folder)


def test_a_goal_in_a_file_of_its_own_starts_today(project: Project) -> None:
    folder = project({})
    result = run(folder, "goal", "add", "Ask", "--target", "10", "--file", "--id", "Ten", "--per", "week")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "goals/ten.md") == "---\ntitle: Ask\ntarget: 10\nper: week\nstart: 2026-11-24\n---\n"
    assert result.output.endswith("It lacks achievable, relevant, due: write them in the file, or netjournal check reminds you\n")


def test_the_letters_are_asked_for_on_a_terminal(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netjournal.cli.goal.on_terminal", lambda: True)
    folder = project({})
    answers = ["", "Ask ten people", "many", "0", "10", "people", "One a day", "", "soon", "4w"]
    result = run(folder, "goal", "add", typed="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "Specific: what exactly do you want to reach? " in result.output
    assert "Time-bound: until when [2026-12-31]? " in result.output, "the last week of a month is too short"
    assert text_of(folder) == (
        "---\ngoals:\n  - title: Ask ten people\n    target: 10\n    unit: people\n"
        "    achievable: One a day\n    due: 2026-12-22\n---\n"
    )
    assert result.output.endswith("It lacks relevant: write them in the file, or netjournal check reminds you\n")
    result = run(
        folder,
        "goal",
        "add",
        "Write",
        "--relevant",
        "x",
        "--achievable",
        "y",
        typed="3\n\n\n",
    )
    assert result.exit_code == 0, result.output
    assert "title: Write\n    target: 3\n    achievable: y\n    relevant: x\n    due: 2026-12-31\n" in text_of(folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "name the goal: netjournal goal add TITLE"),
        (("add", "Eight chats", "--id", "chats"), "'chats' is a goal already: netjournal goal show chats"),
        (("add", "X", "--due", "2026-11-01"), "error[due-before-start]"),
        (("add", "X", "--due", "soon"), "error[bad-date]"),
        (("add", "X", "--target", "0"), "0 is not in the range x>=1"),
        (("add", "目標"), "no id can be made of '目標': name one with --id"),
        (("show", "nope"), "there is no goal 'nope'"),
        (("drop", "nope"), "there is no goal 'nope'"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(project: Project, words: tuple[str, ...], said: str) -> None:
    folder = project({"2026-11-20.md": GOALS})
    before = all_bytes(folder)
    result = run(folder, "goal", *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert all_bytes(folder) == before


def test_a_goal_that_is_given_up_keeps_what_was_done(project: Project) -> None:
    own = "---\ntarget: 9\n---\nProse\n"
    folder = project({"2026-11-20.md": GOALS, "goals/weekly.md": own})
    result = run(folder, "goal", "drop", "eight")
    assert result.exit_code == 0, result.output
    assert text_of(folder, "2026-11-20.md") == GOALS.replace("due: 2026-11-29\n", "due: 2026-11-29\n    status: dropped\n")
    assert result.output == "journal/2026-11-20.md\n  +     status: dropped\nchats: 1 of 8 chats, dropped\n"
    assert run(folder, "goal", "drop", "weekly").exit_code == 0
    assert text_of(folder, "goals/weekly.md") == own.replace("9\n", "9\nstatus: dropped\n")
    assert "'weekly' is given up already" in run(folder, "goal", "drop", "weekly").output
    assert run(folder, "undo").exit_code == 0
    assert not load(folder).goals["weekly"].dropped


def test_list_and_show(project: Project) -> None:
    folder = project({"2026-11-20.md": GOALS, "goals/old.md": "---\ntitle: Old\ntarget: 1\nstatus: dropped\n---\n"})

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run(folder, "goal", "list", "--json", *words).output)]

    assert ids() == ["weekly", "chats"]
    assert ids("--all") == ["weekly", "chats", "old"]
    assert ids("--state", "dropped") == ["old"]
    assert run(folder, "goal", "list").output.splitlines()[2].split() == [
        "chats", "Eight", "chats", "behind", "1", "8", "2026-11-29", "4.0",
    ]  # fmt: skip
    assert run(folder, "goal", "show", "posts").output == (
        "Two: posts\nweekly: 2 of 6, behind, 2.6 expected by now; this week: 0 of 2\n"
        "  target: 2\n  per: week\n  achievable: x\n  relevant: y\n  start: 2026-11-16\n  due: 2026-12-06\n"
        "  2026-11-23: 0 of 2\n  2026-11-16: 2 of 2\n\n  2026-11-20  call: Another\n  2026-11-20  coffee-chat: Coffee\n"
    )


def test_a_dry_run_writes_nothing(project: Project) -> None:
    folder = project({"2026-11-20.md": GOALS})
    before = all_bytes(folder)
    for words in (("add", "New", "--target", "3"), ("drop", "chats")):
        assert "+++ b/journal/2026" in run(folder, "goal", *words, "--dry-run").output
    assert all_bytes(folder) == before
    assert not (Path(folder) / ".cache").exists()
