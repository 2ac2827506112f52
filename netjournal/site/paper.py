"""What stands at the foot of each printed sheet: where the page is, and of which day it is."""

from __future__ import annotations

from netjournal.site.pages import Page
from netjournal.site.site import Site


def foot_style(page: Page, site: Site) -> str:
    """A `<style>` element for the head of `page` that tells the stylesheet what to print at the foot.

    An entry says its day itself, and is the same page every day.
    """
    facts = [site.permanent(page.uri) or site.settings.site_name]
    if page.kind != "entry":
        facts.append(site.words.translations.gettext("as of %(day)s") % {"day": site.words.medium(site.today)})
    return f'<style>:root{{--nj-foot:"{_quoted(" · ".join(facts))}"}}</style>'


def _quoted(text: str) -> str:
    """`text` for a string of CSS within HTML: what could end either is written by its number."""
    return "".join(letter if letter.isalnum() or letter in " .,:/-_%~·" else f"\\{ord(letter):x} " for letter in text)
