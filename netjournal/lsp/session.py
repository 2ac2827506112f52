"""The journals and windows of one editor: which file belongs where, when to look again, what was told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from netjournal.diagnostics import Diagnostics
from netjournal.loading import Loader
from netjournal.lsp import protocol
from netjournal.lsp.positions import UTF16, Lines
from netjournal.lsp.problems import show
from netjournal.lsp.workbench import Check, View, Workbench
from netjournal.settings import Settings
from netjournal.watching.changes import Watch, watch_changes

log = logging.getLogger(__name__)
PAUSE = 0.15  # seconds without a key before the text is looked at
LONGEST = 0.75  # the same, for who never pauses
_SOON = 0.02

Find = Callable[[Path], tuple[Path, Settings] | str | None]
"""The journal's folder and the settings of the mkdocs.yml in a folder; None where there is none, a text where it is wrong."""


@dataclass(frozen=True, slots=True)
class Program:
    """What the server is told by who starts it. `check` is given the folder of mkdocs.yml and what loads its journal."""

    find: Find
    check: Callable[[Path, Loader], tuple[object, Diagnostics]]
    configs: tuple[str, ...]  # the names that a mkdocs.yml may have


@dataclass(slots=True)
class Window:
    """A file that is open in the editor."""

    uri: str
    path: str  # relative to the folder of mkdocs.yml
    text: str
    version: int | None = None


@dataclass
class Project:
    """One journal, its windows by URI, and what the editor was told about its files."""

    bench: Workbench
    windows: dict[str, Window] = field(default_factory=dict)
    told: dict[str, tuple[Diagnostics, str | None]] = field(default_factory=dict)  # by path: the problems, and in which text
    watch: Watch | None = None
    timer: asyncio.TimerHandle | None = None
    task: asyncio.Task[None] | None = None
    waiting_since: float | None = None
    from_disk: bool = True
    looking: bool = False

    def texts(self) -> dict[str, str]:
        return {window.path: window.text for window in list(self.windows.values())}

    def window(self, path: str) -> Window | None:
        return next((window for window in list(self.windows.values()) if window.path == path), None)

    def uri(self, path: str) -> str:
        """The address of a file: as the editor wrote it, where that has it open."""
        window = self.window(path)
        return window.uri if window else from_fs_path(str(self.bench.directory / path)) or ""


class Session:
    """All of it. Its methods are called in the event loop; journals are loaded in one thread beside it."""

    def __init__(self, server: LanguageServer, program: Program) -> None:
        self.server, self.program = server, program
        self.projects: dict[Path, Project] = {}
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="netjournal-look")
        self.closing = False
        self._complained: set[str] = set()

    @property
    def encoding(self) -> str:
        return str(getattr(self.server.workspace.position_encoding, "value", self.server.workspace.position_encoding) or UTF16)

    def open_folder(self, uri: str) -> None:
        """Look at the journal in a folder of the editor's workspace, if it is one."""
        if path := to_fs_path(uri):
            self._project_in(Path(path))

    def find(self, uri: str) -> tuple[Project, str] | None:
        """The journal that a file belongs to, and its path there; None for a file of no journal."""
        name = to_fs_path(uri)
        if not name:
            return None
        file = Path(name)
        for folder in file.parents:
            if (project := self._project_in(folder)) is None:
                continue
            path = file.relative_to(folder).as_posix()
            return (project, path) if project.bench.key_of(path) is not None else None
        return None

    def _project_in(self, folder: Path) -> Project | None:
        if folder in self.projects:
            return self.projects[folder]
        if not any((folder / name).is_file() for name in self.program.configs):
            return None
        found = self.program.find(folder)
        if isinstance(found, str) and found not in self._complained:
            self._complained.add(found)
            self.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, found))
        if found is None or isinstance(found, str):
            return None
        project = self.projects[folder] = Project(self._bench(folder, *found))
        self._watch(project)
        for document in list(self.server.workspace.text_documents.values()):
            self.opened(document.uri)  # what was opened while there was no mkdocs.yml, or a wrong one
        self.look_again(project, _SOON, from_disk=True)
        return project

    def _bench(self, folder: Path, root: Path, settings: Settings) -> Workbench:
        check: Check = partial(self.program.check, folder)  # type: ignore[assignment]
        return Workbench(folder, root, settings, check)

    def _watch(self, project: Project) -> None:
        loop, directory = asyncio.get_running_loop(), project.bench.directory
        configs = [directory / name for name in self.program.configs]

        def tell(changed: frozenset[Path]) -> None:
            loop.call_soon_threadsafe(self._disk_changed, project, bool(changed.intersection(configs)))

        project.watch = watch_changes([project.bench.root, *configs], tell)

    def _disk_changed(self, project: Project, config: bool) -> None:
        if config:
            self.reread(project)
        self.look_again(project, _SOON, from_disk=True)

    def reread(self, project: Project) -> None:
        """Follow what mkdocs.yml says now; while it is wrong, what it said before."""
        directory = project.bench.directory
        found = self.program.find(directory)
        if found is None or isinstance(found, str) or found == (project.bench.root, project.bench.settings):
            return
        if project.watch and found[0] != project.bench.root:
            project.watch.stop()
            project.watch = None
        project.bench = self._bench(directory, *found)
        for uri, window in list(project.windows.items()):
            if project.bench.key_of(window.path) is None:
                del project.windows[uri]
        if project.watch is None:
            self._watch(project)

    def look_again(self, project: Project, pause: float = PAUSE, from_disk: bool = False) -> None:
        """Look at the journal when nothing was typed for `pause` seconds."""
        if self.closing:
            return
        loop = asyncio.get_running_loop()
        project.from_disk |= from_disk
        now = loop.time()
        project.waiting_since = project.waiting_since or now
        if project.timer:
            project.timer.cancel()
        wait = min(pause, max(0.0, project.waiting_since + LONGEST - now))
        project.timer = loop.call_later(wait, self._start, project)

    def _start(self, project: Project) -> None:
        project.timer = None
        if project.looking:
            self.look_again(project, _SOON)
            return
        project.looking, project.waiting_since = True, None
        project.task = asyncio.get_running_loop().create_task(self._look(project))

    async def _look(self, project: Project) -> None:
        bench, from_disk, project.from_disk = project.bench, project.from_disk, False
        seen = project.texts()
        try:
            view = await asyncio.get_running_loop().run_in_executor(self.worker, bench.look, seen, from_disk)
            if bench is project.bench:
                self._tell(project, view, seen)
        except Exception:
            log.exception("the journal could not be looked at")
        finally:
            project.looking = False

    def _tell(self, project: Project, view: View, seen: Mapping[str, str]) -> None:
        """Send the problems of each file for which they are others, or stand in another text."""
        for path in sorted({*view.problems, *project.told, *seen}):
            problems, window = view.problems.get(path, ()), project.window(path)
            if window and window.text != seen.get(path):
                continue  # typed meanwhile: it is looked at again soon
            if project.told.get(path) == (problems, window.text if window else None):
                continue
            text = window.text if window else project.bench.text_of(path) if problems else ""
            shown = show(problems, Lines(text or "", self.encoding))
            diagnostics = [protocol.diagnostic(one) for one in shown]
            version = window.version if window else None
            self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(project.uri(path), diagnostics, version))
            project.told[path] = (problems, window.text if window else None)
            if not problems and not window:
                del project.told[path]

    def opened(self, uri: str) -> None:
        """A file was opened, or its text is another."""
        if found := self.find(uri):
            project, path = found
            document = self.server.workspace.get_text_document(uri)
            project.windows[uri] = Window(uri, path, document.source, document.version)
            self.look_again(project)

    def closed(self, uri: str) -> None:
        for project in self.projects.values():
            if project.windows.pop(uri, None):
                self.look_again(project, _SOON)

    def saved(self, uris: Iterator[str]) -> None:
        """Files changed on disk."""
        for uri in uris:
            name = to_fs_path(uri)
            for project in self.projects.values() if name else ():
                if Path(name or "").is_relative_to(project.bench.directory):
                    self._disk_changed(project, Path(name or "").name in self.program.configs)

    def close(self) -> None:
        for project in self.projects.values():
            if project.watch:
                project.watch.stop()
            if project.timer:
                project.timer.cancel()
        self.closing = True
        self.worker.shutdown(wait=False, cancel_futures=True)
