"""The site of the example journal as its readers use it, in Chromium."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.chromium import find_chromium
from tests.test_plugin import build

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXAMPLE = Path(__file__).parent / "example"
PAGES = [
    "", "tracker/", "tracker/2026-11/", "goals/", "goals/messages/", "contacts/", "contacts/grace-hopper/", "companies/",
    "companies/navy/", "follow-ups/", "insights/", "journal/", "2026/11/2026-11-06/",
]  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the public site of the example journal is served: its own address, or Material would load every page anew."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "site")))
    address = f"http://127.0.0.1:{server.server_port}/"
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(config.replace("https://ada.example.org/journal/", address), encoding="utf-8")
    crowd = "".join(f"  - {{name: Person Number{n}, publish: full}}\n" for n in range(10))  # a filter is there from six rows on
    (folder / "journal/2026/11/2026-11-18.md").write_text(f"---\ncontacts:\n{crowd}---\n", encoding="utf-8")
    result = build(folder, "--strict")
    assert result.returncode == 0, result.stderr
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, else the one that Playwright installed."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error and on a request to another host."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, color_scheme="light")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith((address, "data:")) else None)
    yield page
    context.close()
    assert wrong == []


def test_every_page_opens_on_a_phone_without_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        page.goto(path)
        assert page.locator("article h1").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_search_finds_people_companies_goals_and_days(page: Page) -> None:
    page.goto("")
    for typed, found in (
        ("Hopper", "contacts/grace-hopper/"),
        ("Navy", "companies/navy/"),
        ("messages", "goals/messages/"),
        ("First", "2026/10/2026-10-30/"),
    ):
        query = page.locator("[data-md-component=search-query]")
        query.click()
        query.fill("")
        query.press_sequentially(typed)
        expect(page.locator(f".md-search-result__link[href*='{found}']").first).to_be_attached()


def test_a_table_sorts_by_a_click_and_by_the_keyboard(page: Page) -> None:
    page.goto("contacts/")
    names = page.locator("table.nj-sortable tbody tr td:first-child, table.nj-sortable tbody tr th:first-child")
    heading = page.locator("table.nj-sortable thead th").first
    orders = set()
    for act in (heading.click, heading.click):
        act()
        orders.add(tuple(names.all_inner_texts()))
    assert len(orders) == 2
    before = tuple(names.all_inner_texts())
    heading.locator("button").press("Enter")
    assert tuple(names.all_inner_texts()) != before


def test_a_filter_narrows_a_table_and_stands_in_the_address(page: Page) -> None:
    page.goto("contacts/")
    rows = page.locator("table[data-nj-filter] tbody tr")
    expect(rows).to_have_count(12)
    page.locator("article input:not([type=checkbox])").first.fill("hopper")
    expect(page.locator("table[data-nj-filter] tbody tr:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/contacts/\?find=hopper"))
    page.goto("contacts/?find=hopper")
    expect(page.locator("table[data-nj-filter] tbody tr:visible")).to_have_count(1)


def test_dark_mode_is_dark(page: Page) -> None:
    page.goto("")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("label[title='Dark']").first.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_moving_through_the_site_keeps_tables_alive(page: Page) -> None:
    """Instant navigation replaces the page without loading scripts again."""
    page.goto("")
    page.wait_for_load_state("networkidle")  # the list of pages that may come so
    page.evaluate("window.stayed = true")
    page.locator(".md-tabs__link", has_text="Contacts").click()
    page.wait_for_url("**/contacts/")
    page.locator("article input:not([type=checkbox])").first.fill("hopper")
    expect(page.locator("table[data-nj-filter] tbody tr:visible")).to_have_count(1)
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def test_a_month_reads_without_script_and_prints(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("tracker/2026-11/")
    for text in ("Ada Example", "Coffee about machines that think", "Ask about test tooling", "Listening to"):
        expect(page.locator("article")).to_contain_text(text)
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="print")
    expect(page.locator(".md-tabs")).to_be_hidden()
    context.close()


def test_a_person_under_an_alias_is_nobody_else(page: Page) -> None:
    page.goto("contacts/")
    expect(page.locator("article")).to_contain_text("AT")
    for path in PAGES:
        page.goto(path)
        assert "Turing" not in page.content(), path
