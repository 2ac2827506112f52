"""What an editor asks without changing anything: completion, hover, outline, definition, references."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from netjournal.diagnostics import Source
from netjournal.lsp import protocol
from netjournal.lsp.completion import Known, find_choices
from netjournal.lsp.here import Here, find_here
from netjournal.lsp.hover import describe_key, describe_thing
from netjournal.lsp.meaning import Named
from netjournal.lsp.places import find_declaration, find_uses
from netjournal.lsp.positions import Lines
from netjournal.lsp.problems import explain, show
from netjournal.lsp.session import Project, Session
from netjournal.lsp.spot import At
from netjournal.lsp.symbols import find_symbols, find_things

_TRIGGERS = ("@", " ", "[", ",", "-")  # what is offered behind a space is nothing but in front matter


def answer_about_words(server: LanguageServer, session: Session, today: Callable[[], date]) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(_TRIGGERS)))
    def complete(params: types.CompletionParams) -> types.CompletionList:
        here = find_here(session, params.text_document.uri)
        spot = here.spot(params.position) if here else None
        if here is None or spot is None or here.view is None:
            return types.CompletionList(is_incomplete=here is not None and here.view is None, items=[])
        bench = here.project.bench
        day = next((entry.day for entry in here.view.journal.entries if entry.path == here.path), today())
        choices = find_choices(Known(here.view.known, bench.vocabulary, day), spot, here.lines.text)
        items = [protocol.completion(choice, spot.start, spot.end, here.lines) for choice in choices]
        return types.CompletionList(is_incomplete=False, items=items)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        here = find_here(session, params.text_document.uri)
        if here is None:
            return None
        spot = here.spot(params.position)
        if here.view and (named := here.named(params.position)):
            text = describe_thing(here.view.known, named.thing, named.id, today())
            return _hover(text, here.range(named.start, named.end))
        for shown in show(here.problems(), here.lines):
            if shown.range.start <= protocol.to_position(params.position) <= shown.range.end:
                return _hover(explain(shown.problem), protocol.range_(shown.range))
        if spot and spot.at is At.KEY and spot.shape and (key := spot.shape.keys.get(here.lines.text[spot.start : spot.end])):
            return _hover(describe_key(key), here.range(spot.start, spot.end))
        return None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        here = find_here(session, params.text_document.uri)
        if here is None or here.view is None:
            return []
        return [protocol.symbol(one, here.lines) for one in find_symbols(here.view.journal, here.path)]


def _hover(text: str, place: types.Range) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), place)


def _location(session: Session, project: Project, source: Source) -> types.Location:
    window = project.window(source.path)
    text = window.text if window else project.bench.text_of(source.path) or ""
    place = Lines(text, session.encoding).range_of(source)
    return types.Location(project.uri(source.path), protocol.range_(place))


def answer_about_places(server: LanguageServer, session: Session) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> types.Location | None:
        here = find_here(session, params.text_document.uri)
        named = here.named(params.position) if here else None
        if here is None or here.view is None or named is None:
            return None
        source = find_declaration(here.view.journal, named.thing, named.id)
        return _location(session, here.project, source) if source else None

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        return await asyncio.get_running_loop().run_in_executor(None, _things, session, params.query)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def refer(params: types.ReferenceParams) -> list[types.Location]:
        here = find_here(session, params.text_document.uri)
        named = here.named(params.position) if here else None
        if here is None or named is None:
            return []
        find = partial(_references, session, here, named, params.context.include_declaration)
        return await asyncio.get_running_loop().run_in_executor(None, find)


def _things(session: Session, query: str) -> list[types.WorkspaceSymbol]:
    """The people, goals and companies of every journal that is open."""
    return [
        protocol.workspace_symbol(one, _location(session, project, one.source))
        for project in list(session.projects.values()) if project.bench.view
        for one in find_things(project.bench.view.known, query)
    ]  # fmt: skip


def _references(session: Session, here: Here, named: Named, declarations: bool) -> list[types.Location]:
    """Every place that names it. Looks into all files of the journal, so it is done beside the event loop."""
    assert here.view is not None
    bench = here.project.bench
    files = bench.files(here.project.texts())
    uses = find_uses(here.view.known, bench.vocabulary, named.thing, named.id, files, declarations)
    return [_location(session, here.project, source) for source in uses]
