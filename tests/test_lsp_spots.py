"""What stands at a place while somebody types: `‸` is the cursor."""

from __future__ import annotations

import textwrap

import pytest

from netjournal.lsp.spot import At, Spot
from netjournal.lsp.spots import find_spot
from netjournal.reading.classify import classify

ENTRY = "2026/11/2026-11-23.md"


def at(text: str, key: str = ENTRY) -> tuple[Spot | None, str]:
    """The spot at the cursor, and the text without it."""
    text = textwrap.dedent(text)
    return find_spot(text.replace("‸", ""), text.index("‸"), classify(key)), text.replace("‸", "")


def told(text: str, key: str = ENTRY) -> str:
    """`value of with: 'ada'`, `key of activity: 'ch'`, `prose: '@ad'`, `nothing`."""
    spot, text = at(text, key)
    if spot is None:
        return "nothing"
    word = text[spot.start : spot.end]
    if spot.at is At.PROSE:
        return f"prose: {word!r}"
    if spot.at is At.VALUE:
        return f"value of {spot.key.name if spot.key else None}: {word!r}"
    return f"key of {spot.shape.name if spot.shape else None}{', item' if spot.is_item else ''}: {word!r}"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("‸", "key of entry: ''"),
        ("act‸", "key of entry: 'act'"),
        ("acti‸vities:", "key of entry: 'activities'"),
        ("title: x\ngo‸", "key of entry: 'go'"),
        ("private: ‸", "value of private: ''"),
        ("private:‸", "nothing"),
        ("private:  tr‸ue  # why", "value of private: 'true'"),
        ("private: true  # wh‸y", "nothing"),
        ("# act‸", "nothing"),
        ("goals:\n  - ‸", "key of goal, item: ''"),
        ("goals:\n  - con‸nect", "key of goal, item: 'connect'"),
        ("goals:\n- con‸nect", "key of goal, item: 'connect'"),
        ("goals:\n  -‸", "nothing"),
        ("goals: [a, con‸nect]", "value of id: 'connect'"),
        ("goals:\n  - id: x\n    per: we‸", "value of per: 'we'"),
        ("goals:\n  - id: x\n    pe‸", "key of goal: 'pe'"),
        ("planned:\n  - Write to ‸", "value of do: 'Write to '"),
        ("planned:\n  - Wr‸ite to her", "value of do: 'Write to her'"),
        ("planned:\n  - do: x\n    wi‸", "key of planned item: 'wi'"),
        ("planned:\n  - do: x\n  - ‸", "key of planned item, item: ''"),
        ("activities:\n  - ‸", "key of activity, item: ''"),
        ("activities:\n  - did: x\n    ‸", "key of activity: ''"),
        ("activities:\n  - did: x\n    ‸\n    channel: call", "key of activity: ''"),
        ("activities:\n- did: x\n  ch‸", "key of activity: 'ch'"),
        ("activities:\n  -   did: x\n      ch‸", "key of activity: 'ch'"),
        ("activities:\n  - did: x\n‸", "key of entry: ''"),
        ("activities:\n  - did: x\n  ‸", "nothing"),
        ("activities:\n  - did: x\n    with: gra‸ce", "value of with: 'grace'"),
        ("activities:\n  - did: x\n    with: ‸\n    channel: call", "value of with: ''"),
        ("activities:\n  - did: x\n    with: [ada, gra‸ce]", "value of with: 'grace'"),
        ("activities:\n  - did: x\n    with: [‸", "value of with: ''"),
        ("activities:\n  - did: x\n    with: [ada,‸", "value of with: ''"),
        ("activities:\n  - did: x\n    with: [ada,\n           gra‸ce]", "value of with: 'grace'"),
        ("activities:\n  - did: x\n    with: [ada]\n    cha‸", "key of activity: 'cha'"),
        ("activities:\n  - did: x\n    with: [ada\n    cha‸", "key of activity: 'cha'"),
        ("activities:\n  - did: x\n    with: [ada, {\n  - ‸", "key of activity, item: ''"),
        ("tags: [\n  job,\n]\nact‸", "key of entry: 'act'"),
        ("activities:\n  - did: x\n    with:\n      - ada\n      - ‸", "value of with: ''"),
        ("activities:\n  - did: x\n    with:\n    - ada\n    - gra‸", "value of with: 'gra'"),
        ("activities:\n  - did: x\n    with:\n    - ada\n    cha‸", "key of activity: 'cha'"),
        ("activities:\n  - did: x\n    with:\n      gra‸", "value of with: 'gra'"),
        ("activities:\n  - did: x\n    with: 'gra‸ce'", "value of with: 'grace'"),
        ('activities:\n  - did: x\n    with: "gra‸', "value of with: 'gra'"),
        ("activities:\n  - {did: x, channel: ‸", "value of channel: ''"),
        ("activities:\n  - {did: x, channel: li‸, with: ada}", "value of channel: 'li'"),
        ("activities:\n  - {did: x, ch‸", "key of activity: 'ch'"),
        ("activities:\n  - {did: x, with: [ada, gra‸", "value of with: 'gra'"),
        ("activities: [{did: x, channel: ca‸", "value of channel: 'ca'"),
        ("activities:\n  - did: |\n      channel: ‸\n    with: ada", "nothing"),
        ("activities:\n  - did: |\n      channel: x\n    with: ad‸a", "value of with: 'ada'"),
        ("activities:\n  - did: a 'quoted: thing\n    out‸", "key of activity: 'out'"),
        ("activities:\n  - did: broken: [ {\n    out‸", "key of activity: 'out'"),
        ("activities:\n  - did: x\n    unknown: ‸", "nothing"),
        ("activities:\n  - did: x\n    company: US Na‸vy", "value of company: 'US Navy'"),
        ("contacts:\n  - name: Grace Ho‸pper", "value of name: 'Grace Hopper'"),
        ("contacts:\n  - name: x\n    via: ‸", "value of via: ''"),
        ("contacts:\n  - name: x\n    a:\n      b‸", "nothing"),
        ("companies:\n  - name: x\n    prio‸", "key of company: 'prio'"),
        ("  activities:\n    - did: x\n      ch‸", "key of activity: 'ch'"),
        ("tags: [job, ‸", "value of tags: ''"),
        ("date: ‸", "value of date: ''"),
        ("with: ‸", "nothing"),
        ("nonsense without a colon\nactivities:\n  - ‸", "key of activity, item: ''"),
    ],
)
@pytest.mark.parametrize("ends", ["---\nText.\n", ""], ids=["closed", "open"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_front_matter(block, expected, ends, newline):
    """The same whether the front matter is closed yet or not, and whatever ends a line."""
    text = f"---\n{block}\n{ends}".replace("\n", newline)
    assert told(text) == expected.replace("\n", newline)
    assert told(f"\ufeff{text}") == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("With @‸", "prose: '@'"),
        ("With @gra‸ce-hopper.", "prose: '@grace-hopper'"),
        ("With ‸@grace", "prose: ''"),
        ("With @‸grace", "prose: '@grace'"),
        ("(@gra‸)", "prose: '@gra'"),
        ("ada@gra‸", "prose: 'gra'"),
        ("Wi‸th", "prose: 'With'"),
        ("🎉 名前 @gra‸", "prose: '@gra'"),
    ],
)
@pytest.mark.parametrize("before", ["", "---\ntitle: x\n---\n", "\ufeff---\r\ntitle: x\r\n---\r\n", "---\n...\n"])
def test_prose(prose, expected, before):
    """A mention is offered in prose, with front matter above it or without."""
    assert told(before + prose) == expected


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("contacts/ada.md", "---\nvia: ‸\n---\n", "value of via: ''"),
        ("contacts/ada.md", "---\n‸\n---\n", "key of contact: ''"),
        ("private/goals/x.md", "---\npriv‸\n---\n", "key of goal: 'priv'"),
        ("companies/x.md", "---\nprio‸\n---\n", "key of company: 'prio'"),
        ("templates/entry.md", "---\nplan‸\n---\n", "key of entry: 'plan'"),
        ("about.md", "---\ntitle: ‸\n---\n", "nothing"),
        ("about.md", "---\ntitle: x\n---\n@gra‸", "prose: '@gra'"),
        ("people.csv", "@gra‸", "nothing"),
        (ENTRY, "--‸-\n", "nothing"),
        (ENTRY, "---\ntitle: x\n-‸--\nText", "nothing"),
    ],
)
def test_other_files(key, text, expected):
    """Each kind of file has its own keys, and what is no text of the journal has none."""
    assert told(text, key) == expected


def test_keys_below_are_known():
    """What the mapping has already is not offered again, wherever it stands."""
    spot, _ = at("---\nactivities:\n  - did: x\n    ‸\n    # a comment\n\n    channel: call\n  - outcome: met\n---\n")
    assert spot and dict(spot.present) == {"did": "x", "channel": "call"}
