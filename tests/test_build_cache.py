"""The build cache: what is taken from the last build is what a build without it makes, and little is made anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from pymdownx.slugs import slugify
from pymdownx.superfences import fence_code_format

from netjournal import Audience, Settings, for_audience, load_journal
from netjournal.digest import digest_of
from netjournal.engines import last_site
from netjournal.engines.rendition import make_rendition
from netjournal.leaks import searched
from netjournal.loading import Loader
from netjournal.model import Publication
from netjournal.site import kept_pages, kept_prose
from netjournal.site.kept_html import KeptHtml, Place
from netjournal.site.kept_pages import KeptPages
from netjournal.site.kept_prose import markdown_words
from netjournal.site.pages import Page
from netjournal.site.prose import Links, ProseRenderer
from netjournal.site.reads import UNTOLD, Column, Digests, Lookup, Reads, to_cells
from netjournal.site.site import Site
from netjournal.site.watched import _stand_in, watched_day, watched_site
from tests.test_preview import FRONTS, PROSES, _edit

EPOCH = 1795478400  # 2026-11-24
FEWEST = 36  # pages in the journal below


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small journals are worth it too, and soon forgotten."""
    monkeypatch.setattr(kept_pages, "_WORTH_IT", 0)
    monkeypatch.setattr(kept_pages, "_MOST", 5)
    monkeypatch.setattr(kept_prose, "_WORTH_IT", 0)
    monkeypatch.setattr(last_site, "_WORTH_IT", 0)
    monkeypatch.setattr(searched, "_WORTH_IT", 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))


def _build(folder: Path, **more: Any) -> tuple[dict[str, bytes], int]:
    """The files of the site, and how many pages of ours were rendered."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), **more)
    build(config)
    plugin: Any = config.plugins["netjournal"]
    found = (path for path in (folder / "site").rglob("*") if path.is_file())
    built = {path.relative_to(folder / "site").as_posix(): path.read_bytes() for path in found}
    return built, sum(getattr(kept, "rendered", 0) for kept in plugin.rendition.kept)


def _build_cold(folder: Path) -> dict[str, bytes]:
    cache, aside = folder / ".cache", folder / ".aside"
    if cache.exists():
        cache.rename(aside)
    try:
        return _build(folder)[0]
    finally:
        shutil.rmtree(cache, ignore_errors=True)
        if aside.exists():
            aside.rename(cache)


def _options(pick: random.Random, audience: str) -> str:
    return f"audience: {audience}\ncontacts: {pick.choice(['full', 'alias'])}\nowner: {pick.choice(['Me', 'You'])}"


@pytest.mark.parametrize(("audience", "seed"), [("owner", 0), ("public", 1)])
def test_any_edits_give_what_a_cold_build_gives(
    project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, audience: str, seed: int
) -> None:
    """Entries, people, goals and pages written, broken, renamed and deleted, days that pass, options and templates changed."""
    pick, day = random.Random(seed), 0
    theme = "  custom_dir: overrides"
    folder = project({"2026-11-02.md": f"---\n{FRONTS[5]}\n---\n{PROSES[1]}\n"}, _options(pick, audience), theme)
    ours = folder / "overrides/netjournal"
    ours.mkdir(parents=True)
    for step in range(5):
        for _ in range(pick.choice([1, 1, 4])):
            _edit(pick, folder / "journal")
        what = pick.randrange(4)
        if what == 0:
            day += pick.choice([1, 7, 40])
            monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + day * 86_400))
        elif what == 1:
            project({}, _options(pick, audience), theme)
        elif what == 2:
            name = pick.choice(["entry.html", "month.html"])
            extended = '{% extends "base.html" %}{% block body %}{{ site.months|length }} STEP{% endblock %}'
            (ours / name).write_text(extended.replace("STEP", str(step)), encoding="utf-8")
        if pick.random() < 0.4:  # as on another machine that has the cache only
            shutil.rmtree(folder / "site", ignore_errors=True)
        try:
            built, _ = _build(folder)
        except Abort:  # a private value in a public place, which a cold build finds too
            with pytest.raises(Abort):
                _build_cold(folder)
            continue
        cold = _build_cold(folder)
        assert built.keys() == cold.keys()
        for name in cold:
            assert built[name] == cold[name], (name, step)


@pytest.fixture
def grown(project: Callable[..., Path]) -> Callable[..., Path]:
    """A journal of 24 days, with people, goals and companies in most of them."""

    def make(options: str = "audience: owner\ncontacts: full", more: str = "") -> Path:
        files = {}
        for number in range(24):
            day = date(2026, 11, 20) - timedelta(days=number)
            fronts = [FRONTS[number % 2], FRONTS[4 + number % 2], FRONTS[9]]
            fronts += [FRONTS[2], FRONTS[7]] if number == 20 else []
            files[f"{day}.md"] = "---\n{}\n---\n{}\n\nDay {}.\n".format("\n".join(fronts), PROSES[number % 2], number)
        return project(files, options, more)

    return make


@pytest.mark.parametrize("audience", ["owner", "public"])
def test_a_build_of_the_same_renders_nothing(grown: Callable[..., Path], audience: str) -> None:
    """No template of ours reads what cannot be written down."""
    folder = grown(f"audience: {audience}\ncontacts: full")
    first, rendered = _build(folder)
    assert rendered >= FEWEST
    second, rendered = _build(folder)
    assert (first, rendered) == (second, 0)


def _pages(folder: Path) -> tuple[dict[str, Page], KeptPages]:
    """The pages of a build that are not asked for yet, and what keeps them."""
    settings = Settings(journal_path="journal", contacts=Publication.FULL, goals_per_month=0)
    prose = ProseRenderer(Links({}, str, lambda word: None), [], {})
    loader = Loader(folder / "journal", settings)
    made = make_rendition(loader, Audience.OWNER, prose, others={}, directory_urls=True, overrides=[], is_build=True)
    made.render_prose()
    return dict(made.ours), next(kept for kept in made.kept if isinstance(kept, KeptPages))


def test_a_page_is_known_by_its_digest_without_being_read(grown: Callable[..., Path]) -> None:
    """A page that stays as it is need not be asked for, and is kept all the same; what changed is known by none."""
    folder, before = grown(), dict[str, bytes | None]()
    for step in range(4):
        pages, kept = _pages(folder)
        known = {uri: digest for uri, page in pages.items() if (digest := page.digest())}
        assert len(pages) - len(known) in ([len(pages)], [0], range(2, 9), [0])[step]
        assert known.items() <= before.items()
        before = known | {uri: digest_of(page.render().encode()) for uri, page in pages.items() if uri not in known}
        assert {uri: page.digest() for uri, page in pages.items()} == before
        assert kept.rendered == len(pages) - len(known)
        kept.keep()
        if step == 1:
            _replace(folder / "journal/2026-11-05.md", "Day 15", "Day fifteen")
    pages, _ = _pages(folder)
    assert {uri: digest_of(page.render().encode()) for uri, page in pages.items()} == before


def test_kept_pages_do_not_grow_without_end(tmp_path: Path) -> None:
    """What is new comes to the end of the file; when most of it is out of use it is written anew."""
    path, places = tmp_path / "cache/pages.html.cache", dict[str, Place]()
    sizes = []
    for number in range(7):
        html = KeptHtml(path, is_used=bool(places))
        assert [html.read(place) for place in places.values()] == [f"{uri}{'x' * 99}" for uri in places]
        place = html.add(f"{number % 5}{'x' * 99}")
        assert place is not None
        places = html.finish({**dict([*places.items()][-1:]), str(number % 5): place})
        sizes.append(path.stat().st_size)
    assert sizes == [100, 200, 300, 400, 200, 300, 400]


def test_the_other_audience_does_not_disturb(grown: Callable[..., Path]) -> None:
    """Owner and public keep what they made each on its own."""
    folder = grown("audience: public\ncontacts: full")
    _build(folder)
    grown("audience: owner\ncontacts: full")
    assert _build(folder)[1] >= FEWEST
    assert _build(folder)[1] == 0
    grown("audience: public\ncontacts: full")
    assert _build(folder)[1] == 0
    grown("audience: public\ncontacts: full\nowner: Somebody")
    assert _build(folder)[0] == _build_cold(folder)


def _count_after(folder: Path, change: Callable[[], object]) -> int:
    _build(folder)
    change()
    built, rendered = _build(folder)
    assert built == _build_cold(folder)
    return rendered


def _replace(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_changed_word_renders_the_pages_that_show_it(grown: Callable[..., Path]) -> None:
    """Its own page, its month's and some of those that tell of everything; not its neighbours."""
    folder = grown()
    assert _count_after(folder, lambda: _replace(folder / "journal/2026-11-05.md", "Day 15", "Day fifteen")) <= 10


def test_a_day_later_entries_and_past_months_are_not_rendered(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """In CI a site is built every night: pages that do not tell how long ago something is stay."""
    folder = grown()
    assert _count_after(folder, lambda: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 86_400))) <= 20


def test_a_new_year_is_seen_by_every_page_that_shows_a_day(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of this year is written without it."""
    folder = grown()
    assert _count_after(folder, lambda: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 60 * 86_400))) >= 24


def test_prose_is_rendered_once(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """In the next build only what changed, and what mentions somebody who got another name."""
    folder = grown()
    (folder / "journal/2026-11-22.md").write_text("Nothing but @ada.\n", encoding="utf-8")
    before = _build(folder)[0]
    rendered: list[str] = []
    html = ProseRenderer._html

    def noting(self: ProseRenderer, text: str, key: str) -> str:
        rendered.append(key)
        return html(self, text, key)

    monkeypatch.setattr(ProseRenderer, "_html", noting)
    assert _build(folder)[0] == before
    assert rendered == []
    _replace(folder / "journal/2026-11-05.md", "Day 15", "Day fifteen")
    _build(folder)
    assert set(rendered) == {"2026-11-05"}
    rendered.clear()
    (folder / "journal/contacts").mkdir()
    (folder / "journal/contacts/ada.md").write_text("---\nname: Augusta\n---\n", encoding="utf-8")
    built, _ = _build(folder)
    assert len(rendered) >= 12
    assert built == _build_cold(folder)


def _another_version(data: bytes) -> bytes:
    return data[:17] + b"0" * 16 + data[33:]


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data[: len(data) // 2],
    lambda data: b"#!/bin/sh\n" * 50,
    lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    _another_version,
)


def test_a_cache_that_is_none_is_left_alone(grown: Callable[..., Path]) -> None:
    """Torn, foreign, of another version, or a folder: everything is made anew, and the site is the same."""
    folder = grown()
    before = _build(folder)[0]
    kept = [*(folder / ".cache/netjournal").glob("pages-*"), *(folder / ".cache/netjournal").glob("prose-*")]
    assert len(kept) == 3
    for damage in DAMAGES:
        for path in kept:
            path.write_bytes(damage(path.read_bytes()))
        after, rendered = _build(folder)
        assert after == before
        assert rendered >= FEWEST
    html = next(path for path in kept if path.name.endswith(".html.cache"))
    html.write_bytes(html.read_bytes()[9:])
    assert _build(folder)[0] == before
    for path in kept:
        path.unlink()
        path.mkdir()
    assert _build(folder)[0] == before
    shutil.rmtree(folder / ".cache")
    (folder / ".cache").write_text("no folder can be made here", encoding="utf-8")
    assert _build(folder)[0] == before


def test_words_that_are_not_ours_are_nothing(grown: Callable[..., Path]) -> None:
    """A file with the right head and any body."""
    folder = grown()
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
    build(config)
    before = _build(folder)[0]
    plugin: Any = config.plugins["netjournal"]
    for body in (
        b"",
        b"\x93\x90\x90\x80",
        b"\x93\x91\x92\xa1x\xa1=\x90\x80",
        b"\x93\x90\x90\x81\xa8index.md\x93\xc4\0\xc4\1x\x93\0\0\xc4\0",
    ):
        for kept in plugin.rendition.kept:
            assert kept.file.write(body)
        assert _build(folder)[0] == before


def test_a_build_that_was_killed_leaves_the_cache_good(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the pages were made for an edit, and nothing was kept of them."""
    folder = grown()
    _build(folder)
    _replace(folder / "journal/2026-11-05.md", "Day 15", "Day fifteen")
    shutil.rmtree(folder / "site")  # so that no page is taken over from it
    page, number = kept_pages.KeptPages.page, iter(range(10_000))

    def killed(self: Any, *words: Any) -> str:
        if next(number) == 20:
            raise KeyboardInterrupt
        return page(self, *words)

    with monkeypatch.context() as patch:
        patch.setattr(kept_pages.KeptPages, "page", killed)
        with pytest.raises(KeyboardInterrupt):
            _build(folder)
    built, rendered = _build(folder)
    assert built == _build_cold(folder)
    assert rendered <= 10


def test_a_template_of_the_author_s_may_read_anything(grown: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What an imported one read while it was read in, what no stand-in can do, and what is another each time."""
    folder = grown("audience: owner\ncontacts: full", "  custom_dir: overrides")
    ours = folder / "overrides/netjournal"
    ours.mkdir(parents=True)
    (ours / "seen.html").write_text("{% set now = today.isoformat() %}", encoding="utf-8")
    (ours / "entry.html").write_text(
        '{% extends "base.html" %}{% import "seen.html" as s %}{% block body %}{{ s.now }}{% endblock %}', encoding="utf-8"
    )
    (ours / "contact.html").write_text(
        '{% extends "base.html" %}{% block body %}{{ dict(site.pace)|tojson if false }}{{ site.late|tojson }}{% endblock %}',
        encoding="utf-8",
    )
    (ours / "month.html").write_text(
        '{% extends "base.html" %}{% block body %}{{ 1|through(f) }}{% endblock %}{% macro f(x) %}{{ today }}{% endmacro %}',
        encoding="utf-8",
    )
    (ours / "goal.html").write_text('{% extends "base.html" %}{% block body %}{{ [uri]|random }}{% endblock %}', encoding="utf-8")
    before, rendered = _build(folder)
    again, rendered = _build(folder)
    assert (again, rendered) == (before, 3)  # two people and a goal
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 86_400))
    after, rendered = _build(folder)
    assert rendered >= 24
    assert b"2026-11-25" in after["2026-11-05/index.html"]
    assert after == _build_cold(folder)
    (ours / "seen.html").write_text("{% set now = 1 %}", encoding="utf-8")
    assert _build(folder)[0] == _build_cold(folder)


def _journals(tmp_path: Path) -> Iterator[Site]:
    """A site, and the same after a change of each kind."""
    settings = Settings(goals_per_month=0)
    folder = tmp_path / "journal"
    folder.mkdir()
    fronts = "\n".join([FRONTS[0], FRONTS[2], FRONTS[5], FRONTS[7], FRONTS[8]])
    (folder / "2026-11-02.md").write_text(f"---\n{fronts}\n---\nHello @ada\n", encoding="utf-8")
    (folder / "2026-11-03.md").write_text("---\ntitle: Later\n---\n", encoding="utf-8")
    changes: list[Callable[[], object]] = [
        lambda: None,
        lambda: _replace(folder / "2026-11-02.md", "Hello", "Good-bye"),
        lambda: _replace(folder / "2026-11-02.md", "Ada King", "Ada Byron"),
        lambda: _replace(folder / "2026-11-02.md", "outcome: met", "outcome: replied"),
        lambda: _replace(folder / "2026-11-02.md", "target: 3", "target: 4"),
        lambda: (folder / "2026-11-03.md").rename(folder / "2026-11-05.md"),
        (folder / "2026-11-05.md").unlink,
        lambda: (folder / "2026-11-06.md").write_text("---\ncontacts: [{id: eve, name: Eve}]\n---\n", encoding="utf-8"),
    ]
    for number, change in enumerate(changes):
        change()
        journal, problems = load_journal(folder, settings)
        yield Site(for_audience(journal, Audience.OWNER, settings), settings, date(2026, 11, 24 + number // 6), problems)


READINGS: tuple[Callable[[Any, Any], object], ...] = (
    lambda site, today: [key.upper() for key in site.cards],
    lambda site, today: len(site.cards),
    lambda site, today: bool(site.months),
    lambda site, today: "bob" in site.journal.contacts,
    lambda site, today: site.cards["ada"].stage,
    lambda site, today: site.cards["ada"].contact.name,
    lambda site, today: site.cards.get("eve"),
    lambda site, today: {**site.pace}["g"].total,
    lambda site, today: next(iter(site.pace.values())).goal,
    lambda site, today: dict(site.pace.items())["g"].goal.target,
    lambda site, today: site.journal.entries[-1].key,
    lambda site, today: site.journal.entries[-2:],
    lambda site, today: site.journal.entries[1].day,
    lambda site, today: [entry.prose for entry in site.journal.entries],
    lambda site, today: [entry.key for entry in reversed(site.journal.entries)],
    lambda site, today: site.journal.entries + site.journal.activities,
    lambda site, today: site.months.index(site.months[0]),
    lambda site, today: site.day_link(date(2026, 11, 3)),
    lambda site, today: site.day_link(date(2026, 11, 5)),
    lambda site, today: site.contact_links(["ada", "bob"]),
    lambda site, today: site.goal_link("g"),
    lambda site, today: site.entry_title(site.entry_with["2026-11-02"]),
    lambda site, today: [pace.state for pace in site.paces_in["2026-11"]],
    lambda site, today: site.month_with["2026-11"].people(site.journal),
    lambda site, today: site.is_public,
    lambda site, today: site.today,
    lambda site, today: site.agenda.due,
    lambda site, today: str(site.problems),
    lambda site, today: f"{site.late}",
    lambda site, today: site.cards == {},
    lambda site, today: site.private_paths | {"x"},
    lambda site, today: sorted(site.private_paths),
    lambda site, today: (today.year, today.month),
    lambda site, today: today.day,
    lambda site, today: (today - date(2026, 11, 2)).days,
    lambda site, today: (date(2026, 12, 2) - today).days,
    lambda site, today: today + timedelta(days=1),
    lambda site, today: date(2026, 11, 25) <= today,
    lambda site, today: today < date(2026, 11, 25),
    lambda site, today: max(today, date(2026, 11, 25)),
    lambda site, today: today.isoformat(),
    lambda site, today: f"{today:%d}",
    lambda site, today: {today: 1}.get(date(2026, 11, 24)),
    lambda site, today: today.replace(day=1),
    lambda site, today: site.pace["g"].today == date(2026, 11, 24),
)


def test_whatever_is_read_is_written_down(tmp_path: Path) -> None:
    """A stand-in answers as what it stands for; and where two sites answer differently, what was noted differs between them."""
    sites = list(_journals(tmp_path))
    lookups = [Lookup({"site": site, "today": site.today}, Digests()) for site in sites]
    differing = 0
    for at, read in enumerate(READINGS):
        answers = [_answer(read, site, site.today) for site in sites]
        for number, site in enumerate(sites):
            reads = Reads()
            day, stand_in = watched_day(site.today, reads), watched_site(site, reads)
            _answer(read, stand_in, day)  # for another page
            answer, heard = reads.listen(partial(_answer, read, stand_in, day))
            assert answer == answers[number], at
            columns, order = reads.columns(heard)
            assert sorted(order) == sorted(heard)
            addresses = [found for column in columns for found in column.addresses()]
            for address, place in zip(addresses, order, strict=True):
                assert reads.listen(partial(reads.note, address))[1] == {place}, address
            then = [lookups[number].cells(column) for column in columns]
            cells = [cell for row in then for cell in to_cells(row)]
            assert len(cells) == len(addresses)
            assert UNTOLD not in cells, (at, addresses)
            for other, lookup in enumerate(lookups):
                now = [lookup.cells(column) for column in columns]
                if answers[other] != answer:
                    differing += 1
                    assert now != then, (at, addresses)
                if other == number:
                    assert now == then
    assert differing > 100


def _answer(read: Callable[[Any, Any], object], site: Any, today: Any) -> str:
    try:
        return repr(read(site, today))
    except (LookupError, ValueError) as error:
        return type(error).__name__


def test_one_thing_that_nobody_can_tell_does_not_hide_the_others() -> None:
    """What has no digest, is not there, or cannot be measured."""
    lookup = Lookup({"root": {"a": len, "b": 1, "c": "x" * 99, "d": None}}, Digests())
    cells = to_cells(lookup.cells(Column(("root",), ("[", "="), ["sa", "sb", "sc", "sd", "se", "?"])))
    assert cells[0] == UNTOLD
    assert len(set(cells)) == 5
    assert cells[4] == cells[5] != UNTOLD
    assert to_cells(lookup.cells(Column(("root",), ("[", "#"), ["sb", "sc"]))) == [UNTOLD, b"\x63"]
    assert len(set(to_cells(lookup.cells(Column(("root",), ("~",), ["sa", "sz"]))))) == 2
    assert to_cells(lookup.cells(Column(("gone",), ("[", "="), ["sa"]))) == [cells[4]]


def test_digests_tell_things_apart() -> None:
    """By order and kind of thing; sets and read-only mappings have one too, a function has none."""
    of = Digests().of
    assert of({"a": 1, "b": 2}) != of({"b": 2, "a": 1})
    assert of(MappingProxyType({"a": 1})) == of({"a": 1})
    assert of(frozenset("ab")) == of(frozenset("ba"))
    assert of(("x" * 99,)) != of(("x" * 98,))
    assert of(1) != of(True) != of("1")
    with pytest.raises(TypeError):
        of(len)
    assert _stand_in(3, (), Reads()) is None


def test_rendering_that_nobody_can_tell_is_not_kept() -> None:
    """Functions of the author's, extensions that look at files, extensions of unknown programs."""
    assert markdown_words(["toc", "pymdownx.superfences"], {"toc": {"permalink": True}})
    assert markdown_words(["toc"], {"toc": {"permalink": True}}) != markdown_words(["toc"], {"toc": {"permalink": False}})
    fences = {"custom_fences": [{"name": "mermaid", "format": fence_code_format}]}
    assert markdown_words(["pymdownx.superfences"], {"pymdownx.superfences": fences})
    lower, upper = (markdown_words(["toc"], {"toc": {"slugify": slugify(case=case)}}) for case in ("lower", "upper"))
    assert lower and upper and lower != upper
    assert markdown_words(["toc"], {"toc": {"slugify": lambda text, separator: text}}) is None
    assert markdown_words(["pymdownx.snippets"], {}) is None
    assert markdown_words(["pymdownx.emoji"], {"pymdownx.emoji": {"options": {"custom_icons": ["x"]}}}) is None
    assert markdown_words(["somebody.else"], {}) is None
    assert markdown_words([object()], {}) is None
