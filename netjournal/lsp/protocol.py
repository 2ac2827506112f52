"""Our values as those of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types

from netjournal.diagnostics import Severity
from netjournal.lsp.completion import Choice
from netjournal.lsp.edits import FileEdit, Replacement
from netjournal.lsp.positions import Lines, Position, Range
from netjournal.lsp.problems import Shown
from netjournal.lsp.symbols import Symbol

_KINDS = {
    "person": types.CompletionItemKind.Reference,
    "goal": types.CompletionItemKind.Event,
    "company": types.CompletionItemKind.Module,
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.EnumMember,
}
_SYMBOLS = {
    "planned": types.SymbolKind.Boolean,
    "activity": types.SymbolKind.Event,
    "goal": types.SymbolKind.Constant,
    "contact": types.SymbolKind.Object,
    "company": types.SymbolKind.Module,
}
_ORDER = 5  # digits of a place in the list

Uri = Callable[[str], str]  # of a path


def to_position(position: types.Position) -> Position:
    return Position(position.line, position.character)


def range_(span: Range) -> types.Range:
    return types.Range(types.Position(*span.start), types.Position(*span.end))


def diagnostic(shown: Shown) -> types.Diagnostic:
    problem = shown.problem
    severity = types.DiagnosticSeverity.Error if problem.severity is Severity.ERROR else types.DiagnosticSeverity.Warning
    return types.Diagnostic(range_(shown.range), problem.text, severity, problem.code, source="netjournal")


def completion(choice: Choice, start: int, end: int, lines: Lines) -> types.CompletionItem:
    return types.CompletionItem(
        label=choice.label,
        kind=_KINDS[choice.kind],
        detail=choice.detail or None,
        documentation=choice.help or None,
        sort_text=f"{choice.rank:0{_ORDER}}",
        filter_text=choice.search or None,
        text_edit=types.TextEdit(range_(lines.range(start, end)), choice.insert),
    )


def symbol(one: Symbol, lines: Lines) -> types.DocumentSymbol:
    place = range_(lines.range_of(one.source))
    return types.DocumentSymbol(one.name or "?", _SYMBOLS[one.kind], place, place, detail=one.detail or None)


def workspace_symbol(one: Symbol, location: types.Location) -> types.WorkspaceSymbol:
    return types.WorkspaceSymbol(location, one.name or "?", _SYMBOLS[one.kind], container_name=one.detail or None)


def text_edits(replacements: Sequence[Replacement]) -> list[types.TextEdit]:
    return [types.TextEdit(range_(one.range), one.new) for one in replacements]


def workspace_edit(edits: Sequence[FileEdit], uri: Uri, version: Callable[[str], int | None]) -> types.WorkspaceEdit:
    """`edits` in one go; `version` is that of the text of an open file, which the editor then compares with its own."""
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for edit in edits:
        document = types.OptionalVersionedTextDocumentIdentifier(uri(edit.path), version(edit.path))
        if edit.replacements:
            changes.append(types.TextDocumentEdit(document, text_edits(edit.replacements)))
        if edit.moved_to:
            changes.append(types.RenameFile(uri(edit.path), uri(edit.moved_to)))
    return types.WorkspaceEdit(document_changes=changes)


def plain_edit(edits: Sequence[FileEdit], uri: Uri) -> types.WorkspaceEdit:
    """The same for an editor that knows no versions."""
    return types.WorkspaceEdit(changes={uri(edit.path): text_edits(edit.replacements) for edit in edits})
