"""Prose to HTML: mentions, links, private blocks, and text that would take a renderer down."""

from __future__ import annotations

import pytest

from netjournal.prose import without_hidden
from netjournal.site.prose import Links, ProseRenderer, demote

PEOPLE = {"ada": ("nj:contacts/ada/", "Ada *L* <b>"), "li-na": ("nj:contacts/li-na/", "李娜")}
TARGETS = {
    "2026/11/2026-11-22.md": "2026/11/2026-11-22.md",
    "images/a b.png": "images/a b.png",
    "guide.md": "guide.md",
    "tracker/index.md": "tracker/index.md",
}


def render(text: str, extensions: tuple[str, ...] = ()) -> str:
    links = Links(TARGETS, lambda uri: f"nj:{uri}", PEOPLE.get, lambda uri: uri.startswith("images/"))
    return str(ProseRenderer(links, extensions).render(text, "2026/11/2026-11-23"))


def test_a_mention_is_a_link_with_the_name_as_text() -> None:
    assert render("Met @Ada.") == '<p>Met <a class="nj-mention" href="nj:contacts/ada/">Ada *L* &lt;b&gt;</a>.</p>'


@pytest.mark.parametrize(
    "text", ["@adam", "@ada-b", "me@ada", "@ada@mastodon.social", "https://x.org/@ada", "`@ada`", "@ada_b", "@adaé"]
)
def test_what_is_no_mention_stays_as_typed(text: str) -> None:
    html = render(text)
    assert "nj-mention" not in html
    assert text.strip("`") in html


@pytest.mark.parametrize("text", ["@ada's", "(@ada)", "@ada, @li-na", "*@ada*", "_@ada_", "@ADA!"])
def test_what_is_a_mention(text: str) -> None:
    assert "nj-mention" in render(text)


def test_no_link_within_a_link() -> None:
    assert render("[talk of @ada](https://example.org)").count("<a ") == 1


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("[x](2026-11-22.md)", '<a href="nj:2026/11/2026-11-22.md">x</a>'),
        ("[x](../../guide.md#top)", '<a href="nj:guide.md#top">x</a>'),
        ("[x](/guide.md)", '<a href="nj:guide.md">x</a>'),
        ("[x](../../tracker/)", '<a href="nj:tracker/index.md">x</a>'),
        ("[x](https://example.org/a?b#c)", '<a href="https://example.org/a?b#c">x</a>'),
        ("[x](#here)", '<a href="#here">x</a>'),
        ("[x](../../private/diary.md)", "<span>x</span>"),
        ("[x](javascript:alert(1))", "<span>x</span>"),
        ("[x][r]\n\n[r]: ../../private/diary.md", "<span>x</span>"),
        ("![a cup](../../images/a%20b.png)", '<img alt="a cup" loading="lazy" src="nj:images/a b.png" />'),
        ("![a secret](../../private/photo.png)", "<span>a secret</span>"),
        ('<a href="../../private/diary.md">x</a>', "<a>x</a>"),
        ('<img alt="x" src="../../private/photo.png">', '<img alt="x">'),
        ('<a href="../../guide.md">x</a>', '<a href="nj:guide.md">x</a>'),
    ],
)
def test_a_link_leads_to_what_is_published_or_is_plain_text(typed: str, html: str) -> None:
    assert render(typed) == f"<p>{html}</p>"


def test_code_keeps_its_addresses() -> None:
    html = render('```html\n<a href="x.md">\n```', ("fenced_code",))
    assert "x.md" in html


def test_headings_start_below_that_of_the_page() -> None:
    assert render("# One\n\n## Two") == "<h2>One</h2>\n<h3>Two</h3>"
    assert (
        demote('<h2 id="a">A</h2><sup id="fnref:1"><a href="#fn:1">', 2, "2026-11-23")
        == '<h4>A</h4><sup id="fnref:2026-11-23-1"><a href="#fn:2026-11-23-1">'
    )


@pytest.mark.parametrize(
    "typed",
    [
        "> /// private\n> Two\n> ///",
        "- /// private\n  Two\n  ///",
        "1. /// private\n   Two\n   ///",
        "> - /// private\n>   Two\n>   ///",
        '/// "private"\nTwo\n///',
        "/// privado\nTwo\n///",
        "/// privé\nTwo\n///",
        "/// private\n> ///\nTwo\n///",
        "<!— Two —>",
        "<!– Two -->",
        "/// private\n- ///\nTwo\n///",
        "> /// private\n> Two\n///\n> ///",
    ],
)
def test_a_private_block_hides_wherever_it_stands(typed: str) -> None:
    """In a quote and in a list, under its name in other languages; no line of another kind closes it."""
    assert without_hidden(f"One\n\n{typed}\n\nThree\n").split() == ["One", "Three"]


@pytest.mark.parametrize("typed", ["// private fields", "/// details | privately\nTwo\n///", "a /// private b"])
def test_what_is_no_private_block_stays(typed: str) -> None:
    assert without_hidden(typed) == typed


def test_the_owner_sees_a_private_block_as_such_and_a_comment_not_at_all() -> None:
    html = render("One\n\n/// private\nTwo\n///\n\nThree <!-- four -->")
    assert '<div class="nj-private"><p>Two</p></div>' in html
    assert "four" not in html


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "- " * 3_000 + "x", "> " * 3_000 + "x", "\n".join(" " * 4 * n + "- x" for n in range(500)), "*" * 9_000]
)
def test_no_text_takes_the_build_down(text: str) -> None:
    assert render(text)


@pytest.mark.parametrize("text", ["- " * 2000 + "x", "a\n\n" + "* * " * 300 + "x", "> " * 3000 + "x"])
def test_a_text_that_cannot_be_rendered_changes_no_other(text: str) -> None:
    """Markdown stops in the middle of it, and would go on there."""
    renderer = ProseRenderer(Links({}, str, PEOPLE.get))
    renderer.render(text, "2026-11-22")
    assert str(renderer.render("Met @ada.\n\n- a\n- b", "2026-11-23")) == render("Met @ada.\n\n- a\n- b")


def test_snippets_publish_no_file(tmp_path: object) -> None:
    html = render('--8<-- "private/diary.md"', ("pymdownx.snippets",))
    assert "private/diary.md" in html
