"""Lines of Markdown read in the quick way give what Python-Markdown gives."""

from __future__ import annotations

import random

import pytest
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor

from netjournal.site import prose
from netjournal.site.inline import QuickInline, use_quick_inline
from netjournal.site.prose import Links, ProseRenderer

PIECES = (
    *(
        "word",
        "Ada ",
        " ",
        "\n",
        "  \n",
        "\n\n",
        "*",
        "**",
        "_",
        "__",
        "***",
        "`",
        "``",
        "\\",
        "\\*",
        "\\`",
        "[",
        "]",
        "(x.md)",
        "![",
        "!",
    ),
    *(
        "[a](b.md)",
        "[a][b]",
        "[b]: c.md\n",
        "![i](i.png)",
        "<b>",
        "</b>",
        "<!-- x -->",
        "<https://x.test>",
        "<a@x.test>",
        "&amp;",
        "&",
    ),
    *(
        "@ada",
        "@bob",
        "a@ada",
        "# ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "|",
        "~~",
        "==",
        "^^",
        ":x:",
        "++a++",
        "https://x.test/_a_",
        "{: #x }",
    ),
    *("*a _b_ c*", "**a `b` c**", "[*a*](b.md)", "*[@ada](b.md)*", "[^1]", "[^1]: note\n", "\x02", "\x03", "ſ", "é", '"', "'"),
)
EXTENSIONS: dict[str, list[str]] = {
    "plain": [],
    "usual": ["toc", "tables", "fenced_code", "footnotes", "attr_list", "abbr", "def_list", "smarty", "md_in_html"],
    "pymdownx": [*("betterem", "caret", "mark", "tilde", "keys", "magiclink", "smartsymbols", "superfences", "inlinehilite")],
}


def _texts(seed: int) -> list[str]:
    pick = random.Random(seed)
    return ["".join(pick.choices(PIECES, k=pick.randrange(1, 30))) for _ in range(400)]


@pytest.mark.parametrize("kind", EXTENSIONS)
def test_any_text_is_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs in every order, with and without the extensions that people use."""
    names = [f"pymdownx.{name}" if kind == "pymdownx" else name for name in EXTENSIONS[kind]]
    links = Links({"b.md": "b.md"}, str, lambda word: ("ada/", "Ada <King>") if word == "ada" else None)
    quick = ProseRenderer(links, names, {})
    monkeypatch.setattr(prose, "use_quick_inline", lambda md: None)
    slow = ProseRenderer(links, names, {})
    kinds = [type(renderer.md.treeprocessors["inline"]) for renderer in (quick, slow)]
    assert kinds == [QuickInline, InlineProcessor]
    for text in _texts(len(kind)):
        assert quick.render(text, "2026-11-24") == slow.render(text, "2026-11-24"), text


def test_what_somebody_else_put_there_stays() -> None:
    """An extension may bring its own way of reading lines."""

    class Own(InlineProcessor):
        pass

    md = Markdown()
    md.treeprocessors.register(Own(md), "inline", 20)
    use_quick_inline(md)
    assert type(md.treeprocessors["inline"]) is Own
