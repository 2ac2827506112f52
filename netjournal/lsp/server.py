"""The language server: an editor's messages, and who answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from netjournal.lsp.answers import answer_about_places, answer_about_words
from netjournal.lsp.changes import change_texts
from netjournal.lsp.session import Program, Session


def make_server(program: Program, today: Callable[[], date], version: str) -> LanguageServer:
    """The server, for `start_io`."""
    server = LanguageServer("netjournal", version, types.TextDocumentSyncKind.Full)
    session = Session(server, program)
    _follow_files(server, session)
    answer_about_words(server, session, today)
    answer_about_places(server, session)
    change_texts(server, session)
    return server


def silence_refusals() -> None:
    """An answer that says why not is no error of the program: pygls would print a traceback with each."""

    def is_none(record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))

    logging.getLogger("pygls.protocol.json_rpc").addFilter(is_none)


def _follow_files(server: LanguageServer, session: Session) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        folders = [folder.uri for folder in server.workspace.folders.values()]
        for uri in folders or ([server.workspace.root_uri] if server.workspace.root_uri else []):
            session.open_folder(uri)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        session.opened(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        session.opened(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.saved(iter([params.text_document.uri]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: types.DidChangeWatchedFilesParams) -> None:
        session.saved(change.uri for change in params.changes)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def added(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for folder in params.event.added:
            session.open_folder(folder.uri)

    @server.feature(types.SHUTDOWN)
    def shut_down(_: None) -> None:
        session.close()
