"""Cards: what Slack, LinkedIn, WhatsApp or iMessage show of a page whose link is pasted there."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from netjournal import Audience, Journal, Settings
from netjournal.site.cards import IMAGE, Card, card_tags, describe, shorten
from netjournal.site.prose import Links, ProseRenderer
from netjournal.site.render import Pages, build_environment
from netjournal.site.site import Site
from tests.test_plugin import build

TODAY = date(2026, 11, 24)
ASSETS = Path(__file__).parents[1] / "netjournal/site/assets"
HOSTILE = "Said \"no\" <img src=x onerror=alert(1)> & 'why' 🎉 שלום </head>"


def lines_of(journal: Journal, settings: Settings) -> dict[str, str]:
    """What the card of each page says, by uri."""
    site = Site(journal, settings, TODAY)
    prose = ProseRenderer(Links({}, str, lambda word: None), [], {})
    return {page.uri: page.description for page in Pages(site, build_environment(site, prose)).all()}


class _Tags(HTMLParser):
    """The `<meta>` elements of a page, and what else stands in its head."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: list[tuple[str, str]] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        if tag == "meta":
            self.meta.append((named.get("property") or named.get("name") or "", named.get("content", "")))
        else:
            self.others.append(tag)


def read_tags(html: str) -> _Tags:
    parser = _Tags()
    parser.feed(html)
    return parser


def test_each_kind_of_page_says_what_stands_at_its_top(journal: Journal, settings: Settings) -> None:
    """
    2026-11-20.md
      title: Meetup
      goals:
        - {id: talks, title: Hear three talks, target: 3, unit: talks, start: 2026-11-01, due: 2026-11-30}
        - {id: one, title: Write once, target: 1, due: 2026-11-30}
      activities:
        - {did: Heard two talks, channel: event, with: ada, goal: talks, count: 2, outcome: met}
        - {did: Wrote to her, channel: email, with: ada, goal: one}
      contacts:
        - {name: Ada Lovelace, id: ada, role: Programmer, company: Analytical Engines, location: London}
      companies:
        - {name: Analytical Engines, industry: Computing, why: The first program}
    2026-11-21.md
      planned: [Read about looms, Write to Ada]
    2026-11-22.md
      ---
      Only words.
    """
    said = lines_of(journal, settings)
    assert said["tracker/2026-11.md"] == "1 day with an activity, 2 activities, 1 new person, 1 of 2 goals done"
    assert said["goals/talks.md"] == "Behind · 2 of 3 talks · due Nov 30, 2026"
    assert said["contacts/ada.md"] == "Programmer · Analytical Engines · London · met · last contact Nov 20, 2026"
    assert said["companies/analytical-engines.md"] == "Computing · I know 1 person there · The first program"
    assert said["2026-11-20.md"] == "Friday, November 20, 2026 · Heard two talks · Wrote to her"
    assert said["2026-11-21.md"] == "Read about looms · Write to Ada"
    assert said["2026-11-22.md"] == ""
    assert said["index.md"] == "3 entries, 2 activities, 1 person, 2 goals"
    assert said["tracker/index.md"] == "1 month, 2 activities, November 2026"
    assert said["goals/index.md"] == "2 goals, 1 done, 1 behind"
    assert said["contacts/index.md"] == "1 person"
    assert said["companies/index.md"] == "1 company on the dream list"
    assert said["follow-ups/index.md"] == ""
    assert said["problems/index.md"] == ""


def test_month_without_goals_or_people_leaves_them_out(journal: Journal, settings: Settings) -> None:
    """
    2026-11-20.md
      activities: [{did: Read the forum, channel: community}]
    """
    assert lines_of(journal, settings)["tracker/2026-11.md"] == "1 day with an activity, 1 activity"


def test_empty_journal_says_nothing(journal: Journal, settings: Settings) -> None:
    """A journal of no entries has its sections only."""
    assert set(lines_of(journal, settings).values()) == {""}


def test_line_is_in_the_language_of_the_site(journal: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
      language: de
    2026-11-20.md
      activities: [{did: Sprach mit Ada, channel: event, with: ada}]
      contacts: [{name: Ada Lovelace, id: ada}]
    """
    assert "20.11.2026" in lines_of(journal, settings)["contacts/ada.md"]


def test_public_line_has_the_alias_and_no_private_value(journal: Journal, public: Journal, settings: Settings) -> None:
    """
    mkdocs.yml
      contacts: alias
    2026-11-20.md
      activities:
        - {did: Coffee with an admiral, channel: coffee-chat, with: grace, note: zq-note}
      contacts: [{name: Grace Hopper, id: grace, role: Admiral, email: zq-mail@example.org, note: zq-note, location: Arlington}]
    """
    assert public.audience is Audience.PUBLIC
    site = Site(public, settings, TODAY)
    prose = ProseRenderer(site.links(), [], {})
    for page in Pages(site, build_environment(site, prose)).all():
        for secret in ("Hopper", "zq-"):
            assert secret not in page.description
        for part in page.description.split(" · "):  # on this journal no number is said with other words than on the page
            if page.kind in ("contact", "entry"):
                assert part.rstrip("…") in unescape(re.sub(r"<[^>]+>", "", page.render())) or "2026" in part


def test_hostile_text_stays_one_attribute() -> None:
    """Titles come from files that anybody may have sent: quotes, tags, the end of the head, emoji, right to left."""
    parsed = read_tags(card_tags(Card(HOSTILE, "A journal", f"{HOSTILE}\n\n{HOSTILE}", "https://a.example/?a=1&b=2", None)))
    found = dict(parsed.meta)
    assert parsed.others == []
    assert found["og:title"] == f"{HOSTILE} · A journal"
    assert found["og:description"] == f"{HOSTILE} {HOSTILE}"
    assert found["og:url"] == "https://a.example/?a=1&b=2"
    assert found["twitter:card"] == "summary"
    assert "og:image" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("short", "short"),
        ("two\nlines", "two lines"),
        ("word " * 60, "word " * 39 + "word…"),
        ("x" * 300, "x" * 199 + "…"),
        ("", ""),
    ],
)
def test_long_text_is_cut_between_words(text: str, expected: str) -> None:
    """Apps cut at some 200 letters; a cut of ours is a clean one."""
    assert shorten(text) == expected
    assert len(shorten(text)) <= 200


def test_built_pages_have_one_card_each_with_complete_addresses(project: Callable[..., Path]) -> None:
    """A real build: after the charset, once a page, ordinary pages too, and the image is there."""
    title = HOSTILE.replace("'", "''")
    files = {
        "2026-11-23.md": f"---\ntitle: '{title}'\nactivities: [{{did: Wrote, channel: email}}]\n---\n",
        "2026-11-22.md": "---\nactivities: [{did: Called, channel: call}]\n---\n",
        "about.md": "---\ndescription: Who I am & why\n---\n# About <b>me</b>\n",
    }
    more = 'site_url: https://ada.example.org/journal/\nsite_description: My "own" words'
    folder = project(files, "contacts: full", more)
    result = build(folder)
    assert result.returncode == 0, result.stderr
    site = folder / "site"
    for path in site.rglob("index.html"):
        head = path.read_text(encoding="utf-8").partition("<body")[0]
        tags = [name for name, _ in read_tags(head).meta]
        assert [tags.count(name) for name in ("og:title", "og:url", "og:image", "twitter:card")] == [1, 1, 1, 1], path
        assert head.index('charset="utf-8"') < 200
    entry = dict(read_tags((site / "2026-11-23/index.html").read_text(encoding="utf-8")).meta)
    assert entry["og:title"] == f"{HOSTILE} · A journal"
    assert entry["og:description"] == entry["description"] == "Monday, November 23, 2026 · Wrote"
    assert entry["og:url"] == "https://ada.example.org/journal/2026-11-23/"
    assert entry["og:image"] == f"https://ada.example.org/journal/assets/netjournal/{IMAGE}"
    assert (site / "assets/netjournal" / IMAGE).is_file()
    home = dict(read_tags((site / "index.html").read_text(encoding="utf-8")).meta)
    assert (home["og:title"], home["og:description"]) == ("A journal", 'My "own" words')
    about = dict(read_tags((site / "about/index.html").read_text(encoding="utf-8")).meta)
    assert (about["og:title"], about["og:description"]) == ("About me · A journal", "Who I am & why")


def test_author_puts_a_picture_of_their_own(project: Callable[..., Path]) -> None:
    """docs/looks.md says where."""
    folder = project({"2026-11-23.md": "---\n---\nHello.\n"}, "", "  custom_dir: site_overrides")
    mine = folder / "site_overrides/assets/netjournal" / IMAGE
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    assert build(folder).returncode == 0
    assert (folder / "site/assets/netjournal" / IMAGE).read_bytes() == b"mine"


def test_without_an_address_of_the_site_there_is_no_address_in_a_card(project: Callable[..., Path]) -> None:
    """A relative og:image is worse than none: no app resolves it."""
    folder = project({"2026-11-23.md": "---\nactivities: [{did: Wrote, channel: email}]\n---\n"}, "contacts: full")
    assert build(folder).returncode == 0
    tags = dict(read_tags((folder / "site/2026-11-23/index.html").read_text(encoding="utf-8")).meta)
    assert tags["og:description"] == "Wrote"
    assert not {"og:url", "og:image"} & tags.keys()
    assert tags["twitter:card"] == "summary"


def test_image_has_the_shape_that_apps_show_whole() -> None:
    """1200 by 630, light enough for a phone: WhatsApp takes none above 300 KB."""
    picture = (ASSETS / IMAGE).read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 40_000


def test_kind_without_words_of_its_own_is_silent(journal: Journal, settings: Settings) -> None:
    """
    2026-11-20.md
      activities: [{did: Wrote, channel: email}]
    """
    assert describe("problems", "problems/index.md", {}, Site(journal, settings, TODAY)) == ""
