"""One whole site as one commit without history, made in a repository of its own and pushed in one step.

The branch there holds the old site or the new one, whatever happens in between: git moves it last and at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netjournal.git import GitError, Repository, run_git
from netjournal.publishing.refusals import Refusal
from netjournal.publishing.target import Target, identity_of

_CONNECTION = r"^(core\.sshcommand|credential\.|http\.|url\.|ssh\.)"
# Nothing is left running in a folder that goes away, and names may be long on Windows.
_SETTINGS = "[core]\n\tautocrlf = false\n\tfsmonitor = false\n\tlongpaths = true\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"
_ENTRY = re.compile(r"(?:^|/)\d{4}-\d{2}-\d{2}[^/]*\.md$", re.ASCII)
_SOURCES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")


class SomebodyElsePublished(Exception):
    """The branch moved since it was looked at, so it was left alone."""


class NotASite(Exception):
    """The branch holds something that is no published site. `journal`: it is the source of one, never to be replaced."""

    def __init__(self, journal: bool) -> None:
        super().__init__()
        self.journal = journal


@dataclass(frozen=True, slots=True)
class Workshop:
    """A bare repository in a temporary folder, that knows how the journal's repository reaches its remotes."""

    folder: Path
    environment: Mapping[str, str]

    def run(self, *words: str, data: bytes | None = None, tree: Path | None = None) -> str:
        """What git prints. `tree` is the folder of files that it works on."""
        more = {"GIT_DIR": str(self.folder / "site.git"), "GIT_INDEX_FILE": str(self.folder / "index")}
        if tree is not None:
            more["GIT_WORK_TREE"] = str(tree)
        return run_git(tree or self.folder, words, data, {**self.environment, **more})


@dataclass(frozen=True, slots=True)
class Staged:
    """A site that is ready to be pushed. `old` is the commit that it replaces, None where the branch is new."""

    workshop: Workshop
    target: Target
    tree: str
    old: str | None
    unchanged: bool


def open_workshop(folder: Path, repository: Repository | None, may_ask: bool) -> Workshop:
    """Make the repository in `folder`, an empty one. `may_ask`: git may ask for a password, somebody is there."""
    environment = {"GIT_TERMINAL_PROMPT": "1" if may_ask else "0", "TZ": "UTC", **_connection(repository)}
    workshop = Workshop(folder, environment)
    run_git(folder, ["init", "--quiet", "--bare", "--template=", "site.git"], environment={"GIT_DIR": str(folder / "site.git")})
    # Bytes go as they are: no line ends, filters or encodings that the settings of this computer ask for.
    (folder / "site.git" / "info").mkdir(exist_ok=True)
    (folder / "site.git" / "info" / "attributes").write_text("* -text -filter -ident -working-tree-encoding\n", encoding="utf-8")
    with (folder / "site.git" / "config").open("a", encoding="utf-8") as config:
        config.write(_SETTINGS)
    return workshop


def fetch_published(workshop: Workshop, target: Target) -> str | None:
    """The commit of the target's branch, fetched without its history; None where there is no such branch."""
    ref = f"refs/heads/{target.branch}"
    if not workshop.run("ls-remote", target.url, ref):
        return None
    workshop.run("fetch", "--quiet", "--no-tags", "--depth=1", target.url, f"+{ref}:refs/published")
    return workshop.run("rev-parse", "refs/published")


def check_out(workshop: Workshop, commit: str, folder: Path) -> None:
    """Write the files of `commit` into `folder`."""
    folder.mkdir()
    workshop.run("read-tree", commit)
    workshop.run("-c", "core.symlinks=false", "checkout-index", "--all", "--force", tree=folder)


def stage_site(workshop: Workshop, target: Target, site: Path, old: str | None, force: bool = False) -> Staged:
    """Put `site` beside what is published. Raises NotASite where the branch holds something else.

    `force` replaces what is no site, but never the source of one.
    """
    before = _names(workshop, old) if old else {}
    if before and (problem := _not_a_site(before)) and (problem.journal or not force):
        raise problem
    workshop.run("read-tree", "--empty")
    workshop.run("add", "--all", "--force", ".", tree=site)
    nothing = workshop.run("hash-object", "-w", "--stdin", data=b"")
    workshop.run("update-index", "--add", "--cacheinfo", f"100644,{nothing},.nojekyll")
    if "CNAME" in before and not (site / "CNAME").exists():
        workshop.run("update-index", "--add", "--cacheinfo", f"100644,{before['CNAME']},CNAME")
    tree = workshop.run("write-tree")
    unchanged = old is not None and _tree_of(workshop, old) == tree and not _has_history(workshop, old)
    return Staged(workshop, target, tree, old, unchanged)


def push_site(staged: Staged, message: str, repository: Repository | None) -> str:
    """Push it as one commit and return that. Raises SomebodyElsePublished; GitError where git could not."""
    name, email = identity_of(repository)
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", name), ("EMAIL", email))}
    workshop = Workshop(staged.workshop.folder, {**staged.workshop.environment, **who})
    commit = workshop.run("commit-tree", staged.tree, "-m", message)
    ref = f"refs/heads/{staged.target.branch}"
    lease = f"--force-with-lease={ref}:{staged.old or ''}"
    try:
        workshop.run("push", "--quiet", "--no-follow-tags", lease, staged.target.url, f"{commit}:{ref}")
    except GitError as error:
        if "stale info" in str(error) or "but expected" in str(error):
            raise SomebodyElsePublished from None
        raise
    return commit


def refusal_of(problem: NotASite, target: Target) -> Refusal:
    """Why `target` is not overwritten."""
    if problem.journal:
        return Refusal(f"{target} holds a journal, the source of a site", "name another --branch; gh-pages is the usual one")
    return Refusal(f"{target} holds something else than a published site", "name another --branch, or replace it with --force")


def _names(workshop: Workshop, commit: str) -> dict[str, str]:
    """The files of a commit and their blobs."""
    records = workshop.run("ls-tree", "-r", "-z", "--full-tree", commit).split("\0")
    return {name: facts.split(" ")[2] for facts, _, name in (record.partition("\t") for record in records if record)}


def _not_a_site(names: Mapping[str, str]) -> NotASite | None:
    if any(name.rpartition("/")[2] in _SOURCES or _ENTRY.search(name) for name in names):
        return NotASite(journal=True)
    return None if "index.html" in names or ".nojekyll" in names else NotASite(journal=False)


def _tree_of(workshop: Workshop, commit: str) -> str:
    return workshop.run("rev-parse", f"{commit}^{{tree}}")


def _has_history(workshop: Workshop, commit: str) -> bool:
    head = workshop.run("cat-file", "commit", commit).partition("\n\n")[0]
    return any(line.startswith("parent ") for line in head.split("\n"))


def _connection(repository: Repository | None) -> dict[str, str]:
    """The settings by which the journal's repository reaches its remotes, as git reads them from the environment."""
    if repository is None:
        return {}
    try:
        listed = repository.run("config", "--local", "--includes", "--null", "--get-regexp", _CONNECTION)
    except GitError:  # there are none
        return {}
    pairs = [record.partition("\n") for record in listed.split("\0") if record]
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    found = {"GIT_CONFIG_COUNT": str(first + len(pairs))}
    for number, (key, end, value) in enumerate(pairs, first):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value if end else "true"}
    return found
