"""Golden pages of a small example journal: our HTML alone, without the theme. UPDATE_GOLDENS=1 writes them anew."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from netjournal import Audience, Settings, for_audience, load_journal
from netjournal.exports.submission import build_standings
from netjournal.model import Publication
from netjournal.site.addresses import place, url_of
from netjournal.site.feed import build_feed
from netjournal.site.pages import Page
from netjournal.site.prose import ProseRenderer
from netjournal.site.render import Pages, build_environment
from netjournal.site.site import Site

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
TODAY = date(2026, 11, 24)
SETTINGS = Settings(
    owner="Ada Example", alias_key="example", site_name="Ada's journal", site_url="https://ada.example.org/journal/"
)
NAMES = [
    "index",
    "tracker/2026-11",
    "goals/messages",
    "contacts/grace-hopper",
    "companies/navy",
    "follow-ups/index",
    "2026/11/2026-11-06",
]


def make_site(
    audience: Audience, settings: Settings = SETTINGS, folder: Path = HERE / "example/journal"
) -> tuple[Site, ProseRenderer]:
    journal, problems = load_journal(folder, settings)
    shown = for_audience(journal, audience, settings)
    standings = build_standings(journal.submissions, lambda: for_audience(journal, Audience.PUBLIC, settings))
    told = problems if audience is Audience.OWNER else ()
    site = Site(shown, settings, TODAY, told, submissions=standings, written={"2026-11-06.md": date(2026, 11, 21)})
    return site, ProseRenderer(site.links())


def make_pages(site: Site, prose: ProseRenderer) -> dict[str, Page]:
    return {page.uri.removesuffix(".md"): page for page in Pages(site, build_environment(site, prose)).all()}


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("name", NAMES)
def test_pages_are_as_they_were_looked_at(name: str, audience: Audience) -> None:
    page = make_pages(*make_site(audience))[name]
    html = place(page.render(), url_of(page.uri))
    golden = GOLDEN / audience / f"{name.replace('/', '-')}.html"
    if os.environ.get("UPDATE_GOLDENS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(html, encoding="utf-8", newline="\n")
    assert html == golden.read_text(encoding="utf-8")


def test_no_page_of_the_public_knows_what_is_private() -> None:
    site, prose = make_site(Audience.PUBLIC)
    text = "".join(page.render() for page in make_pages(site, prose).values()) + build_feed(site, prose)
    for private in ("Turing", "turing", "marathons", "grace@", "I was late", "Money", "2026-11-17", "alan"):
        assert private not in text, private


def test_the_owner_sees_private_things_marked() -> None:
    pages = make_pages(*make_site(Audience.OWNER))
    assert "nj-private" in pages["private/2026-11-17"].render()
    assert "grace@example.org" in pages["contacts/grace-hopper"].render()
    assert '<div class="nj-private">' in pages["2026/11/2026-11-06"].render()


def test_every_link_between_our_pages_leads_somewhere() -> None:
    site, prose = make_site(Audience.PUBLIC)
    pages = make_pages(site, prose)
    known = {f"nj:{url_of(page.uri)}" for page in pages.values()}
    for page in pages.values():
        html = page.render()
        for part in html.split('href="nj:')[1:]:
            target = "nj:" + part.split('"', 1)[0].split("#")[0].split("?")[0]
            assert target in known, (page.uri, target)


def test_addresses_are_relative_to_the_page() -> None:
    html = '<a href="nj:contacts/ada/#x"> <a href="nj:"> <img src="nj:images/a.png"> <a href="nj:#y">'
    assert (
        place(html, "tracker/2026-11/")
        == '<a href="../../contacts/ada/#x"> <a href="../../"> <img src="../../images/a.png"> <a href="../../#y">'
    )
    assert place(html, "") == '<a href="./contacts/ada/#x"> <a href="./"> <img src="./images/a.png"> <a href="./#y">'
    assert place(html, "./") == place(html, "")


@pytest.mark.parametrize("language", ["es", "de", "pt-BR", "zh", "xx-nonsense"])
def test_dates_are_written_in_the_language_of_the_site(language: str) -> None:
    settings = Settings(language=language, contacts=Publication.FULL)
    site, prose = make_site(Audience.PUBLIC, settings)
    text = make_pages(site, prose)["tracker/2026-11"].render()
    expected = {"es": "noviembre de 2026", "de": "November 2026", "pt-BR": "novembro de 2026", "zh": "2026年11月"}
    assert expected.get(language, "November 2026") in text
