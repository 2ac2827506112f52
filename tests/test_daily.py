"""The daily round on the command line: today, log, plan, done, note."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netjournal.cli import main
from netjournal.editing.guessing import Newcomer, Unclear, find_contact, find_goal, guess_channel
from netjournal.loading import load_journal
from netjournal.model import Journal
from netjournal.schema import CHANNELS
from netjournal.settings import Settings

DAY = "2026/11/2026-11-24.md"
Project = Callable[..., Path]


def run(folder: Path, *words: str, today: str = "2026-11-24", typed: str | None = None) -> Result:
    command = [*words, "--today", today] if words[0] != "undo" else list(words)
    return CliRunner().invoke(main, ["-C", str(folder), *command], input=typed)


def entry(folder: Path, name: str = DAY) -> str:
    return (folder / "journal" / name).read_bytes().decode("utf-8")


def all_bytes(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*.md"))}


# guessing


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Coffee with her", "coffee-chat"),
        ("Sent a request on LinkedIn", "linkedin"),
        ("Called Ada about the opening", "call"),
        ("I called", "call"),
        ("E-mailed the recruiter", "email"),
        ("mailed a thank-you", "email"),
        ("Spoke at the JS meetup", "event"),
        ("Slacked with the group", "slack"),
        ("Answered in Slack", "slack"),
        ("Visited a company called Queue", None),
        ("Wrote on LinkedIn after the meetup", None),  # two channels: not clear
        ("Met her", None),
        ("A job fair in Porto", "job-fair"),
        ("A job fair and a meetup", None),
        ("Posted on Mastodon", "mastodon"),
        ("An interesting event, after all", None),
        ("Wrote to linkedinfluencers", None),
        ("Tomé un café con Begoña", "coffee-chat"),
        ("Le escribí un correo electrónico", "email"),
        ("Llamé a José", "call"),
    ],
)
def test_channel_is_guessed_only_where_one_is_clear(text: str, channel: str | None) -> None:
    assert guess_channel(text, (*CHANNELS, "mastodon", "job-fair")) == channel


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("grace-hopper", "grace-hopper"),
        ("@Grace-Hopper", "grace-hopper"),
        ("amazing", "grace-hopper"),
        ("hopper", "grace-hopper"),
        ("hop", "grace-hopper"),
        ("goncalo", "goncalo-meireles"),
        ("Ada L", "ada-lovelace"),
        ("Grace Hopper, US Navy", "grace-hopper"),
        ("Hedy Lamarr, Studio Nove", Newcomer("Hedy Lamarr", "Studio Nove")),
        ("Hedy  Lamarr", Newcomer("Hedy Lamarr")),
        ("Ada Byron", Newcomer("Ada Byron")),
        ("Grace Hoper,", Newcomer("Grace Hoper")),
        ("王", "wang"),
        ("Joan Clarke", "joan"),
        ("clarke", "joan"),
        ("Joan Murray", "joan"),
    ],
)
def test_person_is_found_by_a_part_of_the_name(journal: Journal, word: str, meant: str | Newcomer) -> None:
    """
    2026-11-01.md
        contacts:
          - name: Grace Hopper
            company: US Navy
            aliases: [amazing]
          - name: Grace Kelly
          - name: Ada Lovelace
          - name: Gonçalo Meireles
          - name: 王 小明
            id: wang
            alias: W
          - name: Joan Clarke
            id: joan
    2026-11-02.md
        contacts:
          - name: Joan Murray
            id: joan
    """
    assert find_contact(journal, word) == meant


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("grace", "'grace' may be grace-hopper, grace-kelly: name one by its id"),
        ("g", "'g' may be grace-hopper, grace-kelly: name one by its id"),
        ("hoper", "there is no contact 'hoper'; did you mean 'grace-hopper'?"),
        ("Hopper, US Navy", "there is no contact 'Hopper'; did you mean 'grace-hopper'?"),
        ("zzz", "there is no contact 'zzz'; somebody new is named in full: --with 'First Last, Company'"),
        (
            "Grace Hoper",
            "there is no contact 'Grace Hoper'; did you mean 'grace-hopper'? Somebody new: --with 'Grace Hoper, Company'",
        ),
        (
            "grace-hopper, grace-kelly",
            "'grace-hopper' is a contact already: leave out what follows the comma, and give each person a --with",
        ),
    ],
)
def test_unclear_person_is_told_with_the_candidates(journal: Journal, word: str, reason: str) -> None:
    """
    2026-11-01.md
        contacts:
          - name: Grace Hopper
          - name: Grace Kelly
    """
    assert find_contact(journal, word) == Unclear(reason)


def test_goal_is_found_by_a_part_of_its_title(journal: Journal) -> None:
    """
    2026-11-01.md
        goals:
          - id: coffee-chats
            title: Eight conversations
          - id: coffee-beans
            title: Roast
    """
    assert find_goal(journal, "eight") == "coffee-chats"
    assert find_goal(journal, "roast") == "coffee-beans"
    assert find_goal(journal, "coffee") == Unclear("'coffee' may be coffee-beans, coffee-chats: name one by its id")
    assert find_goal(journal, "cofee-chats") == Unclear("there is no goal 'cofee-chats'; did you mean 'coffee-chats'?")


# log

FULL = """---
goals:
  - id: chats
    title: Eight chats
    target: 8
    unit: chats
    achievable: One a day
    relevant: Jobs
    start: 2026-11-20
    due: 2026-11-29
planned:
  - Write to "Ada"
  - do: Answer Grace
    with: grace-hopper
    goal: chats
    channel: email
activities:
  - did: Met both  # a comment
    channel: event
    with: [ada-lovelace, grace-hopper]
    follow_up: 3d
contacts:
  - name: Grace Hopper
  - name: Ada Lovelace
    every: 2w
---

A prose.
"""


def test_log_adds_the_activity_and_tells_what_follows(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    result = run(folder, "log", "Coffee by the river", "--with", "ada", "--goal", "eight", "--follow-up", "7d", "--minutes", "30")
    assert result.exit_code == 0, result.output
    assert entry(folder) == (
        "---\nactivities:\n  - did: Coffee by the river\n    channel: coffee-chat\n    with: ada-lovelace\n    goal: chats\n"
        "    minutes: 30\n    follow_up: 7d\n---\n"
    )
    assert result.output.splitlines()[0] == f"journal/{DAY} (new)"
    assert "  +     follow_up: 7d" in result.output
    assert "chats: 1 of 8 chats, behind, 4.0 expected by now; needed: 1.2 a day until 2026-11-29" in result.output
    assert "Next: on 2026-12-01: Ada Lovelace (ada-lovelace): Coffee by the river" in result.output


def test_log_goes_to_the_days_entry_wherever_it_lies_and_undo_takes_it_back(project: Project) -> None:
    folder = project({"old/2026-11-20.md": FULL, "2026-11-20-meetup.md": "---\ntitle: Another\n---\n"})
    before = all_bytes(folder)
    result = run(folder, "log", "Mailed her", "--with", "hopper", "--date", "2026-11-20", "--count", "0", "--in")
    assert result.exit_code == 0, result.output
    new = "  - did: Mailed her\n    channel: email\n    with: grace-hopper\n    count: 0\n    direction: in\n"
    assert entry(folder, "old/2026-11-20.md") == FULL.replace("    follow_up: 3d\n", "    follow_up: 3d\n" + new)
    assert run(folder, "undo").output.startswith("Undone: log Mailed her")
    assert all_bytes(folder) == before


def test_log_makes_somebody_new_in_the_same_entry(project: Project) -> None:
    folder = project({})
    result = run(folder, "log", "Talk", "at the meetup", "--with", "Grace Hopper, US Navy", "--with", "Ada Lovelace")
    assert result.exit_code == 0, result.output
    assert entry(folder) == (
        "---\nactivities:\n  - did: Talk at the meetup\n    channel: event\n    with: [grace-hopper, ada-lovelace]\n"
        "contacts:\n  - name: Grace Hopper\n    company: US Navy\n  - name: Ada Lovelace\n---\n"
    )
    assert run(folder, "log", "Called again", "--with", "Grace Hopper, us navy").exit_code == 0
    assert entry(folder).count("name: Grace Hopper") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "Met her"), "name the channel with --channel: linkedin, twitter,"),
        (("log", "Met her", "--channel", "linkdin"), "'linkdin' is no channel; did you mean 'linkedin'?"),
        (("log", "Coffee", "--with", "bob"), "there is no contact 'bob'"),
        (("log", "Coffee", "--goal", "nope"), "there is no goal 'nope'; there are chats"),
        (("log", "Coffee", "--follow-up", "soon"), "nothing was written: error[bad-date]: 'soon' is neither a date nor a span"),
        (("log", "Coffee", "--follow-up", "2026-11-23"), "nothing was written: error[follow-up-before]"),
        (("log", "Coffee", "--link", "example.org"), "nothing was written: error[bad-address]"),
        (("log", "Coffee", "--practice", "nope"), "nothing was written: error[unknown-practice]"),
        (("log", "Coffee\x07"), "nothing was written: error[control-character]"),
        (("log", "Coffee", "--date", "2026-11-25"), "2026-11-25 is still to come"),
        (("log", "Coffee", "--goal", "chats", "--date", "2026-11-19"), "nothing was written: warning[outside-span]"),
        (("log", "  ", "--channel", "call"), "there is no text"),
        (("log", "Coffee", "--with", "王 小明, X"), "no id can be made of that name"),
        (("note", " "), "there is no text"),
        (("done", "99"), "there is no open plan '99'"),
        (("plan", "--goal", "chats"), "say what to plan"),
        (("plan", "Ring", "--channel", "fax"), "'fax' is no channel; there are linkedin,"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(project: Project, words: tuple[str, ...], said: str) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    before = all_bytes(folder)
    result = run(folder, *words)
    assert result.exit_code == 2, result.output
    assert said in result.output
    assert all_bytes(folder) == before


def test_problem_that_was_there_before_does_not_stop_a_log(project: Project) -> None:
    folder = project({DAY: "---\nactivities:\n  - did: X\n    channel: nope\n---\n", "2026-11-01.md": "---\ntags: 'x\n---\n"})
    assert run(folder, "log", "Coffee").exit_code == 0
    assert run(folder, "log", "Coffee").exit_code == 0, "a second one alike"
    assert entry(folder).count("did: Coffee") == 2


def test_first_entry_of_a_month_with_few_goals_can_be_written(project: Project) -> None:
    folder = project({})
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8").replace("goals_per_month: 0", "goals_per_month: 3")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert run(folder, "log", "Coffee").exit_code == 0


def test_entry_that_cannot_be_read_is_left_alone(project: Project) -> None:
    folder = project({DAY: "---\ntitle: 'x\n---\n"})
    result = run(folder, "log", "Coffee")
    assert result.exit_code == 2
    assert "the front matter cannot be read" in result.output


def test_dry_run_shows_the_diff_and_writes_nothing(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    before = all_bytes(folder)
    for words in (("log", "Coffee"), ("plan", "Coffee"), ("done", "2"), ("note", "Good")):
        result = run(folder, *words, "--dry-run")
        assert result.exit_code == 0, result.output
        assert "+++ b/journal/" in result.output
    assert all_bytes(folder) == before
    assert not (folder / ".cache").exists()


def test_new_entry_starts_with_the_authors_template(project: Project) -> None:
    template = "---\nactivities:\n# - did: what\ntags: [daily]\n---\n\nWhat worked:\n"
    folder = project({"templates/entry.md": template})
    result = run(folder, "log", "Coffee")
    assert entry(folder) == template.replace("activities:\n", "activities:\n  - did: Coffee\n    channel: coffee-chat\n")
    assert result.output.splitlines() == [f"journal/{DAY} (new)", "  +   - did: Coffee", "  +     channel: coffee-chat"]


def test_public_entry_of_the_day_comes_before_a_private_one(project: Project) -> None:
    folder = project({f"private/{DAY}": "Mine.\n", "x/2026-11-24.md": "Ours.\n"})
    run(folder, "note", "More")
    assert (entry(folder, "x/2026-11-24.md"), entry(folder, f"private/{DAY}")) == ("Ours.\n\nMore\n", "Mine.\n")


def test_windows_line_ends_stay(project: Project) -> None:
    folder = project({DAY: FULL.replace("\n", "\r\n")})
    assert run(folder, "log", "Coffee", "--note", "a: b #c").exit_code == 0
    text = entry(folder)
    assert text.count("\n") == text.count("\r\n")
    assert "note: 'a: b #c'" in text


# plan and done


def test_plan_adds_items_and_words_without_quotes_are_one(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    assert run(folder, "plan", "Write", "to", "Ada", "--with", "ada", "--channel", "email").exit_code == 0
    assert run(folder, "plan", "Rest", "--date", "2026-11-25").exit_code == 0
    assert run(folder, "plan", "One thing", "Another thing").exit_code == 0
    assert entry(folder) == (
        "---\nplanned:\n  - do: Write to Ada\n    with: ada-lovelace\n    channel: email\n  - One thing\n  - Another thing\n---\n"
    )
    assert "- Rest\n" in entry(folder, "2026/11/2026-11-25.md")


def test_plan_without_a_text_suggests_who_waits_and_what_lags(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    output = run(folder, "plan").output
    assert '    netjournal plan "Write to Grace Hopper" --with grace-hopper\n' in output
    assert "  chats: 0 of 8 chats, behind, 4.0 expected by now; needed: 1.4 a day until 2026-11-29\n" in output
    run(folder, "plan", "Write", "--with", "hopper")
    assert "grace-hopper" not in run(folder, "plan").output
    assert run(project({"2026/11/2026-11-20.md": "X\n"}), "plan").output.startswith("Nobody waits")


def test_done_ticks_in_its_own_entry_and_logs_today(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL, DAY: "---\nplanned: [Sleep]\n---\n"})
    assert run(folder, "done").output == ' 1  2026-11-24  Sleep\n 2  2026-11-20  Write to "Ada"\n 3  2026-11-20  Answer Grace\n'
    result = run(folder, "done", "3", "--outcome", "replied", "--follow-up", "1w")
    assert result.exit_code == 0, result.output
    assert entry(folder, "2026/11/2026-11-20.md") == FULL.replace("channel: email\n", "channel: email\n    done: true\n")
    assert entry(folder) == (
        "---\nplanned: [Sleep]\nactivities:\n  - did: Answer Grace\n    channel: email\n    with: grace-hopper\n    goal: chats\n"
        "    outcome: replied\n    follow_up: 1w\n---\n"
    )
    assert "chats: 1 of 8 chats" in result.output
    assert "Next: on 2026-12-01: Grace Hopper" in result.output
    assert "is done already" in run(folder, "done", "3").output
    assert run(folder, "done", "sleep", "--no-log").exit_code == 0
    assert "planned: [{do: Sleep, done: true}]\nactivities:\n" in entry(folder)
    assert entry(folder).count("did:") == 1
    assert run(folder, "done").output == ' 2  2026-11-20  Write to "Ada"\n', "numbers stay when others are ticked"
    run(folder, "undo")
    assert "planned: [Sleep]" in entry(folder)


def test_done_of_today_is_one_change_of_one_file(project: Project) -> None:
    folder = project({DAY: "---\nplanned:\n  - 'Call: Ada'\n  - bad: item\n  - Coffee with Ada  # soon\n---\nText.\n"})
    result = run(folder, "done", "2")
    assert result.exit_code == 0, result.output
    assert entry(folder) == (
        "---\nplanned:\n  - 'Call: Ada'\n  - bad: item\n  - do: Coffee with Ada  # soon\n    done: true\n"
        "activities:\n  - did: Coffee with Ada\n    channel: coffee-chat\n---\nText.\n"
    )


def test_done_takes_what_is_named_in_place_of_the_plan(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    assert run(folder, "done", "answer", "--with", "ada", "--channel", "call").exit_code == 0
    assert "channel: call\n    with: ada-lovelace\n    goal: chats\n" in entry(folder)
    assert run(folder, "plan", "Ask Ada").exit_code == 0
    assert "'ada' may be one of these: say its number\n 1  2026-11-24  Ask Ada\n" in run(folder, "done", "ada").output


# note and today


def test_note_appends_a_paragraph(project: Project) -> None:
    folder = project({})
    assert run(folder, "note", "What", "worked").exit_code == 0
    assert run(folder, "note", "Tomorrow: less").exit_code == 0
    assert entry(folder) == "What worked\n\nTomorrow: less\n"


def test_today_of_an_empty_journal_is_the_line_to_type(project: Project) -> None:
    folder = project({})
    output = run(folder, "today").output
    assert "Tuesday, 2026-11-24" in output
    line = 'netjournal log "Wrote to a developer on LinkedIn" --with "First Last, Company"'
    assert line in output
    result = run(folder, "log", "Wrote to a developer on LinkedIn", "--with", "First Last, Company")
    assert result.exit_code == 0, "the line works as it is"


def test_nobody_is_behind_on_the_first_day(project: Project) -> None:
    goal = "goals:\n  - {id: chats, title: Chats, target: 8, start: 2026-11-24, due: 2026-11-30}"
    folder = project({DAY: f"---\n{goal}\n  - {{id: post, title: Post, target: 1, start: 2026-11-24, due: 2026-11-30}}\n---\n"})
    output = run(folder, "today").output
    assert "Goals that start today\n  chats: 0 of 8, starts today; needed: 1.2 a day until 2026-11-30\n" in output
    assert "  post: 0 of 1, starts today; needed: 1 until 2026-11-30\n" in output
    assert "behind" not in output


@pytest.mark.parametrize("command", ["log", "note"])
def test_words_are_needed_where_nobody_can_be_asked(project: Project, command: str) -> None:
    folder = project({})
    result = run(folder, command)
    assert (result.exit_code, "there is no text: type it behind the command" in result.output) == (2, True)


def test_today_tells_who_waits_what_lags_and_what_is_open(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL, DAY: "---\nplanned: [Sleep, {do: Eat, done: true}]\n---\n"})
    assert run(folder, "today").output == (
        "Tuesday, 2026-11-24\n\nDue\n"
        "  since 2026-11-23: Ada Lovelace (ada-lovelace): Met both\n"
        "  since 2026-11-23: Grace Hopper (grace-hopper): Met both\n\n"
        "Goals behind\n  chats: 0 of 8 chats, behind, 4.0 expected by now; needed: 1.4 a day until 2026-11-29\n\n"
        "Planned today (tick with netjournal done NUMBER)\n   1  Sleep\n\n"
        'Planned in the last 7 days, still open\n   3  2026-11-20  Write to "Ada"\n   4  2026-11-20  Answer Grace\n\n'
        "2 days with an entry this month\n"
    )


def test_plans_older_than_seven_days_are_let_go(project: Project) -> None:
    folder = project({"2026/11/2026-11-20.md": FULL})
    assert "Answer Grace" in run(folder, "today", today="2026-11-27").output
    assert "Answer Grace" not in run(folder, "today", today="2026-11-28").output


def test_row_of_days_is_told_while_it_lasts_and_never_that_it_broke(project: Project) -> None:
    folder = project({f"2026-11-{day}.md": "X\n" for day in (20, 21, 22)})
    assert run(folder, "today", today="2026-11-22").output.endswith("\n3 days with an entry this month, 3 in a row\n")
    assert run(folder, "today", today="2026-11-23").output.endswith("\n3 days with an entry this month, 3 in a row\n")
    assert run(folder, "today", today="2026-11-24").output.endswith("\n3 days with an entry this month\n")


def test_today_edit_makes_the_entry_and_opens_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, opened = project({}), []
    monkeypatch.setattr("click.edit", lambda *, filename: opened.append(filename))
    result = run(folder, "today", "--edit")
    assert result.exit_code == 0, result.output
    assert opened == [str(folder / "journal" / DAY)]
    assert entry(folder).startswith("---\nplanned:\n")
    assert run(folder, "log", "Coffee").exit_code == 0
    before = entry(folder)
    run(folder, "today", "--edit")
    assert entry(folder) == before


def test_today_edit_tells_what_is_wrong_afterwards(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project({})
    wrong = "---\nactivities:\n  - did: X\n    channel: nope\n---\n"
    monkeypatch.setattr("click.edit", lambda *, filename: Path(filename).write_text(wrong, encoding="utf-8"))
    assert f"journal/{DAY}:4:14: error[unknown-channel]" in run(folder, "today", "--edit").output


def test_channel_is_asked_for_on_a_terminal(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netjournal.cli.daily.on_terminal", lambda: True)
    folder = project({})
    assert run(folder, "log", "Met her", typed="other\n").exit_code == 0
    assert "channel: other\n" in entry(folder)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-11-23", "weekly: 0 of 6, behind, 2.5 expected by now; this week: 0 of 2"),
        ("2026-11-26", "chats: 0 of 8 chats, behind, 5.6 expected by now; needed: 2 a day until 2026-11-29"),
        ("2026-11-29", "chats: 0 of 8 chats, behind, 8.0 expected by now; needed: 8 today"),
        ("2026-11-23", "rare: 0 of 3, behind, 1.0 expected by now; needed: one every 6 days until 2026-12-10"),
        ("2026-12-09", "rare: 0 of 3, behind, 2.9 expected by now; needed: 1.5 a day until 2026-12-10"),
        ("2026-12-06", "rare: 0 of 3, behind, 2.5 expected by now; needed: 3 in 5 days until 2026-12-10"),
    ],
)
def test_rate_that_is_needed_can_be_acted_on(project: Project, today: str, told: str) -> None:
    weekly = "  - {id: weekly, title: W, target: 2, per: week, start: 2026-11-16, due: 2026-12-04}\n"
    rare = "  - {id: rare, title: R, target: 3, start: 2026-11-16, due: 2026-12-10}\n"
    folder = project({"2026-11-20.md": FULL.replace("goals:\n", f"goals:\n{weekly}{rare}")})
    assert f"  {told}\n" in run(folder, "today", today=today).output


def test_pasted_line_ends_are_not_kept_in_a_line(project: Project) -> None:
    folder = project({})
    assert run(folder, "log", "Coffee\nwith\u2028Ada", "--note", "one\r\ntwo\u2028three").exit_code == 0
    assert "did: Coffee with Ada\n" in entry(folder)
    assert "note: |-\n      one\n      two\n      three\n" in entry(folder)
    assert run(folder, "note", "one\r\n\r\ntwo").exit_code == 0
    assert entry(folder).endswith("---\none\n\ntwo\n")


def test_errors_of_the_journal_are_counted(project: Project) -> None:
    folder = project({DAY: "---\nactivities:\n  - did: X\n    channel: nope\n---\n"})
    assert run(folder, "today").output.endswith("\n1 error in the journal: netjournal check\n")


NASTY = ["a: b", "#tag", "x #y", "@grace", "- x", "'q", '"q"', "yes", "12:30", "{a}", "[b", "| x", "é 王 😀", "\\n", "a, b"]


@pytest.mark.parametrize("text", NASTY)
def test_text_is_read_back_as_it_was_typed(project: Project, text: str) -> None:
    folder = project({})
    for words in (["log", "--channel", "call", "--note", text, "--", text], ["plan", "--", text], ["note", "--", text]):
        result = CliRunner().invoke(main, ["-C", str(folder), words[0], "--today", "2026-11-24", *words[1:]])
        assert result.exit_code == 0, result.output
    journal, problems = load_journal(folder / "journal", Settings(goals_per_month=0))
    (day,) = journal.entries
    assert [(a.did, a.note) for a in day.activities] == [(text, text)]
    assert [item.do for item in day.planned] == [text]
    assert day.prose.strip() == text
    assert not problems
