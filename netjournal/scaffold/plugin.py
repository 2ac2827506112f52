"""The plugin put into a mkdocs.yml that is there already, with everything else in it kept to the byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import yaml

from netjournal.scaffold.new_journal import as_quoted, plugin_lines


class _Loader(yaml.SafeLoader):
    """YAML with MkDocs' own tags (`!ENV`, `!!python/name:…`), which stay what is written."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: (suffix, yaml.serialize(node)))
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: (suffix, yaml.serialize(node)))


def names_plugin(config: Mapping[str, Any]) -> bool:
    """Whether the plugin stands in a mkdocs.yml already."""
    plugins = config.get("plugins") or []
    if isinstance(plugins, dict):
        return "netjournal" in plugins
    return isinstance(plugins, list) and any(p == "netjournal" or (isinstance(p, dict) and "netjournal" in p) for p in plugins)


def add_plugin(raw: str, options: Mapping[str, str]) -> str | None:
    """`raw` with the plugin as the last one, and MkDocs' default `search` where no plugins were named.

    None where that cannot be done with nothing else changed: a mapping that other places share, say, or an INHERIT.
    """
    text = raw.removeprefix("\ufeff")
    try:
        before = yaml.load(text, _Loader)
        root = yaml.compose(text, yaml.SafeLoader)
        if not isinstance(before, dict) or not isinstance(root, yaml.MappingNode) or root.flow_style:
            return None
        if "plugins" not in before and "INHERIT" in before:
            return None  # a list of its own would take the place of the inherited one
        wanted = _with_plugin(before, dict(options))
        for start, new in _candidates(text, root, options):
            line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
            after = text[:start] + new.replace("\n", line_end) + text[start:]
            if _reads_as(after, wanted):
                return raw[: len(raw) - len(text)] + after
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return None


def lines_to_type(options: Mapping[str, str]) -> list[str]:
    """The plugin for a person who puts it into mkdocs.yml by hand."""
    return ["plugins:", "  - search", *plugin_lines(options, 2)]


def _with_plugin(config: dict[Any, Any], options: dict[str, str]) -> dict[Any, Any]:
    after = deepcopy(config)
    plugins = after.get("plugins")
    if isinstance(plugins, dict):
        after["plugins"] = {**plugins, "netjournal": options}
    else:
        after["plugins"] = [*(["search"] if plugins is None else plugins), {"netjournal": options}]
    return after


def _reads_as(text: str, wanted: dict[Any, Any]) -> bool:
    try:
        found = yaml.load(text, _Loader)
    except yaml.YAMLError:
        return False
    return bool(found == wanted and list(found["plugins"]) == list(wanted["plugins"]))


def _candidates(text: str, root: yaml.MappingNode, options: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """Where to put what: the first that reads as it should is taken."""
    pair = next(((key, value) for key, value in root.value if key.value == "plugins"), None)
    block = "".join(f"{line}\n" for line in lines_to_type(options))
    if pair is None:
        yield len(text), ("" if not text or text.endswith("\n") else "\n") + "\n" + block
        return
    key, value = pair
    if isinstance(value, yaml.ScalarNode) and not value.value:
        yield from _below(text, key.end_mark.index, block.partition("\n")[2])
    elif isinstance(value, yaml.CollectionNode) and value.flow_style:
        end = value.end_mark.index - 1
        inner = ", ".join(f"{name}: {as_quoted(given)}" for name, given in options.items())
        last = value.value[-1] if value.value else None
        at = end if last is None else (last[1] if isinstance(last, tuple) else last).end_mark.index
        yield at, (", " if last is not None else "") + f"netjournal: {{{inner}}}"
        yield end, f" netjournal: {{{inner}}}"
    elif isinstance(value, yaml.CollectionNode) and value.value:
        dash = isinstance(value, yaml.SequenceNode)
        lines = "".join(f"{line}\n" for line in plugin_lines(options, _column(text, value), dash))
        yield from _below(text, _end(text, value), lines)
        after = next(
            (other.start_mark.index for other, _ in root.value if other.start_mark.index > key.start_mark.index), len(text)
        )
        yield text.rfind("\n", 0, after) + 1, lines  # where an alias is the last of it, say


def _below(text: str, index: int, lines: str) -> Iterator[tuple[int, str]]:
    """On a line of its own, below the one of `index`."""
    found = text.find("\n", index)
    yield (len(text), f"\n{lines}") if found < 0 else (found + 1, lines)


def _column(text: str, node: yaml.CollectionNode) -> int:
    """How far its items are indented. The place of a node with an anchor is that of the anchor."""
    first = node.value[0]
    start: int = (first[0] if isinstance(first, tuple) else first).start_mark.index
    if not isinstance(first, tuple):
        start = text.rfind("-", 0, start)
    return start - text.rfind("\n", 0, start) - 1


def _end(text: str, node: yaml.Node) -> int:
    """Where what is written of `node` ends, without the comments and blank lines that follow."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end = int(node.end_mark.index)
    block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
    return max(int(node.start_mark.index), len(text[:end].rstrip())) if block else end
