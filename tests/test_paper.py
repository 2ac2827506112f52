"""A full month on paper: three pages at most, with its address, the day and the whole tracker."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

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


def test_a_month_of_twenty_days_is_three_pages(project: Callable[..., Path]) -> None:
    days = {f"2026-11-{day:02}.md": entry(day) for day in range(1, 21)}
    goals = "".join(f"  - {{title: Goal number {n}, target: 9, unit: chats, due: 2026-11-30}}\n" for n in range(5))
    days["2026-11-21.md"] = f"---\ngoals:\n{goals}---\n"
    folder = project(days, "contacts: full", "site_url: https://ada.example.org/journal/")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    system = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (path := shutil.which(name))), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((folder / "site/tracker/2026-11/index.html").as_uri())
        page.emulate_media(media="print")
        rows = page.locator(".nj-tracker tbody tr:visible").count()
        shown = page.locator(".nj-submission").inner_text()
        hidden = page.locator(".nj-by-day .nj-did:visible, .md-header:visible, .nj-filter:visible, .nj-turn:visible").count()
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        browser.close()
    assert rows == 40
    assert "https://ada.example.org/journal/tracker/2026-11/" in shown
    assert hidden == 0
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) in (2, 3)
