"""What the benchmark asks of each site builder."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

Words = list[str | Path]  # a command line


class Contestant(ABC):
    """One way to make a site of a journal. The docstring of each says which settings it has and why: docs/speed.md prints it."""

    name: str  # on the command line
    title: str  # in tables
    made: tuple[str, ...]  # what a build leaves behind: gone before a cold one
    site: str = "site"
    builds = True  # False: takes part with its live server alone
    same_pages = True  # its source is the pages that all others get, not the journal

    def __init__(self, cache: Path) -> None:
        self.tools = cache / self.name  # its installation, apart from the project's

    def install(self) -> None:  # noqa: B027  # those in our own environment have nothing to do here
        """Bring it, if it is not there yet. Needs the network."""

    @abstractmethod
    def version(self) -> str | None:
        """What was measured; None where it is not installed."""

    def content(self, folder: Path) -> Path:
        """Where in `folder` the pages lie."""
        return folder / "content"

    def page_text(self, title: str, front_matter: str, prose: str) -> str:
        """A page's source: the front matter of the entry as it is, as any of them reads it."""
        return f"---\ntitle: {title}\n{front_matter}---\n\n{prose}"

    @abstractmethod
    def prepare(self, folder: Path, pages: int) -> None:
        """Write its settings and templates into `folder`; the pages are written already."""

    @abstractmethod
    def build(self, folder: Path) -> Words:
        """The command of a whole build."""

    def rebuild(self, folder: Path) -> Words:
        """The command of a build in a new process after an edit."""
        return self.build(folder)

    def serve(self, folder: Path, port: int) -> Words | None:
        """The command of the live server; None where there is none."""
        return None

    def address(self, changed: Path) -> str:
        """Where the live server shows the page of `changed`."""
        return f"/{changed.stem}/"

    def clean(self, folder: Path) -> None:
        for name in self.made:
            shutil.rmtree(folder / name, ignore_errors=True)


class FromPyPI(Contestant):
    """One that is installed by pip, in an environment of its own."""

    packages: tuple[str, ...]

    def install(self) -> None:
        if self.version() is None:
            subprocess.run([sys.executable, "-m", "venv", self.tools], check=True)
            words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([self.bin("python"), *words, "--upgrade", "pip"], check=True)
            subprocess.run([self.bin("python"), *words, *self.packages], check=True)

    def version(self) -> str | None:
        name = self.packages[0].partition("[")[0]
        folders = [str(path) for path in (*self.tools.glob("lib/python*/site-packages"), *self.tools.glob("Lib/site-packages"))]
        found = [found.version for found in importlib.metadata.distributions(name=name, path=folders)]
        return found[0] if found else None

    def bin(self, name: str) -> Path:
        return self.tools / ("Scripts" if os.name == "nt" else "bin") / name


def write_text(path: Path, text: str) -> None:
    """Write `text`, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
