"""Where a site is published: the branch of a repository, and what must never be overwritten there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from netjournal.git import GitError, Repository, run_git
from netjournal.publishing.refusals import Refusal

_DEPLOYS = re.compile(r"^\s*(?:-\s+)?uses:\s*[\"']?actions/deploy-pages@", re.MULTILINE)
_ADDRESS = re.compile(r"\w[\w+.-]*://.|\w[^/\\\s]*:.")  # https://…, or git@github.com:you/site.git
_SECRET_OF_URL = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True, slots=True)
class Target:
    """A branch of a repository. `remote` is its name where it is one of the journal's own repository."""

    url: str  # or a path
    branch: str
    remote: str | None = None

    def __str__(self) -> str:
        return f"{self.branch} of {self.remote or without_password(self.url)}"


def find_target(to: str, branch: str, repository: Repository | None, folder: Path) -> Target | None:
    """What `to` means: a remote's name, a path (relative to `folder`), or any URL that git takes. None: none of them."""
    if repository is not None and to in repository.run("remote").split("\n"):
        url = repository.run("remote", "get-url", "--push", to)
        path = repository.root / url
        return Target(str(path.resolve()) if _is_folder(path) else url, branch, to)
    if _is_folder(folder / to):
        return Target(str((folder / to).resolve()), branch)
    return Target(to, branch) if _ADDRESS.match(to) else None


def is_branch_name(name: str) -> bool:
    """Whether git takes `name` for a branch."""
    try:
        run_git(Path.cwd(), ["check-ref-format", f"refs/heads/{name}"])
    except GitError:
        return False
    return not name.startswith("-")


def find_pages_workflow(repository: Repository | None) -> Path | None:
    """The GitHub workflow that publishes the site, where there is one."""
    folder = repository.root / ".github" / "workflows" if repository else None
    for file in sorted(folder.glob("*.y*ml")) if folder else []:
        if _DEPLOYS.search(file.read_text(encoding="utf-8", errors="replace")):
            return file
    return None


def find_target_refusal(target: Target, repository: Repository | None) -> Refusal | None:
    """The journal itself is no place to publish to: its own folder, or the branch that it stands on."""
    if repository is None:
        return None
    own = _common_folder(repository.root)
    place = Path(url2pathname(urlsplit(target.url).path)) if target.url.startswith("file:") else Path(target.url)
    if place.is_absolute() and _is_folder(place) and own == _common_folder(place):
        return Refusal("this is the journal's own folder", "name another repository with --to")
    try:
        current = repository.run("symbolic-ref", "--short", "HEAD")
    except GitError:  # no branch is checked out
        return None
    try:
        home = repository.run("config", f"branch.{current}.remote")
    except GitError:
        home = "origin"
    same = target.remote == home or _url_of(repository, home) == target.url
    if same and target.branch == current:
        return Refusal(
            f"{target.branch} is the branch that the journal itself is on; publishing would replace the journal by its site",
            "leave --branch out: the site goes to gh-pages",
        )
    return None


def without_password(text: str) -> str:
    """`text` without the user and the token that an address in it may carry."""
    return _SECRET_OF_URL.sub("", text)


def identity_of(repository: Repository | None) -> tuple[str, str]:
    """Who publishes, by git's settings; a made-up e-mail address of this computer's is none."""
    try:
        folder = repository.root if repository else Path.cwd()
        return run_git(folder, ["config", "user.name"]), run_git(folder, ["config", "user.email"])
    except GitError:
        return "netjournal", "netjournal@localhost"


def _common_folder(place: Path) -> Path | None:
    """The .git of a repository, whichever of its working trees `place` is in."""
    try:
        return Path(run_git(place, ["rev-parse", "--path-format=absolute", "--git-common-dir"])).resolve()
    except GitError:
        return None


def _url_of(repository: Repository, remote: str) -> str | None:
    found = find_target(remote, "", repository, repository.root) if remote in repository.run("remote").split("\n") else None
    return found.url if found else None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
