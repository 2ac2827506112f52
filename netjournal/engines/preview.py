"""The live preview: a page is made when somebody looks at it, out of the journal as it is at that moment.

After a save only the journal is read and derived anew. No page can be out of date, for none is kept. MkDocs builds the frame
around the pages, and builds it again when mkdocs.yml, the theme or an ordinary page changes.
"""

from __future__ import annotations

import gzip
import logging
import shutil
import threading
import traceback
from collections.abc import Callable, Collection
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_timestamp

from netjournal.clock import read_today
from netjournal.engines.frame import Frame
from netjournal.engines.media import shown_media
from netjournal.engines.rendition import Rendition
from netjournal.site.search import add_docs

log = logging.getLogger("mkdocs.plugins.netjournal")
_KNOWN_PLUGINS = frozenset(("search", "material/search", "tags", "material/tags", "netjournal"))
_SEARCH, _SITEMAP = "search/search_index.json", "sitemap.xml"


def is_possible(config: MkDocsConfig) -> bool:
    """Whether pages can be made one by one: `mkdocs serve` with live reload, and no plugin that may want to see all of them."""
    command = click.get_current_context(silent=True)
    words = command.params if command is not None else {"livereload": False}
    return words.get("livereload") is not False and words.get("build_type") is None and knows_plugins(config)


def knows_plugins(config: MkDocsConfig) -> bool:
    """Whether no plugin may want to see all pages, or write some itself."""
    return config.plugins.keys() <= _KNOWN_PLUGINS


def guarded(render: Callable[[], str]) -> str:
    """The page, or what went wrong in making it."""
    try:
        return render()
    except Exception:  # a fault in a template of the author's, or of ours
        return _fault()


def _fault() -> str:
    """What just went wrong, for the log and as HTML."""
    text = traceback.format_exc()
    log.error("A page could not be made:\n%s", text)
    heading = Markup("<h1>This page could not be made</h1><p>The rest of the site is as it was.</p>")
    return heading + Markup("<pre>{}</pre>").format(text)


class Preview:
    """Answers the requests to MkDocs' server, which finds each file in its folder because it was put there just before."""

    def __init__(self, derive: Callable[[Collection[Path] | None], Rendition]) -> None:
        self.derive = derive  # makes the rendition of the journal as it is now, by what changed, or by a look at everything
        self.lock = threading.Lock()  # one page at a time, and none while the journal is read
        self.noting = threading.Lock()
        self.changed: set[Path] = set()
        self.number = 0  # of the state of the journal that is shown
        self.written: set[str] = set()  # the files that were made for this state
        self.outdated: set[str] = set()  # those for an earlier one that are still there
        self.watched = ""  # the folder that MkDocs watches: the first one
        self.search = '{"docs":[]}'  # the index without our pages

    def show(self, frame: Frame, rendition: Rendition) -> None:
        """From now on answer with these; `frame` was just built."""
        with self.lock:
            self.watched = self.watched or frame.config.docs_dir
            if self.watched != frame.config.docs_dir:
                log.warning("docs_dir is another folder now: end mkdocs serve and start it anew, for it watches the old one")
            self.frame = frame
            self.folder = Path(frame.config.site_dir)
            if (self.folder / _SEARCH).is_file():
                self.search = (self.folder / _SEARCH).read_text(encoding="utf-8")
            self._take(rendition)

    def install(self, server: Any) -> None:
        """Stand between `server` and its visitors."""
        self.serve, self.mount_path, self.build = server.serve_request, server.mount_path, server.builder
        server.set_app(self.answer)
        server.builder = self.renew

    def note(self, changed: frozenset[Path]) -> None:
        """Remember what `renew` has to look at."""
        with self.noting:
            self.changed |= changed

    def catch_up(self) -> None:
        """Take what changed since the first build, now that all that follows will be noted."""
        self._renew(None)

    def renew(self) -> None:
        """Bring the preview up to what changed. What fails is told, and the site stays as it was."""
        with self.noting:
            changed, self.changed = self.changed, set()
        if not changed:  # it came with the change before
            return
        root = (Path(self.frame.config.docs_dir) / self.rendition.site.settings.prefix).resolve()  # the pages beside it are MkDocs'
        self._renew(changed if all(path.resolve().is_relative_to(root) for path in changed) else ())

    def _renew(self, changed: Collection[Path] | None) -> None:
        """Derive anew by what changed, None for anything; build anew where that is nothing of the journal."""
        try:
            if (changed is None or changed) and self._derive(changed):
                return
            self._rebuild()
        except (Exception, SystemExit) as error:
            log.error("The preview stays as it was: %s", error)

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """One request: make what it asks for, and let the server send it. A change meanwhile makes it anew."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/") or not f"{path}/".startswith(self.mount_path):
            return self.serve(environ, start_response)
        while True:
            number, started = self.number, []  # type: ignore[var-annotated]
            self._bring(path[len(self.mount_path) :])
            answer = self.serve(environ, lambda *words, to=started: to.append(words))
            if number == self.number:
                start_response(*started[-1])
                return answer

    def _rebuild(self) -> None:
        """Build the frame anew. MkDocs empties the folder of the site first, so it is kept until the new one is whole."""
        before = self.folder.with_name(f"{self.folder.name}-before")
        with suppress(OSError):  # on Windows, while a file of it is being sent: then there is no way back
            self.folder.rename(before)
        try:
            self.build()
        except BaseException:
            with self.lock:
                if before.is_dir():
                    shutil.rmtree(self.folder, ignore_errors=True)
                    with suppress(OSError):
                        before.rename(self.folder)
                self._take(self.rendition)
            raise
        finally:
            shutil.rmtree(before, ignore_errors=True)

    def _derive(self, changed: Collection[Path] | None = None) -> bool:
        """Take the journal as it is now; False where the frame is no longer the right one."""
        with self.lock:
            rendition = self.derive(changed)
            if rendition.ordinary != self.rendition.ordinary or not rendition.prose.links.answer_as(self.frame.asked):
                return False
            self._take(rendition)
        return True

    def _take(self, rendition: Rendition) -> None:
        self.outdated |= self.written
        self.written.clear()
        for name in tuple(self.outdated):
            with suppress(PermissionError):  # on Windows, while it is being sent: it goes the next time
                (self.folder / name).unlink(missing_ok=True)
                self.outdated.remove(name)
        self.rendition = rendition
        self.number += 1

    def _bring(self, path: str) -> None:
        """Put what is asked for at `path` into the folder of the site, if it is ours to make."""
        name = f"{path}index.html" if path.endswith("/") or not path else path
        with self.lock:
            if read_today() != self.rendition.site.today:
                self._take(self.derive(None))
            for wanted in (name, f"{name}/index.html"):  # the second for an address that lacks its slash
                if wanted not in self.written and self._make(wanted):
                    self.written.add(wanted)

    def _make(self, name: str) -> bool:
        made = self.rendition
        uri = next((uri for uri in _uris_of(name, self.frame.config.use_directory_urls) if uri in made.ours), None)
        if uri is not None:
            try:
                self.frame.write_page(uri, made.ours, made.site.settings.prefix)
            except Exception:  # in a template of the theme, or one that the author put in its place
                self._write(name, f"<!doctype html><title>Fault</title><body>{_fault()}</body>".encode())
        elif name == "journal.json":
            self._write(name, "".join(made.export()).encode("utf-8"))
        elif name == "feed.xml":
            self._write(name, made.feed().encode("utf-8"))
        elif name == _SEARCH:
            self._write(name, "".join(add_docs(self.search, made.docs())).encode("utf-8"))
        elif name == _SITEMAP:
            self._write(name, self.frame.sitemap(made.ours))
        elif name == f"{_SITEMAP}.gz":
            self._write(name, _compress(self.frame.sitemap(made.ours)))
        elif name in made.media and name in shown_media(made, self.frame.config):
            try:
                data = (Path(self.frame.config.docs_dir) / name).read_bytes()
            except OSError:  # it vanished a moment ago, or may not be read
                return False
            self._write(name, data)
        else:
            return False
        return True

    def _write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _uris_of(name: str, directory_urls: bool) -> tuple[str, ...]:
    """The uris of those of our pages that MkDocs may write to the file `name`."""
    if not directory_urls:
        return (f"{name.removesuffix('.html')}.md",) if name.endswith(".html") else ()
    folder, slash, last = name.rpartition("/")
    return (f"{folder}{slash}index.md", f"{folder}.md") if last == "index.html" else ()


def _compress(data: bytes) -> bytes:
    packed = BytesIO()
    with gzip.GzipFile(filename=_SITEMAP, fileobj=packed, mode="wb", mtime=get_build_timestamp()) as file:
        file.write(data)
    return packed.getvalue()
