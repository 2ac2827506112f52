"""The files that a journal starts with, filled for its owner and its first day."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

import yaml

from netjournal.schema import CHANNELS, OUTCOMES

_FEW_DAYS = 7  # with fewer left in the month, the goals are due at the end of the next
UNNAMED = "My networking journal"

# What the site says in the language of its pages; the comments in the files stay English, as the command line is.
_SAID = {
    "en": {"NAMED": "{name}, networking journal", "UNNAMED": UNNAMED, "DARK": "Dark", "LIGHT": "Light"},
    "es": {"NAMED": "Diario de networking de {name}", "UNNAMED": "Mi diario de networking", "DARK": "Oscuro", "LIGHT": "Claro"},
}


@dataclass(frozen=True, slots=True)
class NewJournal:
    """What the writer decides about a new journal. `path` is its folder, relative to that of mkdocs.yml, with slashes."""

    name: str  # the owner's; empty if unknown
    language: str
    today: date
    alias_key: str
    version: str  # netjournal's own
    path: str = "journal"


def build_journal_files(new: NewJournal, with_entry: bool) -> dict[str, str]:
    """What stands in the journal's folder, and what helps to write it: path to text."""
    found = {}
    if with_entry:
        day, first = new.today, _in_language("first-entry.md", new.language)
        found[f"{new.path}/{day:%Y}/{day:%m}/{day.isoformat()}.md"] = _fill(first, _first_goals(day))
    found[f"{new.path}/templates/entry.md"] = _fill(_in_language("entry.md", new.language), {})
    found[f"{new.path}/private/.gitignore"] = _fill("private-gitignore", {})
    found[".gitignore"] = _fill("gitignore", {"JOURNAL": new.path})
    words = {"CHANNELS": ",".join(CHANNELS), "OUTCOMES": ",".join(OUTCOMES)}
    found[".vscode/netjournal.code-snippets"] = _fill("snippets.json", words)
    return found


def build_project_files(new: NewJournal) -> dict[str, str]:
    """What stands around a journal that is a site of its own: path to text. `mkdocs.yml` is the first."""
    said = _SAID.get(new.language, _SAID["en"])
    site_name = said["NAMED"].format(name=new.name) if new.name else said["UNNAMED"]
    plugin = plugin_lines(plugin_options(new), 2)
    words = {"SITE_NAME": as_yaml(site_name), "LANGUAGE": as_yaml(new.language), "PLUGIN": "".join(f"{line}\n" for line in plugin)}
    words |= {"DARK": said["DARK"], "LIGHT": said["LIGHT"]}
    return {
        "mkdocs.yml": _fill("mkdocs.yml", words),
        "README.md": _fill("README.md", {}),
        "requirements.txt": _fill("requirements.txt", {"VERSION": new.version}),
        ".github/workflows/pages.yml": _fill("pages.yml", {}),
        ".vscode/settings.json": _fill("vscode-settings.json", {}),
    }


def plugin_options(new: NewJournal, inside: str = "") -> dict[str, str]:
    """What stands below `netjournal` in mkdocs.yml. `inside` is the journal's folder in docs_dir, if it is not all of it."""
    options = {"owner": new.name} if new.name else {}
    if inside:
        options["path"] = inside
    return {**options, "contacts": "alias", "alias_key": new.alias_key, "repository": "private"}


_WHY = {
    "path": "the journal's folder in docs_dir",
    "contacts": "people are published under their initials unless they say otherwise",
    "alias_key": "keep it as it is: the addresses of people's pages are made from it",
    "repository": "or public, if everybody may read what git keeps",
}


def plugin_lines(options: Mapping[str, str], indent: int, dash: bool = True) -> list[str]:
    """The plugin as an item of a list, or with no `dash` as a key; `indent` is in spaces."""
    start = " " * indent + ("- " if dash else "")
    inner = " " * (indent + (4 if dash else 2))
    lines = [f"{start}netjournal:"]
    for key, value in options.items():
        lines.append(f"{inner}{key}: {as_yaml(value)}" + (f"  # {_WHY[key]}" if key in _WHY else ""))
    return lines


def as_yaml(text: str) -> str:
    """`text` as a scalar of YAML that is read as this very text; quoted where it has to be."""
    try:
        plain = yaml.safe_load(f"- {text}\n") == [text]
    except yaml.YAMLError:
        plain = False
    return text if plain else as_quoted(text)


def as_quoted(text: str) -> str:
    """`text` in double quotes: it can stand in braces too."""
    return json.dumps(text, ensure_ascii=False)


def goals_due(today: date) -> date:
    """The end of the month, or of the next one if few days are left."""
    end = _month_end(today)
    return end if (end - today).days + 1 >= _FEW_DAYS else _month_end(end + timedelta(days=1))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _first_goals(day: date) -> dict[str, str]:
    """Targets that fit into the days that are left."""
    due = goals_due(day)
    days = (due - day).days + 1
    return {
        "TODAY": day.isoformat(),
        "DUE": due.isoformat(),
        "PEOPLE": str(max(5, days * 2 // 3)),
        "TALKS": str(max(1, days // 7)),
        "POSTS": str(max(1, days // 10)),
    }


def _in_language(template: str, language: str) -> str:
    """The name of the template in `language`, else the English one."""
    theirs = template.replace(".", f".{language}.")
    return theirs if language in _SAID and files(__package__).joinpath(theirs).is_file() else template


def _fill(template: str, words: Mapping[str, str]) -> str:
    """The text of a template of this folder, each `@@WORD@@` in it replaced."""
    text = files(__package__).joinpath(template).read_text(encoding="utf-8").replace("\r\n", "\n")
    for word, value in words.items():
        text = text.replace(f"@@{word}@@", value)
    return text
