"""Pictures of the main pages of the sample journal: for docs/looks.md, or of all of them, to look at in a review.

python -m tests.make_pictures              the pictures in docs/images
python -m tests.make_pictures FOLDER       ten pages on a desktop, a phone, in the dark and on paper
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
TODAY = "1795478400"  # 2026-11-24, the sample's last day
MAIN = [
    "", "tracker/", "tracker/2026-11/", "goals/", "goals/community-2/", "contacts/", "contacts/beatriz-sottomayor/",
    "companies/halyard/", "insights/", "2026/11/2026-11-12-js-meetup/",
]  # fmt: skip
SHOWN = [  # name, page, place to scroll to, scheme, width, height
    ("today.webp", "", "#today", "light", 1100, 560),
    ("month.png", "tracker/2026-11/", "", "light", 1100, 800),
    ("goal.webp", "goals/community-2/", "", "dark", 1100, 640),
    ("person.webp", "contacts/beatriz-sottomayor/", "", "light", 390, 640),
    ("insights.webp", "insights/", "#funnel", "light", 1100, 460),
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def build(folder: Path) -> None:
    """The public site of the sample in `folder`."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": TODAY, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def shoot(browser: Browser, address: str, scheme: str, width: int, height: int, place: str = "", whole: bool = False) -> bytes:
    """The page at `address` as a PNG; `place` is scrolled to the top first."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    page.add_style_tag(content=".nj * { content-visibility: visible !important }")  # rows that nobody has scrolled to are seen too
    page.wait_for_timeout(300)  # the theme has taken the scheme, and its fonts are there
    if place:
        page.evaluate("place => window.scrollTo(0, document.querySelector(place).offsetTop - 60)", place)
        page.wait_for_timeout(300)
    picture = page.screenshot(full_page=whole)
    context.close()
    return picture


def save_small(picture: bytes, path: Path) -> None:
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.thumbnail((780, 780))
    if path.suffix == ".png":
        image.quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)
    else:
        image.save(path, quality=62, method=6)


def save_paper(browser: Browser, address: str, path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.pdf(path=path, format="A4", prefer_css_page_size=True)
    context.close()


def main(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        site = Path(temporary) / "site"
        build(site)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}/"
        system = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])
        if folder is None:
            for name, page, place, scheme, width, height in SHOWN:
                save_small(shoot(browser, root + page, scheme, width, height, place), IMAGES / name)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for page in MAIN:
                name = page.strip("/").replace("/", "-") or "dashboard"
                for mode, scheme, width in (("desktop", "light", 1280), ("phone", "light", 390), ("dark", "dark", 1280)):
                    (folder / f"{name}-{mode}.png").write_bytes(shoot(browser, root + page, scheme, width, 900, whole=True))
                save_paper(browser, root + page, folder / f"{name}-paper.pdf")
        browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
