"""Names and what is made of them: slugs, ids, initials, public ids (format.md, sections 6 and 8)."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

MAX_ID = 64
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset(
    ["index", "404", "search", "assets", "con", "prn", "aux", "nul"]
    + [f"{device}{n}" for device in ("com", "lpt") for n in range(10)]
)
_SPELT_OUT = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """`text` in lower case, letters reduced to ASCII, every other run one hyphen; empty where nothing is left."""
    if text.isascii():  # most are, and then there is nothing to reduce
        return _OTHER.sub("-", text.lower()).strip("-")
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SPELT_OUT))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower().translate(_SPELT_OUT)
    return _OTHER.sub("-", plain).strip("-")


def is_id(text: str) -> bool:
    """Whether `text`, in lower case, is an id that may be used."""
    return bool(ID.fullmatch(text)) and len(text) <= MAX_ID and text not in RESERVED


def same(name: str) -> str:
    """What two spellings of one name share: `name` without case and with single spaces."""
    return " ".join(name.split()).casefold()


def looks_like(word: str, order: str) -> bool:
    """Whether `word` is `order`, which hides something, or so near it that it was meant to be: `priv`, `privado`, `publsh`."""
    bare = "".join(c for c in word.lower() if c.isalnum())
    return (order == "private" and bare.startswith("priv")) or SequenceMatcher(None, bare, order).ratio() >= 0.75


@lru_cache(maxsize=1 << 13)  # of everybody, at each save of a preview
def initials(name: str) -> str:
    """The first letter or digit of each word of `name`, upper case; empty where no word has one."""
    firsts = (next((c for c in word if c.isalnum()), "") for word in name.split())
    return "".join(firsts).upper()


@lru_cache(maxsize=1 << 13)  # as above
def public_id(contact_id: str, name: str, key: str) -> str:
    """The id that stands for a contact who is not published in full: its letters and six hex digits of an HMAC."""
    digest = hmac.new(key.encode(), contact_id.encode(), hashlib.sha256).hexdigest()[:6]
    letters = slug(initials(name))
    return f"{letters}-{digest}" if letters else digest
