"""Tables of a thousand rows and the ways to move between pages, as readers use them in Chromium."""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from netjournal import Audience
from tests.test_browser import Quiet, browser
from tests.test_pages import make_pages, make_site
from tests.test_plugin import build

__all__ = ["browser", "sync_playwright"]  # the fixture, from its neighbour
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHANNELS = ("email", "linkedin", "call", "event")
OUTCOMES = ("replied", "met", "no-reply", "referred", "")
COMPANIES = ("Shopify", "US Navy", "Maré Labs")
CONFIG = """\
site_name: Tables
site_url: {address}
docs_dir: journal
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, navigation.tabs.sticky]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate}}
plugins:
  - search
  - netjournal: {{goals_per_month: 0, contacts: full, alias_key: example}}
markdown_extensions:
  - toc: {{permalink: true}}
"""
FIRST_DAY = date(2026, 9, 28)


def write_journal(folder: Path) -> None:
    """Forty days of 26 activities, with thirty people at three companies; one of them under an alias."""
    people = [f"  - {{name: Person {n:02}, company: {COMPANIES[n % 3]}, tags: [t{n % 4}]}}" for n in range(30)]
    people.append("  - {name: Sally Secret, id: sally, company: Shopify, role: Baker, publish: alias}")
    declared = "\n".join(["contacts:", *people, "goals:", "  - {id: talk, title: Talk to people, target: 30, due: 2026-12-01}", ""])
    for day in range(40):
        when = FIRST_DAY + timedelta(days=day)
        lines = ["---", "activities:"]
        for n in range(26):
            who, channel, outcome = (day + 7 * n) % 30, CHANNELS[n % 4], OUTCOMES[(n + day) % 5]
            more = f", outcome: {outcome}" if outcome else ""
            more += ", follow_up: 3d" if n == 0 else ""
            lines.append(f'  - {{did: "Talk {day}.{n}", channel: {channel}, with: person-{who:02}, goal: talk{more}}}')
        if not day:
            lines.append('  - {did: "=cmd, she said \\"hi\\"", channel: call, with: sally, outcome: met}')
        text = "\n".join(
            [*lines, declared if not day else "", "---", "", "## What I learnt", "", "Much of it from @sally and @person-01."]
        )
        (folder / f"journal/{when.isoformat()}.md").write_text(text, encoding="utf-8")
    (folder / "journal/guide.md").write_text("# A guide\n\nAn ordinary page.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is served: its own address, or Material would load every page anew."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "journal").mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "site")))
    address = f"http://127.0.0.1:{server.server_port}/"
    (folder / "mkdocs.yml").write_text(CONFIG.format(address=address), encoding="utf-8")
    write_journal(folder)
    result = build(folder, "--strict")
    assert result.returncode == 0, result.stderr
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


@pytest.fixture(scope="module")
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error and on a request to another host."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    ours = (address, "data:", f"blob:{address}")
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(ours) else None)
    yield page
    page.close()
    assert wrong == []


def stay(page: Page) -> None:
    """Mark the window, to tell later that no page was loaded anew."""
    page.wait_for_function("window.document$ !== undefined")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")


# Tables


def test_a_thousand_rows_narrow_to_what_was_asked_and_the_count_says_so(page: Page) -> None:
    page.goto("tracker/")
    table = page.locator("table.nj-tracker")
    expect(table.locator("tbody tr")).to_have_count(1000)
    bar = page.locator("form.nj-filter", has=page.get_by_role("combobox", name="Outcome"))
    expect(bar.locator("output")).to_have_text("1,000 rows")
    bar.get_by_role("combobox", name="Company", exact=True).select_option("Shopify")
    bar.get_by_role("combobox", name="Channel", exact=True).select_option("E-mail")
    bar.get_by_role("combobox", name="Outcome", exact=True).select_option("met")
    bar.get_by_role("combobox", name="Month", exact=True).select_option("October 2026")
    bar.get_by_role("searchbox").fill("tálk")
    shown = table.locator("tbody tr:not([hidden])")
    number = shown.count()
    assert 0 < number < 100
    expect(bar.locator("output")).to_have_text(f"{number} of 1,000")
    for cell, text in (
        ("td:nth-child(1)", "Oct"),
        ("td:nth-child(2)", "Shopify"),
        ("td:nth-child(3)", "E-mail"),
        ("td:nth-child(5)", "met"),
    ):
        assert all(text in found for found in shown.locator(cell).all_inner_texts()), cell
    bar.get_by_role("button", name="Clear").click()
    expect(bar.locator("output")).to_have_text("1,000 rows")
    expect(bar.get_by_role("searchbox")).to_be_focused()


def test_a_long_table_shows_what_somebody_reads_at_first_and_all_of_it_when_asked_and_on_paper(page: Page) -> None:
    page.goto("tracker/")
    table = page.locator("table.nj-tracker")
    seen, hidden = table.locator("tbody tr:visible"), table.locator("tbody tr:not(:visible)")
    expect(page.locator("form.nj-filter output").last).to_have_text("1,000 rows")
    assert seen.count() == 150
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.count() == 1000
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert seen.count() == 150
    page.get_by_role("button", name="Show all 1,000").click()
    expect(hidden).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 151, "the keyboard goes on where the new rows begin"
    expect(page.get_by_role("button", name="Show all 1,000")).to_be_hidden()


def test_a_view_can_be_sent_and_is_there_when_one_comes_back(page: Page, context: BrowserContext) -> None:
    page.goto("contacts/")
    stay(page)
    page.get_by_role("combobox", name="Company", exact=True).select_option("US Navy")
    page.get_by_role("combobox", name="Stage", exact=True).select_option("advocate")
    page.locator("thead").get_by_role("button", name="Name").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?company=US\+Navy&stage=advocate&sort=1$|sort=1.*company=US\+Navy"))
    names = page.locator("tbody tr:visible .nj-name a.nj-person").all_inner_texts()
    assert names == sorted(names) != []
    other = context.new_page()
    other.goto(page.url)
    assert other.locator("tbody tr:visible .nj-name a.nj-person").all_inner_texts() == names
    other.close()
    page.locator("tbody tr:visible .nj-name a.nj-person").first.click()
    page.wait_for_url("**/contacts/person-*/")
    page.go_back()
    page.wait_for_url("**/contacts/?**")
    expect(page.locator("tbody tr:visible .nj-name a.nj-person")).to_have_text(names)
    assert page.evaluate("window.stayed"), "the pages came by instant navigation"


def test_sorting_is_told_and_a_third_click_gives_the_order_back(page: Page) -> None:
    page.goto("contacts/")
    names = page.locator("tbody .nj-name a.nj-person")
    given = names.all_inner_texts()
    heading = page.locator("thead th", has_text="Activities")
    expect(page.locator("thead th[aria-sort]")).to_have_count(0)
    heading.get_by_role("button").press("Enter")
    expect(heading).to_have_attribute("aria-sort", "descending")  # of numbers the most come first
    numbers = [int(text) for text in page.locator("tbody td.nj-num").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)
    heading.get_by_role("button").press("Space")
    expect(heading).to_have_attribute("aria-sort", "ascending")
    heading.get_by_role("button").click()
    expect(page.locator("thead th[aria-sort]")).to_have_count(0)
    assert names.all_inner_texts() == given


def test_what_is_shown_is_saved_as_a_table_that_runs_nothing(page: Page) -> None:
    page.goto("tracker/2026-09/?company=Shopify&find=cmd")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "2026-09.csv"
    text = download.value.path().read_text(encoding="utf-8")
    rows = list(csv.reader(text.removeprefix("\ufeff").splitlines()))
    assert rows == [
        ["Day", "Who", "Channel", "What", "Outcome", "Next step", "Company", "Goal", "Month"][:6] + rows[0][6:],
        ["2026-09-28", "SS", "Call", '\'=cmd, she said "hi"', "met", "", *rows[1][6:]],
    ]
    assert rows[1][rows[0].index("Company")] == "Shopify"


def test_a_list_is_saved_too(page: Page) -> None:
    page.goto("journal/?month=2026-09")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    names, *rows = csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
    assert names[:2] == ["Day", "Title"]
    assert [row[0] for row in rows] == ["2026-09-30", "2026-09-29", "2026-09-28"]


def test_private_columns_are_not_saved(page: Page) -> None:
    """The owner's preview has a column that says what is published of whom; here another one is made private."""
    assert "data-private>" in make_pages(*make_site(Audience.OWNER))["contacts/index"].render()
    page.goto("contacts/?company=Shopify")
    page.locator("thead th", has_text="Last contact").evaluate("th => { th.dataset.private = '' }")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    names, *rows = csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
    assert names[:5] == ["Name", "Company", "Stage", "Next step", "Activities"]
    assert len(rows) == 11 and {row[1] for row in rows} == {"Shopify"}


def test_follow_ups_filter_across_their_sections(page: Page) -> None:
    page.goto("follow-ups/")
    bar = page.locator("form.nj-filter")
    bar.get_by_role("combobox", name="Company", exact=True).select_option("Shopify")
    shown = page.locator("tbody tr:visible")
    assert shown.count() > 0
    assert all("Shopify" in text for text in shown.locator(".nj-who").all_inner_texts())
    expect(bar.locator("output")).to_contain_text(f"{shown.count()} of ")
    bar.get_by_role("searchbox").fill("nobody has this name")
    expect(bar.locator("output")).to_have_text("Nothing matches")
    expect(page.locator("article section h2:visible")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_head_of_a_table_stays_below_the_theme_s(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("contacts/")
    page.set_viewport_size({"width": 1280, "height": 500})
    page.locator("table.nj-contacts tbody tr").last.scroll_into_view_if_needed()
    head = page.locator("table.nj-contacts thead th").first
    top, header = head.bounding_box(), page.locator(".md-header").bounding_box()
    assert top and header and abs(top["y"] - header["height"]) <= 2
    background = head.evaluate("node => getComputedStyle(node).backgroundColor")
    assert background == page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", [390, 820])
def test_rows_are_cards_on_a_phone_and_sort_without_a_head(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("contacts/")
    if width < 600:
        page.get_by_role("button", name="More").click()
        page.get_by_role("combobox", name="Sort", exact=True).select_option("Name ↓")
        expect(page.locator("thead")).to_be_hidden()
        assert (
            page.locator("tbody td[data-label=Company]").first.evaluate("n => getComputedStyle(n, '::before').content")
            == '"Company"'
        )
    else:
        page.locator("thead").get_by_role("button", name="Name").click()
        page.locator("thead").get_by_role("button", name="Name").click()
    expect(page.locator("tbody .nj-name a.nj-person").first).to_have_text("SS")
    for path in ("contacts/", "follow-ups/", "journal/", "companies/", "2026-09-28/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("place", ["tracker", "people", "reflections"])
def test_a_jump_on_a_phone_arrives_where_it_was_meant_to(page: Page, place: str) -> None:
    """Rows that nobody has seen are not drawn yet, and how high they are is a guess until then."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("tracker/2026-10/")
    page.locator(f".nj-jump a[href$='#{place}']").click()
    top = f"document.getElementById('{place}').getBoundingClientRect().top"
    page.wait_for_function(f"{top} > 0 && {top} < 140")


def test_tables_are_whole_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("tracker/")
    expect(page.locator("table.nj-tracker tbody tr")).to_have_count(1000)
    expect(page.locator("table.nj-tracker tbody tr").last).to_be_visible()
    expect(page.locator("article dialog")).to_be_hidden()
    page.goto("2026-09-29/")
    page.locator("nav.nj-path a[rel=next]").click()
    expect(page).to_have_url(re.compile("2026-09-30/$"))
    context.close()


# Ways to move


def test_keys_lead_to_the_sections(page: Page) -> None:
    page.goto("2026-09-29/")
    stay(page)
    for key, path in (("t", "tracker/"), ("c", "contacts/"), ("f", "follow-ups/"), ("g", "goals/"), ("o", "companies/"), ("h", "")):
        page.keyboard.press("g")
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"://[^/]+/{path}$"))
        expect(page.locator("#__search")).not_to_be_checked()  # which f alone would open
    assert page.evaluate("window.stayed")


def test_keys_are_quiet_while_somebody_types(page: Page) -> None:
    page.goto("contacts/")
    stay(page)
    page.keyboard.press("g")
    page.keyboard.press("q")
    field = page.locator("form.nj-filter").get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("gt?")
    expect(field).to_have_value("gt?")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("/")
    query = page.locator("[data-md-component=search-query]")
    expect(query).to_be_focused()
    page.keyboard.type("gt?")
    expect(query).to_have_value("gt?")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    page.keyboard.press("Control+g")
    page.keyboard.press("t")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/contacts/$"))


def test_a_question_mark_lists_the_keys_and_escape_closes_it(page: Page) -> None:
    page.goto("goals/")
    stay(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("link", name="Follow-ups")).to_be_visible()
    page.keyboard.press("n")  # Material's, behind the list
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    dialog.get_by_role("link", name="Insights").click()
    page.wait_for_url("**/insights/")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator(".md-tabs__link", has_text="A guide").click()
    page.wait_for_url("**/guide/")
    page.keyboard.press("?")  # a page that is not ours remembers them
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/journal/")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.goto("goals/")
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    for key in ("?", "/", "g", "t"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#__search")).not_to_be_checked()
    page.goto("goals/")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("?")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(1)


def test_one_day_leads_to_the_next_and_up(page: Page) -> None:
    page.goto("2026-09-29/")
    stay(page)
    page.keyboard.press("n")
    page.wait_for_url("**/2026-09-30/")
    expect(page.locator("article h1")).to_contain_text("September 30")  # the address is there before the page
    page.keyboard.press("p")
    page.wait_for_url("**/2026-09-29/")
    path = page.get_by_role("navigation", name="Where this is")
    expect(path.locator("ol a")).to_have_text(["Journal", "September 2026"])
    path.get_by_role("link", name="September 2026").click()
    page.wait_for_url("**/tracker/2026-09/")
    page.locator("nav.nj-path a[rel=next]").click()
    page.wait_for_url("**/tracker/2026-10/")
    page.goto("contacts/person-01/")
    page.locator("nav.nj-path a[rel=next]").click()
    page.wait_for_url("**/contacts/person-02/")
    page.locator("nav.nj-path a", has_text="Contacts").click()
    page.wait_for_url("**/contacts/")


def test_a_mention_shows_who_it_is_by_pointer_and_by_focus(page: Page) -> None:
    page.goto("2026-09-30/")
    mention = page.locator("a.nj-mention", has_text="Person 01")
    card = page.get_by_role("tooltip")
    mention.hover()
    expect(card).to_contain_text("US Navy")
    expect(mention).to_have_attribute("aria-describedby", "nj-card")
    card.hover()  # it stays while it is read
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.mouse.move(5, 400)
    alias = page.locator("a.nj-mention", has_text="SS")
    alias.scroll_into_view_if_needed()
    page.locator("article a").nth(
        page.evaluate("[...document.querySelectorAll('article a')].findIndex(a => a.classList.contains('nj-mention')) - 1")
    ).focus()
    page.keyboard.press("Tab")
    expect(alias).to_be_focused()
    expect(card).to_contain_text("Baker, Shopify")
    assert "Sally" not in page.content()
    page.keyboard.press("Tab")
    expect(card).not_to_contain_text("Baker")


def test_a_click_copies_the_address_of_a_heading(page: Page, address: str) -> None:
    page.goto("2026-09-30/?h=talk")
    for heading, anchor in (("Done", "page.done"), ("What I learnt", "what-i-learnt")):
        link = page.get_by_role("heading", name=re.compile(heading)).locator(".headerlink")
        expect(link).to_have_count(1)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".nj-said")).to_have_text("Address copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{address}2026-09-30/#{anchor}"
        expect(page).to_have_url(re.compile(rf"#{re.escape(anchor)}$"))


def test_search_finds_whom_i_met_where(page: Page) -> None:
    page.goto("")
    query = page.locator("[data-md-component=search-query]")
    query.click()
    query.press_sequentially("met at shopify")
    first = page.locator(".md-search-result__item > .md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile("/companies/shopify/"))
    expect(first).to_contain_text("SS met")


def test_search_finds_who_types_without_accents(page: Page) -> None:
    page.goto("")
    query = page.locator("[data-md-component=search-query]")
    query.click()
    query.press_sequentially("mare")
    expect(page.locator(".md-search-result__item > .md-search-result__link").first).to_contain_text("Mare Labs")
