"""What an editor asks that changes texts: renaming and quick fixes. The editor makes the changes; nothing is written here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from netjournal.editing.person import declarations_of
from netjournal.lsp import protocol
from netjournal.lsp.edits import FileEdit
from netjournal.lsp.here import Here, find_here
from netjournal.lsp.meaning import Named
from netjournal.lsp.mends import Fix, find_fixes, mend_all
from netjournal.lsp.renaming import plan_edits
from netjournal.lsp.session import Project, Session
from netjournal.lsp.workbench import View
from netjournal.model import Thing

_REQUEST_FAILED = -32803
FIX_ALL = "source.fixAll.netjournal"


def change_texts(server: LanguageServer, session: Session) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        here, named = _contact_at(session, params.text_document.uri, params.position)
        return types.PrepareRenamePlaceholder(range=here.range(named.start, named.end), placeholder=named.id)

    @server.feature(types.TEXT_DOCUMENT_RENAME)
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit:
        here, named = _contact_at(session, params.text_document.uri, params.position)
        plan = partial(_plan_rename, here.project, named.id, params.new_name, session.encoding)
        edits = await asyncio.get_running_loop().run_in_executor(session.worker, plan)
        if isinstance(edits, str):
            raise JsonRpcException(edits, _REQUEST_FAILED)
        return _as_edit(server, here.project, edits)

    options = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def mend(params: types.CodeActionParams) -> list[types.CodeAction]:
        here = find_here(session, params.text_document.uri)
        key = here.project.bench.key_of(here.path) if here else None
        if here is None or here.view is None or key is None:
            return []
        return await asyncio.get_running_loop().run_in_executor(None, _code_actions, server, here, key, params)


def _contact_at(session: Session, uri: str, position: types.Position) -> tuple[Here, Named]:
    here = find_here(session, uri)
    named = here.named(position) if here else None
    if here is None or named is None or named.thing is not Thing.CONTACT:
        raise JsonRpcException("only the id of a contact can be renamed, and here is none", _REQUEST_FAILED)
    return here, named


def _plan_rename(project: Project, old: str, new: str, encoding: str) -> tuple[FileEdit, ...] | str:
    texts = project.texts()
    view = project.bench.look(texts, from_disk=True)
    words = {old, new.lower(), *_names(view, old)}
    concerned = [path for path in sorted(view.unsaved) if _says_any(words, texts[path], project.bench.text_of(path) or "")]
    if concerned:  # the files are looked through as they are on disk
        return f"save this first, for it names the person: {', '.join(concerned)}"
    return plan_edits(project.bench.desk(), old, new, texts, encoding)


def _names(view: View, key: str) -> set[str]:
    """What else names the contact in a text, in lower case."""
    aliases = {alias for alias, owner in view.journal.contact_ids.items() if owner == key}
    facts = (declaration.facts.get("name") for declaration in declarations_of(view.journal, key))
    return aliases | {str(fact.value).lower() for fact in facts if fact}


def _says_any(words: set[str], *texts: str) -> bool:
    return any(word in text.lower() for text in texts for word in words)


def _as_edit(server: LanguageServer, project: Project, edits: Sequence[FileEdit]) -> types.WorkspaceEdit:
    """`edits` in the form that the editor can take, which must be able to move a file where one moves."""
    workspace = server.client_capabilities.workspace
    can = workspace.workspace_edit if workspace else None
    operations = (can.resource_operations if can else None) or ()
    if any(edit.moved_to for edit in edits) and types.ResourceOperationKind.Rename not in operations:
        raise JsonRpcException("this editor cannot move the contact's file: netjournal contact rename does it", _REQUEST_FAILED)
    if not (can and (can.document_changes or operations)):  # who can move files takes them in this form, even if it does not say so
        return protocol.plain_edit(edits, project.uri)
    versions = {window.path: window.version for window in project.windows.values()}
    return protocol.workspace_edit(edits, project.uri, versions.get)


def _code_actions(server: LanguageServer, here: Here, key: str, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The fixes of the problems on the lines that are asked about; the fix of all by its own name only, as a save asks for it."""
    text, vocabulary, encoding = here.lines.text, here.project.bench.vocabulary, here.lines.encoding
    only = [getattr(kind, "value", kind) for kind in params.context.only or ()]
    actions = []
    if not only or {"", types.CodeActionKind.QuickFix.value}.intersection(only):
        asked = range(params.range.start.line, params.range.end.line + 1)
        on_lines = tuple(p for p in here.problems() if here.lines.range_of(p.source).start.line in asked)
        for fix in find_fixes(text, here.path, key, vocabulary, on_lines, encoding):
            actions.append(_code_action(server, here, fix, types.CodeActionKind.QuickFix.value, params.context.diagnostics))
    if any(kind == FIX_ALL or FIX_ALL.startswith(f"{kind}.") for kind in only) and (
        everything := mend_all(text, here.path, key, vocabulary, encoding)
    ):
        actions.append(_code_action(server, here, everything, FIX_ALL, ()))
    return actions


def _code_action(
    server: LanguageServer, here: Here, fix: Fix, kind: str, diagnostics: Sequence[types.Diagnostic]
) -> types.CodeAction:
    edit = _as_edit(server, here.project, [FileEdit(here.path, fix.replacements)])
    places = {(problem.code, here.lines.range_of(problem.source).start.line) for problem in fix.mends}
    mended = [given for given in diagnostics if (given.code, given.range.start.line) in places]
    return types.CodeAction(fix.title, kind, mended or None, is_preferred=fix.sure or None, edit=edit)
