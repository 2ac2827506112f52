"""The docs say all of it, and nothing that is not so."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from netjournal.cli import main
from netjournal.codes import CODES
from netjournal.exports.schema import entry_schema
from netjournal.options import OPTIONS, read_options
from netjournal.schema import ALL_SHAPES, CHANNELS, ENTRY, OUTCOMES, Shape
from netjournal.settings import Settings
from tests.make_docs import EXAMPLES, MKDOCS_YML, PAGES, command_names, leaf_names

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
FORMAT = (DOCS / "format.md").read_text(encoding="utf-8")
TEXTS = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


@pytest.mark.parametrize("name", PAGES)
def test_page_that_is_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def in_backticks(text: str) -> set[str]:
    """Every word that stands in backticks, also as a part of a longer example."""
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[\w-]+", code)}


@pytest.mark.parametrize("shape", ALL_SHAPES, ids=lambda shape: shape.name)
def test_every_key_stands_in_the_format(shape: Shape) -> None:
    section = re.split(r"^## ", FORMAT, flags=re.MULTILINE)[shape.section]
    assert sorted(set(shape.keys) - in_backticks(section)) == []


def test_every_word_of_the_format_stands_in_it() -> None:
    choices = {word for shape in ALL_SHAPES for key in shape.keys.values() for word in key.choices}
    assert sorted({*CHANNELS, *OUTCOMES, *choices} - in_backticks(FORMAT)) == []


def test_every_option_is_documented_and_the_example_is_good() -> None:
    assert sorted(set(OPTIONS) - in_backticks((DOCS / "options.md").read_text(encoding="utf-8"))) == []
    plugins = yaml.safe_load(MKDOCS_YML)["plugins"]
    assert read_options(next(p["netjournal"] for p in plugins if isinstance(p, dict)))[1] == ()


def test_every_code_is_documented() -> None:
    headings = re.findall(r"^## (.+)$", (DOCS / "codes.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == list(CODES)


def test_every_command_is_documented() -> None:
    headings = re.findall(r"^## netjournal (.+)$", (DOCS / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [" ".join(words) for words in command_names()]


def test_every_command_has_an_example() -> None:
    assert sorted(leaf_names()) == sorted(EXAMPLES), "add one to EXAMPLES in tests/make_docs.py"


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_works_on_the_sample_journal(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "journal", tmp_path / "journal")
    shutil.copytree(ROOT / "site_overrides", tmp_path / "site_overrides")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "site").mkdir()  # for the command that searches one
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(EXAMPLES[name])
    result = CliRunner().invoke(main, words)
    assert program == "netjournal"
    assert result.exit_code == 0, result.output


def test_every_room_of_the_code_stands_in_the_design() -> None:
    design = (DOCS / "design.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+(?:/|\.py))`", design))
    package = [path for path in (ROOT / "netjournal").iterdir() if not path.name.startswith("_")]
    rooms = {path.name if path.is_file() else f"{path.name}/" for path in package if path.suffix in ("", ".py")}
    assert sorted(rooms - named) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_relative_links_resolve(path: Path) -> None:
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"!?\[[^\]]*\]\(([^)\s]+)", text):
        target, _, anchor = link.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = path.parent / target if target else path
        assert file.exists(), f"{path.name}: {link}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), f"{path.name}: {link}"


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# -- the JSON Schema


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    result = CliRunner().invoke(main, ["-C", str(ROOT), "schema"])
    assert result.exit_code == 0, result.output
    loaded: dict[str, Any] = json.loads(result.stdout)
    return loaded


def test_schema_is_a_json_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


def test_schema_names_exactly_the_keys_of_the_format(schema: dict[str, Any]) -> None:
    assert list(schema["properties"]) == list(ENTRY.keys)
    for key in ENTRY.keys.values():
        if key.shape is not None:
            item = mapping_of(schema["properties"][key.name]["items"])
            assert list(item["properties"]) == list(key.shape.keys)
            assert item.get("required", []) == [k.name for k in key.shape.keys.values() if k.required]


def mapping_of(items: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in items.get("anyOf", [items]) if "properties" in each)
    return found


class TextLoader(yaml.SafeLoader):
    """YAML whose scalars are text but for true, false and whole numbers, as editors with the core schema read it."""


TextLoader.yaml_implicit_resolvers = {}
TextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
TextLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(?:0|[1-9][0-9]*)$"), list("0123456789"))
TextLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def front_matters() -> Iterator[tuple[str, Any]]:
    """The front matter of every dated file of the sample journal."""
    for file in sorted((ROOT / "journal").rglob("[0-9]*.md")):
        text = file.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            block = text.removeprefix("---\n").partition("\n---")[0]
            yield file.name, yaml.load(block, TextLoader)


def test_schema_accepts_every_entry_of_the_sample_journal(schema: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema)
    found = list(front_matters())
    assert len(found) > 30
    assert [(name, error.json_path, error.message) for name, data in found for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    "front_matter",
    [
        "activities: [{channel: email}]",
        "activities: [{did: Coffee, channel: pigeon}]",
        "activities: [{did: Coffee, channel: email, minutes: -1}]",
        "activities: [{did: Coffee, channel: email, follow_up: soon}]",
        "planned: [{done: true}]",
        "contacts: [{name: Grace Hopper, publish: perhaps}]",
        "goals: [{title: Write, due: 30.11.2026}]",
        "private: yes",
        "tags: remote",
    ],
)
def test_schema_refuses_what_check_calls_an_error(front_matter: str) -> None:
    """An editor marks it as it is typed."""
    assert not Draft202012Validator(entry_schema(Settings())).is_valid(yaml.load(front_matter, TextLoader))
