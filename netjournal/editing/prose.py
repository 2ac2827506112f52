"""Edits of the prose below the front matter."""

from __future__ import annotations

from netjournal.editing.documents import Document, Edit, Refusal, open_document, splice, to_data


def replace_span(raw: str, start: int, end: int, new: str) -> str | Refusal:
    """`raw` with the characters from `start` to `end` of its prose, LF line ends counted, replaced."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    base = document.prose_start
    return _checked(
        document, Edit(base + start, base + end, new), document.text[base : base + start] + new + document.text[base + end :]
    )


def append_prose(raw: str, text: str) -> str | Refusal:
    """`raw` with a paragraph more at its end; a file that ends without a line end still does."""
    document = open_document(raw)
    if isinstance(document, Refusal):
        return document
    prose = document.text[document.prose_start :]
    before, after = "", "\n"
    if document.text and not document.text.endswith("\n"):
        before, after = "\n\n" if prose else "\n", ""
    elif prose.strip():
        before = "" if prose.endswith("\n\n") else "\n"
    new = f"{before}{text.strip(chr(10))}{after}"
    end = len(document.text)
    wanted = prose + new if prose or document.parts.block is None else new.removeprefix("\n" if before else "")
    return _checked(document, Edit(end, end, new), wanted)


def _checked(document: Document, edit: Edit, wanted: str) -> str | Refusal:
    raw = splice(document, [edit])
    after = open_document(raw)
    if isinstance(after, Document) and after.parts.prose == wanted and to_data(after.root) == to_data(document.root):
        return raw
    return Refusal("the text could not be changed", document.line(edit.start), edit.new)
