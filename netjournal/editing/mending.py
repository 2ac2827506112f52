"""What `netjournal check --fix` mends: one file and its problems to new bytes, each mend proved by reading the file again."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from netjournal.diagnostics import Diagnostic
from netjournal.editing.documents import Document, splice
from netjournal.editing.files import Change, ChangeSet, read_bytes
from netjournal.editing.mends_lines import Edits, add_space, drop_at, holds_keys, mend_beginning, mend_fence, quote, replace_tabs
from netjournal.editing.mends_values import mend_key, mend_value
from netjournal.reading import nodes
from netjournal.reading.classify import FileKind, classify
from netjournal.reading.fences import Parts, split_text
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.text import decode_text
from netjournal.reading.values import Vocabulary
from netjournal.settings import Settings

_MOST = 300  # mends of one file, one by one
_PATIENCE = 1_000_000  # characters to read for one file, all readings together; what is left is for the next run
_QUOTED = {"lost-comment", "unquoted-colon", "unquoted-character"}
_KEYS = {"unknown-key", "misspelt-privacy"}


@dataclass(frozen=True, slots=True)
class Mended:
    """A file after its mends, and which of its problems they took away."""

    data: bytes
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class _State:
    """A file as it is read: the raw text, the text with LF line ends, its two parts, what is in them."""

    raw: str
    text: str
    parts: Parts
    parsed: Parsed

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))

    @cached_property
    def ends(self) -> list[int]:
        """Behind which character each line ends."""
        return list(accumulate(len(line) + 1 for line in self.lines))

    def lines_at(self, places: Iterable[int]) -> set[int]:
        """The numbers of the lines of some characters."""
        return {bisect(self.ends, at) + 1 for at in places}

    @cached_property
    def tree(self) -> nodes.Tree | None:
        """The front matter; None where there is none."""
        return None if self.parts.block is None else nodes.parse_nodes(self.parts.block, "", 2)

    @cached_property
    def values(self) -> list[tuple[int, int, int, str]]:
        """Every text of the front matter that could be read, keys too: its first and last line, its depth, what it says."""
        block, tree = self.parts.block, self.tree
        if block is None or tree is None:
            return []
        depths: dict[int, int] = {}
        _measure(tree.root, 0, depths)
        ends = list(accumulate(len(line) + 1 for line in block.split("\n")))
        scalars = tree.scalars[:-1] if tree.error else tree.scalars  # the last may have swallowed what follows
        return [(s.source.line, bisect(ends, max(s.start, s.end - 1)) + 2, depths.get(id(s), 0), s.value.strip()) for s in scalars]


def mend_files(folder: Path, settings: Settings, problems: Iterable[Diagnostic]) -> tuple[ChangeSet, tuple[Diagnostic, ...]]:
    """The changes that mend what can be mended in the journal's files with `problems`, and the problems they mend."""
    vocabulary = Vocabulary(settings.channels, settings.practices)
    prefix = "" if settings.journal_path in ("", ".") else f"{settings.journal_path}/"
    wanted = tuple(problems)
    changes, mended = [], []
    for path in dict.fromkeys(p.source.path for p in wanted):
        key = path.removeprefix(prefix)
        if not path.startswith(prefix) or classify(key).kind not in (FileKind.ENTRY, FileKind.OWN, FileKind.PAGE):
            continue
        try:
            data = read_bytes(folder / path)
        except OSError:
            continue
        if data is None:
            continue
        result = mend_bytes(data, path, key, vocabulary)
        if result.data != data:
            changes.append(Change(path, data, result.data))
            gone = set(result.problems)
            mended += [p for p in wanted if p in gone]
    return tuple(changes), tuple(mended)


def mend_bytes(data: bytes, path: str, key: str, vocabulary: Vocabulary) -> Mended:
    """`data` with every mend that is sure; a mend may uncover the next problem, so it goes round until nothing changes."""
    patience = _PATIENCE

    def read(raw: str) -> _State | None:
        nonlocal patience
        patience -= len(raw)
        return _read(raw, path, key, vocabulary)

    try:
        state = read(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Mended(data)
    if state is None:
        return Mended(data)
    first = state
    state = _together(state, read, vocabulary, lambda: patience > 0) or state
    for _ in range(_MOST):
        if patience < 0:
            break
        after = next(_mends(state, read, vocabulary), None)
        if after is None:
            break
        state = after
    shift = len(state.lines) - len(first.lines)
    left = Counter(_name(p, 0) for p in state.parsed.problems)
    gone = tuple(p for p in first.parsed.problems if not left[_name(p, shift)])
    return Mended(state.raw.encode(), gone if state is not first else ())


def mend_problem(data: bytes, path: str, key: str, vocabulary: Vocabulary, problem: Diagnostic) -> bytes | None:
    """`data` with the mend of one of its problems; None where there is none that is sure, or it needs another one first."""
    try:
        state = _read(data.decode("utf-8"), path, key, vocabulary)
    except UnicodeDecodeError:
        return None
    if state is None or problem not in state.parsed.problems:
        return None
    after = next(_mends(state, lambda raw: _read(raw, path, key, vocabulary), vocabulary, (problem,)), None)
    return after.raw.encode() if after else None


def _read(raw: str, path: str, key: str, vocabulary: Vocabulary) -> _State | None:
    text, _ = decode_text(raw.encode(), path)
    parsed = parse_file(raw.encode(), path, key.removesuffix(".md"), classify(key), vocabulary)
    if text is None or not isinstance(parsed, Parsed):
        return None
    return _State(raw, text, split_text(text, path)[0], parsed)


_Group = list[tuple[Diagnostic, Edits]]


def _together(
    state: _State, read: Callable[[str], _State | None], vocabulary: Vocabulary, has_time: Callable[[], bool]
) -> _State | None:
    """The file after all mends of single lines together that are as good as one by one; a long list is quick so.

    Where some of them are not, halves are tried, and halves of those.
    """
    if not state.parsed.readable or state.parts.block is None:
        return None
    mends: dict[int, tuple[Diagnostic, Edits]] = {}
    for problem in state.parsed.problems:
        found = list(_candidates(state, problem, vocabulary)) if problem.code not in ("tab", "missing-space") else []
        if len(found) == 1 and found[0]:
            mends.setdefault(problem.source.line, (problem, found[0]))
    document = Document(state.raw, state.text, state.parts, None, 0, 0, 0)

    def mend(group: _Group) -> _State | None:
        edits = tuple(edit for _, some in group for edit in some)
        after = read(splice(document, edits)) if has_time() else None
        return after if after and _proved(state, after, edits, [problem for problem, _ in group]) else None

    def good(group: _Group) -> _Group:
        if not has_time():
            return []
        if mend(group):
            return group
        half = len(group) // 2
        return [*good(group[:half]), *good(group[half:])] if half else []

    group = list(mends.values())
    return (mend(group) or ((rest := good(group)) and mend(rest)) or None) if len(group) > 1 else None


def _mends(
    state: _State, read: Callable[[str], _State | None], vocabulary: Vocabulary, problems: Sequence[Diagnostic] | None = None
) -> Iterator[_State]:
    """The file after each single mend that is sure, of some problems or of all."""
    document = Document(state.raw, state.text, state.parts, None, 0, 0, 0)
    for problem in state.parsed.problems if problems is None else problems:
        good: list[_State] = []
        for edits in _candidates(state, problem, vocabulary):
            raw = splice(document, edits)
            after = read(raw) if edits and raw != state.raw else None
            if after is not None and _proved(state, after, edits, [problem]):
                good.append(after)
        if good and all(one.values == good[0].values for one in good):  # two meanings: nobody can know
            yield good[0]


def _candidates(state: _State, problem: Diagnostic, vocabulary: Vocabulary) -> Iterator[Edits]:
    lines = state.lines
    if problem.source.line > len(lines):
        return
    if problem.code in _QUOTED:
        yield from quote(lines, problem)
    elif problem.code in _KEYS:
        yield from mend_key(lines, problem)
    elif problem.code == "unquoted-at":
        yield from drop_at(lines, problem)
    elif problem.code == "missing-space":
        yield from add_space(lines, problem)
    elif problem.code == "tab":
        yield from replace_tabs(lines, [p for p in state.parsed.problems if p.code == "tab"])
    elif problem.code == "other-fence":
        yield from mend_fence(lines, problem)
    elif problem.code == "blank-line-first":
        yield from mend_beginning(lines, problem)
    else:
        yield from mend_value(lines, problem, vocabulary)


def _proved(before: _State, after: _State, edits: Edits, problems: Sequence[Diagnostic]) -> bool:
    """Whether the problems are gone, none came with it, and all else that could be read says what it said."""
    shift = len(after.lines) - len(before.lines)
    touched = before.lines_at(at for edit in edits for at in (edit.start, edit.end))
    were = Counter(_name(p, shift) for p in before.parsed.problems)
    are = Counter(_name(p, 0) for p in after.parsed.problems)
    if any(are[_name(problem, shift)] >= were[_name(problem, shift)] for problem in problems):
        return False
    if before.parts.block is not None:
        if after.parts.block is None or after.parts.prose != before.parts.prose:
            return False
    elif after.parts.block is not None:
        prose = after.parts.prose
        if not before.text.endswith(prose) or holds_keys(prose.split("\n")):  # what may be front matter would be published
            return False
    if before.parts.block is not None and before.parsed.readable:
        hides = before.parsed.private == after.parsed.private and before.parsed.record.hidden <= _hides(after)
        return hides and not are - were and after.parsed.readable and _same_values(before, after, touched)
    codes = {problem.code for problem in problems}
    if "other-fence" in codes and not after.parsed.readable:
        closing = any("close" in problem.message for problem in problems)  # it may stand in the middle of something
        if closing or after.parts.block is None:
            return False
    if "tab" in codes and not after.parsed.readable:
        return False
    came = [name for name in are - were if name[0] - shift in touched]
    return not came and before.parsed.record.hidden <= _hides(after) and _same_values(before, after, touched)


def _hides(state: _State) -> bool:
    return state.parsed.record.hidden or state.parsed.private


def _name(problem: Diagnostic, shift: int) -> tuple[int, str, str]:
    return problem.source.line + shift, problem.code, problem.message


def _measure(node: nodes.Node | None, depth: int, depths: dict[int, int]) -> None:
    match node:
        case nodes.Scalar():
            depths[id(node)] = depth
        case nodes.Sequence():
            for item in node.items:
                _measure(item, depth + 1, depths)
        case nodes.Mapping():
            for name, value in node.pairs:
                depths[id(name)] = depth + 1
                _measure(value, depth + 1, depths)


def _same_values(before: _State, after: _State, touched: set[int]) -> bool:
    """Whether the lines that no edit touched say the same; of a block that is not YAML, those above the first edit."""
    if before.parts.block is None:
        return True
    least = min(touched)
    broken = before.tree is not None and before.tree.error is not None

    def kept(state: _State) -> list[tuple[int, str] | tuple[int, int, str]]:
        rows = [row for row in state.values if touched.isdisjoint(range(row[0], row[1] + 1))]
        if broken:
            return [(row[0], row[3]) for row in rows if row[1] < least]
        return [(row[0], row[2], row[3]) for row in rows]

    one, other = kept(before), kept(after)
    return other[: len(one)] == one if broken else one == other
