"""Rendered prose for the next build, with what it asked of the links: they are asked again before it is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from markdown.util import get_installed_extensions
from markupsafe import Markup

from netjournal.caching.kept_file import KeptFile
from netjournal.digest import digest_of
from netjournal.site.prose import Answers, ProseRenderer

_WORTH_IT = 50  # texts
_PLAIN = (str, int, float, bool, type(None))
_ROOMS = ("markdown.", "pymdownx.", "material.")  # whose versions are told, see program.py
_READERS = ("snippets", "b64", "custom_icons")  # look at other files
_UNTOLD = "<locals>"  # what no word tells: a function of the author's, one made while the program ran


class _Answer(msgspec.Struct, array_like=True):
    folder: str | None  # None for a mention
    word: str
    found: str | tuple[str, str] | None


class _Row(msgspec.Struct, array_like=True):
    key: str
    text: bytes  # a digest
    html: str
    answers: list[_Answer]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[_Row])


class KeptProse:
    """The prose of the last build in `file`, lent to `prose`."""

    def __init__(self, file: KeptFile, prose: ProseRenderer) -> None:
        self.file, self.prose = file, prose
        self._rows = {(row.key, row.text): row for row in _read(file)}
        prose.known = self._known

    def keep(self) -> None:
        """Keep the prose of this build for the next one, if any of it is new or gone, or leads elsewhere."""
        rows = [
            _Row(key, digest_of(text), str(html), [_Answer(*asked, found) for asked, found in answers.items()])
            for key, text, html, answers in self.prose.rendered()
        ]
        if len(rows) < _WORTH_IT or {(row.key, row.text): row for row in rows} == self._rows:
            return
        try:
            self.file.write(_encoder.encode(sorted(rows, key=lambda row: (row.key, row.text))))
        except ValueError:  # half a character
            return

    def _known(self, key: str, text: str) -> tuple[Markup, Answers] | None:
        row = self._rows.get((key, digest_of(text))) if self._rows else None
        if row is None:
            return None
        return Markup(row.html), {(answer.folder, answer.word): answer.found for answer in row.answers}


def markdown_words(extensions: Sequence[Any], configs: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What rendering depends on besides the text, in words; None where that cannot be told, as with a function of the author's."""
    entry_points = {point.name: point.value for point in get_installed_extensions()}
    names = [entry_points.get(name, name) for name in extensions if isinstance(name, str)]
    is_known = len(names) == len(extensions) and all(name.startswith(_ROOMS) for name in names)
    told = repr([names, _told(configs)])
    return (told,) if is_known and not any(word in told for word in (*_READERS, _UNTOLD)) else None


def _read(file: KeptFile) -> list[_Row]:
    body = file.read()
    try:
        return _decoder.decode(body) if body is not None else []
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return []


def _told(value: Any) -> Any:
    """`value` as plain data, functions of known programs by their names."""
    if isinstance(value, Mapping):
        return [(_told(key), _told(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, partial):
        return [_told(value.func), _told(value.args), _told(value.keywords)]
    if callable(value) and str(getattr(value, "__module__", "")).startswith(_ROOMS):
        return f"{value.__module__}.{getattr(value, '__qualname__', _UNTOLD)}"
    return value if type(value) in _PLAIN else _UNTOLD
