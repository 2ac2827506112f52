"""Mentions of people and links to their files, with other ids: in prose, in texts, in comments of the front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netjournal.editing.documents import Document, Edit, Refusal, open_document, try_edits
from netjournal.editing.prose import replace_span
from netjournal.prose import replace_mentions

_LONG = 300  # characters of an address that are looked at


def put_mentions(text: str, ids: Mapping[str, str]) -> str:
    """`text` with each `@old` as `@new`."""
    return replace_mentions(text, lambda word: f"@{ids[word]}" if word in ids else None)


def put_in_comments(raw: str, ids: Mapping[str, str]) -> str | Refusal:
    """The mentions in YAML comments, where nothing but a comment is changed."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    block = document.text[document.block_start : document.block_end]
    if "#" not in block:
        return raw
    edits, at = [], document.block_start
    for line in block.splitlines(keepends=True):
        hash_ = line.find("#")
        if hash_ >= 0 and (new := put_mentions(line[hash_:], ids)) != line[hash_:]:
            edits.append(Edit(at + hash_, at + len(line), new))
        at += len(line)
    for edit in reversed(edits):
        changed = try_edits(document, [[edit]], lambda data: data, Refusal(""))
        again = open_document(changed) if isinstance(changed, str) else None
        document = again if isinstance(again, Document) else document
    return document.raw


def put_in_prose(raw: str, ids: Mapping[str, str], inside: bool) -> str | Refusal:
    """The mentions, and the links to the file of its own. `inside`: the file is one of contacts/, where links need no folder."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    prose = document.text[document.prose_start :]
    new = put_links(put_mentions(prose, ids), ids, inside)
    return raw if new == prose else replace_span(raw, 0, len(prose), new)


def put_links(text: str, ids: Mapping[str, str], inside: bool) -> str:
    """`text` with the links to the files of contacts as they are called now."""
    words = "|".join(map(re.escape, ids))
    text = re.sub(
        rf"(?<![\w-])(contacts/)({words})(?=\.md\b|/|[\s)\"'>#?])",
        lambda m: m[0] if _is_address(text, m.start()) else f"{m[1]}{ids[m[2].lower()]}",
        text,
        flags=re.IGNORECASE,
    )
    if not inside:
        return text
    link = rf"(\]\(\s*<?(?:\./)?|\]:\s*<?(?:\./)?|href=[\"']?(?:\./)?)({words})(?=\.md\b)"
    return re.sub(link, lambda m: f"{m[1]}{ids[m[2].lower()]}", text, flags=re.IGNORECASE)


def _is_address(text: str, at: int) -> bool:
    """Whether what stands before `at` belongs to an address of the web."""
    return "://" in re.split(r"[\s()<>\"']", text[max(0, at - _LONG) : at])[-1]
