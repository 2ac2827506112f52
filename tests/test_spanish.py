"""The Spanish site in a browser: its longer words break no page, and its scripts speak Spanish too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.chromium import find_chromium
from tests.test_plugin import build
from tests.whole_site import CONFIG, HOST, PAGES, write_everything

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str]]:
    """A page, and the address of the author's site on the disk."""
    root = tmp_path_factory.mktemp("spanish")
    (root / "journal").mkdir()
    config = CONFIG.format(address=f"{HOST}es/", audience="owner").replace("audience: owner", "audience: owner, language: es")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    write_everything(root / "journal")
    result = build(root)
    assert result.returncode == 0, result.stderr
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(), (root / "site").as_uri()
        browser.close()


def test_no_page_is_wider_than_the_screen(spanish: tuple[Page, str]) -> None:
    page, site = spanish
    wide = []
    for path in (*PAGES, "problems/"):
        page.goto(f"{site}/{path}index.html")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    assert wide == []


def test_scripts_speak_spanish(spanish: tuple[Page, str]) -> None:
    page, site = spanish
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/tracker/index.html")
    bar = page.locator("form.nj-filter").first
    bar.get_by_role("searchbox", name="Filtrar: Registro de networking").fill("talk 1")
    assert bar.locator(".nj-count").inner_text().split()[1] == "de"
    assert bar.get_by_label("Resultado").locator("option").all_inner_texts()[0] == "cualquiera"
    with page.expect_download() as download:
        bar.get_by_role("button", name="CSV").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert saved.startswith('"Día","Quién","Canal","Qué","Resultado","Próximo paso"') and '"noviembre de 2026"' in saved
    page.get_by_role("button", name="Atajos").click()
    assert page.get_by_role("dialog", name="Atajos").get_by_text("Día, mes o persona anterior").is_visible()
