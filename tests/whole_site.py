"""A journal that has everything in it, as three sites: for the public, for its author, and before its first entry.

They are built once for a run of the tests, however many processes share it, and served under the address that they were built
for: elsewhere Material loads each page anew instead of replacing it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import find_chromium
from tests.conftest import parse_docstring, write_journal
from tests.test_plugin import build

HOST = "http://journal.test/"  # leads to the server, whatever its port
PUBLIC, OWNER, EMPTY = f"{HOST}public/site/", f"{HOST}owner/site/", f"{HOST}empty/site/"
TODAY = date(2026, 11, 24)
PAGES = (  # one of each kind
    "", "tracker/", "tracker/2026-11/", "goals/", "goals/behind/", "goals/weekly/", "contacts/", "contacts/grace/", "companies/",
    "companies/navy/", "follow-ups/", "insights/", "journal/", "2026-11-20/", "guide/",
)  # fmt: skip
CONFIG = """\
site_name: A journal
site_url: {address}
docs_dir: journal
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, navigation.top, navigation.footer, search.suggest, toc.follow]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: teal
      toggle: {{icon: material/weather-night, name: Dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: teal
      toggle: {{icon: material/weather-sunny, name: Light}}
plugins:
  - search
  - tags
  - netjournal: {{owner: Ada Example, audience: {audience}, contacts: full, alias_key: example, goals_per_month: 3}}
markdown_extensions: [admonition, attr_list, footnotes, tables, toc: {{permalink: true}}]
"""
EVERYTHING = """
index.md
    ---
    I look for a first job, and write down here whom I ask. See [how](guide.md).

    ## Before

    I was a baker.
guide.md
    ---
    # A guide

    ## An ordinary page

    With [a link](index.md) in it.
2025-11-10.md
    activities:
      - {did: A year ago, channel: event, with: oldest, outcome: met}
    contacts:
      - {name: Oldest, id: oldest}
2026-11-18.md
    goals:
      - {id: done, title: Write two letters, target: 2, unit: letters, achievable: Sundays, relevant: Practice, start: 2026-10-01,
         due: 2026-11-28}
      - {id: behind, title: Have eight coffee chats with people who do the work, target: 8, start: 2026-11-01, due: 2026-12-12}
      - {id: on-track, title: Meet three people, target: 3, start: 2026-11-10, due: 2027-11-10}
      - {id: missed, title: Publish an article, target: 4, start: 2026-10-01, due: 2026-11-15}
      - {id: upcoming, title: Next year, target: 4, start: 2027-01-01, due: 2027-02-01}
      - {id: open, title: Be kind}
      - {id: given-up, title: Become a singer, target: 4, due: 2026-12-01, status: dropped}
      - {id: weekly, title: Answer two questions, target: 2, per: week, unit: answers, start: 2026-10-05, due: 2026-12-06}
    companies:
      - {name: US Navy, id: navy, priority: 5, why: Ships, website: "https://example.org", industry: Sea, tags: [sea]}
      - {name: Nobody Inside With A Name That Goes On, priority: 4}
    contacts:
      - {name: Grace Hopper, id: grace, company: navy, role: Rear Admiral, circle: core, every: 1w, email: grace@example.org,
         linkedin: "https://www.linkedin.com/in/grace", met: A meetup, location: Porto, tags: [sea, compilers], note: Likes tea}
      - {name: عمر الخيام, id: omar, company: Nishapur Observatory, via: grace}
      - {name: 山田花子, id: hanako, via: omar, circle: outer}
      - {name: Sally Secret, id: sally, publish: alias, via: grace, role: Baker}
      - {name: Nora Nowhere, id: nora, publish: none}
      - {name: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter, id: long, company: navy}
    activities:
      - {did: Wrote to her, channel: linkedin, with: grace, goal: [behind, done], count: 2, follow_up: 2d, link: "https://example.org/a"}
      - {did: He wrote, channel: email, with: omar, direction: in, outcome: replied, follow_up: 2026-11-30, minutes: 95}
      - {did: Asked for half an hour, channel: call, with: [hanako, sally], outcome: no-reply, follow_up: 2026-11-24,
         note: Too early}
2026-11-20.md
    title: The meetup
    tags: [meetup, talk]
    planned:
      - {do: Say hello to the speaker, done: true, with: grace, goal: behind, channel: event}
      - Ask for the slides
    activities:
      - {did: Spoke about test tooling, channel: event, with: [grace, sally, nora], goal: [behind, weekly], outcome: referred,
         minutes: 90}
      - {did: Applied, channel: referral, company: Analytical Engines, outcome: interview}
    ---
    ## What worked

    Listening to @grace and @sally. Before that, [the letters](2026-11-18.md). ![A cup](images/cup.png)

    ### What I change

    > Ask first.

    1. One
    2. `two`, with a note[^1]

    | a | b |
    | - | -: |
    | 1 | 2 |

    ```
    a line of code that is much longer than a telephone is wide and goes on, and on, and on, until it ends
    ```

    #### Deeper

    !!! note
        Mind the gap.

    /// private
    I was late.
    ///

    [^1]: A footnote.
2026-11-24.md
    planned:
      - {do: Answer Omar, with: omar, goal: behind}
      - {do: Stretch, done: true}
private/2026-11-21.md
    activities:
      - {did: Something private, channel: call, with: nora}
2026-11-23.md
    activities:
      - {did: Misspelt, channel: carrier-pigeon, with: nobody-known}
"""


def write_everything(folder: Path) -> None:
    """The journal above, with twenty days before it, twelve people and a picture."""
    files = parse_docstring(EVERYTHING)
    for n in range(20):
        day = date(2026, 10, 20) + timedelta(days=n)
        via, channel = ("omar", "grace", "grace")[n % 3], ("email", "call", "slack")[n % 3]
        outcome, done = ("replied", "met", "no-reply", "declined")[n % 4], "true" if n % 2 else "false"
        people = f"contacts: [{{name: Person {n:02}, company: Company {n % 9}, via: {via}}}]" if n < 12 else "tags: [late]"
        plan = f"planned: [{{do: Plan of day {n}, done: {done}}}]"
        did = f"  - {{did: Talk {n}, channel: {channel}, with: person-{n % 12:02}, goal: weekly, outcome: {outcome}}}"
        files[f"{day}.md"] = f"---\n{people}\n{plan}\nactivities:\n{did}\n---\n"
    write_journal(folder, files)
    (folder / "images").mkdir()
    (folder / "images/cup.png").write_bytes((Path(__file__).parents[1] / "docs/images/month.png").read_bytes())


def build_sites(root: Path) -> None:
    for kind, audience in (("public", "public"), ("owner", "owner"), ("empty", "public")):
        (root / kind / "journal").mkdir(parents=True)
        (root / kind / "mkdocs.yml").write_text(CONFIG.format(address=f"{HOST}{kind}/site/", audience=audience), encoding="utf-8")
        if kind != "empty":
            write_everything(root / kind / "journal")
    with ThreadPoolExecutor(3) as pool:
        for result in pool.map(build, [root / kind for kind in ("public", "owner", "empty")]):
            assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with public/site, owner/site and empty/site. The first process that comes builds them, the others wait."""
    shared = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if shared else base) / "whole-site"
    done = root / "built.txt"
    try:
        root.mkdir()
    except FileExistsError:
        patience = time.monotonic() + 300
        while not done.exists() and time.monotonic() < patience:
            time.sleep(0.1)
        assert done.read_text(encoding="utf-8") == "built", "the process that built the sites failed"
        return root
    said = "failed"
    try:
        build_sites(root)
        said = "built"
    finally:
        (root / "saying.txt").write_text(said, encoding="utf-8")
        (root / "saying.txt").replace(done)
    return root


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def reader(sites: Path) -> Iterator[Browser]:
    """Chromium, to which HOST is the server of the three sites."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(sites)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    leads = f"--host-resolver-rules=MAP {urlsplit(HOST).netloc} 127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", leads]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        yield browser
        browser.close()
    server.shutdown()


@contextmanager
def opened(reader: Browser, address: str = PUBLIC, **options: object) -> Iterator[Page]:
    """A page below `address`; what goes wrong in the console, and each request to another host, fails the test at the end."""
    context: BrowserContext = reader.new_context(
        **{"base_url": address, "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
    )  # type: ignore[arg-type]
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.on("request", lambda request: wrong.append(request.url) if not request.url.startswith((HOST, "data:")) else None)
    try:
        yield context.new_page()
    finally:
        context.close()
    assert wrong == []
