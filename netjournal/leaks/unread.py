"""What stands about people in front matter that was not understood: an error costs a contact its place, not its privacy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path

import yaml

from netjournal.diagnostics import Source
from netjournal.leaks.folding import Words, folded_words
from netjournal.leaks.patterns import LEAST_DIGITS, email_patterns, name_patterns, phone_digits
from netjournal.schema import CONTACT

_FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)
_NAME = re.compile(
    r"(?:^|[\s{,])name:[ \t]+(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|[^\n,}#\"']+)(?=[ \t]*(?:$|[,}#]))", re.MULTILINE
)
_REACHES = re.compile(r"(?:^|[\s{,-])(email|phone):(.*)", re.MULTILINE)
_NEXT_KEY = re.compile(rf"[\s{{,](?:{'|'.join(sorted(CONTACT.keys))}):(?:\s|$)")
_ADDRESS = re.compile(r"[^\s<>,;:()\[\]{}\"']+@[^\s<>,;:()\[\]{}\"']+\.\w+")
_NUMBER_ENDS = re.compile(r"[,;:\n{}\[\]\"'#]|\s/\s")

Found = tuple[str, Source, str, frozenset[Words], str]  # key, place, value, patterns, digits


def unread_values(root: Path, journal_path: str, names: set[Words]) -> Iterator[Found]:
    """Names of contacts that are not among `names`, e-mail addresses and telephone numbers, in the raw text of all front matter."""
    for path in sorted(root.rglob("*.md")):
        try:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            continue
        fences = [found.start() for found in _FENCE.finditer(text)]
        if fences and "```" in text[: fences[0]]:  # an example of front matter, in a page about keeping a journal
            continue
        head = text[: fences[1]] if len(fences) > 1 else text if fences else ""
        below = path.relative_to(root).as_posix()
        where = partial(_place, f"{journal_path}/{below}", head)
        for found in _NAME.finditer(head):
            value = _unquoted(found[1].strip())
            line = head[head.rfind("\n", 0, found.start(1)) + 1 : found.start(1)]
            if line.lstrip().startswith("#"):  # an example to fill in, as new journals have one
                continue
            section = [other[1] for other in _SECTION.finditer(head, 0, found.start(1))][-1:]
            words = folded_words(value)
            if len(words) > 1 and words not in names and (section == ["contacts"] or below.startswith("contacts/")):
                yield "name", where(found.start(1)), value, name_patterns(value), ""
        for found in _REACHES.finditer(head):
            value, key, place = _value_at(head, found), found[1], where(found.start(1))
            if key == "email":
                for address in _ADDRESS.findall(value):
                    yield "email", place, address, email_patterns(address), ""
            else:
                for number in _NUMBER_ENDS.split(value):
                    if len(digits := phone_digits(number)) >= LEAST_DIGITS:
                        yield "phone", place, number.strip(), frozenset(), digits


def _value_at(head: str, found: re.Match[str]) -> str:
    """What stands behind a key: its line up to the next key of a contact, and the lines that hang below it."""
    if next_key := _NEXT_KEY.search(found[2]):
        return found[2][: next_key.start()]
    column = found.start(1) - head.rfind("\n", 0, found.start(1)) - 1
    below = takewhile(
        lambda line: len(line) - len(line.lstrip()) + line.lstrip().startswith("- ") > column, head[found.end() + 1 :].split("\n")
    )
    return "\n".join([found[2], *below])


def _place(path: str, text: str, at: int) -> Source:
    return Source(path, text.count("\n", 0, at) + 1)


def _unquoted(value: str) -> str:
    """A scalar of YAML without its quotes; the text itself where it is none."""
    if value[:1] not in "\"'":
        return value
    try:
        return str(yaml.load(value, yaml.BaseLoader)).strip()
    except yaml.YAMLError:
        return value[1:-1]
