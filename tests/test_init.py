"""A new journal builds at once, and what was there before is as it was."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from netjournal import load_journal
from netjournal.cli import main
from netjournal.cli.main import COMMANDS
from netjournal.cli.project import find_project
from netjournal.scaffold.new_journal import as_yaml, goals_due
from netjournal.scaffold.plugin import add_plugin
from netjournal.schema import CHANNELS

OPTIONS = {"path": "journal", "contacts": "alias", "alias_key": "k3y"}


@pytest.fixture(autouse=True)
def _no_git_name(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path_factory.mktemp("git") / "config"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def init(folder: Path, *words: str, today: str = "2026-11-24") -> Result:
    return CliRunner().invoke(main, ["init", str(folder), "--today", today, *words])


def snapshot(folder: Path) -> dict[str, bytes | None]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


@pytest.mark.parametrize("today", ["2026-11-24", "2026-11-25", "2027-01-31", "2028-02-29", "2026-12-31", "2026-02-01"])
def test_new_journal_has_nothing_to_mend(tmp_path: Path, today: str) -> None:
    folder = tmp_path / "my journal"
    made = init(folder, "--name", "Inês Valadares", today=today)
    assert made.exit_code == 0, made.output
    checked = CliRunner().invoke(main, ["-C", str(folder), "check", "--today", today])
    assert (checked.exit_code, checked.output) == (0, "Nothing is wrong in 1 entry\n")


def test_first_entry_has_three_goals_that_lack_nothing(tmp_path: Path) -> None:
    init(tmp_path / "j", "--name", "Grace Hopper")
    root, settings = find_project(tmp_path / "j")
    journal, problems = load_journal(root, settings)
    assert problems == ()
    assert sorted(journal.goals) == ["conversations", "new-people", "show-my-work"]
    for goal in journal.goals.values():
        assert goal.title and goal.target and goal.achievable and goal.relevant
        assert (goal.start, goal.due) == (date(2026, 11, 24), date(2026, 11, 30))
    assert (settings.owner, settings.site_name) == ("Grace Hopper", "Grace Hopper, networking journal")


@pytest.mark.parametrize(
    ("today", "due"),
    [
        ("2026-11-01", "2026-11-30"),
        ("2026-11-24", "2026-11-30"),
        ("2026-11-25", "2026-12-31"),
        ("2026-12-31", "2027-01-31"),
        ("2027-01-31", "2027-02-28"),
        ("2028-02-29", "2028-03-31"),
    ],
)
def test_goals_are_due_at_the_end_of_the_month_if_a_week_is_left(today: str, due: str) -> None:
    assert goals_due(date.fromisoformat(today)) == date.fromisoformat(due)


def test_new_journal_builds_without_a_warning(tmp_path: Path) -> None:
    init(tmp_path / "j", "--language", "es")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795478400", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=tmp_path / "j", capture_output=True, text=True, encoding="utf-8", check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Conocer a gente" in (tmp_path / "j/site/goals/index.html").read_text(encoding="utf-8")
    assert 'lang="es"' in (tmp_path / "j/site/index.html").read_text(encoding="utf-8")


def test_second_run_changes_no_byte_and_says_so(tmp_path: Path) -> None:
    """Not on the next day either: a journal with an entry needs no first one."""
    init(tmp_path / "j", "--name", "A")
    before = snapshot(tmp_path)
    again = init(tmp_path / "j", "--name", "B", today="2026-11-25")
    assert again.exit_code == 0
    assert "Nothing to do: all of it is there." in again.output
    assert "was there already, kept: mkdocs.yml\nwas there already, kept: README.md" in again.output
    assert snapshot(tmp_path) == before


def test_what_was_deleted_is_made_again(tmp_path: Path) -> None:
    init(tmp_path / "j")
    (tmp_path / "j/README.md").unlink()
    assert "made: README.md" in init(tmp_path / "j").output


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    shown = init(tmp_path / "j", "--dry-run")
    assert "would make: journal/2026/11/2026-11-24.md" in shown.output
    assert snapshot(tmp_path) == {}


def test_file_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / ".gitignore").write_text(".venv\n", encoding="utf-8")
    made = init(tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == ".venv\n"
    assert "Your .gitignore lacks these lines; add them:\n  /journal/private/\n  .cache/" in made.output


@pytest.mark.parametrize("own", [None, "*.log\n"])
def test_git_ignores_what_is_private(tmp_path: Path, own: str | None) -> None:
    """Also where the writer's own .gitignore does not say so."""
    if own:
        (tmp_path / ".gitignore").write_text(own, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    init(tmp_path)
    ignored = subprocess.run(["git", "check-ignore", "-q", "journal/private/x"], cwd=tmp_path, check=False)
    assert ignored.returncode == 0


def test_name_comes_from_git_where_nobody_can_be_asked(tmp_path: Path) -> None:
    Path(os.environ["GIT_CONFIG_GLOBAL"]).write_text("[user]\n  name = Ada Lovelace\n", encoding="utf-8")
    init(tmp_path / "j")
    assert find_project(tmp_path / "j")[1].owner == "Ada Lovelace"


def test_without_a_name_there_is_no_owner(tmp_path: Path) -> None:
    init(tmp_path / "j")
    settings = find_project(tmp_path / "j")[1]
    assert (settings.owner, settings.site_name) == (None, "My networking journal")


@pytest.mark.parametrize(
    "name", ["O'Neil: the #1", 'a "b"', "- x", "null", "007", "{a}, [b]", "Ада", "@me", "&a", "!b", "%c", "a\\b", "x #y"]
)
def test_any_name_is_read_as_typed(tmp_path: Path, name: str) -> None:
    made = init(tmp_path / "j", "--name", name)
    assert made.exit_code == 0, made.output
    assert find_project(tmp_path / "j")[1].owner == name
    assert yaml.safe_load(f"key: {as_yaml(name)}  # why") == {"key": name}


def test_every_journal_has_a_key_of_its_own(tmp_path: Path) -> None:
    init(tmp_path / "a")
    init(tmp_path / "b")
    keys = {find_project(tmp_path / each)[1].alias_key for each in "ab"}
    assert len(keys) == 2
    assert min(map(len, keys)) >= 32


def test_pages_that_were_there_become_the_journal_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "journal/thoughts.md").write_text("# Mine\n", encoding="utf-8")
    said = "The folder journal was there already"
    assert said in init(tmp_path).output
    assert said not in init(tmp_path).output


# -- where it cannot be


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "j").write_text("x", encoding="utf-8")
    result = init(tmp_path / "j")
    assert (result.exit_code, "is a file; name a folder" in result.output) == (2, True)
    below = init(tmp_path / "j" / "k")
    assert (below.exit_code, "is a file, so there can be no folder" in below.output) == (2, True)


def test_other_files_are_not_mixed_with_by_accident(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(main, ["-C", str(tmp_path), "init"])
    assert result.exit_code == 2
    assert "this folder holds other files: thesis.docx\n  a folder of its own: netjournal init my-journal" in result.output
    assert list(snapshot(tmp_path)) == ["thesis.docx"]
    assert CliRunner().invoke(main, ["-C", str(tmp_path), "init", "."]).exit_code == 0


def test_mkdocs_yml_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").mkdir()
    result = init(tmp_path)
    assert (result.exit_code, "is no file that can be read\nNothing was made." in result.output) == (2, True)


@pytest.mark.parametrize("link", ["journal", ".vscode", "mkdocs.yml", ".github/workflows"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "j"
    (folder / link).parent.mkdir(parents=True)
    if link == "mkdocs.yml":
        outside.write_text("site_name: x\n", encoding="utf-8")
    else:
        outside.mkdir()
    (folder / link).symlink_to(outside, target_is_directory=outside.is_dir())
    before = snapshot(tmp_path)
    result = init(folder)
    assert result.exit_code == 2
    assert "a link that leads out of" in result.output
    assert snapshot(tmp_path) == before


def test_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("x", encoding="utf-8")
    result = init(tmp_path)
    assert "journal is a file, and would have to be a folder" in result.output
    assert list(snapshot(tmp_path)) == ["journal"]


def test_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("netjournal.editing.files._temporary", refuse)
    result = init(tmp_path)
    assert (result.exit_code, result.output) == (2, "Error: nothing was made: mkdocs.yml: Permission denied\n")
    assert [name for name, data in snapshot(tmp_path).items() if data is not None] == []


def test_language_that_the_theme_does_not_have(tmp_path: Path) -> None:
    result = init(tmp_path / "j", "--language", "english")
    assert result.exit_code == 2
    assert "the theme has no language 'english'" in result.output


# -- into a site that is there already

SITES = {
    "no plugins": "site_name: Mine  # a comment\nnav:\n  - index.md\n",
    "no plugins, no line end": "site_name: Mine",
    "empty": "plugins:  # none yet\nsite_name: Mine\n",
    "empty at the end": "site_name: Mine\nplugins:",
    "list": "site_name: Mine\nplugins:\n  - search\n  - tags  # mine\n\n# the rest\nnav:\n  - index.md\n",
    "list without indent": "plugins:\n- search:\n    lang: en\n# more\n\nsite_name: Mine\n",
    "list with an open item": "site_name: Mine\nplugins:\n    - search\n    - tags:",
    "list in brackets": "site_name: Mine\nplugins: [search, tags]  # two\n",
    "brackets over lines": "site_name: Mine\nplugins: [\n  search,\n  tags,  # two\n]\n",
    "no plugin at all": "site_name: Mine\nplugins: []\n",
    "mapping": "site_name: Mine\nplugins:\n  search: {}\n  tags:\n    enabled: true\n\nnav: [index.md]\n",
    "mapping in braces": "site_name: Mine\nplugins: {search: {}}\n",
    "no mapping at all": "site_name: Mine\nplugins: {}\n",
    "tags of MkDocs": "site_name: !ENV [NAME, Mine]\nplugins:\n  - search\nmarkdown_extensions:\n"
    "  - x:\n      f: !!python/name:a.b.c\n",
    "anchors": "x: &base\n  a: 1\nsite_name: Mine\nextra:\n  <<: *base\nplugins:\n  - search: &s {lang: en}\n",
    "list with an anchor": "plugins: &all  # a-b\n    - search\nsite_name: Mine\n",
    "list that ends in an alias": "plugins:\n  - search: &s\n      lang: en\n  - x: *s\nsite_name: Mine\n",
    "block text": "site_name: Mine\nplugins:\n  - search:\n      x: |\n        one\n\n        two\n\nnav: []\n",
    "text that keeps its end": "site_name: Mine\ncopyright: >-\n  me\n  myself\n",
    "windows": "\ufeffsite_name: Mine\r\nplugins:\r\n  - search\r\nnav:\r\n  - index.md\r\n",
}


class Loose(yaml.SafeLoader):
    """Takes MkDocs' own tags."""


Loose.add_multi_constructor("!", lambda loader, suffix, node: suffix)
Loose.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: suffix)


@pytest.mark.parametrize("kind", SITES)
def test_plugin_is_added_and_nothing_else_changes(kind: str) -> None:
    before = SITES[kind]
    after = add_plugin(before, OPTIONS)
    assert after is not None
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    assert after.endswith(before[start:]), "one place was added to, and nothing taken away"
    assert after.count("\r\n") == (after.count("\n") if kind == "windows" else 0)
    old, new = (yaml.load(text.removeprefix("\ufeff"), Loose) for text in (before, after))
    assert {**new, "plugins": None} == {**old, "plugins": None}
    plugins = old.get("plugins", ["search"])
    plugins = ["search"] if plugins is None else plugins
    added = {"netjournal": OPTIONS}
    assert new["plugins"] == ({**plugins, **added} if isinstance(plugins, dict) else [*plugins, added])


@pytest.mark.parametrize(
    "text",
    [
        "{site_name: Mine}\n",
        "INHERIT: base.yml\nsite_name: Mine\n",
        "x: &p [search]\nplugins: *p\n",
        "x: &p\n  - search\nplugins: *p\n",
        "plugins: &p [search]\nx: *p\n",
        "site_name: Mine\ntext: |+\n  kept\n\n",
        "base: &b\n  plugins: [tags]\n<<: *b\n",
        "site_name: Mine\n...\n",
        "site_name: Mine\nplugins: ~\n",
        "- a\n",
    ],
)
def test_what_cannot_be_added_to_safely_is_left_alone(text: str) -> None:
    assert add_plugin(text, OPTIONS) is None


def test_journal_in_a_site_with_other_pages(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Mine\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\ntheme: material\n", encoding="utf-8")
    made = init(tmp_path, "--name", "Ada")
    assert "changed: mkdocs.yml\nmade: docs/journal/2026/11/2026-11-24.md" in made.output
    assert not (tmp_path / ".github").exists()
    root, settings = find_project(tmp_path)
    journal, problems = load_journal(root, settings)
    assert (settings.journal_path, settings.owner, len(journal.entries), problems) == ("docs/journal", "Ada", 1, ())
    before = snapshot(tmp_path)
    assert "Nothing to do" in init(tmp_path).output
    assert snapshot(tmp_path) == before


def test_site_whose_navigation_does_not_name_the_journal(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\nnav:\n  - index.md\n", encoding="utf-8")
    made = init(tmp_path)
    assert "Add this line to it:\n  - Journal: journal/index.md\n" in made.output
    assert "The site's theme is 'mkdocs'" in made.output
    (tmp_path / "mkdocs.yml").write_text(
        (tmp_path / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("- index.md\n", "- index.md\n  - Journal: journal/index.md\n"),
        encoding="utf-8",
    )
    assert "Add this line" not in init(tmp_path).output


def test_lines_to_type_where_it_cannot_be_done(tmp_path: Path) -> None:
    """And no journal is made: without the plugin MkDocs would publish all of it."""
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\n", encoding="utf-8")
    result = init(tmp_path)
    assert result.exit_code == 1
    assert "  - netjournal:\n      path: journal  # the journal's folder in docs_dir\n" in result.output
    assert snapshot(tmp_path) == {"mkdocs.yml": b"INHERIT: base.yml\n"}
    lines = result.output.partition("\n\n")[2]
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: base.yml\n{lines}", encoding="utf-8")
    again = init(tmp_path)
    assert (again.exit_code, "made: docs/journal/2026/11/2026-11-24.md" in again.output) == (0, True)


def test_mkdocs_yml_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    result = init(tmp_path)
    assert (result.exit_code, "cannot be read" in result.output) == (2, True)
    assert list(snapshot(tmp_path)) == ["mkdocs.yml"]


# -- the templates


def test_no_template_has_a_word_left_to_fill(tmp_path: Path) -> None:
    init(tmp_path)
    assert [name for name, data in snapshot(tmp_path).items() if data and b"@@" in data] == []


def test_workflow_is_the_one_of_the_package(tmp_path: Path) -> None:
    init(tmp_path)
    wanted = files("netjournal.scaffold").joinpath("pages.yml").read_text(encoding="utf-8")
    assert (tmp_path / ".github/workflows/pages.yml").read_text(encoding="utf-8") == wanted


def test_snippets_know_every_channel(tmp_path: Path) -> None:
    init(tmp_path)
    snippets = json.loads((tmp_path / ".vscode/netjournal.code-snippets").read_text(encoding="utf-8"))
    assert f"|{','.join(CHANNELS)}|" in "\n".join(snippets["Something done"]["body"])
    assert json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))["files.eol"] == "\n"


@pytest.mark.parametrize("text", ["netjournal/scaffold/README.md", "docs/getting-started.md"])
def test_commands_that_a_student_is_told_to_type_are_there(text: str) -> None:
    words = re.findall(r"^\s*netjournal ([a-z]+)", (Path(__file__).parent.parent / text).read_text(encoding="utf-8"), re.MULTILINE)
    assert words
    assert sorted(set(words) - set(COMMANDS)) == []
