"""What changes in a folder, as it changes: a stream of changed paths, and a journal's problems kept up to date by it."""

from netjournal.watching.changes import Watch, watch_changes

__all__ = ["Watch", "watch_changes"]
