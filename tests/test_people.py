"""Sections 4 and 5: who is who, stages, follow-ups, companies."""

from __future__ import annotations

from datetime import date

from netjournal import Journal
from netjournal.reports.companies import build_company_cards
from netjournal.reports.contacts import build_contact_cards
from netjournal.reports.follow_ups import build_follow_ups

TODAY = date(2026, 11, 24)


def test_the_later_fact_wins_and_knows_where_it_came_from(journal: Journal) -> None:
    """
    2026-11-01.md
        contacts:
          - name: Grace Hopper
            role: Rear Admiral
            tags: [navy, compilers]
    2026-11-05.md
        contacts:
          - id: GRACE-HOPPER
            role: Professor
            tags: [cobol]
    contacts/grace-hopper.md
        location: Arlington
        ---
        Curated.
    """
    grace = journal.contacts["grace-hopper"]
    assert (grace.role, grace.tags, grace.location, grace.prose.strip()) == ("Professor", ("cobol",), "Arlington", "Curated.")
    assert grace.origins["role"].path == "journal/2026-11-05.md"
    assert grace.origins["role"].line == 4
    assert grace.origins["name"].path == "journal/2026-11-01.md"


def test_own_file_wins_over_every_entry(journal: Journal) -> None:
    """
    contacts/ada.md
        name: Ada Lovelace
        role: Countess
    2026-11-05.md
        contacts: [{id: ada, role: Programmer}]
    """
    assert journal.contacts["ada"].role == "Countess"


def test_same_name_is_the_same_person_and_a_known_id_with_a_new_name_a_renaming(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts: [{id: gh, name: Grace Hopper}]
    2026-11-02.md
        contacts: [{name: grace  hopper, role: Admiral}]
    2026-11-03.md
        contacts: [{id: gh, name: Grace Murray Hopper}]
    2026-11-04.md
        contacts: [{name: Grace Hopper, location: Arlington}]
    """
    assert list(journal.contacts) == ["gh"]
    grace = journal.contacts["gh"]
    assert (grace.role, grace.location, grace.name) == ("Admiral", "Arlington", "Grace Hopper")
    assert problems == []


def test_two_names_with_one_id_are_two_people_until_said_otherwise(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts: [{name: José, role: Baker}]
    2026-11-02.md
        contacts: [{name: Jose, role: Judge}]
    """
    assert journal.contacts["jose"].role == "Baker"
    assert problems == ["2026-11-02.md:2: same-id"]


def test_a_name_that_leaves_no_id_needs_one_and_an_alias(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts:
          - name: 李娜
          - {name: 王伟, id: wang-wei}
          - {name: 张敏, id: zhang-min, alias: A designer}
    """
    assert list(journal.contacts) == ["wang-wei", "zhang-min"]
    assert problems == ["2026-11-01.md:3: id-needed", "2026-11-01.md:4: alias-needed"]


def test_what_an_activity_reached_holds_for_each_and_no_reply_takes_nothing_back(journal: Journal) -> None:
    """
    2026-11-01.md
        contacts: [{name: Ada}, {name: Bob}, {name: Cy}, {name: Di}, {name: Eve}]
        activities:
          - {did: Talk, channel: event, with: [ada, bob], outcome: met}
          - {did: Note, channel: email, with: cy, direction: in}
          - {did: Note, channel: email, with: di}
    2026-11-09.md
        activities:
          - {did: Wrote again, channel: email, with: ada, outcome: no-reply}
          - {did: Reference, channel: email, with: bob, outcome: referred}
    """
    stages = {key: card.stage.value for key, card in build_contact_cards(journal, TODAY).items()}
    assert stages == {"ada": "met", "bob": "advocate", "cy": "connected", "di": "contacted", "eve": "prospect"}


def rows(journal: Journal) -> list[tuple[str, str, str, str]]:
    return [(f.contact, f.cause.value, f.due.isoformat(), f.state.value) for f in build_follow_ups(journal, TODAY)]


def test_the_next_activity_on_a_later_day_closes_a_follow_up(journal: Journal) -> None:
    """
    2026-11-02.md
        contacts: [{name: Ada}, {name: Bob}]
        activities:
          - {did: Coffee, channel: coffee-chat, with: [ada, bob], follow_up: 1w}
          - {did: Same day, channel: email, with: ada, follow_up: 2026-11-03}
    2026-11-09.md
        activities:
          - {did: Wrote, channel: email, with: ada, follow_up: 1m}
    2026-11-12.md
        activities:
          - {did: Wrote, channel: email, with: bob, follow_up: 2026-11-24}
    """
    assert rows(journal) == [
        ("ada", "follow_up", "2026-11-03", "late"),
        ("ada", "follow_up", "2026-11-09", "kept"),
        ("bob", "follow_up", "2026-11-09", "late"),
        ("bob", "follow_up", "2026-11-24", "due"),
        ("ada", "follow_up", "2026-12-09", "upcoming"),
    ]


def test_every_waits_for_a_first_activity_and_yields_to_an_earlier_follow_up(journal: Journal) -> None:
    """
    2026-10-31.md
        contacts:
          - {name: Ada, every: 1m}
          - {name: Bob, every: 1w}
          - {name: Never, every: 1d}
        activities:
          - {did: Hello, channel: email, with: ada}
          - {did: Hello, channel: email, with: bob, follow_up: 3d}
    """
    assert rows(journal) == [
        ("bob", "follow_up", "2026-11-03", "overdue"),
        ("ada", "every", "2026-11-30", "upcoming"),
    ]


def test_a_circle_of_introductions_loses_the_via_that_was_written_last(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts:
          - {name: Ada, via: cy}
          - {name: Bob, via: ada}
          - {name: Cy, via: bob}
          - {name: Di, via: di}
    """
    assert {key: c.via for key, c in journal.contacts.items()} == {"ada": "cy", "bob": "ada", "cy": None, "di": None}
    assert problems == ["2026-11-01.md:5: via-circle", "2026-11-01.md:6: via-circle"]


def test_a_company_is_an_id_a_name_or_the_slug_of_what_was_typed(journal: Journal) -> None:
    """
    2026-11-01.md
        companies:
          - {name: Shopify, priority: 5}
          - {id: navy, name: US Navy}
        contacts:
          - {name: Ada, company: shopify}
          - {name: Bob, company: us navy}
          - {name: Cy, company: Café Noir}
          - {name: Di, company: cafe noir}
        activities:
          - {did: Applied, channel: email, company: Globex}
    """
    cards = build_company_cards(journal)
    assert {key: [p.id for p in card.people] for key, card in cards.items()} == {
        "cafe-noir": ["cy", "di"],
        "globex": [],
        "navy": ["bob"],
        "shopify": ["ada"],
    }
    assert (journal.companies["cafe-noir"].name, journal.companies["cafe-noir"].dream) == ("Café Noir", False)
    assert not cards["globex"].is_gap


def test_a_contact_counts_for_the_company_it_is_at_now(journal: Journal) -> None:
    """
    2026-11-01.md
        contacts: [{name: Ada, company: Acme}]
    2026-11-02.md
        contacts: [{id: ada, company: Globex}]
    """
    assert [c.id for c in journal.people_at["globex"]] == ["ada"]
    assert "acme" not in journal.people_at
    assert journal.companies["acme"].name == "Acme"


def test_ids_that_nobody_declared_are_left_out(journal: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts: [{name: Grace Hopper, aliases: [amazing-grace]}]
        activities:
          - did: Wrote
            channel: email
            with: [grace-hoper, Grace-Hopper, grace-hopper, amazing-grace]
            goal: nothing
    """
    assert journal.activities[0].contacts == ("grace-hopper",)
    assert problems == [
        "2026-11-01.md:6: unknown-contact",
        "2026-11-01.md:6: unknown-contact",
        "2026-11-01.md:7: unknown-goal",
    ]
