"""Where the front matter ends and the prose begins (format.md, sections 2, 6 and 7).

Not python-frontmatter's handler: its fences are any line of three or more hyphens after any white space, which is what
section 7 calls a silent loss.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from msgspec import Struct

from netjournal.diagnostics import Diagnostic, Source
from netjournal.schema import ALL_SHAPES, ENTRY

_FENCE_LIKE = re.compile(r"[-–—]{2,}|[–—]|[+;]{3,}")
_TOP_KEY = re.compile(rf"(?:{'|'.join(ENTRY.keys)}|privat\w*|publish)\s*:(?:\s|$)")
_ANY_KEY = re.compile(rf"\s*(?:-\s+)?(?:{'|'.join(sorted({k for s in ALL_SHAPES for k in s.keys}))})\s*:(?:\s|$)")
_KEY_LIKE = re.compile(r"\s*(?:-\s+)?[\w-]+\s*:(?:\s|$)|\s+\S|\s*-(?:\s|$)|\s*#|\s*$")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?:\s|$)|={7}$")


class Parts(Struct, frozen=True):
    """A file in two. `block` is None where it has no front matter, or none that can be told from the prose."""

    block: str | None
    prose: str
    prose_line: int  # the line of the file on which the prose begins
    readable: bool = True  # False: it may have front matter, but nobody can say where


def split_text(text: str, path: str) -> tuple[Parts, tuple[Diagnostic, ...]]:
    """The front matter, which starts on line 2 where there is one, and the prose."""
    lines = text.split("\n")
    problems = [
        Diagnostic(Source(path, n, 1, 7), "conflict-marker", "a conflict marker of git", "keep one version, delete the markers")
        for n, line in enumerate(lines, 1)
        if line[:1] in "<>|=" and _CONFLICT.match(line)
    ]
    if not _is_fence(lines[0]):
        opening = _almost_opening(lines, path)
        if opening is None:
            return Parts(None, text, 1), tuple(problems)
        return Parts(None, text, 1, readable=False), (opening, *problems)
    for n, line in enumerate(lines[1:], 1):
        if _is_fence(line) or line.rstrip() == "...":
            in_block = any(p.source.line <= n for p in problems)
            return Parts("\n".join(lines[1:n]), "\n".join(lines[n + 1 :]), n + 2, not in_block), tuple(problems)
    return Parts(None, text, 1, readable=False), (_unclosed(lines, path), *problems)


def _is_fence(line: str) -> bool:
    return line.rstrip() == "---"


def _bare(line: str) -> str:
    """`line` without what cannot be seen."""
    return "".join(c for c in line if unicodedata.category(c)[0] not in "CZ")


def _almost_opening(lines: list[str], path: str) -> Diagnostic | None:
    """What stands where front matter should start, when a first line of `---` was meant."""
    first = next((n for n, line in enumerate(lines) if _bare(line)), None)
    if first is None:
        return None
    line = lines[first]
    if not _FENCE_LIKE.fullmatch(_bare(line)):
        return _missing_opening(lines, first, path)
    if _bare(line) != "---":
        message = f"'{_bare(line)[:12]}' is not the fence of front matter"
        return Diagnostic(Source(path, first + 1, 1, len(line)), "other-fence", message, "write --- here and where it ends")
    if first:
        message = "front matter must start on the first line"
        return Diagnostic(Source(path, 1, 1), "blank-line-first", message, "delete what stands before the first ---")
    message = "the first --- has something before or inside it"
    return Diagnostic(Source(path, 1, 1, max(1, len(line))), "blank-line-first", message, "start the line with ---")


def _missing_opening(lines: list[str], first: int, path: str) -> Diagnostic | None:
    """Front matter whose first --- is missing, something else, or further down: keys of the format where prose should be."""
    source = Source(path, first + 1, 1, max(1, len(lines[first])))
    if _TOP_KEY.match(lines[first]):
        return Diagnostic(source, "blank-line-first", "front matter starts without ---", "write a line --- above it")
    beginning = lines[first + 1 : first + 2]
    if beginning and _TOP_KEY.match(beginning[0]) and not lines[first].lstrip().startswith(("#", ">", "-", "`", "~")):
        if len(_bare(lines[first])) > 12 and "---" not in lines[first]:
            return None  # a sentence, and then a line that happens to start with such a word
        return Diagnostic(source, "other-fence", "this line is not the fence of front matter", "write --- here and where it ends")
    if lines[first].startswith("---"):
        return Diagnostic(
            source, "other-fence", "something stands behind the --- of the front matter", "write --- alone on the line"
        )
    fence, key = (*lines[first + 1 : first + 3], "", "")[:2]
    if (
        lines[first].lstrip().startswith(("```", "~~~")) and _is_fence(fence) and _TOP_KEY.match(key)
    ):  # copied from a page or a chat
        message = "a code fence stands before the first --- of the front matter"
        return Diagnostic(source, "blank-line-first", message, "delete this line, and the one that closes the code")
    in_code = False
    for line, following in pairwise(lines[first:]):
        in_code ^= line.lstrip().startswith(("```", "~~~"))
        if _is_fence(line) and _TOP_KEY.match(following) and not in_code:
            message = "something stands before the first --- of the front matter"
            return Diagnostic(source, "blank-line-first", message, "front matter starts on the first line: move the text below it")
    return None


def _unclosed(lines: list[str], path: str) -> Diagnostic:
    """Front matter that starts and does not end: at the line that was meant to end it, else at its start."""
    for n, line in enumerate(lines[1:], 2):
        if _FENCE_LIKE.fullmatch(_bare(line)):
            message = "this line does not close the front matter"
            return Diagnostic(Source(path, n, 1, max(1, len(line))), "other-fence", message, "write --- alone on the line")
        if not _KEY_LIKE.match(line):
            break
    message = "the front matter is never closed"
    return Diagnostic(Source(path, 1, 1, 3), "unclosed-front-matter", message, "write a line --- where it ends")
