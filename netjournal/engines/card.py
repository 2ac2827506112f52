"""What pages have in their head beside the theme's: the card that is shown where a link to the page is pasted."""

from __future__ import annotations

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage

from netjournal.site.cards import IMAGE, Card, card_tags


def add_to_head(output: str, card: str, more: str = "") -> str:
    """`output` with its card and `more` at the end of its head: the charset has to stand among the first thousand bytes.

    Where another plugin wrote a card, that one stays.
    """
    head, end, rest = output.partition("</head>")
    if 'property="og:' in head:
        card = ""
    return f"{head}{card}{more}{end}{rest}" if end else output


def card_of(page: MkDocsPage, config: MkDocsConfig, assets: str) -> str:
    """The card of `page` as tags; `assets` is the folder of ours below the site's root."""
    root = (config.site_url or "").rstrip("/")
    title = _plain(page.meta.get("title") or page.title)
    card = Card(
        title=title or config.site_name,
        site_name=config.site_name,
        text=_plain(page.meta.get("description")) or config.site_description or "",
        url=page.canonical_url,
        image=f"{root}/{assets}/{IMAGE}" if root else None,
    )
    return card_tags(card)


def _plain(html: object) -> str:
    """The text of what the theme prints as it is."""
    return Markup(str(html)).striptags() if html else ""
