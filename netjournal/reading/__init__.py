"""Text to records: folder, bytes, front matter with positions, values (format.md, sections 1, 2, 6, 7)."""
