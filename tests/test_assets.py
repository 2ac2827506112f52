"""What is sent beside the pages: smaller than it is written, and the same to a browser."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from netjournal.site.script import smaller_script
from netjournal.site.stylesheet import smaller
from tests.chromium import find_chromium

ASSETS = Path(__file__).parents[1] / "netjournal/site/assets"
SCRIPTS = sorted(ASSETS.glob("*.js"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_comments_and_indentation_of_a_script_go() -> None:
    """A comment at the beginning of a line, one behind the code; an address and a regular expression stay."""
    script = '/* What it does:\n   much. */\n\nconst a = "https://x.example" // where\n  // alone\n  let b = /\\/\\*/g\n'
    assert smaller_script(script) == 'const a = "https://x.example"\nlet b = /\\/\\*/g\n'


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_has_no_text_that_looks_like_a_comment(path: Path) -> None:
    """`smaller_script` tells a comment by its place, so that place must not be within a text."""
    for line in read(path).split("\n"):
        code, comment = [*re.split(r"(?:^|\s)//\s", line, maxsplit=1), ""][:2]
        if not line.lstrip().startswith(("/*", "*")):
            assert line.count("`") % 2 == 0, f"a text over several lines: {line}"
        assert code.count('"') % 2 == 0 or '"' not in comment, line


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_browser_reads_the_smaller_script_as_one(path: Path, browser: Browser) -> None:
    """A bracket lost with a comment would be a syntax error, and the whole script with it."""
    page = browser.new_page()
    assert page.evaluate("code => { new Function(code); return true }", smaller_script(read(path)))


def test_styles_and_scripts_are_light() -> None:
    """20 KB together, as they travel."""
    sent = [smaller(read(ASSETS / "netjournal.css")), *(smaller_script(read(path)) for path in SCRIPTS)]
    assert sum(len(gzip.compress(text.encode(), 9)) for text in sent) < 20_000
