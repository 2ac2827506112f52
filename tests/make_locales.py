"""The texts of the site as gettext catalogues. `python -m tests.make_locales` brings them up to date; test_locales.py compares.

Each folder of `netjournal/site/locales/` is a language: the `.po` is written by hand between two runs, the `.mo` is made from it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from netjournal.site.words import LOCALES

PACKAGE = Path(__file__).parent.parent / "netjournal"
_METHODS = [("site/templates/**.html", "jinja2"), ("site/**.py", "python"), ("engines/**.py", "python")]
_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "count": (2, 3)}  # count: of site/cards.py
_OPTIONS = {  # as in site/render.py, where they bear on the texts
    "site/templates/**.html": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}


def extract_texts() -> dict[str, Message]:
    """The texts of templates and programs, by the English one (of a plural: of one)."""
    found: dict[str, Message] = {}
    for path, _line, text, _comments, _context in extract_from_dir(str(PACKAGE), _METHODS, _OPTIONS, _KEYWORDS):
        key = text if isinstance(text, str) else text[0]
        message = found.setdefault(key, Message(text))
        if message.id != text:
            if message.pluralizable and not isinstance(text, str):
                raise ValueError(f"two plurals of one text: {message.id} and {text}")
            message = found[key] = Message(text if not isinstance(text, str) else message.id, locations=message.locations)
        if (path, None) not in message.locations:
            message.locations.append((path, None))  # type: ignore[arg-type]  # lines would change with every edit
    return found


def read_catalog(po: Path) -> Catalog:
    """The catalogue as it stands."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name, abort_invalid=True)


def renew_catalog(po: Path) -> Catalog:
    """The catalogue with the texts of today: what is new is empty, what is gone is gone."""
    old = read_catalog(po)
    new = Catalog(
        locale=old.locale,
        project="netjournal",
        header_comment="# The texts of netjournal's pages. `python -m tests.make_locales` adds new ones, and makes the .mo.",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for key, message in extract_texts().items():
        known = old.get(key)
        same = known is not None and known.id == message.id
        new.add(message.id, known.string if known is not None and same else None, message.locations)
    return new


def as_po(catalog: Catalog) -> bytes:
    """The text of the .po."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=100_000, sort_by_file=True, include_lineno=False)
    lines = buffer.getvalue().decode("utf-8").split("\n")
    told = ("Generated-By", "Report-Msgid-Bugs-To", "Last-Translator", "Language-Team", "PO-Revision-Date")
    return "\n".join(line for line in lines if not line.startswith(tuple(f'"{word}' for word in told))).encode("utf-8")


def as_mo(po: Path) -> bytes:
    """What gettext reads."""
    buffer = BytesIO()
    write_mo(buffer, read_catalog(po))
    return buffer.getvalue()


def catalogs() -> list[Path]:
    """The .po of each language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/netjournal.po"))


def is_translated(message: Message) -> bool:
    """Whether it has all of its forms."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


def main() -> None:
    """Write each .po anew with the texts of today, and its .mo."""
    for po in catalogs():
        catalog = renew_catalog(po)
        po.write_bytes(as_po(catalog))
        po.with_suffix(".mo").write_bytes(as_mo(po))
        empty = [message.id for message in catalog if message.id and not is_translated(message)]
        print(f"{po.parent.parent.name}: {len(catalog)} texts, {len(empty)} to translate", *empty, sep="\n  ")


if __name__ == "__main__":
    main()
