"""The site in other languages: every text is in the catalogues and translated, and none gets past them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from gettext import GNUTranslations, NullTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from babel.messages.catalog import Message
from mkdocs.config import load_config

from netjournal import Audience, Journal, Settings, for_audience, load_journal
from netjournal.codes import CODES
from netjournal.options import OPTIONS
from netjournal.scaffold.new_journal import NewJournal, build_journal_files, build_project_files
from netjournal.site.feed import build_feed
from netjournal.site.pages import Page
from netjournal.site.prose import ProseRenderer
from netjournal.site.render import Pages, build_environment
from netjournal.site.search import build_docs
from netjournal.site.site import Site
from netjournal.site.words import LOCALES, Words
from tests.make_locales import catalogs, extract_texts, is_translated, read_catalog

TODAY = date(2026, 11, 24)
TEMPLATES = LOCALES.parent / "templates"
VARIABLE = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
LATIN = re.compile(r"[A-Za-z]{2,}")

every_language = pytest.mark.parametrize("po", catalogs(), ids=lambda po: po.parent.parent.name)


def messages(po: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Message]]:
    """Each text: its English forms, its translated ones."""
    for message in read_catalog(po):
        if message.id:
            one = isinstance(message.id, str)
            yield ((message.id,), (message.string,), message) if one else (tuple(message.id), tuple(message.string), message)


# The catalogues


@every_language
def test_every_text_is_in_the_catalogue_and_no_other(po: Path) -> None:
    """`make locales` after each change of a text."""
    told = {english: len(english) for english, _, _ in messages(po)}
    wanted = [message.id if isinstance(message.id, tuple) else (message.id,) for message in extract_texts().values()]
    assert sorted(told) == sorted(wanted)


@every_language
def test_every_text_is_translated(po: Path) -> None:
    assert [message.id for _, _, message in messages(po) if message.fuzzy or not is_translated(message)] == []


@every_language
def test_translations_have_the_variables_and_the_html_of_the_original(po: Path) -> None:
    """A form for one may leave the number out: "last day"."""
    wrong = []
    for english, forms, _ in messages(po):
        for at, form in enumerate(forms):
            there, wanted = sorted(VARIABLE.findall(form)), sorted(VARIABLE.findall(english[-1]))
            fewer = at == 0 < len(forms) - 1 and there == [name for name in wanted if name != "%(num)s"]
            tags = re.findall(r"<[^>]*>|&\w+;", form)
            if not (there == wanted or fewer) or tags != re.findall(r"<[^>]*>|&\w+;", english[-1]):
                wrong.append((english, form))
            if re.sub(VARIABLE, "", form).count("%") or form != form.strip() or form.endswith(":") != english[-1].endswith(":"):
                wrong.append((english, form))
    assert wrong == []


@every_language
def test_examples_of_yaml_keep_their_keys(po: Path) -> None:
    """What a page tells to type has to be understood: keys and the format's own words stay."""

    def shape(text: str) -> Any:
        def bare(value: Any) -> Any:
            if isinstance(value, dict):
                fixed = ("channel", "outcome", "follow_up", "every", "target", "due", "done", "priority", "careers")
                return {key: value[key] if key in fixed else bare(value[key]) for key in value}
            return [bare(item) for item in value] if isinstance(value, list) else type(value)

        text = re.sub(r"%\(\w+\)s", "2026-11-30", text.strip("-\n")).split("\n---")[0]
        return bare(yaml.safe_load(text))

    examples = [(english[0], forms[0]) for english, forms, _ in messages(po) if re.search(r"^\w+:\n  - ", english[0], re.MULTILINE)]
    assert len(examples) > 8
    for english, form in examples:
        assert shape(english) == shape(form), form


@every_language
def test_mo_is_made_from_po(po: Path) -> None:
    with po.with_suffix(".mo").open("rb") as file:
        made = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    made.pop("")
    wanted: dict[Any, str] = {}
    for english, forms, _ in messages(po):
        wanted |= {english[0]: forms[0]} if len(english) == 1 else {(english[0], at): form for at, form in enumerate(forms)}
    assert made == wanted


def test_the_option_names_the_languages_that_are_complete() -> None:
    names = {"es": "Spanish", "en": "English"}
    for code in ["en", *(po.parent.parent.name for po in catalogs())]:
        assert names[code] in OPTIONS["language"].help


# Nothing gets past them


class Texts(HTMLParser):
    """What a page says: its text and the attributes that are read out or shown, but for what is marked as English, and code."""

    _VOID = frozenset(("br", "img", "input", "hr", "meta", "link", "rect", "path", "circle", "wbr"))
    _SAID = frozenset(
        ("title", "aria-label", "placeholder", "alt", "data-label", "data-name", "data-csv", "data-nj-words", "data-names")
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.quiet: list[str] = []  # the open elements, from the first whose text does not count
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self._VOID and (self.quiet or given.get("lang") == "en" or tag in ("code", "kbd", "script", "style")):
            self.quiet.append(tag)
        if not self.quiet:
            for name in self._SAID & given.keys():
                value = given[name] or ""
                self.found += json.loads(value).values() if value.startswith("{") else [value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.quiet:
            del self.quiet[len(self.quiet) - 1 - self.quiet[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.found.append(data)


QUOTED = r"""(?:"[^"]*"|'[^']*')"""
ASKED = re.compile(rf"\b(?:_|gettext)\({QUOTED}|\bngettext\({QUOTED}, {QUOTED}")
APART = re.compile(r"\{#.*?#\}|\{% trans.*?endtrans %\}|\{% block kind %\}.*?\{% endblock %\}", re.DOTALL)


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_no_template_says_anything_without_asking_for_it(template: Path) -> None:
    """All branches of it, whatever a journal holds: letters outside of expressions, and sentences within them."""
    source = APART.sub("", template.read_text(encoding="utf-8"))
    expression = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
    quoted = [text for part in expression.findall(source) for text in re.findall(QUOTED, ASKED.sub("", part))]
    sentences = [text for text in quoted if re.search(r"[a-z]{2,} [a-z]{2,}", text) and not re.match(r".(?:netjournal|nj-)", text)]
    said = [text for text in Texts(expression.sub("", source)).found if LATIN.search(text)]
    assert (said, sentences) == ([], [])


class Marked(NullTranslations):
    """Every text in letters that no English word has, so that what was never asked for can be seen."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(%\(\w+\)s|\{\w+\}|</?\w+>)|[A-Za-z]", lambda found: found[1] or "ж", message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


def make_all(
    journal: Journal, settings: Settings, audience: Audience, problems: Any = ()
) -> tuple[Site, ProseRenderer, dict[str, Page]]:
    shown = for_audience(journal, audience, settings)
    site = Site(shown, settings, TODAY, problems if audience is Audience.OWNER else ())
    prose = ProseRenderer(site.links())
    return site, prose, {page.uri: page for page in Pages(site, build_environment(site, prose)).all()}


@pytest.mark.parametrize("audience", list(Audience))
def test_no_page_says_anything_without_asking_for_it(
    loaded: tuple[Journal, Any], audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What programs write too: charts, titles, search. Dates are Chinese, the journal is Greek, so what is left would be English.

    mkdocs.yml
      practices: [Ζζ]
    2025-02-03.md
      title: Αρχη
      activities:
        - {did: Ενα, channel: call, with: a1, outcome: met}
    2026-09-01.md
      goals:
        - {id: g1, title: Μηνυματα, target: 2, per: week, unit: ωρες, start: 2026-09-01, due: 2026-12-24}
        - {id: g2, title: Καφεδες, target: 40, unit: ωρες, due: 2026-11-30, relevant: Ναι}
        - {id: g3, title: Ημερες, target: 1, per: day, due: 2026-09-20}
        - {id: g4, title: Μηνες, target: 1, per: month, start: 2027-01-01, due: 2027-03-01}
        - {id: g5, title: Κατι}
        - {id: g6, title: Αλλο, target: 3, status: dropped}
        - {id: g7, title: Τελος, target: 1, due: 2026-11-30}
      planned:
        - {do: Δυο, done: true, with: a1, channel: event, goal: g1}
        - Τρια
      activities:
        - {did: Τεσσερα, channel: linkedin, with: a1, goal: [g1, g7], outcome: replied, follow_up: 2026-09-08, minutes: 75}
        - {did: Πεντε, channel: email, with: [b2, c3], direction: in, goal: g1, minutes: 30, link: "https://εξ.gr", note: Αα}
        - {did: Εξι, channel: event, direction: in, company: d4, practice: Ζζ}
      contacts:
        - {name: Αλφα, id: a1, company: Δελτα, role: Ρολος, met: Εκει, every: 3w, circle: inner, publish: full, tags: [ταγ]}
        - {name: Βητα, id: b2, via: a1, company: Δελτα, every: 1m, birthday: 1990-01-01, publish: full}
        - {name: Γαμμα, id: c3, via: b2, publish: none}
        - {name: Μονος, id: m5, location: Τοπος, publish: full}
      companies:
        - {name: Δελτα, id: d4, priority: 4, why: Γιατι, careers: "https://εξ.gr", website: "https://εξ.gr", tags: [ταγ]}
        - {name: Κενη, id: k5, industry: Ιι, website: "https://εξ.gr"}
        - {name: Ξενη, id: k6, location: Πολη}
      ---
      Γεια @a1.
    2026-09-05.md
      activities:
        - {did: Επτα, channel: linkedin, with: a1, outcome: no-reply, follow_up: 2026-11-24}
        - {did: Οκτω, channel: linkedin, with: b2, outcome: referred, follow_up: 2026-11-20}
        - {did: Εννεα, channel: linkedin, with: c3, outcome: offer, follow_up: 2026-11-28}
    2026-11-10.md
      private: true
      activities:
        - {did: Δεκα, channel: coffee-chat, with: a1, goal: g2, count: 2}
    2026-11-11.md
      activities:
        - {dud: Δεκα, channel: slak}
    2026-11-24.md
      planned:
        - Ενδεκα
      activities:
        - {did: Δωδεκα, channel: referral, with: m5, goal: g3}
    """
    monkeypatch.setattr(Words, "translations", property(lambda self: Marked()))
    journal, problems = loaded
    assert problems  # they are on pages as well
    settings = Settings(language="zh", site_name="Δ", owner="Ω", goals_per_month=3, practices=("Ζζ",))
    site, prose, pages = make_all(journal, settings, audience, problems)
    told = {uri: [page.title, *Texts(page.render()).found, page.describe()] for uri, page in pages.items()}
    told["feed"] = [
        title.text for title in ElementTree.fromstring(build_feed(site, prose)).iter("{http://www.w3.org/2005/Atom}title")
    ]
    vocabulary = build_environment(site, prose).get_template("macros.html").module
    told["search"] = [text for doc in build_docs(site, prose, vocabulary) for text in (doc.title, doc.text)]
    names = r"\{\w+\}|LinkedIn|GitHub|Slack|Twitter|Discord|CSV|journal/[\w/.-]+|https?://\S+|</?p>|" + "|".join(CODES)
    left = {(uri, text.strip()) for uri, texts in told.items() for text in texts if text and LATIN.search(re.sub(names, "", text))}
    assert left == set()


# Spanish as it is read


SPANISH = Settings(language="es", site_name="Diario", owner="Inés", goals_per_month=0)


def test_spanish_pages(loaded: tuple[Journal, Any]) -> None:
    """Titles begin with a capital where Spanish writes dates small, numbers have a comma, and style sheets a point.

    2026-11-02.md
      goals:
        - {id: cafe, title: Ocho charlas de café, target: 8, due: 2026-11-30, start: 2026-11-01}
      activities:
        - {did: Café con Ana, channel: coffee-chat, with: ana, goal: cafe, outcome: met, minutes: 75}
      contacts:
        - {name: Ana Pérez, id: ana, publish: full}
    2026-11-03.md
      activities:
        - {did: Escribí a Ana, channel: email, with: ana, outcome: replied, follow_up: 2026-11-20}
    """
    _, _, pages = make_all(loaded[0], SPANISH, Audience.PUBLIC)
    assert pages["tracker/2026-11.md"].title == "Noviembre de 2026"
    assert pages["2026-11-02.md"].title == "Lunes, 2 de noviembre de 2026"
    month, goal, person, follow = (
        pages[f"{uri}.md"].render() for uri in ("tracker/2026-11", "goals/cafe", "contacts/ana", "follow-ups/index")
    )
    assert '<div class="nj nj-month" lang="es"' in month and "<strong>2</strong> actividades" in month
    assert "<strong>1</strong> reunión" in month and "1 h 15 min" in month and ">reunión</span>" in month
    assert "previsto para hoy: 6,4" in goal and "--at: 0.8000" in goal and "con retraso" in goal
    assert ">Hoy" in pages["index.md"].render() and "hace 21 días" in person
    assert "Vencidos" in follow and "vie, 20 nov" in follow


def test_texts_of_no_catalogue_are_english_and_dates_are_not(loaded: tuple[Journal, Any]) -> None:
    """
    2026-11-02.md
      activities:
        - {did: Kaffee mit Ada, channel: coffee-chat}
    """
    _, _, pages = make_all(loaded[0], Settings(language="de", site_name="Tagebuch"), Audience.PUBLIC)
    page = pages["2026-11-02.md"]
    assert page.title == "Montag, 2. November 2026" and "Coffee chat" in page.render()
    _, _, pages = make_all(loaded[0], Settings(language="es-MX", site_name="Diario"), Audience.PUBLIC)
    assert ">Café<" in pages["2026-11-02.md"].render()  # of the language without its country


def test_messages_about_the_text_are_marked_as_english(loaded: tuple[Journal, Any]) -> None:
    """They are the same in the terminal, which is English.

    2026-11-02.md
      activities:
        - {dud: Café}
    """
    _, _, pages = make_all(loaded[0], SPANISH, Audience.OWNER, loaded[1])
    page = pages["problems/index.md"].render()
    assert (
        '<span class="nj-problem-text" lang="en">' in page
        and '<dt id="unknown-key" lang="en">' in page
        and "Qué significan" in page
    )


def test_a_new_journal_starts_in_spanish(tmp_path: Path) -> None:
    """Its first entry is understood, and so is what its comments offer."""
    new = NewJournal("Inés", "es", TODAY, "any text", "1.0")
    project = build_project_files(new)["mkdocs.yml"]
    assert "site_name: Diario de networking de Inés\n" in project and "name: Oscuro}" in project
    found = {path: text for path, text in build_journal_files(new, with_entry=True).items() if path.endswith(".md")}
    assert "¿Qué funcionó?" in found["journal/templates/entry.md"]
    for number, text in enumerate(found.values()):
        offered = re.sub(r"(?m)^#(?= - |   )", " ", text.replace("su-id", "ana"))
        for at, entry in enumerate((text, offered)):
            path = tmp_path / str(number) / str(at) / "2026-11-24.md"
            path.parent.mkdir(parents=True)
            path.write_text(entry, encoding="utf-8")
            problems = [d.code for d in load_journal(path.parent, Settings(goals_per_month=0))[1]]
            assert set(problems) <= {"unknown-contact", "unknown-goal"}, (entry, problems)


# The theme around our pages


@pytest.mark.parametrize(
    ("option", "theme", "expected"),
    [
        ("", "es", ("es", "es", "es")),
        ("es", "", ("es", "es", "es")),
        ("es", "es", ("es", "es", "es")),
        ("es", "en", ("es", "es", "es")),
        ("es", "de", ("de", "es", "de")),
        ("", "", ("en", "en", "en")),
        ("xx", "", ("en", "xx", "en")),
    ],
    ids=["theme", "option", "both", "default", "different", "none", "unknown"],
)
def test_language_of_theme_and_option(option: str, theme: str, expected: tuple[str, ...], project: Any) -> None:
    """Each stands for the other; the theme's default is no choice. Where they differ each speaks its own, search with the theme."""
    said = f"language: {option}" if option else "", f"  language: {theme}" if theme else ""
    config = load_config(str(project({"2026-11-02.md": "---\ntitle: Uno\n---\n"}, *said) / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_config(config)
    ours, search = config.plugins["netjournal"], config.plugins["material/search"]
    assert (config.theme["language"], ours.settings.language, *search.config.lang) == expected


def test_a_site_says_its_language(project: Any) -> None:
    folder = project({"2026-11-02.md": "---\ntitle: Uno\n---\n"}, "language: es")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, check=True)
    html = (folder / "site/2026-11-02/index.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in html and '<div class="nj nj-entry" lang="es"' in html and "Búsqueda" in html


def test_a_wheel_holds_the_catalogues(tmp_path: Path) -> None:
    root = LOCALES.parent.parent.parent
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert "netjournal/site/locales/es/LC_MESSAGES/netjournal.mo" in wheel.namelist()


# Names from the right to the left


def test_names_from_right_to_left_do_not_turn_what_stands_beside_them(loaded: tuple[Journal, Any]) -> None:
    """Without it the browser would write "3 ,דנה" where a number follows the name.

    2026-11-02.md
      activities:
        - {did: Asked for advice, channel: email, with: [dana, ada]}
      contacts:
        - {name: דנה כהן, id: dana, publish: full, company: tide}
        - {name: Ada Ørsted, id: ada, via: dana, publish: full, company: tide}
      companies:
        - {name: شركة المد, id: tide}
      ---
      Wrote to @dana and @ada.
    """
    settings = Settings(language="en", site_name="A")
    site, _, pages = make_all(loaded[0], settings, Audience.OWNER)
    assert site.contact_link("dana") == '<a class="nj-person" dir="auto" href="nj:contacts/dana/">דנה כהן</a>'
    assert site.contact_link("ada") == '<a class="nj-person" href="nj:contacts/ada/">Ada Ørsted</a>'
    person, other = pages["contacts/dana.md"].render(), pages["contacts/ada.md"].render()
    assert "<bdi>דנה כהן</bdi></h1>" in person and '<p class="nj-card-name"><bdi>' in person
    assert ">Ada Ørsted</h1>" in other and re.search(r'rel="(prev|next)"[^>]*>.*<bdi>דנה', other)
    assert re.search(r'class="nj-company" dir="auto"[^>]*>شركة', person)
    assert re.search(r'<a class="nj-mention" dir="auto" href="[^"]*">דנה', pages["2026-11-02.md"].render())
    assert "\u2068דנה כהן\u2069 led me to 1 person" in pages["insights/index.md"].render()
    hebrew, _, _ = make_all(loaded[0], Settings(language="he", site_name="A"), Audience.OWNER)
    assert 'dir="auto"' in hebrew.contact_link("ada") and "dir" not in hebrew.contact_link("dana")
