"""The feed of entries (Atom)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from netjournal.model import Entry
from netjournal.site import addresses
from netjournal.site.prose import ProseRenderer
from netjournal.site.site import Site

NEWEST = 30
_ATOM = "http://www.w3.org/2005/Atom"


def build_feed(site: Site, prose: ProseRenderer) -> str:
    """The newest entries, by day; addresses are complete where mkdocs.yml has a `site_url`."""
    root = (site.settings.site_url or "").rstrip("/")
    base = f"{root}/" if root else ""
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": site.words.tag})
    entries = site.journal.entries[: -NEWEST - 1 : -1]
    SubElement(feed, "id").text = base or "urn:netjournal"
    SubElement(feed, "title").text = site.settings.site_name
    SubElement(feed, "updated").text = _time(entries[0]) if entries else f"{site.today.isoformat()}T00:00:00Z"
    SubElement(feed, "link", {"rel": "self", "href": f"{base}feed.xml"})
    author = SubElement(feed, "author")
    SubElement(author, "name").text = site.settings.owner or site.settings.site_name
    for entry in entries:
        url = addresses.url_of(site.settings.prefix + addresses.entry_uri(entry), site.directory_urls)
        item = SubElement(feed, "entry")
        SubElement(item, "id").text = f"{base}{url}" if base else f"urn:netjournal:{url}"
        SubElement(item, "title").text = site.entry_title(entry)
        SubElement(item, "updated").text = _time(entry)
        SubElement(item, "link", {"href": f"{base}{url}"})
        html = addresses.place(prose.render(entry.prose, entry.key), url)
        SubElement(item, "content", {"type": "html", "xml:base": f"{base}{url}"}).text = html
    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def _time(entry: Entry) -> str:
    return f"{entry.day.isoformat()}T00:00:00Z"
