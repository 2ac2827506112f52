"""Where each page stands. A `uri` is written like a source file, `contacts/ada.md`, a `url` like a link, `contacts/ada/`.

Our HTML names other pages by `nj:` and their url, whatever page it stands on; `place` makes these relative in the end, so
that one piece of HTML serves many pages.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from netjournal.model import Entry
from netjournal.settings import Settings

DASHBOARD = "index.md"
TRACKER = "tracker/index.md"
GOALS = "goals/index.md"
CONTACTS = "contacts/index.md"
COMPANIES = "companies/index.md"
FOLLOW_UPS = "follow-ups/index.md"
INSIGHTS = "insights/index.md"
JOURNAL = "journal/index.md"
PROBLEMS = "problems/index.md"
SECTIONS = (DASHBOARD, TRACKER, GOALS, CONTACTS, COMPANIES, FOLLOW_UPS, INSIGHTS, JOURNAL)

_LINKING = (" href", "xlink:href", " src", " data-href")


def month_uri(month: str) -> str:
    return f"tracker/{month}.md"


def goal_uri(key: str) -> str:
    return f"goals/{key}.md"


def contact_uri(key: str) -> str:
    return f"contacts/{key}.md"


def company_uri(key: str) -> str:
    return f"companies/{key}.md"


def entry_uri(entry: Entry) -> str:
    return f"{entry.key}.md"


@lru_cache(maxsize=1 << 16)  # each stands on many pages
def url_of(uri: str, directory_urls: bool = True) -> str:
    """The address of the page at `uri` below the site's root, the empty one for the root itself; media keep theirs.

    Percent-encoded, as MkDocs does it: a file's name may hold spaces, letters of any script, `#` and `?`.
    """
    bare = quote(uri.removesuffix(".md"))
    if not uri.endswith(".md"):
        return bare
    name = bare.rpartition("/")[2]
    if not directory_urls:
        return f"{bare}.html"
    if name in ("index", "README"):
        return bare.removesuffix(name)
    return f"{bare}/"


def permanent_url(settings: Settings, uri: str, directory_urls: bool = True) -> str | None:
    """The complete address of the page at `uri` of the journal; None where mkdocs.yml has no `site_url`."""
    root = settings.site_url
    return f"{root.rstrip('/')}/{url_of(settings.prefix + uri, directory_urls)}" if root else None


def place(html: str, url: str) -> str:
    """`html` with its links to our pages made relative to the page at `url`; MkDocs calls the root's `./`."""
    base = "../" * url.removeprefix("./").count("/") or "./"
    for attribute in _LINKING:
        html = html.replace(f'{attribute}="nj:', f'{attribute}="{base}')
    return html
