"""The GitHub workflow: well formed, pinned, with as few rights as it needs, and the same as the one a new journal gets."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from netjournal.git import find_repository, run_git
from netjournal.publishing.target import find_pages_workflow

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "netjournal" / "scaffold" / "pages.yml"
OURS = ROOT / ".github" / "workflows" / "pages.yml"
BIN = Path(sys.executable).parent


def loaded() -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    return found


def test_ours_differs_from_the_template_in_what_it_installs() -> None:
    """A journal installs netjournal as its requirements.txt says; this repository is netjournal itself."""
    text = TEMPLATE.read_text(encoding="utf-8")
    text = text.replace("pip install -r requirements.txt", "pip install .").replace("requirements.txt", "pyproject.toml")
    assert OURS.read_text(encoding="utf-8") == text


def test_actions_are_official_and_pinned() -> None:
    used = re.findall(r"uses: (.+)", TEMPLATE.read_text(encoding="utf-8"))
    assert len(used) == 6
    assert [line for line in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_only_the_job_that_publishes_may_write() -> None:
    workflow = loaded()
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert len(workflow["jobs"]["deploy"]["steps"]) == 1, "no program of others runs with these rights"


def test_nothing_is_published_that_was_not_checked_and_built() -> None:
    build, deploy = loaded()["jobs"].values()
    runs = [step.get("run", step.get("uses", "")).partition("@")[0] for step in build["steps"]]
    order = [
        runs.index("netjournal check --format github"),
        runs.index("mkdocs build --strict"),
        runs.index("actions/upload-pages-artifact"),
    ]
    assert order == sorted(order)
    assert deploy["needs"] == "build"
    assert [step.get("uses", step.get("run")) for step in build["steps"] if step.get("continue-on-error")] == [
        next(step["uses"] for step in build["steps"] if step.get("id") == "pages")
    ], "a failed check or build ends it"


@pytest.mark.parametrize("file", [OURS, TEMPLATE], ids=["ours", "template"])
def test_github_would_take_it_and_zizmor_finds_nothing(file: Path) -> None:
    for words in (
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
        ["zizmor", "--offline", "--no-progress", "--persona", "pedantic"],
    ):
        done = subprocess.run([BIN / words[0], *words[1:], file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_publish_knows_it(tmp_path: Path) -> None:

    run_git(tmp_path, ["init", "--quiet"])
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "tests.yml").write_text("steps:\n  # uses: actions/deploy-pages@v5\n", encoding="utf-8")
    assert find_pages_workflow(find_repository(tmp_path)) is None
    (folder / "pages.yml").write_bytes(TEMPLATE.read_bytes())
    found = find_pages_workflow(find_repository(tmp_path))
    assert found is not None and found.name == "pages.yml"
