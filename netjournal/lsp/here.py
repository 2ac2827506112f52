"""The place in a file of a journal at which an editor asks something."""

from __future__ import annotations

from dataclasses import dataclass

from lsprotocol import types

from netjournal.diagnostics import Diagnostics
from netjournal.lsp import protocol
from netjournal.lsp.meaning import Named, find_named
from netjournal.lsp.positions import Lines
from netjournal.lsp.session import Project, Session
from netjournal.lsp.spot import Spot
from netjournal.lsp.spots import find_spot
from netjournal.lsp.workbench import View


@dataclass(frozen=True, slots=True)
class Here:
    """Where in which file of which journal a question is asked."""

    project: Project
    view: View | None
    path: str
    lines: Lines

    def spot(self, position: types.Position) -> Spot | None:
        offset = self.lines.offset(protocol.to_position(position))
        return find_spot(self.lines.text, offset, self.project.bench.what_of(self.path))

    def named(self, position: types.Position) -> Named | None:
        spot = self.spot(position)
        if spot is None or self.view is None:
            return None
        return find_named(self.view.known, spot, self.lines.text, self.project.bench.what_of(self.path))

    def problems(self) -> Diagnostics:
        return self.view.problems.get(self.path, ()) if self.view else ()

    def range(self, start: int, end: int) -> types.Range:
        return protocol.range_(self.lines.range(start, end))


def find_here(session: Session, uri: str) -> Here | None:
    """The file that the editor asks about; None for one of no journal."""
    found = session.find(uri)
    if found is None:
        return None
    project, path = found
    window = project.windows.get(uri)
    text = window.text if window else project.bench.text_of(path) or ""
    return Here(project, project.bench.view, path, Lines(text, session.encoding))
