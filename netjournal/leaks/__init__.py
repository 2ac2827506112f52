"""A built site searched for what is private in its journal (format.md, section 8): the proof that redaction left nothing."""
