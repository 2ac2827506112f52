"""What git knows of a journal's folder. Everything that calls git is here; who has no git, or no repository, gets None."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_PLAIN = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}

_BATCH = 200  # objects that are held at once


class GitError(Exception):
    """A git command failed; the text is what git said."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository with a working tree."""

    root: Path

    def run(self, *words: str, data: bytes | None = None, environment: Mapping[str, str] | None = None) -> str:
        """What `git words…` prints, without the last line end. Raises GitError."""
        return run_git(self.root, words, data, environment)


def run_git(folder: Path, words: Sequence[str], data: bytes | None = None, environment: Mapping[str, str] | None = None) -> str:
    """What git prints, called in `folder`, without the last line end; paths come as they are. Raises GitError."""
    command = ["git", "-c", "core.quotepath=off", *words]
    env = {**os.environ, **_PLAIN, **(environment or {})}
    try:
        done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=False, env=env)
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(done.stderr.decode("utf-8", "replace").strip() or f"git {words[0]} failed")
    return done.stdout.decode("utf-8", "replace").removesuffix("\n")


def find_repository(folder: Path) -> Repository | None:
    """The repository that `folder` stands in."""
    if shutil.which("git") is None or not folder.is_dir():
        return None
    try:
        return Repository(Path(run_git(folder, ["rev-parse", "--show-toplevel"])))
    except GitError:
        return None


def tracked_files(repository: Repository, folder: Path) -> list[str]:
    """The files below `folder` that git keeps, relative to it, with slashes."""
    return [name for name in run_git(folder, ["ls-files", "-z"]).split("\0") if name] if folder.is_dir() else []


def changed_files(repository: Repository, folder: Path) -> list[str]:
    """The files below `folder` that differ from the last commit or are new and not ignored, relative to the repository."""
    listed = repository.run("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", str(folder))
    return [record[3:] for record in listed.split("\0") if record]


def is_ignored(repository: Repository, path: Path) -> bool:
    """Whether git would leave `path` out, be it there or not."""
    try:
        repository.run("check-ignore", "--no-index", "--quiet", "--", str(path))
    except GitError:
        return False
    return True


def every_version(repository: Repository) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of every version of every file that any branch or tag can reach."""
    paths: dict[str, str] = {}
    for line in repository.run("rev-list", "--objects", "--all").splitlines():
        name, _, path = line.partition(" ")
        if path:
            paths[name] = path
    names = list(paths)
    for first in range(0, len(names), _BATCH):
        asked = subprocess.run(
            ["git", "cat-file", "--batch"],
            cwd=repository.root, input="\n".join(names[first : first + _BATCH]).encode(), capture_output=True, check=False,
        ).stdout  # fmt: skip
        at = 0
        while at < len(asked):
            end = asked.index(b"\n", at)
            name, kind, size = asked[at:end].decode().split()
            if kind == "blob":
                yield paths[name], asked[end + 1 : end + 1 + int(size)]
            at = end + 2 + int(size)


def kept_files(folder: Path) -> tuple[str, ...]:
    """The files below `folder` that git keeps, or would keep with the next `git add`: relative to it, with slashes."""
    listed = run_git(folder, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
    return tuple(sorted(name for name in set(listed.split("\0")) if name))


def commits_holding(repository: Repository, words: Sequence[str]) -> tuple[str, ...]:
    """The commits of all branches that added or removed a line with one of `words`, or a file named by one; newest first."""
    either = "|".join(re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", word) for word in words)
    lines = repository.run("log", "--all", "--format=%h", "-i", "-E", f"-G{either}").split()
    paths = [f":(icase,glob)**/*{word}*" for word in words if not set(word) & set("*?[]\\")]
    named = repository.run("log", "--all", "--format=%h", "--", *paths).split() if paths else []
    order = repository.run("log", "--all", "--format=%h").split()
    found = {*lines, *named}
    return tuple(commit for commit in order if commit in found)


def head_commit(repository: Repository) -> str | None:
    """The commit that is checked out; None before the first."""
    try:
        return repository.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError:
        return None


def tags_below(repository: Repository, prefix: str) -> tuple[str, ...]:
    """The names of the tags that start with `prefix`, a whole name or a folder of them."""
    return tuple(repository.run("tag", "--list", f"{prefix}*").splitlines())


def make_tag(repository: Repository, name: str, commit: str, text: str) -> None:
    """An annotated tag, whose message is `text` to the letter. Raises GitError."""
    words = ["tag", "--annotate", "--no-sign", "--cleanup=verbatim", "--file=-", name, commit]
    repository.run(*words, data=text.encode("utf-8"))


def delete_tag(repository: Repository, name: str) -> None:
    repository.run("tag", "--delete", name)


def read_tag(repository: Repository, name: str) -> tuple[str, str] | None:
    """The commit that a tag marks and the tag's message; None where there is no such tag."""
    try:
        commit = repository.run("rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}")
        return commit, repository.run("for-each-ref", "--format=%(contents)", f"refs/tags/{name}")
    except GitError:
        return None


@dataclass(frozen=True, slots=True)
class Written:
    """The day on which a file of each name first came into a commit, as `head` knows it."""

    head: str
    days: Mapping[str, date]


def days_written(folder: Path) -> Mapping[str, date]:
    """The day on which a file of each name first came into a commit, wherever it stood below `folder`.

    Nothing without git, without a commit, or in a clone that lacks the earlier commits.
    """
    written = read_written(folder)
    return written.days if written else {}


def read_written(folder: Path, before: Written | None = None) -> Written | None:
    """The same with the commit; after `before`, only the commits since then are gone through."""
    try:
        shallow, head = run_git(folder, ["rev-parse", "--is-shallow-repository", "HEAD^{commit}"]).splitlines()
        if shallow != "false":
            return None
        if before is not None and before.head == head:
            return before
        since = before if before is not None and _leads_to(folder, before.head, head) else None
        commits = f"{since.head}..{head}" if since else head
        added = ["--diff-filter=A", "--no-renames", "--full-history", "--name-only", "--format=%x01%as", commits, "--", "."]
        lines = run_git(folder, ["log", *added]).splitlines()
    except (GitError, ValueError):
        return None
    found = dict(since.days) if since else {}
    day = date.min
    for line in lines:
        if line.startswith("\x01"):
            day = date.fromisoformat(line[1:])
        elif line:
            name = line.rpartition("/")[2]
            found[name] = min(day, found.get(name, day))
    return Written(head, found)


def _leads_to(folder: Path, earlier: str, later: str) -> bool:
    try:
        run_git(folder, ["merge-base", "--is-ancestor", earlier, later])
    except GitError:
        return False
    return True


def write_commit(repository: Repository, commit: str, folder: Path) -> None:
    """The files of a commit, below `folder`. Raises GitError, for a commit that is not here too."""
    archive = folder / "commit.zip"
    repository.run("archive", "--format=zip", f"--output={archive}", commit)
    with zipfile.ZipFile(archive) as held:
        held.extractall(folder)
    archive.unlink()
