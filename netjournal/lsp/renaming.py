"""Another id for a contact, as changes that the editor makes: in every file, or in none."""

from __future__ import annotations

from collections.abc import Mapping

from netjournal.editing.daily import Desk, Refused
from netjournal.editing.files import Change
from netjournal.editing.renaming import plan_rename
from netjournal.lsp.edits import FileEdit, compare
from netjournal.names import is_id


def plan_edits(desk: Desk, old: str, new: str, windows: Mapping[str, str], encoding: str) -> tuple[FileEdit, ...] | str:
    """What gives the contact `old` the id `new`, or why it cannot be done. `windows`: the texts of open files, by path."""
    new = new.strip().removeprefix("@").lower()
    if not is_id(new):
        return f"'{new}' is no id: words of a-z and 0-9, joined by single hyphens, at most 64 characters"
    if old == new:
        return ()
    plan = plan_rename(desk, old, new)
    if isinstance(plan, Refused):
        return " ".join(plan.lines)
    return as_edits(plan.changes, windows, encoding)


def as_edits(changes: tuple[Change, ...], windows: Mapping[str, str], encoding: str) -> tuple[FileEdit, ...] | str:
    """Changes of files as edits. A file that goes and one that comes, with the same name but for the folder, is one that moves."""
    edits = []
    gone = {change.path: change for change in changes if change.after is None}
    for change in changes:
        if change.after is None:
            continue
        origin = change
        if change.before is None:  # the file of its own under its new name
            folder = change.path.rpartition("/")[0]
            moved = next((old for old in gone if old.rpartition("/")[0] == folder), None)
            if moved is None:
                return f"{change.path} would be a new file"
            origin = gone.pop(moved)
        shown = windows.get(origin.path, "")
        replacements = compare(shown, origin.before or b"", change.after, encoding)
        edits.append(FileEdit(origin.path, replacements, change.path if origin is not change else None))
    return f"{next(iter(gone))} would be deleted" if gone else tuple(edits)
