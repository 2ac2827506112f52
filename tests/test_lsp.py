"""What the language server says, without an editor: functions of a journal, a text and a place. `‸` is the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from netjournal import Journal
from netjournal.cli import main
from netjournal.cli.lsp import find_journal
from netjournal.cli.project import find_project
from netjournal.diagnostics import Source
from netjournal.editing.daily import open_desk
from netjournal.lsp.completion import Choice, Known, find_choices
from netjournal.lsp.edits import compare
from netjournal.lsp.hover import describe_key, describe_thing
from netjournal.lsp.meaning import find_named
from netjournal.lsp.mends import find_fixes, mend_all
from netjournal.lsp.places import File, find_declaration, find_uses
from netjournal.lsp.positions import UTF8, UTF16, UTF32, Lines, Position
from netjournal.lsp.problems import explain
from netjournal.lsp.renaming import plan_edits
from netjournal.lsp.spots import find_spot
from netjournal.lsp.symbols import find_symbols, find_things
from netjournal.lsp.workbench import Workbench
from netjournal.model import Thing
from netjournal.reading.classify import classify
from netjournal.reading.parse import parse_file
from netjournal.reading.values import Vocabulary
from netjournal.schema import ACTIVITY, CHANNELS
from netjournal.settings import Settings

ENTRY = "2026-11-24.md"
TODAY = date(2026, 11, 24)


def choices(journal: Journal, text: str, key: str = ENTRY, vocabulary: Vocabulary | None = None) -> list[Choice]:
    spot = find_spot(text.replace("‸", ""), text.index("‸"), classify(key))
    assert spot is not None
    return sorted(
        find_choices(Known(journal, vocabulary or Vocabulary(CHANNELS), TODAY), spot, text.replace("‸", "")), key=lambda c: c.rank
    )


def offered(journal: Journal, text: str, key: str = ENTRY, vocabulary: Vocabulary | None = None) -> list[str]:
    return [choice.insert for choice in choices(journal, text, key, vocabulary)]


def in_activity(line: str) -> str:
    return f"---\nactivities:\n  - did: x\n    {line}\n"


@pytest.fixture
def known(tmp_path: Path, settings: Settings) -> Journal:
    """A journal to choose from, the same for each test that takes it."""
    from netjournal import load_journal  # noqa: PLC0415
    from tests.conftest import parse_docstring, write_journal  # noqa: PLC0415

    folder = tmp_path / "known"
    write_journal(folder, parse_docstring(KNOWN))
    return load_journal(folder, settings)[0]


KNOWN = """
2026-11-20.md
    goals:
      - id: connect-20
        title: Connect with 20 engineers
        target: 20
        unit: connections
        achievable: One a day
        relevant: A referral
        start: 2026-11-01
        due: 2026-11-30
      - id: old-goal
        title: An old one
        due: 2026-01-31
        start: 2026-01-01
    contacts:
      - name: Grace Hopper
        company: US Navy
        role: Rear Admiral
        via: ada-lovelace
        aliases: [amazing-grace]
      - name: Ada Lovelace
      - name: Zoë *Star*
    activities:
      - did: Sent a note
        channel: email
        with: ada-lovelace
        outcome: replied
        follow_up: 3d
        goal: connect-20
      - did: Wrote again
        channel: email
        company: US Navy
    companies:
      - name: Shopify
        priority: 5
    ---
    Met @grace-hopper and @amazing-grace.
"""


def test_people_who_were_met_last_come_first(known):
    """Ids where an id is wanted, with the name beside it and to be found by it."""
    found = choices(known, in_activity("with: ‸"))
    assert [c.insert for c in found] == ["ada-lovelace", "grace-hopper", "zoe-star"]
    assert (found[1].detail, found[1].search) == ("Grace Hopper, Rear Admiral, US Navy", "grace-hopper Grace Hopper")
    assert offered(known, in_activity("with: [ada-lovelace, ‸]")) == ["ada-lovelace", "grace-hopper", "zoe-star"]
    assert offered(known, "---\ncontacts:\n  - name: New\n    via: ‸\n") == ["ada-lovelace", "grace-hopper", "zoe-star"]


def test_mentions_are_offered_behind_an_at_only(known):
    """A word of prose is no reason to offer anything."""
    assert offered(known, "Met @gr‸") == ["@ada-lovelace", "@grace-hopper", "@zoe-star"]
    assert offered(known, "Met gr‸") == []


def test_words_of_the_format(known):
    """Channels by use, with the journal's own; outcomes, yes and no, periods as they are listed."""
    more = Vocabulary((*CHANNELS, "mastodon"), ("informational interview",))
    assert offered(known, in_activity("channel: ‸"), vocabulary=more)[0] == "email"
    assert "mastodon" in offered(known, in_activity("channel: ‸"), vocabulary=more)
    assert offered(known, in_activity("outcome: ‸"))[:2] == ["no-reply", "declined"]
    assert offered(known, in_activity("practice: ‸"), vocabulary=more) == ["informational interview"]
    assert offered(known, "---\nprivate: ‸") == ["true", "false"]
    assert offered(known, "---\ngoals:\n  - id: x\n    per: ‸") == ["day", "week", "month"]
    assert offered(known, "---\npublish: ‸\n---\n", "contacts/x.md") == ["full", "alias", "none"]


def test_goals_of_the_day_come_before_old_ones(known):
    """A goal that is over is seldom meant."""
    assert offered(known, in_activity("goal: ‸")) == ["connect-20", "old-goal"]
    assert offered(known, "---\ngoals: [‸") == ["connect-20", "old-goal"]
    assert offered(known, "---\ngoals:\n  - ‸")[:3] == ["connect-20", "old-goal", "id: "]


def test_companies_of_the_dream_list_come_first(known):
    """What is typed for a company may be its name, so both are compared."""
    found = choices(known, in_activity("company: US Na‸"))
    assert [(c.insert, c.search) for c in found] == [("shopify", "shopify Shopify"), ("us-navy", "us-navy US Navy")]


def test_dates_and_spans_say_which_day_they_are(known):
    """Where a span is taken, the day that it leads to stands beside it."""
    found = choices(known, in_activity("follow_up: ‸"))
    assert [(c.insert, c.detail) for c in found[:3]] == [
        ("2026-11-24", "Tuesday"), ("1d", "Wednesday, 2026-11-25"), ("3d", "Friday, 2026-11-27"),
    ]  # fmt: skip
    assert offered(known, "---\nevery: ‸\n---\n", "contacts/x.md") == ["1w", "2w", "1m", "3m"]


def test_keys_are_offered_with_their_help_and_not_twice(known):
    """What is required comes first; a key that stands there is not offered, nor is another word for it."""
    keys = choices(known, "---\nactivities:\n  - ‸\n    channel: call\n")
    assert [c.insert for c in keys[:2]] == ["did: ", "with: "]
    assert keys[0].help == "What I did. Required."
    assert next(c for c in keys if c.label == "note").help == "For my eyes only. Never published."
    assert offered(known, "---\n‸\n")[-1] == "companies:"
    assert "achievable: " not in offered(known, "---\ngoals:\n  - actionable: x\n    ‸")


def test_known_people_are_offered_where_one_is_described(known):
    """A name that is known, or `id:` to say more of somebody."""
    assert offered(known, "---\ncontacts:\n  - name: ‸") == ["Ada Lovelace", "Grace Hopper", "Zoë *Star*"]
    assert offered(known, "---\ncontacts:\n  - ‸")[-3:] == ["id: ada-lovelace", "id: grace-hopper", "id: zoe-star"]


def named(journal: Journal, text: str, key: str = ENTRY) -> tuple[str, str, str] | None:
    plain = text.replace("‸", "")
    spot = find_spot(plain, text.index("‸"), classify(key))
    found = find_named(journal, spot, plain, classify(key)) if spot else None
    return (found.thing.value, found.id, plain[found.start : found.end]) if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (in_activity("with: gra‸ce-hopper"), ("contacts", "grace-hopper", "grace-hopper")),
        (in_activity("with: Gra‸ce-Hopper"), ("contacts", "grace-hopper", "Grace-Hopper")),
        (in_activity("with: [ada-lovelace, grace-hopper‸]"), ("contacts", "grace-hopper", "grace-hopper")),
        (in_activity("with: nobody‸"), None),
        (in_activity("goal: conn‸ect-20"), ("goals", "connect-20", "connect-20")),
        (in_activity("company: US Na‸vy"), ("companies", "us-navy", "US Navy")),
        (in_activity("note: with @grace-hop‸per"), ("contacts", "grace-hopper", "grace-hopper")),
        (in_activity("out‸come: met"), None),
        ("---\ngoals:\n  - conn‸ect-20", ("goals", "connect-20", "connect-20")),
        ("---\ncontacts:\n  - name: Grace Ho‸pper", ("contacts", "grace-hopper", "Grace Hopper")),
        ("---\ngoals:\n  - title: Connect with‸ 20 engineers", ("goals", "connect-20", "Connect with 20 engineers")),
        ("Met @amazing‸-grace.", ("contacts", "grace-hopper", "amazing-grace")),
        ("Met @no‸body.", None),
        ("Met grace-hop‸per.", None),
    ],
)  # fmt: skip
def test_what_a_place_names(known, text, expected):
    """Ids in front matter, names, mentions by id or alias."""
    assert named(known, text) == expected


def test_hover_tells_a_person(known):
    """How far things got, the last contact, what comes next; a name is text and no Markdown."""
    assert describe_thing(known, Thing.CONTACT, "ada-lovelace", TODAY) == (
        "**Ada Lovelace**\n\nconnected, 1 activity, last contact 2026-11-20 (4 days ago)\n\nLast: Sent a note"
        "\n\nNext: overdue since 2026-11-23 (1 day ago)"
    )
    assert describe_thing(known, Thing.CONTACT, "zoe-star", TODAY).startswith("**Zoë \\*Star\\***\n\nprospect, no activity yet")
    assert "Rear Admiral, US Navy" in describe_thing(known, Thing.CONTACT, "grace-hopper", TODAY)


def test_hover_tells_a_goal_and_a_company(known):
    """A goal's pace; who I know at a company."""
    assert describe_thing(known, Thing.GOAL, "connect-20", TODAY) == (
        "**Connect with 20 engineers**\n\nbehind: 1 of 20 connections, 16 expected by now\n\nDue 2026-11-30, 7 days left"
        "\n\nFrom today on 2.7 a day"
    )
    assert "Not said yet: target, achievable, relevant" in describe_thing(known, Thing.GOAL, "old-goal", TODAY)
    assert "On the dream list, priority 5\n\nNobody inside yet" in describe_thing(known, Thing.COMPANY, "shopify", TODAY)
    assert "I know Grace Hopper" in describe_thing(known, Thing.COMPANY, "us-navy", TODAY)
    assert describe_key(ACTIVITY.keys["direction"]).endswith("One of `out`, `in`.")


def test_declarations_and_uses(known, tmp_path):
    """Where somebody is introduced; every place that names her, by id, alias or mention."""
    text = (tmp_path / "known" / "2026-11-20.md").read_text(encoding="utf-8")
    files = [File("journal/2026-11-20.md", "2026-11-20.md", text), File("journal/x.md", "x.md", "Nothing of @anybody.")]

    def uses(thing: Thing, key: str, declarations: bool = True) -> list[str]:
        found = find_uses(known, Vocabulary(CHANNELS), thing, key, files, declarations)
        lines = text.split("\n")
        return [lines[s.line - 1][: s.column - 1].strip() + "|" + lines[s.line - 1][s.column - 1 :][: s.length] for s in found]

    assert uses(Thing.CONTACT, "grace-hopper") == [
        "- name:|Grace Hopper", "Met|@grace-hopper", "Met @grace-hopper and|@amazing-grace",
    ]  # fmt: skip
    assert uses(Thing.CONTACT, "ada-lovelace", False) == ["via:|ada-lovelace", "with:|ada-lovelace"]
    assert uses(Thing.GOAL, "connect-20") == ["- id:|connect-20", "goal:|connect-20"]
    assert uses(Thing.COMPANY, "us-navy") == ["company:|US Navy", "company:|US Navy"]
    declared = find_declaration(known, Thing.CONTACT, "grace-hopper")
    assert declared and text.split("\n")[declared.line - 1] == "  - name: Grace Hopper"
    assert find_declaration(known, Thing.COMPANY, "us-navy") is None


def test_own_file_is_where_somebody_is_declared(journal):
    """
    2026-11-20.md
        contacts:
          - name: Ada
    contacts/ada.md
        role: Countess
    """
    assert find_declaration(journal, Thing.CONTACT, "ada") == Source("journal/contacts/ada.md")


def test_outline(journal):
    """
    2026-11-20.md
        contacts:
          - name: Ada
        planned:
          - Write to Ada
        activities:
          - did: Wrote
            channel: email
            with: ada
    contacts/ada.md
        role: Countess
    """
    found = [(s.kind, s.name, s.detail) for s in find_symbols(journal, "journal/2026-11-20.md")]
    assert found == [("contact", "Ada", "ada"), ("planned", "Write to Ada", ""), ("activity", "Wrote", "email, ada")]
    assert [s.name for s in find_symbols(journal, "journal/contacts/ada.md")] == ["ada"]
    assert find_symbols(journal, "journal/none.md") == ()


def test_people_goals_and_companies_are_found_by_letters_of_their_names(known):
    """As editors search for symbols; a company that nobody declared has no place to go to."""
    assert [s.name for s in find_things(known, "grhop")] == ["Grace Hopper"]
    assert [s.detail for s in find_things(known, "20 eng")] == ["connect-20"]
    assert {s.name for s in find_things(known, "")} >= {"Ada Lovelace", "Shopify", "An old one"}
    assert list(find_things(known, "navy")) == []


@pytest.mark.parametrize(
    ("encoding", "column"), [(UTF8, 11), (UTF16, 5), (UTF32, 4)],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_columns_in_each_encoding(encoding, column, newline):
    """An emoji is four bytes, two units of UTF-16, one character; a Chinese character three, one and one."""
    lines = Lines(f"first{newline}🎉名前x{newline}", encoding)
    offset = lines.text.index("x")
    if encoding == UTF8:
        column = 10
    assert lines.position(offset) == Position(1, column if encoding != UTF16 else 4) if encoding != UTF32 else Position(1, 3)
    assert lines.offset(lines.position(offset)) == offset


def test_places_that_are_not_there():
    """Behind the end of a line or of the text, or in the middle of a character: the nearest that is."""
    lines = Lines("a🎉b\r\nc")
    assert lines.offset(Position(0, 2)) == 1
    assert lines.offset(Position(0, 99)) == 3
    assert lines.offset(Position(9, 0)) == len(lines.text)
    assert lines.position(4) == Position(0, 4)
    assert Lines("").offset(Position(0, 5)) == 0


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_problems_stand_where_the_editor_shows_the_word(bom, newline):
    """A problem's column is in characters without BOM; the editor counts units and maybe a BOM."""
    text = f"{bom}---\nactivities:\n  - {{did: 🎉🎉, channel: carrier-pigeon}}\n---\n".replace("\n", newline)
    parsed = parse_file(text.encode(), "p", "2026-11-24", classify(ENTRY), Vocabulary(CHANNELS))
    problem = next(p for p in parsed.problems if p.code == "unknown-channel")
    lines = Lines(text)
    span = lines.range_of(problem.source)
    assert text[lines.offset(span.start) : lines.offset(span.end)] == "carrier-pigeon"
    assert span.start == Position(2, 25)
    first = lines.range_of(Source("p", 1, 1, 3))
    assert text[lines.offset(first.start) : lines.offset(first.end)] == "---"


def applied(text: str, replacements, encoding: str = UTF16) -> str:
    """`text` after the edits, as an editor makes them: the last first."""
    lines = Lines(text, encoding)
    for one in sorted(replacements, key=lambda r: r.range, reverse=True):
        text = text[: lines.offset(one.range.start)] + one.new + text[lines.offset(one.range.end) :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\n", "a\nc\n"),
        ("a\nc", "a\nb\nc"),
        ("", "x"),
        ("x", ""),
        ("🎉 ada\r\nx\r\n", "🎉 grace\r\ny\r\n"),
        ("a\r\nb\r\n", "a\r\n"),
        ("a\r\n", "a\n"),
        ("with: [ada, ada-l]\n", "with: [grace, ada-l]\n"),
        ("x\u2028ada\x0bada\n", "x\u2028bob\x0bada\n"),
    ],
)
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", [UTF8, UTF16, UTF32])
def test_edits_make_one_text_of_the_other(before, after, bom, encoding):
    """Also where the file has a BOM that the editor does not show."""
    found = compare(before, (bom + before).encode(), (bom + after).encode(), encoding)
    assert applied(before, found, encoding) == after
    found = compare(bom + before, (bom + before).encode(), (bom + after).encode(), encoding)
    assert applied(bom + before, found, encoding) == bom + after


def test_edits_are_whole_words():
    """An editor shows them before it makes them."""
    (one,) = compare("with: ada-lovelace\n", b"with: ada-lovelace\n", b"with: ada-byron\n")
    assert one.new == "ada-byron"


def test_fixes_of_a_line_and_of_all():
    """The mends of check --fix, each by itself and all; an id that was misspelt is an offer, for only the writer knows."""
    text = "---\ntags: [x]\nactivities:\n  - did: Posted #opentowork today\n    chanel: email\n    with: '🎉'\n---\n"
    vocabulary = Vocabulary(CHANNELS)
    parsed = parse_file(text.encode(), "journal/2026-11-24.md", "2026-11-24", classify(ENTRY), vocabulary)
    problems = {p.code: p for p in parsed.problems}

    def fixes(*codes: str):
        some = tuple(problems[code] for code in codes)
        return list(find_fixes(text, "journal/2026-11-24.md", ENTRY, vocabulary, some, UTF16))

    lost, both = fixes("lost-comment")
    assert lost.sure and "did: 'Posted #opentowork today'" in applied(text, lost.replacements).replace('"', "'")
    assert "chanel: email" in applied(text, lost.replacements)
    assert not both.sure and both.title == "Mend all in this file that can be mended without a doubt (2)"
    everything = mend_all(text, "journal/2026-11-24.md", ENTRY, vocabulary, UTF16)
    assert everything and "channel: email" in applied(text, everything.replacements)
    assert mend_all("Nothing", "journal/2026-11-24.md", ENTRY, vocabulary, UTF16) is None


def test_misspelt_id_is_offered(loaded):
    """
    2026-11-24.md
        contacts:
          - name: Grace Hopper
        activities:
          - did: x
            channel: email
            with: grace-hoper
    """
    (problem,) = loaded[1]
    text = "---\ncontacts:\n  - name: Grace Hopper\nactivities:\n  - did: x\n    channel: email\n    with: grace-hoper\n---\n"
    nearest, new = find_fixes(text, problem.source.path, ENTRY, Vocabulary(CHANNELS), (problem,), UTF16)
    assert nearest.title == "Change to 'grace-hopper'" and not nearest.sure
    assert "with: grace-hopper\n" in applied(text, nearest.replacements)
    assert new.title == "Add 'Grace Hoper' to the contacts of this entry" and not new.sure
    assert applied(text, new.replacements) == text.replace("activities", "  - name: Grace Hoper\nactivities")
    assert explain(problem).startswith("**") and "unknown-contact" in explain(problem)


FILES = {
    "2026-11-20.md": "\ufeff---\r\ncontacts:\r\n  - name: Grace Hopper\r\nactivities:\r\n"
    "  - {did: 🎉 hi, channel: email, with: [grace-hopper]}\r\n---\r\n"
    "With @grace-hopper, 名前.\r\n",
    "contacts/ada.md": "---\nname: Ada\nvia: grace-hopper\n---\n",
}


def test_rename_in_every_file(project: Callable[..., Path]):
    """As the command renames, but as changes for the editor; a file of its own moves."""
    folder = project(FILES)
    desk = open_desk(folder, folder / "journal", Settings(goals_per_month=0))
    edits = plan_edits(desk, "grace-hopper", "amazing-grace", {}, UTF16)
    assert not isinstance(edits, str)
    after = {e.path: applied(FILES[e.path.removeprefix("journal/")].removeprefix("\ufeff"), e.replacements) for e in edits}
    assert after == {
        "journal/2026-11-20.md": "---\r\ncontacts:\r\n  - name: Grace Hopper\r\n    id: amazing-grace\r\nactivities:\r\n"
        "  - {did: 🎉 hi, channel: email, with: [amazing-grace]}\r\n---\r\nWith @amazing-grace, 名前.\r\n",
        "journal/contacts/ada.md": "---\nname: Ada\nvia: amazing-grace\n---\n",
    }
    (moved,) = [e for e in plan_edits(desk, "ada", "ada-byron", {}, UTF16) if not isinstance(e, str)]
    assert moved.moved_to == "journal/contacts/ada-byron.md"


def test_rename_is_refused_with_the_reason(project: Callable[..., Path]):
    """What the command says, the editor shows."""
    folder = project(FILES)
    desk = open_desk(folder, folder / "journal", Settings(goals_per_month=0))
    assert "is already the id of a contact" in str(plan_edits(desk, "grace-hopper", "ada", {}, UTF16))
    assert "is no id" in str(plan_edits(desk, "grace-hopper", "Grace Hopper!", {}, UTF16))
    assert plan_edits(desk, "grace-hopper", "@Grace-Hopper", {}, UTF16) == ()


def bench_of(folder: Path) -> Workbench:
    return Workbench(folder, folder / "journal", Settings(goals_per_month=0), lambda loader: loader.load())


def test_unsaved_text_counts(project: Callable[..., Path]):
    """The problems are those of the window, in other files too; what is on disk is left alone."""
    folder = project(FILES)
    bench = bench_of(folder)
    path = "journal/2026-11-20.md"
    shown = FILES["2026-11-20.md"].removeprefix("\ufeff").replace("\r\n", "\n")
    view = bench.look({path: shown}, from_disk=True)
    assert not view.unsaved and not view.problems
    view = bench.look({path: shown.replace("name: Grace Hopper", "name: Grace Murray")}, from_disk=False)
    assert view.unsaved == {path}
    assert [p.code for p in view.problems["journal/contacts/ada.md"]] == ["unknown-contact"]
    assert [p.code for p in view.problems[path]] == ["unknown-contact"]
    assert not bench.look({}, from_disk=False).problems


def test_broken_front_matter_takes_nothing_from_the_choices(project: Callable[..., Path]):
    """Who is declared in the entry that is being typed can be chosen while it cannot be read."""
    folder = project(FILES)
    bench = bench_of(folder)
    bench.look({}, from_disk=True)
    view = bench.look({"journal/2026-11-20.md": "---\ncontacts:\n  - name: Grace Hopper\nactivities: [\n"}, from_disk=False)
    assert "grace-hopper" in view.known.contacts and "grace-hopper" not in view.journal.contacts


def test_new_file_and_a_file_that_is_no_text(project: Callable[..., Path]):
    """A window whose file is not saved yet is part of the journal; of a file that is not UTF-8 the disk counts."""
    folder = project({"2026-11-20.md": "Hello"})
    (folder / "journal" / "2026-11-21.md").write_bytes(b"caf\xe9")
    bench = bench_of(folder)
    view = bench.look({"journal/2026-11-21.md": "caf\ufffd", "journal/2026-11-22.md": "---\nnope: 1\n---\n"}, from_disk=True)
    assert {path: [p.code for p in some] for path, some in view.problems.items()} == {
        "journal/2026-11-21.md": ["bad-encoding"],
        "journal/2026-11-22.md": ["unknown-key"],
    }
    assert bench.key_of("README.md") is None


def test_any_place_of_any_text_is_answered(known):
    """No text is so broken, and no place in it so odd, that an editor would get an error instead of nothing."""
    text = (
        "\ufeff---\r\ngoals: [connect-20, {id: x, per:\r\n  }]\n- planned:\n   - {do: 'a, with: [ada-lovelace, \"g\n"
        "activities:\n  - - did: |\n\n      with: 🎉\n    with: {a: [}]\n\tchannel: @x\n"
        "? contacts\n:\n  - name: &a *b\n---\n@grace-hopper 名"
    )
    for key in (ENTRY, "contacts/ada.md", "goals/x.md", "companies/x.md", "templates/entry.md", "about.md", "x.csv"):
        for offset in range(len(text) + 1):
            for one in (text, text[:offset], text.replace("\n---\n", "\n", 1)):
                spot = find_spot(one, min(offset, len(one)), classify(key))
                if spot is not None:
                    assert 0 <= spot.start <= spot.cursor <= spot.end <= len(one)
                    assert "\n" not in one[spot.start : spot.end]
                    find_choices(Known(known, Vocabulary(CHANNELS), TODAY), spot, one)
                    find_named(known, spot, one, classify(key))


def test_without_pygls_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    """The server is an extra, which few need."""
    monkeypatch.setattr("netjournal.cli.lsp.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["lsp"])
    assert result.exit_code == 2
    assert 'pip install "netjournal[lsp]"' in result.output


def test_in_a_terminal_the_command_says_that_an_editor_starts_it(monkeypatch: pytest.MonkeyPatch):
    """Who tries it sees that it is installed, and is not left with a program that says nothing."""
    monkeypatch.setattr("netjournal.cli.lsp.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    result = CliRunner().invoke(main, ["lsp"])
    assert result.exit_code == 2
    assert "an editor starts this" in result.output


def test_site_without_the_plugin_is_no_journal(project: Callable[..., Path]):
    """Other people's MkDocs sites have Markdown files too."""
    folder = project(FILES)
    assert find_journal(folder) == find_project(folder)
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [search, {tags: {}}]\n", encoding="utf-8")
    assert find_journal(folder) is None
    (folder / "mkdocs.yml").write_text("site_name: x\nplugins: [netjournal: {nope: 1}]\n", encoding="utf-8")
    assert "no option 'nope'" in str(find_journal(folder))
