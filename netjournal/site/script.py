"""Our scripts as readers get them: without the comments and the indentation, which are a fifth of what is sent.

What is a comment is told by its place, not by reading the language: `/*` at the beginning of a line, `//` at the beginning or
between spaces. So no text of a script may hold ` // `, nor go on over a line; the tests look.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"(?:^|\s)//\s.*")


def smaller_script(script: str) -> str:
    """The same script in fewer bytes, line by line as it was."""
    lines = (_LINE.sub("", line).strip() for line in _BLOCK.sub("", script).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"
