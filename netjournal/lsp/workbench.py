"""One journal as the editor sees it: the files on disk, and what stands unsaved in its windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from netjournal.diagnostics import Diagnostics, sort_diagnostics
from netjournal.editing.daily import Desk
from netjournal.editing.files import read_bytes
from netjournal.loading import Loader
from netjournal.lsp.places import File
from netjournal.lsp.problems import by_file
from netjournal.model import Journal
from netjournal.reading.classify import Classified, FileKind, classify
from netjournal.reading.listing import scan_folder
from netjournal.reading.values import Vocabulary
from netjournal.settings import Settings

Check = Callable[[Loader], tuple[Journal, Diagnostics]]  # loads a journal and finds all that `netjournal check` does
_MORE = "tracked-private"  # what that finds beside the loader's: it takes git, and is looked for when something is saved


@dataclass(frozen=True)
class View:
    """What was understood last. `known` is the journal to choose from: that of the last time every open file could be read."""

    journal: Journal
    known: Journal
    problems: Mapping[str, Diagnostics]  # by path
    unsaved: frozenset[str]  # paths whose window holds something else than the disk


class Workbench:
    """The journal in `root`, whose mkdocs.yml is in `directory`. One thread at a time may `look`."""

    def __init__(self, directory: Path, root: Path, settings: Settings, check: Check) -> None:
        self.directory, self.root, self.settings = directory, root, settings
        self.vocabulary = Vocabulary(settings.channels, settings.practices)
        self.view: View | None = None
        self._loader, self._check = Loader(root, settings), check
        self._saved: tuple[Journal, Diagnostics] | None = None  # as it is on disk

    def key_of(self, path: str) -> str | None:
        """A path as it is relative to the journal; None for one outside it."""
        prefix = self.settings.journal_path
        if prefix in ("", "."):
            return path
        return path.removeprefix(f"{prefix}/") if path.startswith(f"{prefix}/") else None

    def what_of(self, path: str) -> Classified:
        key = self.key_of(path)
        return classify(key) if key else Classified(FileKind.OTHER)

    def look(self, windows: Mapping[str, str], from_disk: bool) -> View:
        """The journal with the texts of open `windows`, by path; `from_disk`: files may have changed since the last look."""
        if self._saved is None or from_disk:
            self._saved = self._check(self._loader)
        journal, problems = self._saved
        changes = {path: data for path, text in windows.items() if (data := self._unsaved(path, text)) is not None}
        if changes:
            more = [p for p in problems if p.code == _MORE and p.source.path not in changes]
            journal, problems = self._loader.load_changed(changes)
            problems = sort_diagnostics((*problems, *more))
        self.view = View(journal, self._choices(journal, changes), by_file(problems), frozenset(changes))
        return self.view

    def _unsaved(self, path: str, text: str) -> bytes | None:
        """What the file would hold, where it holds something else; an editor may show it without its BOM and line ends."""
        try:
            data = read_bytes(self.directory / path)
        except OSError:
            data = None
        if data is not None and _shown(data.decode("utf-8", "replace")) == _shown(text):
            return None
        return text.encode("utf-8", "surrogatepass")

    def _choices(self, journal: Journal, changes: Mapping[str, bytes]) -> Journal:
        """While a front matter that is being typed cannot be read, what it declared is still there to choose from."""
        readable = {entry.path: entry.readable for entry in journal.entries if entry.path in changes}
        readable |= {own.path: own.readable for own in journal.own_files if own.path in changes}
        return journal if self.view is None or all(readable.values()) else self.view.known

    def desk(self) -> Desk:
        """The journal as the commands take it, which is as it lies on disk."""
        return Desk(self.directory, self.root, self.settings, self._loader, *self._loader.load())

    def files(self, windows: Mapping[str, str]) -> Iterator[File]:
        """Every text of the journal, those of open windows as they are there."""
        prefix = "" if self.settings.journal_path in ("", ".") else f"{self.settings.journal_path}/"
        keys = {key for key, _ in scan_folder(self.root, []) if key.endswith(".md")}
        keys |= {key for path in windows if (key := self.key_of(path))}
        for key in sorted(keys):
            text = windows.get(prefix + key)
            if text is None:
                text = self.text_of(prefix + key)
            if text is not None:
                yield File(prefix + key, key, text)

    def text_of(self, path: str) -> str | None:
        """The text of a file on disk; None where it cannot be opened."""
        try:
            data = read_bytes(self.directory / path)
        except OSError:
            return None
        return None if data is None else data.decode("utf-8", "replace")


def _shown(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
