"""What stands about people in front matter that was not understood: an error costs a contact its place, not its privacy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from netjournal.diagnostics import Source
from netjournal.leaks.folding import Words, folded_words
from netjournal.leaks.patterns import LEAST_DIGITS, email_patterns, name_patterns, phone_digits

_FENCE = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_SECTION = re.compile(r"^([a-z_]+):", re.MULTILINE)
_VALUE = re.compile(
    r"(?:^|[\s{,])(name|email|phone):[ \t]+(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|[^\n,}#\"']+)(?=[ \t]*(?:$|[,}#]))",
    re.MULTILINE,
)

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
        for found in _VALUE.finditer(head):
            value = _unquoted(found[2].strip())
            source = Source(f"{journal_path}/{below}", head.count("\n", 0, found.start(1)) + 1)
            line = head[head.rfind("\n", 0, found.start(1)) + 1 : found.start(1)]
            if found[1] == "name" and line.lstrip().startswith("#"):  # an example to fill in, as new journals have one
                continue
            if found[1] == "name":
                section = [other[1] for other in _SECTION.finditer(head, 0, found.start(1))][-1:]
                words = folded_words(value)
                if len(words) > 1 and words not in names and (section == ["contacts"] or below.startswith("contacts/")):
                    yield "name", source, value, name_patterns(value), ""
            elif found[1] == "email" and re.fullmatch(r"\S+@\S+\.\S+", value):
                yield "email", source, value, email_patterns(value), ""
            elif found[1] == "phone" and len(digits := phone_digits(value)) >= LEAST_DIGITS:
                yield "phone", source, value, frozenset(), digits


def _unquoted(value: str) -> str:
    """A scalar of YAML without its quotes; the text itself where it is none."""
    if value[:1] not in "\"'":
        return value
    try:
        return str(yaml.load(value, yaml.BaseLoader)).strip()
    except yaml.YAMLError:
        return value[1:-1]
