"""Nobody is kept out: what axe finds in three sites, and what no checker sees: keyboard, zoom, forced colours, reading order."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.whole_site import EMPTY, OWNER, PAGES, PUBLIC, opened, reader, sites

__all__ = ["reader", "sites"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BY_COLOUR = ["color-contrast", "link-in-text-block"]  # what another scheme can change
BY_WIDTH = ["target-size", "scrollable-region-focusable"]  # what another width can change
FINDINGS = Path(__file__).with_name("theme_findings.txt")
RUN = """async only => {
  document.querySelectorAll("details").forEach(node => { node.open = true })
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"], preload: false })
  const ours = node => Boolean(document.querySelector(node.target[0])?.closest("article"))
  const told = id => node => [id, ours(node), String(node.target[0]), node.html.slice(0, 120)]
  return found.violations.flatMap(rule => rule.nodes.map(told(rule.id)))
}"""


def find(page: Page, kind: str, values: list[str]) -> list[tuple[str, bool, str, str]]:
    """What axe finds: the rule, whether it is in our article, where, and the beginning of its HTML."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    return [tuple(found) for found in page.evaluate(RUN, {"type": kind, "values": values})]


def known_of_the_theme() -> list[tuple[str, str]]:
    """Pairs of a rule and a piece of the HTML that it is about."""
    lines = (line for line in FINDINGS.read_text(encoding="utf-8").splitlines() if line.startswith("axe |"))
    return [(rule.strip(), where.strip()) for _, rule, where, _ in (line.split("|", 3) for line in lines)]


LIGHT, DARK, PHONE = ("light", 1280, "tag", WCAG), ("dark", 1280, "rule", BY_COLOUR), ("light", 390, "rule", BY_WIDTH)
MARKED = ["", "tracker/2026-11/", "contacts/", "contacts/grace/", "2026-11-20/", "problems/"]  # where the author sees more
SECTIONS = ["", "tracker/", "goals/", "contacts/", "companies/", "follow-ups/", "insights/", "journal/"]


@pytest.mark.parametrize(
    ("address", "paths", "ways"),
    [(PUBLIC, PAGES, [LIGHT, DARK, PHONE]), (OWNER, MARKED, [LIGHT, DARK]), (EMPTY, SECTIONS, [LIGHT])],
    ids=["public", "owner", "empty"],
)
def test_axe_finds_nothing_of_ours_and_nothing_new_of_the_theme(
    reader: Browser, address: str, paths: list[str], ways: list[Any]
) -> None:
    found: set[tuple[Any, ...]] = set()
    with opened(reader, address, color_scheme="light") as page:
        for path in paths:
            page.goto(path)
            page.wait_for_function("window.document$ !== undefined")
            for scheme, width, kind, values in ways:
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                found |= {(path, scheme, width, *one) for one in find(page, kind, values)}
    known = known_of_the_theme()
    new = {one for one in found if one[4] or not any(one[3] == rule and where in one[6] for rule, where in known)}
    assert not new, "\n".join(str(one) for one in sorted(new))


def test_every_palette_of_the_theme_can_be_read(reader: Browser) -> None:
    colours = "red pink purple deep-purple indigo blue light-blue cyan teal green light-green lime yellow amber orange deep-orange"
    wrong = set()
    with opened(reader, color_scheme="light") as page:
        page.goto("guide/")
        page.evaluate(AXE)
        for scheme in ("default", "slate"):
            for colour in [*colours.split(), "brown", "grey", "blue-grey", "black", "white"]:
                page.evaluate(
                    "([scheme, colour]) => Object.assign(document.body.dataset, { mdColorScheme: scheme, mdColorPrimary: colour })",
                    [scheme, colour],
                )
                wrong |= {(scheme, colour, *one) for one in find(page, "rule", ["color-contrast"])}
    assert not wrong, "\n".join(str(one) for one in sorted(wrong))


# The keyboard alone

STOP = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))) // rows come to be as they are scrolled to
  const stop = document.activeElement
  if (!stop || stop === document.body) return null
  const box = stop.getClientRects()[0] || stop.getBoundingClientRect()
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  const style = getComputedStyle(stop)
  const circle = stop.querySelector("circle") // of a person in the tree, whose outline would lie over the neighbours
  return {
    name: stop.outerHTML.slice(0, 100),
    address: stop.getAttribute("href"),
    ours: Boolean(stop.closest("article")),
    seen: Boolean(there) && (stop.contains(there) || there.contains(stop)),
    marked: style.outlineStyle !== "none" || Boolean(circle) && getComputedStyle(circle).strokeWidth === "3px",
  }
}"""


END = """() => { // rows get their height as they are scrolled to
  scrollTo(0, document.documentElement.scrollHeight)
  return innerHeight + scrollY >= document.documentElement.scrollHeight - 2
}"""


@pytest.mark.parametrize(
    ("path", "width", "key"),
    [
        ("tracker/2026-11/", 1280, "Tab"),
        ("tracker/2026-11/", 1280, "Shift+Tab"),
        ("contacts/", 390, "Shift+Tab"),
        ("insights/", 640, "Tab"),
    ],
)
def test_the_keyboard_stops_at_nothing_that_is_hidden(reader: Browser, path: str, width: int, key: str) -> None:
    """Below a head that stays, say, or in a drawer that is shut; and each stop of ours is marked."""
    stops = []
    with opened(reader, viewport={"width": width, "height": 700}) as page:
        page.goto(path)
        page.wait_for_function("window.document$ !== undefined")
        if key != "Tab":
            page.wait_for_function(END)
        for _ in range(300):
            page.keyboard.press(key)
            stop = page.evaluate(STOP)
            if stop is None:
                break
            stops.append(stop)
    assert sum(stop["ours"] for stop in stops) > 25
    theirs = ("md-option", "md-search")  # switches with a label that shows it, and a field that opens the search
    after = stops[1:] if key == "Shift+Tab" else stops  # the first is the end of a page that still grows while it is scrolled to
    hidden = [stop["name"] for stop in after if not stop["seen"] and not any(name in stop["name"] for name in theirs)]
    assert hidden == []
    assert [stop["name"] for stop in stops if stop["ours"] and not stop["marked"]] == []


def tab_to(page: Page, address: str) -> None:
    """Press Tab until a link to `address` (a pattern) has the focus, and then Enter."""
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop and stop["ours"] and re.search(address, stop["address"] or ""):
            assert stop["seen"], stop["name"]
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"no stop at {address}")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 820), ("light", 390)])
def test_from_the_dashboard_to_an_entry_and_back_by_keyboard(reader: Browser, scheme: str, width: int) -> None:
    ways = [
        (r"tracker/2026-11/$", "November 2026"),
        (r"contacts/grace/$", "Grace Hopper"),
        (r"companies/navy/$", "US Navy"),
        (r"contacts/grace/$", "Grace Hopper"),
        (r"goals/behind/$", "Have eight coffee chats"),
        (r"2026-11-20/$", "The meetup"),
    ]
    with opened(reader, viewport={"width": width, "height": 800}, color_scheme=scheme) as page:
        page.goto("")
        page.wait_for_function("window.document$ !== undefined")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.stayed = true")
        title = page.locator("article h1")
        for address, heading in ways:
            tab_to(page, address)
            page.wait_for_url(re.compile(address))
            expect(title).to_contain_text(heading)
        for _, heading in reversed(ways[:-1]):
            page.go_back()
            expect(title).to_contain_text(heading)
        assert page.evaluate("window.stayed"), "a page was loaded anew"
        assert page.pdf().startswith(b"%PDF")


def test_the_first_stop_of_every_page_leads_past_the_theme(reader: Browser) -> None:
    with opened(reader) as page:
        for path in (*PAGES, f"{EMPTY}contacts/"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            page.keyboard.press("Tab")
            expect(page.locator(".md-skip")).to_be_focused()
            page.keyboard.press("Enter")
            page.wait_for_url("**#*")
            assert page.evaluate("document.getElementById(location.hash.slice(1)).matches('article :is(h1, h2)')"), path
            page.wait_for_function("!document.activeElement.matches('.md-skip')")  # the theme lets go of it a moment later
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            assert path.startswith(EMPTY) or (stop and stop["ours"]), (path, stop)


# What readers set for themselves

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@pytest.mark.parametrize("address", [PUBLIC, OWNER], ids=["public", "owner"])
def test_nothing_scrolls_sideways_at_400_percent_or_with_more_space_between_letters(reader: Browser, address: str) -> None:
    """1280 pixels at 400 % are 320, at 200 % 640; a phone has 390."""
    wide = []
    with opened(reader, address) as page:
        for path in PAGES:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
            for spacing in ("*{}", SPACING):
                page.add_style_tag(content=spacing)
                for width in (640, 390, 320):
                    page.set_viewport_size({"width": width, "height": 800})
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        wide.append((path, width, spacing == SPACING))
    assert wide == []


SHAPES = [  # a page, what is told there by a shape or a length, and the part of it that is drawn
    ("", ".nj-plan > li", "::before"),
    ("", ".nj-badge.nj-state-behind", "::before"),
    ("", ".nj-bar-fill", ""),
    ("", ".nj-bar-pace", ""),
    ("", ".nj-newest .nj-steps", ""),
    ("contacts/grace/", ".nj-stage-line > li", ""),
    ("contacts/", ".nj-funnel-bar", ""),
    ("companies/", ".nj-pips", ""),
    ("insights/", ".nj-hbar", ""),
    ("insights/", ".nj-swatch.nj-part", ""),
    ("tracker/2026-11/", ".nj-mix span", ""),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_are_drawn_in_colours_that_the_system_forces(reader: Browser, scheme: str) -> None:
    missing = []
    with opened(reader, forced_colors="active", color_scheme=scheme) as page:
        for path, where, part in SHAPES:
            if not page.url.endswith(f"site/{path}"):
                page.goto(path)
            node = page.locator(where).first
            drawn = node.evaluate(
                """(node, part) => {
                  const style = getComputedStyle(node, part || null)
                  const ground = getComputedStyle(document.body).backgroundColor
                  return style.backgroundImage !== "none" || ![ground, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor)
                    || (parseFloat(style.borderTopWidth) > 1 && style.borderTopColor !== ground)
                }""",
                part,
            )
            if not drawn:
                missing.append((path, where, part))
    assert missing == []


def test_nothing_moves_for_those_who_asked_for_it(reader: Browser) -> None:
    with opened(reader, reduced_motion="reduce") as page:
        for path in ("", "contacts/", "insights/"):
            page.goto(path)
            moving = page.evaluate(
                """() => [...document.querySelectorAll("*")].filter(node => {
                  const style = getComputedStyle(node)
                  return style.transitionDuration.split(", ").some(time => time !== "0s") || style.animationName !== "none"
                    || style.scrollBehavior === "smooth"
                }).map(node => node.outerHTML.slice(0, 80))"""
            )
            assert moving == [], path


# What a screen reader says


def told(page: Page) -> list[tuple[str, str]]:
    """Roles and names in the order in which the browser gives them to a screen reader."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]


def test_pictures_and_days_have_names(reader: Browser) -> None:
    with opened(reader) as page:
        page.goto("")
        names = [name for role, name in told(page) if role == "link"]
        assert {"Fri, Nov 20: 2 activities", "Tue, Nov 24: 0 activities"} <= set(names)
        page.goto("tracker/2026-11/")
        days = page.get_by_role("table", name="Days of November 2026")
        expect(days.get_by_role("link", name=re.compile("^20 ?, 2 activities$"))).to_have_count(1)
        for table in ("Networking tracker", "Planned and done, day by day", "People of the month"):
            expect(page.get_by_role("table", name=table)).to_have_count(1)
        page.goto("insights/")
        assert (
            page.locator("article")
            .get_by_role("img")
            .evaluate_all("all => all.filter(node => !node.getAttribute('aria-label')).length")
            == 0
        )
        page.goto("goals/behind/")
        expect(page.get_by_role("img", name=re.compile("of 8")).first).to_be_attached()


def test_a_filter_says_how_many_are_left(reader: Browser) -> None:
    with opened(reader) as page:
        page.goto("contacts/")
        find = page.get_by_role("search", name=re.compile("Everybody"))
        find.get_by_role("searchbox").fill("hopper")
        expect(find.get_by_role("status")).to_have_text(re.compile(r"1 of 1\d"))
