"""Where a person would look for a mistake in YAML, and what YAML loses silently (format.md, section 7).

libyaml names the place where it gave up, which is often a line too late and in its own words.
"""

from __future__ import annotations

import re

import yaml

from netjournal.diagnostics import Diagnostic, Source, shorten
from netjournal.reading.nodes import Scalar, SecondDocument
from netjournal.schema import ALL_SHAPES

_VALUE = re.compile(r"(?P<lead>\s*(?:-\s+)*)(?:(?P<key>[^\s:#'\"\[{][^:#]*?)\s*:(?:\s+|$))?(?P<value>.*)")
_NO_SPACE = re.compile(r"\s*(?:-\s+)?(?P<key>[a-z_]{2,}):(?=[^ \t/:])")
_KEYS = "|".join(sorted({key for shape in ALL_SHAPES for key in shape.keys}))
_NO_COLON = re.compile(rf"\s*(?:-\s+)?(?P<key>{_KEYS})(?:\s*[=;：]|\s*$|\s+(?=[^:]*$))")
_KNOWN_KEY = re.compile(rf"\s*(?P<key>{_KEYS})\s*(?=:)")
_OTHER_BULLET = re.compile(r"\s*(?P<bullet>[*+•·–—])\s")
_NO_DASH_SPACE = re.compile(r"\s*-(?=[^\s-])")
_BLOCK_TEXT = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?")
_SPECIAL = "`%&*!|>[]{},?-"
_KEY_LINE = re.compile(r"\s*(?:-\s+)?[a-z_]+:(?:\s|$)|\s*-\s|\s*$")


def lost_comments(block: str, scalars: list[Scalar], path: str, first_line: int) -> list[Diagnostic]:
    """Words that start with # and were meant as text, but are comments to YAML."""
    if "#" not in block:
        return []
    covered = [(s.start, s.end) for s in scalars]
    problems = []
    at = 0
    for number, line in enumerate(block.split("\n"), first_line):
        for found in re.finditer(r"(?:(?<=\s)|^)#", line):
            index = at + found.start()
            if any(start <= index < end for start, end in covered):
                continue
            word = re.match(r"#[^\s#]\S*", line[found.start() :])
            if word and line[: found.start()].strip():
                source = Source(path, number, found.start() + 1, len(word[0]))
                message = f"'{shorten(word[0])}' and what follows is a YAML comment, so it is lost"
                problems.append(Diagnostic(source, "lost-comment", message, "quote the text"))
            break
        at += len(line) + 1
    return problems


def explain_error(
    error: yaml.YAMLError | SecondDocument, block: str, scalars: list[Scalar], path: str, first_line: int
) -> list[Diagnostic]:
    """The problems behind `error`, the surest first found; at least one, and in the order of the text."""
    lines = block.split("\n")
    finder = _Finder(lines, path, first_line)
    if isinstance(error, SecondDocument):
        line = error.line - first_line
        return [finder.at(line, 0, "unsupported-yaml", "a second YAML document starts here", "close the front matter with ---")]
    found = {p.source.line: p for p in finder.sure_problems()}
    cause = finder.suspect(getattr(error, "problem_mark", None)) if not found else None
    cause = cause or finder.cause(error, scalars)
    if not any(line <= cause.source.line for line in found):
        found[cause.source.line] = cause
    return [found[line] for line in sorted(found)]


def structural_tabs(block: str, scalars: list[Scalar], path: str, first_line: int) -> list[Diagnostic]:
    """Tabs that separate a key or a dash from its value: some programs take them for spaces, others refuse the whole block."""
    if "\t" not in block:
        return []
    covered = [(s.start, s.end) for s in scalars]
    finder = _Finder(block.split("\n"), path, first_line)
    problems, at = [], 0
    for n, line in enumerate(finder.lines):
        for tab in re.finditer(r"\t+(?=[^\s#])", line):
            if not any(start <= at + tab.start() < end for start, end in covered):
                message = "a tab stands where YAML wants spaces"
                problems.append(finder.at(n, tab.start(), "tab", message, "use spaces", len(tab[0])))
                break
        at += len(line) + 1
    return problems


class _Finder:
    def __init__(self, lines: list[str], path: str, first_line: int) -> None:
        self.lines, self.path, self.first_line = lines, path, first_line

    def at(self, line: int, column: int, code: str, message: str, mend: str | None, length: int = 0) -> Diagnostic:
        """A problem at `line` and `column` of the block, from 0; it reaches to the end of the line by default."""
        line = min(line, len(self.lines) - 1)
        length = length or max(1, len(self.lines[line].rstrip()) - column)
        return Diagnostic(Source(self.path, line + self.first_line, column + 1, length), code, message, mend)

    def sure_problems(self) -> list[Diagnostic]:
        """Lines that no YAML can hold outside of quotes and block texts."""
        problems = []
        text_indent = -1  # that of the key whose block text we are in
        for n, line in enumerate(self.lines):
            indent = line[: len(line) - len(line.lstrip())]
            if not line.strip() or (0 <= text_indent < len(indent)):
                continue
            text_indent = -1
            value = self.value(n)
            if "\t" in indent:
                problems.append(self.at(n, indent.index("\t"), "tab", "a tab indents this line", "use spaces", 1))
            elif odd := indent.strip(" "):
                message = "what indents this line only looks like spaces"
                problems.append(self.at(n, indent.index(odd[0]), "syntax", message, "delete it and type spaces", len(odd)))
            elif value and _BLOCK_TEXT.fullmatch(value[1]):
                text_indent = len(indent)
            elif value and line[value[0]] == "@":
                problems.append(self.unquoted(n, value[0]))
            elif value and line[value[0]] not in "'\"[{#" and re.search(r":\s", value[1].split(" #")[0]):
                problems.append(
                    self.at(n, value[0], "unquoted-colon", "a text with a colon and a space needs quotes", "quote the text")
                )
        return problems

    def suspect(self, mark: yaml.Mark | None) -> Diagnostic | None:
        """The first line, up to where the parser gave up, that a person sees is no key and no item."""
        text_indent = -1
        for n, line in enumerate(self.lines[: mark.line + 1 if mark else None]):
            indent = len(line) - len(line.lstrip())
            if 0 <= text_indent < indent:
                continue
            text_indent = -1
            if (value := self.value(n)) and _BLOCK_TEXT.fullmatch(value[1]):
                text_indent = indent
            elif line.startswith("%"):
                return self.at(n, 0, "unsupported-yaml", "a YAML directive is not part of the format", "delete the line")
            elif found := _NO_COLON.match(line):
                key = found["key"]
                at = found.start("key")
                return self.at(n, at, "syntax", f"a colon is missing after '{key}'", f"write '{key}: …'", len(key))
            elif found := _OTHER_BULLET.match(line):
                message = f"'{found['bullet']}' starts no item of a list"
                return self.at(n, indent, "syntax", message, "write '- …'", 1)
            elif _NO_DASH_SPACE.match(line):
                return self.at(n, indent, "missing-space", "a space is missing after the dash", "write '- …'", 2)
        return None

    def cause(self, error: yaml.YAMLError, scalars: list[Scalar]) -> Diagnostic:
        """What made the parser give up."""
        mark = getattr(error, "problem_mark", None)
        context = getattr(error, "context_mark", None)
        if mark is None:
            return self.at(0, 0, "syntax", "the front matter is not YAML", None)
        n = min(mark.line, len(self.lines) - 1)
        problem, where = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
        if "\t" in self.lines[n][: mark.column + 1]:
            return self.at(n, self.lines[n].index("\t"), "tab", "a tab stands where YAML wants spaces", "use spaces", 1)
        quote = self.unclosed_quote(n if "quoted scalar" not in where or context is None else context.line)
        if quote is not None:
            return quote
        if context is not None and "quoted scalar" in where:
            if "escape" in problem:
                message = "a backslash in double quotes starts an escape that YAML does not know"
                return self.at(n, mark.column, "unclosed-quote", message, "use single quotes, or write \\\\", 1)
            return self.at(context.line, context.column, "unclosed-quote", "a quote is never closed", "close it on this line")
        if context is not None and "flow" in where:
            return self.flow(context.line, context.column, n)
        if context is not None and (
            "simple key" in where or "anchor" in where or "alias" in where or "tag" in where or "block scalar" in where
        ):
            n = context.line
        return self.line_cause(n, mark.column, scalars, problem)

    def line_cause(self, n: int, column: int, scalars: list[Scalar], problem: str) -> Diagnostic:
        """The mistake on line `n`, or on the line above that swallowed it."""
        last = scalars[-1] if scalars else None
        start = last.source.line - self.first_line if last is not None and last.plain else n
        swallowed = "mapping values" in problem and start < n
        if swallowed:
            if found := _NO_SPACE.match(self.lines[start]):
                return self.no_space(start, found)
            indent = len(self.lines[start]) - len(self.lines[start].lstrip())
            assert last is not None
            if last.source.column - 1 == indent and start:
                message = "this line is neither a key nor an item of a list"
                return self.at(start, indent, "syntax", message, "start it with '- ' or with a key and a colon")
        if found := _NO_SPACE.match(self.lines[n]):
            return self.no_space(n, found)
        if "cannot start any token" in problem and self.lines[n][column : column + 1] in ("@", "`", "%"):
            return self.unquoted(n, column)
        if swallowed and (known := _KNOWN_KEY.match(self.lines[n])) and known.end() == column:
            indent = known.start("key")
            return self.at(n, indent, "syntax", "this line is indented differently from its neighbours", "line it up with them")
        value = self.value(n)
        if value is not None:
            at, text = value
            if text[0] in _SPECIAL and not (text[0] in "|>" and re.fullmatch(r"[|>][-+0-9]*(\s+#.*)?", text)):
                return self.unquoted(n, at)
            if text[0] in "'\"":
                kind = "double" if "'" in text.strip("'") and '"' not in text else "single"
                return self.at(n, at, "unclosed-quote", "text follows the closing quote", f"put the whole text in {kind} quotes")
            if ": " in text or text.endswith(":"):
                message = "a text with a colon and a space needs quotes"
                return self.at(n, at, "unquoted-colon", message, "quote the text")
        indent = len(self.lines[n]) - len(self.lines[n].lstrip())
        if "could not find expected ':'" in problem or (":" not in self.lines[n] and not self.lines[n].lstrip().startswith("-")):
            message = "this line is neither a key nor an item of a list"
            mend = "a key is followed by a colon; prose goes below the closing ---"
            return self.at(n, indent, "syntax", message, mend)
        return self.at(n, indent, "syntax", "this line is indented differently from its neighbours", "line it up with them")

    def value(self, n: int) -> tuple[int, str] | None:
        """Where the value on line `n` starts, and its text."""
        found = _VALUE.match(self.lines[n])
        return (found.start("value"), found["value"]) if found and found["value"] else None

    def unquoted(self, n: int, column: int) -> Diagnostic:
        first = self.lines[n][column]
        if first == "@":
            word = re.match(r"@\S*", self.lines[n][column:])
            mend = "write an id without @, and quote a text"
            if re.search(r"(linkedin|github|twitter|website)\s*:\s*$", self.lines[n][:column]):
                mend = "copy the whole address from the browser, https:// and all"
            return self.at(n, column, "unquoted-at", "a value cannot start with @", mend, len(word[0]) if word else 1)
        return self.at(n, column, "unquoted-character", f"a text that starts with {first} needs quotes", "quote the text")

    def no_space(self, n: int, found: re.Match[str]) -> Diagnostic:
        message = f"a space is missing after '{found['key']}:'"
        return self.at(n, found.start("key"), "missing-space", message, f"write '{found['key']}: …'", len(found["key"]) + 1)

    def flow(self, line: int, column: int, n: int) -> Diagnostic:
        """A list in brackets that went wrong: closed with text behind it, or not closed where it starts."""
        line = min(line, len(self.lines) - 1)
        while line and self.lines[line][column : column + 1] not in ("[", "{"):
            line -= 1  # libyaml marks what came last: the bracket is on this line or above
            column = next((at for at, c in enumerate(self.lines[line]) if c in "[{"), -1)
            column = max(column, 0)
        if self.lines[line][column : column + 1] not in ("[", "{"):
            return self.at(n, 0, "unclosed-bracket", "a bracket is never closed", "close it, or quote the text")
        text = self.lines[line][column:]
        closing = "]" if text[0] == "[" else "}"
        value = self.value(n)
        if n > line and value is not None and value[1][0] == "@":
            return self.unquoted(n, value[0])
        if n == line and closing in text:
            at = re.search(r"[\[{,:]\s*([@`%&*!|>])", text)
            if at:
                return self.unquoted(n, column + at.start(1))
            return self.at(n, column, "unquoted-character", f"a text that starts with {text[0]} needs quotes", "quote the text")
        message = f"'{text[0]}' is never closed"
        return self.at(line, column, "unclosed-bracket", message, f"close it with {closing}, or quote the text")

    def unclosed_quote(self, last: int) -> Diagnostic | None:
        """The first line up to `last` whose quoted value does not end on it although the next line starts anew."""
        for n in range(min(last, len(self.lines) - 1) + 1):
            value = self.value(n)
            if value is None or value[1][0] not in "'\"":
                continue
            at, text = value
            pattern = r"'(?:[^']|'')*'" if text[0] == "'" else r'"(?:[^"\\]|\\.)*"'
            following = self.lines[n + 1] if n + 1 < len(self.lines) else ""
            if not re.match(pattern, text) and _KEY_LINE.match(following):
                return self.at(n, at, "unclosed-quote", "a quote is never closed", f"end the text with {text[0]}")
        return None
