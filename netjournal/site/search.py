"""What search finds: the texts of entries, goals, people and companies, from the journal and not from the finished pages.

A page is one thing to find, and so is each heading of an entry's prose. What stands in lists of other pages is found on its own.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from netjournal.model import Activity, Entry, PlannedItem
from netjournal.site import addresses
from netjournal.site.prose import ProseRenderer
from netjournal.site.site import Site

_HEADING = re.compile(r'<h[1-6][^>]*?\sid="([^"]+)"[^>]*>(.*?)</h[1-6]>', re.DOTALL)
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|pre|div|dt|dd|blockquote)>|<br ?/?>")
_TAG = re.compile(r"<(?:!--.*?--|[^>]*)>", re.DOTALL)
_MARKED = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")  # a word with a letter that is not on every keyboard


class Doc(NamedTuple):
    """One thing to find: its address below the site's root, its title and text as HTML without tags, its tags."""

    location: str
    title: str
    text: str
    tags: tuple[str, ...] = ()


def build_docs(site: Site, prose: ProseRenderer, vocabulary: Any) -> Iterator[Doc]:
    """Everything that can be found, entries first; nothing of an unreadable entry.

    `vocabulary` has the words of the pages for channels, outcomes and stages: the templates' `macros.html`.
    """
    for entry in site.journal.entries:
        yield from _entry(entry, site, prose, vocabulary)
    for goal in site.journal.goals.values():
        texts: tuple[str | None, ...] = (goal.achievable, goal.relevant)
        yield from _page(site, prose, addresses.goal_uri(goal.id), goal.shown, texts, goal.prose, goal.tags)
    for contact in site.journal.contacts.values():
        company = site.journal.companies.get(contact.company or "")
        stage = vocabulary.stage_words[site.cards[contact.id].stage]
        texts = (contact.role, company.name if company else None, stage, contact.location, contact.met, contact.alias, contact.note)
        yield from _page(site, prose, addresses.contact_uri(contact.id), contact.name, texts, contact.prose, contact.tags)
    for company in site.journal.companies.values():
        inside = site.company_cards[company.id].people  # each with the stage, for whoever looks for "met at"
        people = [f"{person.name} {vocabulary.stage_words[site.cards[person.id].stage]}" for person in inside]
        texts = (company.industry, company.location, company.why, company.note, ", ".join(people))
        yield from _page(site, prose, addresses.company_uri(company.id), company.name, texts, company.prose, company.tags)


def add_docs(index: str, docs: Iterable[Doc]) -> Iterator[str]:
    """The text of a search index as MkDocs and Material write it, with `docs` added; piece by piece, for it is long."""
    encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
    data = json.loads(index)
    theirs = data.pop("docs")
    yield encode({**data, "docs": []}).removesuffix("]}")
    seam = ""
    for doc in chain(theirs, map(_as_json, docs)):
        yield seam + encode(doc)
        seam = ","
    yield "]}"


def _as_json(doc: Doc) -> dict[str, Any]:
    found: dict[str, Any] = {"location": doc.location, "title": doc.title, "text": doc.text}
    return found | {"tags": doc.tags} if doc.tags else found


def _entry(entry: Entry, site: Site, prose: ProseRenderer, vocabulary: Any) -> Iterator[Doc]:
    if not entry.readable:
        return
    lines = [_done(activity, site, vocabulary) for activity in entry.activities] + [_planned(item, site) for item in entry.planned]
    yield from _page(site, prose, addresses.entry_uri(entry), site.entry_title(entry), lines, entry.prose, entry.tags)


def _page(
    site: Site, prose: ProseRenderer, uri: str, title: str, texts: Iterable[str | None], body: str, tags: tuple[str, ...]
) -> Iterator[Doc]:
    """The page, with its prose up to the first heading, and one more for each heading."""
    location = addresses.url_of(site.settings.prefix + uri, site.directory_urls)
    pieces = _HEADING.split(prose.render(body, uri.removesuffix(".md"))) if body.strip() else [""]
    lines = [str(escape(text)) for text in texts if text] + ([_plain(pieces[0])] if pieces[0].strip() else [])
    shown = tuple(str(escape(tag)) for tag in dict.fromkeys(tags))
    yield _doc(location, str(escape(title)), lines, shown)
    for at in range(1, len(pieces), 3):
        heading, text = _plain(_PERMALINK.sub("", pieces[at + 1])), _plain(pieces[at + 2])
        yield _doc(f"{location}#{pieces[at]}", heading, [text] if text else [], shown)


def _doc(location: str, title: str, lines: list[str], tags: tuple[str, ...]) -> Doc:
    """With what has accents once more, without them: `reunion` finds `reunión`, and `zoe` Zoë."""
    more = dict.fromkeys(_bare(text) for text in (title, *lines) if not text.isascii())
    return Doc(location, title, "".join(f"<p>{line}</p>" for line in (*lines, *more) if line), tags)


def _bare(text: str) -> str:
    """A line without accents, of a long text the words that have some; empty where none has."""
    said = text
    if len(text) > 200:
        words = " ".join(word for word in text.split() if not word.isascii())
        said = " ".join(dict.fromkeys(_MARKED.findall(words)))
    parts = unicodedata.normalize("NFD", said)
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return bare if len(bare) < len(parts) else ""


def _done(activity: Activity, site: Site, vocabulary: Any) -> str:
    channel = vocabulary.channel_words.get(activity.channel, activity.channel)
    outcome = vocabulary.outcome_words.get(activity.outcome, activity.outcome)
    who = (_names(activity.contacts, site), _companies(activity, site))
    words = (activity.did, *who, channel, outcome, activity.practice, activity.note)
    return ", ".join(str(word) for word in words if word)


def _planned(item: PlannedItem, site: Site) -> str:
    return ", ".join(word for word in (item.do, _names(item.contacts, site)) if word)


def _names(ids: Iterable[str], site: Site) -> str:
    contacts = site.journal.contacts
    return ", ".join(contacts[key].name for key in ids if key in contacts)


def _companies(activity: Activity, site: Site) -> str:
    """The company that the activity names, else those where its people are."""
    contacts, companies = site.journal.contacts, site.journal.companies
    theirs = [contacts[key].company for key in activity.contacts if key in contacts]
    keys = dict.fromkeys([activity.company.id] if activity.company else theirs)
    return ", ".join(companies[key].name for key in keys if key and key in companies)


def _plain(html: str) -> str:
    """HTML without its tags, escaped as it was."""
    return " ".join(_TAG.sub("", _BLOCK_END.sub(" ", Markup(html))).split())
