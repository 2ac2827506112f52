"""The options of the plugin in mkdocs.yml, declared once: read by the engine, by the command line, and by the docs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from netjournal.diagnostics import did_you_mean
from netjournal.schema import Audience, Publication
from netjournal.settings import Settings


class Option(Struct, frozen=True):
    """One option. `kind` is text, number, boolean, list, or the words that it may be."""

    kind: str | tuple[str, ...]
    default: Any
    help: str


OPTIONS: dict[str, Option] = {
    "owner": Option("text", None, "Your name, as the month's page shows it."),
    "contacts": Option(tuple(Publication), "alias", "How people are published who have no `publish` of their own."),
    "alias_key": Option("text", "", "A secret that makes public ids unguessable; write any random text once and keep it."),
    "repository": Option(
        ("private", "public"),
        "private",
        "Who can read the journal's repository; public: no file that git keeps may hold a private value.",
    ),
    "audience": Option(tuple(Audience), None, "Whose view is built; default: owner in `mkdocs serve`, public in `mkdocs build`."),
    "path": Option("text", "", "The journal's folder inside `docs_dir`, for a site that has other pages too."),
    "channels": Option("list", (), "More channels, beside the format's own."),
    "practices": Option("list", (), "The practices an activity may name."),
    "goals_per_month": Option("number", 3, "How many goals a month should have; 0 never warns."),
    "days_per_month": Option("number", 8, "How many days of a month should have a plan and something done; 0 never asks."),
    "language": Option(
        "text",
        None,
        "Language of our pages, such as en or es; default: the theme's. Texts are complete in English and Spanish, and English"
        " for every other; dates and numbers are written in any language.",
    ),
    "week_start": Option(("monday", "sunday"), "monday", "The first day of the week in calendars."),
    "noindex": Option("boolean", True, "Ask search engines not to list the site."),
}


def read_options(raw: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
    """The value of every option, defaults for what is not there or wrong, and (option, what is wrong with it)."""
    values: dict[str, Any] = {}
    errors: list[tuple[str, str]] = []
    for name in raw:
        if name not in OPTIONS:
            errors.append(
                (
                    str(name),
                    f"netjournal has no option '{name}'; {did_you_mean(str(name), OPTIONS) or 'docs/options.md lists them'}",
                )
            )
    for name, option in OPTIONS.items():
        values[name] = option.default
        if raw.get(name) is None:
            continue
        problem = _problem(name, option, raw[name])
        if problem is None:
            values[name] = tuple(raw[name]) if option.kind == "list" else raw[name]
        else:
            errors.append((name, problem))
    if errors and any(name == "contacts" for name, _ in errors):
        values["contacts"] = Publication.NONE.value  # a misspelt value means none (section 8)
    return values, tuple(errors)


def _problem(name: str, option: Option, value: Any) -> str | None:
    """What is wrong with the value of an option."""
    if isinstance(option.kind, tuple):
        words = [str(word) for word in option.kind]
        near = did_you_mean(str(value), words)
        return None if value in words else f"'{value}' is none of {', '.join(words)}" + (f"; {near}" if near else "")
    if option.kind == "text":
        return None if isinstance(value, str) else f"must be text: put '{value}' in quotes"
    if option.kind == "number":
        return None if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "must be a whole number from 0"
    if option.kind == "boolean":
        return None if isinstance(value, bool) else "must be true or false"
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        return "must be a list of names"
    return None


def to_settings(options: Mapping[str, Any], **site: Any) -> Settings:
    """The settings of a journal from its options; `site` holds what mkdocs.yml says of the site itself."""
    prefix = str(options["path"]).strip("/")
    return Settings(
        owner=options["owner"],
        contacts=Publication(options["contacts"]),
        alias_key=options["alias_key"],
        repository=options["repository"],
        more_channels=options["channels"],
        practices=options["practices"],
        goals_per_month=options["goals_per_month"],
        days_per_month=options["days_per_month"],
        language=options["language"] or site.pop("theme_language", None) or "en",
        week_start=options["week_start"],
        prefix=f"{prefix}/" if prefix else "",
        **{key: value for key, value in site.items() if key != "theme_language"},
    )
