"""One file to one `Parsed`: its records with places, its prose, and all that is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from netjournal.dates import parse_date
from netjournal.diagnostics import Diagnostic, Source, sort_diagnostics
from netjournal.model import Thing
from netjournal.names import is_id
from netjournal.prose import deep_line, hidden_parts
from netjournal.reading import nodes
from netjournal.reading.classify import Classified, FileKind, starting_with_date
from netjournal.reading.fences import Parts, split_text
from netjournal.reading.records import Reader, Record, looks_like_order
from netjournal.reading.syntax import explain_error, lost_comments, structural_tabs
from netjournal.reading.text import CONTROL, control_characters, decode_text, place
from netjournal.reading.values import Vocabulary, bad_id
from netjournal.schema import CONTACT, ENTRY, OWN_FILES

_BLOCK_LINE = 2  # front matter starts below the first ---


Declares = Mapping[str, tuple[Record, ...]]  # what is said of goals, contacts and companies, by the key of the list
NOTHING: Declares = MappingProxyType({})


class Parsed(Struct, frozen=True):
    """A file that was read. Nothing in it is checked against other files yet."""

    path: str  # relative to the folder of mkdocs.yml
    key: str  # relative to the journal, without the ending
    what: Classified
    record: Record
    private: bool = False
    readable: bool = True
    day: date | None = None  # of an entry
    id: str | None = None  # of an own file
    meta: Mapping[str, Any] = field(default_factory=dict)  # of an ordinary page
    prose: str = ""
    prose_line: int = 1
    problems: tuple[Diagnostic, ...] = ()
    declares: Declares = field(default_factory=lambda: NOTHING)  # of an entry


def take_over(now: Parsed, before: Parsed) -> Parsed:
    """`now` with those parts of `before` that came out the same, so that what followed from them need not be done again."""
    record = before.record if repr(now.record) == repr(before.record) else now.record
    declares = before.declares if repr(now.declares) == repr(before.declares) else now.declares
    return replace(now, record=record, declares=declares)


def parse_file(data: bytes, path: str, key: str, what: Classified, vocabulary: Vocabulary) -> Parsed | tuple[Diagnostic, ...]:
    """The file at `path`, or why there is none: a name that says an impossible date or no id."""
    day = parse_date(what.date_text) if what.kind is FileKind.ENTRY else None
    if what.kind is FileKind.ENTRY and day is None:
        message = f"{what.date_text} is no day of the calendar, so this file is no entry"
        return (Diagnostic(Source(path), "impossible-date", message, "rename the file"),)
    if what.kind is FileKind.OWN and not is_id(what.stem.lower()):
        _, reason, mend = bad_id(what.stem)
        return (Diagnostic(Source(path), "bad-file-name", f"the file's name is the id, but {reason}", mend or "rename the file"),)
    own_id = what.stem.lower() if what.kind is FileKind.OWN else None

    text, problems = decode_text(data, path)
    if text is None:
        return Parsed(path, key, what, Record(Source(path)), True, False, day, own_id, problems=problems)
    parts, found = split_text(text, path)
    if text.startswith("\ufeff"):  # a second one
        found = (
            *found,
            Diagnostic(Source(path), "blank-line-first", "a mark that cannot be seen stands before the text", "delete it"),
        )
    problems += found
    shape = OWN_FILES[what.thing] if what.thing else ENTRY
    mapping, found, readable = _front_matter(parts, path, text)
    problems += found
    reader = Reader(vocabulary, lost_lines=frozenset(p.source.line for p in found if p.code == "lost-comment"))
    record, private = Record(Source(path)), False
    meta: Mapping[str, Any] = {}
    if what.kind is FileKind.PAGE:
        private, meta, readable = _page(reader, parts, mapping, path, readable)
    elif mapping is not None:
        record = reader.record(mapping, shape)
        written = record.values.get("private")
        private = record.hidden or (written is not None and written.value is True)
        if what.kind is FileKind.OWN and any(p.code in ("bad-private", "misspelt-privacy") for p in reader.problems):
            readable = False  # it may have been meant to hide all that is known of this person, wherever it stands
    if what.kind is FileKind.ENTRY:
        reader.problems += _check_date(record, day)
    prose, found = _prose(parts, path)
    problems = sort_diagnostics((*problems, *reader.problems, *found))
    private = private or what.private or not readable
    declares = _declares(record) if what.kind is FileKind.ENTRY else NOTHING
    return Parsed(path, key, what, record, private, readable, day, own_id, meta, prose, parts.prose_line, problems, declares)


def _declares(record: Record) -> Declares:
    """An id alone declares nothing: a goal worked on today is no mapping."""
    lists = {thing.value: tuple(r for r in record.items.get(thing.value, ()) if not r.bare) for thing in Thing}
    return {key: records for key, records in lists.items() if records} or NOTHING


def _front_matter(parts: Parts, path: str, text: str) -> tuple[nodes.Mapping | None, tuple[Diagnostic, ...], bool]:
    """The mapping of the front matter, the problems, and whether it could be read; an empty block is a None that could."""
    if parts.block is None:
        suspicious = parts.readable and CONTROL.search(text.split("\n", 1)[0]) is not None
        return None, (), parts.readable and not suspicious
    if not parts.readable:
        return None, (), False
    if found := control_characters(parts.block, path, _BLOCK_LINE):
        return None, found, False
    tree = nodes.parse_nodes(parts.block, path, _BLOCK_LINE)
    lost = lost_comments(parts.block, tree.scalars, path, _BLOCK_LINE)
    if tree.error is not None:
        causes = explain_error(tree.error, parts.block, tree.scalars, path, _BLOCK_LINE)
        last = max(p.source.line for p in causes)
        return None, (*causes, *tree.problems, *(p for p in lost if p.source.line < last)), False
    problems = (*tree.problems, *lost)
    if tabs := structural_tabs(parts.block, tree.scalars, path, _BLOCK_LINE):
        return None, (*tabs, *problems), False
    if swallowed := _prose_in_block(tree.root, path):
        return None, (swallowed, *problems), False
    if tree.root is None or (isinstance(tree.root, nodes.Scalar) and not tree.root.value.strip()):
        return None, problems, True
    if isinstance(tree.root, nodes.Mapping):
        return tree.root, problems, True
    if isinstance(tree.root, nodes.Refused):
        return None, problems, False
    message = "the front matter is not a mapping of keys"
    mend = "write 'key: value' lines, and text below the second ---"
    if isinstance(tree.root, nodes.Sequence):
        mend = "write 'activities:', or another key, on a line above the list"
    wrong = Diagnostic(tree.root.source._replace(length=1), "not-a-mapping", message, mend)
    return None, (wrong, *problems), False


def _prose_in_block(root: nodes.Node | None, path: str) -> Diagnostic | None:
    """A sentence that became a key: the front matter was not closed before the prose, and a rule further down closed it."""
    pairs = root.pairs if isinstance(root, nodes.Mapping) else []
    for name, _ in pairs:
        if len(name.value.split()) > 3:
            message = "this line is prose: the front matter is not closed before it"
            return Diagnostic(name.source, "unclosed-front-matter", message, "write a line --- above it, or quote the key")
    return None


def _check_date(record: Record, day: date | None) -> list[Diagnostic]:
    written = record.values.get("date")
    if written is None or written.value == day:
        return []
    message = f"the date is {written.value}, the file's name says {day}; the name counts"
    return [Diagnostic(written.source, "date-mismatch", message, "delete the line, or rename the file")]


def _page(
    reader: Reader, parts: Parts, mapping: nodes.Mapping | None, path: str, readable: bool
) -> tuple[bool, dict[str, Any], bool]:
    """Whether an ordinary page is private, its front matter for MkDocs, and whether that could be read."""
    if mapping is None or parts.block is None:
        return False, {}, readable
    private = False
    for name, node in mapping.pairs:
        if name.value == "private":
            value = node.value if isinstance(node, nodes.Scalar) else "…"
            private = private or value != "false"
            if value not in ("true", "false"):
                reader.problem(
                    node.source,
                    "bad-private",
                    f"'{value}' is neither true nor false, so the page is not published",
                    "write true or false",
                )
        elif looks_like_order(name.value, ENTRY):
            private = reader.unknown_key(name, ENTRY) or private
    try:
        meta = yaml.safe_load(parts.block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reader.problem(Source(path), "syntax", f"the front matter cannot be read ({type(error).__name__})")
        return private, {}, False
    keys = {name.value for name, _ in mapping.pairs}
    if strangers := sorted(keys & {"activities", "planned", "contacts", "did", "name", *CONTACT.private_keys()}):
        message = f"'{strangers[0]}' means nothing here: the file's name does not start with a date"
        where = next(name.source for name, _ in mapping.pairs if name.value == strangers[0])
        entry = starting_with_date(path.rpartition("/")[2])
        mend = f"rename it to {entry}" if entry else "rename it to YYYY-MM-DD.md, or move it to goals/, contacts/ or companies/"
        reader.problem(where, "not-an-entry", message, mend)
    return private, {str(k): v for k, v in meta.items()} if isinstance(meta, dict) else {}, True


def _prose(parts: Parts, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    problems = [
        *control_characters(parts.prose, path, parts.prose_line),
        *(_unclosed(parts, path, hidden.start, hidden.kind) for hidden in hidden_parts(parts.prose) if not hidden.closed),
    ]
    if (deep := deep_line(parts.prose)) is not None:
        message = "this line is nested too deeply to be rendered, so the text is shown as it was typed"
        problems.append(Diagnostic(Source(path, parts.prose_line + deep), "unrenderable", message, "break it up"))
    prose = CONTROL.sub("", parts.prose)
    return prose, tuple(problems)


def _unclosed(parts: Parts, path: str, start: int, kind: str) -> Diagnostic:
    where = place(parts.prose, start, path)
    where = where._replace(line=where.line + parts.prose_line - 1, length=4 if kind == "comment" else 11)
    if kind == "comment":
        return Diagnostic(where, "unclosed-comment", "this comment is never closed, so it hides the rest", "end it with -->")
    return Diagnostic(
        where, "unclosed-private", "this private block is never closed, so it hides the rest", "end it with a line ///"
    )
