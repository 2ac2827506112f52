"""Who led me to whom, as a list with lines."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from netjournal.reports.introductions import Branch


def branches(tree: Sequence[Branch], label: str) -> Markup:
    """The lines of a tree of introductions, drawn behind rows of equal height: one unit a row, one unit a step inwards."""
    last: dict[int, int] = {row.parent: at for at, row in enumerate(tree) if row.parent is not None}
    down = "".join(f"M{tree[parent].depth + 0.5:g} {parent + 0.75:g}V{child + 0.5:g}" for parent, child in last.items())
    across = "".join(f"M{row.depth - 0.5:g} {at + 0.5:g}h.7" for at, row in enumerate(tree) if row.parent is not None)
    deep = max(row.depth for row in tree) + 1
    opening = Markup('<svg viewBox="0 0 {0} {1}" style="--deep: {0}; --rows: {1}" preserveAspectRatio="none" role="img"').format(
        deep, len(tree)
    )
    return Markup('{} aria-label="{}"><path d="{}"/></svg>').format(opening, label, down + across)
