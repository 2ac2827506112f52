"""The JSON Schema of an entry's front matter, for editors: made from `schema.py` (format.md, sections 2 to 5)."""

from __future__ import annotations

from typing import Any

from netjournal.schema import ENTRY, Key, Kind, Shape
from netjournal.settings import Settings

_ID = r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_SPAN = r"^0*[1-9][0-9]*[dwm]$"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def entry_schema(settings: Settings) -> dict[str, Any]:
    """What an entry's front matter may hold, with the channels and practices of these settings."""
    schema = {"$schema": _DIALECT, "title": "netjournal entry, format 1", **_shape(ENTRY, settings)}
    schema["type"] = ["object", "null"]
    return schema


def _shape(shape: Shape, settings: Settings) -> dict[str, Any]:
    properties = {name: {"description": _help(key), **_value(key, settings)} for name, key in shape.keys.items()}
    required = [name for name, key in shape.keys.items() if key.required]
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


def _help(key: Key) -> str:
    return f"{key.help} Private: never published." if key.private else key.help


def _value(key: Key, settings: Settings) -> dict[str, Any]:
    """A value as YAML loaders give it: a date may come as text, an empty value as null."""
    text = {"type": ["string", "number", "boolean", "null"]}
    identifier = {"type": ["string", "integer", "null"], "pattern": _ID}
    match key.kind:
        case Kind.ITEMS:
            assert key.shape is not None
            item = _shape(key.shape, settings)
            items = {"anyOf": [identifier if key.bare == "id" else text, item]} if key.bare else item
            return {"type": ["array", "null"], "items": items}
        case Kind.TEXTS:
            return {"type": ["array", "null"], "items": text}
        case Kind.ALIASES:
            return {"type": ["array", "null"], "items": identifier}
        case Kind.IDS:
            return {"anyOf": [identifier, {"type": "array", "items": identifier}]}
        case Kind.ID:
            return identifier
        case Kind.DATE:
            return {"type": ["string", "null"], "pattern": _DATE}
        case Kind.SPAN:
            return {"type": ["string", "null"], "pattern": _SPAN}
        case Kind.WHEN:
            return {"type": ["string", "null"], "pattern": f"{_DATE}|{_SPAN}"}
        case Kind.NUMBER:
            return {"type": ["integer", "null"], "minimum": key.least} | ({"maximum": key.most} if key.most else {})
        case Kind.BOOLEAN:
            return {"enum": [True, False, None]}
        case Kind.CHOICE:
            return {"enum": [*key.choices, None]}
        case Kind.CHANNEL:
            return {"enum": [*settings.channels, None]}
        case Kind.PRACTICE:
            return {"enum": [*settings.practices, None]}
        case Kind.ADDRESS:
            return {"type": ["string", "null"], "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
        case Kind.EMAIL:
            return {"type": ["string", "null"], "pattern": "@"}
    return text
