"""Section 8: what the public sees, and that nothing else is left of the rest."""

from __future__ import annotations

import json
from datetime import date

from netjournal import Journal, Settings
from netjournal.exports.json import export_json
from netjournal.names import public_id
from netjournal.reports.goals import build_pace

TODAY = date(2026, 11, 24)


def everything(journal: Journal) -> str:
    """All that a public journal holds, as text: nothing that renders it can leak what is not in here."""
    return repr(journal)


def test_an_alias_stands_for_the_name_everywhere(public: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
        alias_key: secret
    2026-11-01.md
        contacts:
          - name: Grace Brewster Hopper
            id: grace-hopper
            aliases: [amazing-grace]
            company: US Navy
            role: Rear Admiral
            met: At the compilers meetup with Grace
            linkedin: https://www.linkedin.com/in/grace-hopper
            email: grace@example.org
            phone: "+49 151 2345678"
            note: She snores
            tags: [admirals]
            shoe_size: forty-two
        activities:
          - {did: Wrote, channel: email, with: grace-hopper, note: Nervous}
        ---
        With @grace-hopper and @Amazing-Grace, see [her](contacts/grace-hopper.md).
    contacts/grace-hopper.md
        every: 1m
        ---
        She told me a secret.
    """
    shown = public_id("grace-hopper", "Grace Brewster Hopper", "secret")
    assert shown.startswith("gbh-")
    grace = public.contacts[shown]
    assert (grace.name, grace.role, grace.company, grace.met, grace.links, grace.prose) == (
        "GBH", "Rear Admiral", "us-navy", None, {}, ""
    )  # fmt: skip
    assert public.activities[0].contacts == (shown,)
    assert public.entries[0].prose.strip() == f"With @{shown} and @{shown}, see [her](contacts/{shown}.md)."
    text = everything(public)
    for private in (
        "Grace",
        "grace",
        "opper",
        "amazing",
        "example.org",
        "2345678",
        "snores",
        "admirals",
        "Nervous",
        "a secret",
        "forty",
    ):
        assert private not in text, private


def test_a_contact_in_full_keeps_all_but_the_private_fields(public: Journal) -> None:
    """
    2026-11-01.md
        contacts:
          - {name: Ada Lovelace, publish: full, met: At tea, email: ada@example.org, note: Kind, via: bob, github: "https://github.com/ada"}
          - {name: Bob, publish: none}
    """
    ada = public.contacts["ada-lovelace"]
    assert (ada.name, ada.met, ada.links, ada.via) == ("Ada Lovelace", "At tea", {"github": "https://github.com/ada"}, None)
    assert not {"ada@example.org", "Kind", "bob", "Bob"} & set(everything(public).split("'"))


def test_who_is_her_own_firm_keeps_her_name(public: Journal) -> None:
    """
    2026-11-01.md
        contacts: [{name: Eve Moneypenny, publish: alias, company: Eve Moneypenny, role: Consultant}]
        activities: [{did: Lunch, channel: coffee-chat, with: eve-moneypenny, company: eve moneypenny}]
    """
    assert "Consultant" in everything(public)
    assert "oneypenny" not in everything(public)


def test_private_with_nothing_behind_it_hides(public: Journal) -> None:
    """
    2026-11-01.md
        private:
        activities: [{did: Wrote a secret letter, channel: email}]
    """
    assert public.entries == ()


def test_nobody_sees_who_is_not_published(public: Journal) -> None:
    """
    2026-11-01.md
        contacts: [{name: Eve Moneypenny, publish: none, company: Secret Service}]
        activities:
          - {did: Lunch, channel: coffee-chat, with: eve-moneypenny}
        planned:
          - {do: Call, with: eve-moneypenny}
        ---
        Met @eve-moneypenny; [file](contacts/eve-moneypenny.md)
    """
    assert not public.contacts
    assert not public.companies
    assert (public.activities[0].contacts, public.activities[0].did) == ((), "Lunch")
    assert public.entries[0].prose.strip() == "Met someone; [file](contacts/-.md)"
    assert "oneypenny" not in everything(public)


def test_private_places_take_what_they_add_with_them(journal: Journal, public: Journal) -> None:
    """
    2026-11-01.md
        goals: [{id: g, title: Open, target: 9}, only-private]
        companies: [{name: Acme}]
        contacts: [{name: Ada, company: hideout}]
        activities:
          - {did: Public, channel: email, goal: [g, only-private], company: Hideout, with: [ada, ghost]}
    2026-11-02.md
        private: true
        goals: [{id: only-private, title: Hidden goal, target: 5}]
        contacts: [{name: Ghost}, {id: ada, role: Spy}]
        activities:
          - {did: Hidden, channel: email, goal: g, count: 4}
    private/2026-11-03.md
        companies: [{name: Hideout}]
    private/goals/own.md
        title: Own private goal
    contacts/zoe.md
        name: Zoe
        private: true
    """
    assert build_pace(journal.goals["g"], journal, TODAY).progress == 5
    assert build_pace(public.goals["g"], public, TODAY).progress == 1
    assert list(public.goals) == ["g"]
    assert [c.name for c in public.contacts.values()] == ["A"]
    assert list(public.companies) == ["acme"]
    activity = public.activities[0]
    assert (activity.goals, activity.company, len(activity.contacts)) == (("g",), None, 1)
    text = everything(public)
    for private in ("Hidden", "ideout", "host", "Spy", "only-private", "Zoe", "private/"):
        assert private not in text, private


def test_publish_and_alias_are_orders_wherever_they_stand(public: Journal) -> None:
    """
    2026-11-01.md
        contacts: [{name: Ada Lovelace}, {name: Bob Miller}, {name: Cy Young}]
    private/2026-11-02.md
        contacts:
          - {id: ada-lovelace, publish: none}
          - {id: bob-miller, alias: A recruiter}
          - {id: cy-young, publish: full}
    """
    assert sorted(c.name for c in public.contacts.values()) == ["A recruiter", "Cy Young"]


def test_doubt_is_taken_at_its_most_private(public: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts:
          - {name: Ada Lovelace, publish: ful}
          - {name: Bob Miller, publsh: full}
          - {name: Cy Young, alais: C}
          - {name: Di Prince, publish: [full]}
        activities:
          - {did: Open, channel: email}
          - {did: Shut, channel: email, private: true}
    2026-11-02.md
        privat: true
    2026-11-03.md
        private: yes
    2026-11-04.md
        ---
        activities:
          - did: Broken: yes
        ---
        Not for the public.
    2026-11-05.md
         ---
        did: Not really front matter
    contacts/zoe.md
        ---
        name: "Zoe
        ---
    2026-11-06.md
        contacts: [{id: zoe, name: Zoe Zappa}]
    """
    assert not public.contacts
    assert [e.day.day for e in public.entries] == [1, 6]
    assert [a.did for a in public.activities] == ["Open"]
    assert len(problems) == 10


def test_private_blocks_and_comments_are_gone_even_inside_code(public: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        tags: [x]
        ---
        Open one.

        /// private
        Hidden one.

        /// note
        Hidden two.
        ///
        Hidden three.
        ///

        Open two. <!-- Hidden four --> Open three.

        ```
        <!-- Hidden
        five -->
        ```
        /// Privat
        Hidden six
        and the rest.
    """
    prose = public.entries[0].prose
    assert "idden" not in prose
    assert "rest" not in prose
    assert [word in prose for word in ("Open one", "Open two", "Open three")] == [True] * 3
    assert problems == ["2026-11-01.md:21: unclosed-private"]


def test_a_public_id_is_initials_and_six_digits_of_an_hmac() -> None:
    """Section 8 gives the recipe; these digits were worked out by another program."""
    assert public_id("grace-hopper", "Grace Hopper", "") == "gh-147747"
    assert public_id("li-na", "李娜", "k").isalnum()


def test_two_people_with_one_public_id_are_not_mixed_up(public: Journal, problems: list[str]) -> None:
    """
    2026-11-01.md
        contacts: [{name: G H, id: gabi-heked}, {name: Gabi Hikup}]
    """
    assert len(public.contacts) == 1
    assert problems == ["2026-11-01.md:2: same-public-id"]


def test_the_public_export_has_no_problems_and_no_private_key(public: Journal, settings: Settings) -> None:
    """
    2026-11-01.md
        contacts: [{name: Ada, emial: x@example.org}]
    """
    data = json.loads(export_json(public, (), settings, TODAY))
    assert data["audience"] == "public"
    assert "problems" not in data
    assert "example" not in json.dumps(data)
