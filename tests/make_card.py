"""The picture of every card, `netjournal/site/assets/card.png`: days that fill, and people who come to know each other.

No word stands in it, so that it goes with a site in any language; python -m tests.make_card draws it anew.
"""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.chromium import find_chromium

IMAGE = Path(__file__).parents[1] / "netjournal/site/assets/card.png"
WIDTH, HEIGHT = 1200, 630
CELL, STEP, COLUMNS, ROWS = 46, 58, 18, 5
GROUND, LINE, PERSON, LAST = "#0d3b3c", "#3f8f88", "#eafaf6", "#f6c667"
TONES = ("#16504f", "#1f6f6b", "#2f948c", "#55bcb0", "#a5e3d8")
PEOPLE = (
    (0, 262, 9),
    (2, 238, 10),
    (4, 250, 11),
    (6, 196, 13),
    (8, 214, 12),
    (10, 150, 15),
    (12, 172, 13),
    (13, 92, 17),
    (15, 128, 15),
    (17, 62, 20),
)
KNOWS = (
    (0, 1),
    (1, 2),
    (1, 3),
    (2, 3),
    (2, 4),
    (3, 4),
    (3, 5),
    (4, 5),
    (4, 6),
    (5, 6),
    (5, 7),
    (6, 7),
    (6, 8),
    (7, 8),
    (7, 9),
    (8, 9),
)


def draw() -> str:
    """The picture as SVG, the same each time."""
    chance = random.Random(7)
    left, top = (WIDTH - COLUMNS * STEP + STEP - CELL) // 2, HEIGHT - ROWS * STEP - 40
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>']
    for column in range(COLUMNS):
        for row in range(ROWS):
            usual = 0.66 + 3.3 * column / (COLUMNS - 1) - 0.44 * (row > 2)
            tone = TONES[min(4, max(0, int(chance.gauss(usual, 1.15))))]
            x, y = left + column * STEP, top + row * STEP
            parts.append(f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="9" fill="{tone}"/>')
    places = [(left + CELL // 2 + column * STEP, y, radius) for column, y, radius in PEOPLE]
    for one, other in KNOWS:
        (x1, y1, _), (x2, y2, _) = places[one], places[other]
        parts.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{LINE}" stroke-width="3.5"/>')
    for x, y, radius in places:
        fill = LAST if (x, y, radius) == places[-1] else PERSON
        parts.append(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{GROUND}" stroke-width="5"/>')
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{draw()}")
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    picture.quantize(32, dither=Image.Dither.NONE).save(IMAGE, optimize=True)


if __name__ == "__main__":
    main()
