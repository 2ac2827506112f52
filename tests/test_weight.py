"""What a reader downloads for the first page, packed as every web server packs it."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Browser, Response

from tests.whole_site import opened, reader, sites

__all__ = ["reader", "sites"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_dashboard_is_light(reader: Browser) -> None:
    """Under 120 KB with the theme and its search, of which 30 are ours: the page, the stylesheet and two scripts."""
    with opened(reader) as page:
        answers: dict[str, Response] = {}
        page.on("response", lambda answer: answers.update({answer.url: answer}))
        page.goto("")
        page.wait_for_load_state("networkidle")
        sizes = {url: len(gzip.compress(answer.body())) for url, answer in answers.items()}
    ours = {url: size for url, size in sizes.items() if url == page.url or "/assets/netjournal/" in url}
    assert len(ours) == 4
    assert sum(ours.values()) < 30_000, ours
    assert sum(sizes.values()) < 120_000, sizes
