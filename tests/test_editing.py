"""Edits of front matter and prose: exactly the change, and no other byte, in whatever style the file is written."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netjournal.editing import fragments, quoting
from netjournal.editing.documents import Document, Refusal, open_document, to_data
from netjournal.editing.lists import delete_item, insert_item, remove_value, replace_value
from netjournal.editing.prose import append_prose, replace_span
from netjournal.editing.values import add_key, delete_key, replace_scalars, set_value

TEXTS = ["Wrote to Ada", "Talk: what it takes", "A # that is none", "Émilie's note", "12:30", "no", "#tag first", "- dash", "@ada"]
IDS = ["ada-lovelace", "grace-hopper", "alan-turing", "Lin-Xiaowen"]


@dataclass
class Style:
    """How one file is written, drawn anew for each."""

    draw: random.Random
    comments: int = 0

    def maybe(self, share: float) -> bool:
        return self.draw.random() < share

    def comment(self, owner: str, share: float = 0.25) -> str:
        """Nothing, or a comment with a number of its own, behind a value."""
        if not self.maybe(share):
            return ""
        self.comments += 1
        return f"{self.draw.choice([' ', '  '])}# {owner}{self.comments};"

    def lines_between(self, pad: str, owner: str) -> list[str]:
        lines = [""] if self.maybe(0.15) else []
        return [*lines, pad + self.comment(owner, 1).strip()] if self.maybe(0.2) else lines

    def scalar(self, text: str, flow: bool = False) -> str:
        safe = re.fullmatch(r"[\w][\w' É.:-]*", text) and ": " not in text
        kind = self.draw.choice(["plain", "single", "double"] if safe and not (flow and ":" in text) else ["single", "double"])
        return {"plain": text, "single": "'" + text.replace("'", "''") + "'", "double": f'"{text}"'}[kind]

    def ids(self, pad: str, own: str) -> list[str]:
        """The value of `with`: one id, a list on one line, on several, or with dashes; the lines below the key's."""
        ids = self.draw.sample(IDS, self.draw.randint(1, 3))
        match self.draw.choice(["one", "flow", "flow", "lines", "dashes"]):
            case "one":
                return [f" {ids[0]}{self.comment(own)}"]
            case "flow":
                return [f" [{self.draw.choice([', ', ' , ']).join(ids)}]{self.comment(own)}"]
            case "lines":
                middle = [f"{pad}    {key},{self.comment(own)}" for key in ids[:-1]]
                return [f" [{self.comment(own)}", *middle, f"{pad}    {ids[-1]}{self.comment(own)}", f"{pad}  ]"]
        dash = pad + self.draw.choice(["", "  "])
        return [self.comment(own), *(line for key in ids for line in (f"{dash}- {key}{self.comment(own)}",))]

    def item(self, pad: str, offset: int, own: str) -> list[str]:
        """An activity."""
        if self.maybe(0.2):
            did = self.scalar(self.draw.choice(TEXTS), True)
            return [f"{pad}- {{did: {did}, with: [ada-lovelace, grace-hopper], channel: email}}{self.comment(own)}"]
        inner = pad + " " * offset
        pairs: list[list[str]] = []
        if self.maybe(0.25):
            mark = self.draw.choice(["|", ">", "|-", ">-"])
            pairs.append([f"did: {mark}", f"{inner}  First line # no comment", f"{inner}  second: line"])
        else:
            pairs.append([f"did:{self.draw.choice([' ', '  '])}{self.scalar(self.draw.choice(TEXTS))}{self.comment(own)}"])
        pairs.append([f"channel: email{self.comment(own)}"])
        if self.maybe(0.8):
            first, *more = self.ids(inner, own)
            pairs.append([f"with:{first}", *more])
        if self.maybe(0.3):
            pairs.append([f"count: 2{self.comment(own)}"])
        self.draw.shuffle(pairs)
        lines = []
        for n, pair in enumerate(pairs):
            if n:
                lines += self.lines_between(inner, own)
            lines += [(pad + "-" + " " * (offset - 1) if n == 0 else inner) + pair[0], *pair[1:]]
        return lines


def write_entry(draw: random.Random) -> str:
    """An entry with activities, in some style."""
    style = Style(draw)
    pad, offset = " " * draw.choice([0, 2, 4]), draw.choice([2, 2, 4])
    lines = style.lines_between("", "o")
    sections = []
    activities = ["activities:" + style.comment("o")]
    for n in range(draw.randint(1, 3)):
        activities += [*style.lines_between(pad, "o"), *style.item(pad, offset, f"i{n}-")]
    sections.append(activities)
    if style.maybe(0.5):
        planned = draw.choice(
            [["planned: []"], ["planned:"], ["planned: [Write, 'Call: back']"], ["planned:", f"{pad}- Write", f"{pad}- do: Call"]]
        )
        sections.append([planned[0] + style.comment("o"), *planned[1:]])
    if style.maybe(0.5):
        sections.append([f"title: {style.scalar('A day')}{style.comment('o')}"])
    draw.shuffle(sections)
    for section in sections:
        lines += [*section, *style.lines_between("", "o")]
    prose = draw.choice(["", "A day.\n", "\nA day\n\nand more", "É @ada-lovelace\n"])
    text = (
        "---\n"
        + "\n".join(lines)
        + "\n"
        + draw.choice(["---", "---", "..."])
        + (f"\n{prose}" if prose else draw.choice(["", "\n"]))
    )
    text = text if draw.random() < 0.7 else text.replace("\n", "\r\n")
    return text if draw.random() < 0.8 else "\ufeff" + text


def data_of(raw: str) -> dict[str, object]:
    document = open_document(raw)
    assert isinstance(document, Document), raw
    return dict(to_data(document.root))


def common(before: str, after: str) -> int:
    """How many characters at the beginning and at the end of both are the same."""
    least = min(len(before), len(after))
    start = next((n for n in range(least) if before[n] != after[n]), least)
    end = next((n for n in range(least - start) if before[-1 - n] != after[-1 - n]), least - start)
    return start + end


def comments(raw: str) -> list[str]:
    return re.findall(r"# ((?:o|i\d-)\d+;)", raw)


Operation = Callable[[str, random.Random], str | Refusal]
NEW = {"did": "New: one", "channel": "email", "with": ["ada-lovelace", "grace-hopper"], "count": 3}


def insert(raw: str, draw: random.Random) -> str | Refusal:
    after = insert_item(raw, "activities", NEW)
    if isinstance(after, str):
        assert common(raw, after) == len(raw)
        assert comments(after) == comments(raw)
        new = [("did", "New: one"), ("channel", "email"), ("with", ("list", ["ada-lovelace", "grace-hopper"])), ("count", "3")]
        assert data_of(after)["activities"][1] == [*data_of(raw)["activities"][1], new]
    return after


def plan(raw: str, draw: random.Random) -> str | Refusal:
    after = insert_item(raw, "planned", "Ask: how?")
    if isinstance(after, str):
        assert comments(after) == comments(raw)
        base = raw.replace("planned: []", "planned:")
        assert common(base, after) == len(base)
        old = data_of(raw).get("planned") or ("list", [])
        assert data_of(after)["planned"] == ("list", [*old[1], "Ask: how?"])
    return after


def meet(raw: str, draw: random.Random) -> str | Refusal:
    after = insert_item(raw, "contacts", {"name": "Ada Lovelace", "note": "Two\nlines"})
    if isinstance(after, str):
        assert common(raw, after) == len(raw)
        assert comments(after) == comments(raw)
        assert data_of(after) == {**data_of(raw), "contacts": ("list", [[("name", "Ada Lovelace"), ("note", "Two\nlines")]])}
    return after


def delete(raw: str, draw: random.Random) -> str | Refusal:
    items = data_of(raw)["activities"][1]
    index = draw.randrange(len(items))
    after = delete_item(raw, ("activities",), index)
    if isinstance(after, str):
        assert common(raw, after) == len(after)
        kept = [c for c in comments(raw) if not c.startswith(f"i{index}-")]
        assert [c for c in comments(after) if not c.startswith(f"i{index}-")] == (kept if len(items) > 1 else comments(after))
        rest = [*items[:index], *items[index + 1 :]]
        assert data_of(after).get("activities") == (("list", rest) if rest else None)
    return after


def change(raw: str, draw: random.Random) -> str | Refusal:
    new = draw.choice(TEXTS)
    after = set_value(raw, ("activities", 0), "did", new)
    if isinstance(after, str):
        assert dict(data_of(after)["activities"][1][0])["did"] == new
        assert comments(after) == comments(raw)
        assert common(raw, after) >= len(raw) - len("|\r\n") - len("First line # no comment second: line") - 30
    return after


def extend(raw: str, draw: random.Random) -> str | Refusal:
    after = add_key(raw, ("activities", 0), "minutes", 30)
    if isinstance(after, str):
        assert common(raw, after) == len(raw)
        assert comments(after) == comments(raw)
        assert data_of(after)["activities"][1][0] == [*data_of(raw)["activities"][1][0], ("minutes", "30")]
    return after


def unlink(raw: str, draw: random.Random) -> str | Refusal:
    index = draw.randrange(len(data_of(raw)["activities"][1]))
    after = remove_value(raw, ("activities", index), "with", frozenset(["grace-hopper"]))
    if isinstance(after, str):
        old = dict(data_of(raw)["activities"][1][index]).get("with")
        was = [old] if isinstance(old, str) else old[1] if old else []
        kept = [key for key in was if key != "grace-hopper"]
        now = dict(data_of(after)["activities"][1][index]).get("with")
        assert now == (old if kept == was else ("list", kept) if kept else None)
        assert common(raw, after) == len(after)
        assert {c for c in comments(raw) if not c.startswith(f"i{index}-")} <= set(comments(after))
    return after


def rename(raw: str, draw: random.Random) -> str | Refusal:
    index, new = draw.randrange(len(data_of(raw)["activities"][1])), draw.choice(["ada-lovelace", "bo"])
    after = replace_value(raw, ("activities", index), "with", "grace-hopper", new)
    if isinstance(after, str):
        old = dict(data_of(raw)["activities"][1][index]).get("with")
        was = [old] if isinstance(old, str) else old[1] if old else []
        wanted = [new if key == "grace-hopper" else key for key in was if key != "grace-hopper" or new not in was]
        now = dict(data_of(after)["activities"][1][index]).get("with")
        assert ([now] if isinstance(now, str) else now[1] if now else []) == wanted
        assert common(raw, after) >= min(len(after), len(raw) - len("grace-hopper"))
    return after


def remove(raw: str, draw: random.Random) -> str | Refusal:
    after = delete_key(raw, ("activities", 0), "channel")
    if isinstance(after, str):
        old = data_of(raw)["activities"][1][0]
        assert data_of(after)["activities"][1][0] == [pair for pair in old if pair[0] != "channel"]
        assert common(raw, after) == len(after)
        assert len(comments(raw)) - len(comments(after)) <= 1
    return after


def reword(raw: str, draw: random.Random) -> str | Refusal:
    after = replace_scalars(raw, lambda text: text.replace("Ada", "someone").replace("second", "next"), frozenset(["with"]))
    if isinstance(after, str):
        assert comments(after) == comments(raw)
        assert after == raw.replace("Ada", "someone").replace("second", "next")
    return after


def write(raw: str, draw: random.Random) -> str | Refusal:
    after = append_prose(raw, "A line @ada-lovelace.")
    if isinstance(after, str):
        assert common(raw, after) == len(raw)
        assert data_of(after) == data_of(raw)
        assert after.rstrip("\r\n").endswith("A line @ada-lovelace.")
    return after


OPERATIONS: list[Operation] = [insert, plan, meet, delete, change, extend, unlink, rename, remove, reword, write]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.__name__)
@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_an_edit_is_exactly_the_change(operation: Operation, seed: int) -> None:
    draw = random.Random(seed)
    operation(write_entry(draw), draw)


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), seed=st.integers(0, 2**32))
def test_any_text_can_be_written_and_reads_as_what_it_was(text: str, seed: int) -> None:
    raw = write_entry(random.Random(seed))
    if not text.strip():
        return
    once = insert_item(raw, "activities", {"did": text, "note": f"{text}\n{text}"})
    assert isinstance(once, str), once
    twice = set_value(once, ("activities", 0), "note", text)
    assert isinstance(twice, str), twice
    thrice = replace_scalars(twice, lambda value: value.replace("email", text))
    assert isinstance(thrice, str), thrice
    assert common(raw, once) == len(raw)
    assert dict(data_of(thrice)["activities"][1][0])["note"] == text.strip()


@given(st.text("aZé09 .,;:/!'&%+-()_€’…?#@", max_size=12) | st.sampled_from(["null", "7d", "7 days", "http://a.b/c", "a, b", "e3"]))
@settings(max_examples=300, deadline=None)
def test_what_is_written_without_ruamel_is_what_it_would_write(text: str) -> None:
    for value in (text, {"did": text, "with": ("ada", text), "count": 2, "done": True}):
        assert fragments.write_block(value) == quoting.dump_block(value)
        assert fragments.write_flow(value) == quoting.dump_flow(value)


def test_a_text_that_starts_with_a_colon_goes_into_braces_too() -> None:
    raw = "---\nactivities:\n  - {did: Wrote, channel: email}\n---\n"
    after = insert_item(raw, "activities", {"did": ":) at last", "channel": "call"})
    assert isinstance(after, str), after
    assert dict(data_of(after)["activities"][1][1])["did"] == ":) at last"


def test_refusals_are_rare() -> None:
    draw = random.Random(7)
    refused = [
        (operation.__name__, raw)
        for _ in range(200)
        for operation in OPERATIONS
        if isinstance(operation(raw := write_entry(draw), draw), Refusal)
    ]
    assert len(refused) < 0.03 * 200 * len(OPERATIONS), refused[:3]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "---\nplanned:\n  - Write\n---\n"),
        ("A day.\n", "---\nplanned:\n  - Write\n---\nA day.\n"),
        ("\ufeffA day.\r\n", "\ufeff---\r\nplanned:\r\n  - Write\r\n---\r\nA day.\r\n"),
        ("---\n---\n", "---\nplanned:\n  - Write\n---\n"),
        ("---\n# mine\n---\n", "---\n# mine\nplanned:\n  - Write\n---\n"),
        ("---\nplanned:\n...\nA day", "---\nplanned:\n  - Write\n...\nA day"),
        ("---\nplanned: [] # none yet\n---\n", "---\nplanned: # none yet\n  - Write\n---\n"),
        ("---\nplanned: [Call]\n---\n", "---\nplanned: [Call, Write]\n---\n"),
        ("---\n{title: A day}\n---\n", "---\n{title: A day, planned: [Write]}\n---\n"),
        ("---\ngoals:\n- a\n\n- b\n# end\n---\n", "---\ngoals:\n- a\n\n- b\n# end\nplanned:\n- Write\n---\n"),
    ],
)
def test_the_first_item_of_a_list(before: str, after: str) -> None:
    assert insert_item(before, "planned", "Write") == after


def test_a_planned_text_becomes_a_mapping_when_it_is_done() -> None:
    raw = "---\nplanned:\n  - 'Ask: how'  # soon\n  - do: Call\n    done: false # not yet\n---\n"
    once = set_value(raw, ("planned", 0), "done", True, bare="do")
    assert isinstance(once, str)
    assert set_value(once, ("planned", 1), "done", True) == (
        "---\nplanned:\n  - do: 'Ask: how'  # soon\n    done: true\n  - do: Call\n    done: true # not yet\n---\n"
    )


@pytest.mark.parametrize(
    "raw",
    ["---\nplanned: &a [x]\n---\n", "---\nplanned: [\n---\n", "----\nplanned:\n---\n", "---\n- x\n---\n", "---\nplanned: x\n---\n"],
)
def test_what_cannot_be_read_is_refused(raw: str) -> None:
    assert isinstance(insert_item(raw, "planned", "Write"), Refusal)


def test_a_new_text_that_holds_the_old_one_is_put_in_once() -> None:
    assert replace_scalars("---\ntitle: a\n---\n", lambda text: text.replace("a", "a: a")) == "---\ntitle: 'a: a'\n---\n"


def test_a_refusal_says_what_to_type() -> None:
    refusal = insert_item("---\nplanned: x\n---\n", "planned", "Write: it")
    assert refusal == Refusal("'planned' is not a list", 2, "- 'Write: it'")


def test_a_span_of_prose() -> None:
    assert (
        replace_span("\ufeff---\r\na: b\r\n---\r\nOne\r\ntwo\r\n", 4, 7, "three") == "\ufeff---\r\na: b\r\n---\r\nOne\r\nthree\r\n"
    )
    assert isinstance(replace_span("One\n", 0, 3, "---\nplanned: [x]\n---\n"), Refusal)
