"""Parsed files to a Journal: who is who, what refers to what, what is known of each (format.md, sections 1 to 5)."""
