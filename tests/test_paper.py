"""Pages on paper: a full month is three at most, with its address, the day and the whole tracker; the others are clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from tests.chromium import find_chromium
from tests.test_plugin import build

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROSE = "Two people answered on the same day, and neither of them was the one I had prepared for. " * 6


def entry(day: int) -> str:
    """Two plans and two activities, a person or two, and what I thought of it."""
    people = f"contacts: [{{name: Person Number{day}, role: Engineer, company: Company {day}}}]"
    who = f"person-number{day}"
    return f"""---
{people}
planned: [{{do: Write to the second person on the list for {day}, done: true}}, Read about their product before lunch]
activities:
  - {{did: Asked how their team tests what depends on the time zone, channel: email, with: {who}, outcome: replied, follow_up: 7d}}
  - {{did: Answered a question about forms that survive a reload, channel: slack, minutes: 20, outcome: met, with: {who}}}
---
{PROSE}
"""


def test_a_month_of_twenty_days_is_three_pages(project: Callable[..., Path], browser: Browser) -> None:
    days = {f"2026-11-{day:02}.md": entry(day) for day in range(1, 21)}
    goals = "".join(f"  - {{title: Goal number {n}, target: 9, unit: chats, due: 2026-11-30}}\n" for n in range(5))
    days["2026-11-21.md"] = f"---\ngoals:\n{goals}---\n"
    folder = project(days, "contacts: full", "site_url: https://ada.example.org/journal/")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    page = open_page(browser, folder / "site/tracker/2026-11/index.html")
    assert page.locator(".nj-tracker tbody tr:visible").count() == 40
    assert "https://ada.example.org/journal/tracker/2026-11/" in page.locator(".nj-submission").inner_text()
    assert page.locator(".nj-by-day .nj-did:visible, .md-header:visible, .nj-filter:visible, .nj-turn:visible").count() == 0
    for paper in ("A4", "Letter"):
        texts = sheets_of(page, paper)
        assert len(texts) in (2, 3), paper
        assert all("https://ada.example.org/journal/tracker/2026-11/" in text for text in texts)  # at the foot
        assert all(f"Number{day}" in "".join(texts) for day in range(1, 21))


DAY = """---
title: Porto Script Night
tags: [meetup]
goals: [{id: talks, title: Hear three talks, target: 3, unit: talks, per: week, start: 2026-11-02, due: 2026-11-29}]
planned: [{do: Sit in the first row, done: true}]
activities:
  - {did: Heard a talk, channel: event, with: ada, goal: talks, link: "https://meetup.example.org/31", outcome: met, follow_up: 7d}
contacts: [{name: Ada Lovelace, id: ada, company: Engines, role: Programmer, website: "https://ada.example.org/"}]
companies: [{name: Engines, careers: "https://engines.example.org/careers", priority: 5}]
---
Nobody sat in the first row.
"""
PAGES = {  # what has to stand on the sheets of each page
    "": ("Porto Script Night", "Ada Lovelace", "Hear three talks"),
    "tracker": ("November 2026", "Heard a talk", "https://meetup.example.org/31"),
    "goals": ("Hear three talks",),
    "goals/talks": ("Specific", "Heard a talk", "https://meetup.example.org/31"),
    "contacts": ("Ada Lovelace", "Programmer"),
    "contacts/ada": ("Heard a talk", "https://meetup.example.org/31", "ada.example.org"),
    "companies": ("Engines",),
    "companies/engines": ("Ada Lovelace", "https://engines.example.org/careers"),
    "insights": ("Event",),
    "2026-11-20": ("Sit in the first row", "https://meetup.example.org/31", "Nobody sat in the first row."),
}
SCREEN_ONLY = ".md-header, .md-tabs, .md-sidebar, .md-footer, .nj-path, .nj-filter, .nj-keys, .headerlink, button, input, select"


def test_every_page_prints_what_it_says_and_nothing_to_click(project: Callable[..., Path], browser: Browser) -> None:
    """In letters that can be searched, with the address of the page at the foot of each sheet, and the day where it matters."""
    folder = project({"2026-11-20.md": DAY}, "contacts: full", "site_url: https://ada.example.org/journal/")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    for name, expected in PAGES.items():
        page = open_page(browser, folder / "site" / name / "index.html", script=True)
        assert page.locator(SCREEN_ONLY).locator("visible=true").count() == 0, name
        sheets = sheets_of(page, "A4")
        page.close()
        text = "".join(" ".join(sheets).split())
        for words in expected:
            assert "".join(words.split()) in text, (name, words)
        foot = "https://ada.example.org/journal/" + f"{name}/".removeprefix("/")
        foot += "" if name == "2026-11-20" else " · as of Nov 24, 2026"
        assert all(foot in sheet for sheet in sheets), name


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def open_page(browser: Browser, path: Path, script: bool = False) -> Page:
    """The page of a site as paper sees it."""
    page = browser.new_context(java_script_enabled=script).new_page()
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    return page


def sheets_of(page: Page, paper: str) -> list[str]:
    """The words on each sheet."""
    pdf = page.pdf(format=paper, prefer_css_page_size=True)
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages]
