"""Who led me to whom, as a tree around me: a ring for each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from markupsafe import Markup

from netjournal.model import Contact
from netjournal.reports.introductions import Branch
from netjournal.site import addresses
from netjournal.site.words import Words

_NAMED = 48  # people; of more there is no room for names
_LINKED = 240  # people with a link of their own: beyond that, who led to nobody is a dot
_RADIUS, _MARGIN = 250, 110
_LONGEST = 20  # letters of a name


def around_me(forest: Sequence[Sequence[Branch]], label: str, words: Words, url: Callable[[str], str]) -> Markup:
    """The trees of introductions around me in the middle: a ring for each step, the bigger a dot the more people it led to.

    `url` gives the address of a page by its uri. In a crowd there is no room for names: they stand in the titles.
    """
    rows = [row for tree in forest for row in tree]
    deep = max((row.depth for row in rows), default=0) + 1
    places = [place for tree, angles in zip(forest, _angles(forest), strict=True) for place in _places(tree, angles, deep)]
    lines, plain, nodes, start = [], [], [], 0
    named = len(rows) <= _NAMED
    for tree in forest:
        for at, row in enumerate(tree):
            angle, radius = places[start + at]
            inner = places[start + row.parent] if row.parent is not None else (angle, 0.0)
            lines.append(_curve(inner, (angle, radius)))
            if len(rows) > _LINKED and not row.reached:
                plain.append("M{:.0f} {:.0f}h0".format(*_point(angle, radius)))
            else:
                address = url(addresses.contact_uri(row.contact.id))
                nodes.append(_node(row, angle, radius, address, _told(row, words), named))
        start += len(tree)
    room = _RADIUS + (_MARGIN if named else 12)
    return Markup(
        '<svg class="nj-around" viewBox="{0} {0} {1} {1}" role="group" aria-label="{2}"><path class="nj-orbits" d="{3}"/>'
        '<path d="{4}"/><path class="nj-leaves" d="{5}"/><circle class="nj-me" r="6"/>{6}</svg>'
    ).format(-room, 2 * room, label, _orbits(deep), "".join(lines), "".join(plain), Markup("").join(nodes))


def _orbits(deep: int) -> str:
    radii = [round(step / deep * _RADIUS) for step in range(1, deep + 1)]
    return "".join(f"M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0" for r in radii)


def _angles(forest: Sequence[Sequence[Branch]]) -> list[tuple[float, float]]:
    """The part of the circle of each tree, by its leaves."""
    leaves = [len(tree) - len(_parents(tree)) for tree in forest]
    step, at, found = 2 * pi / (sum(leaves) or 1), 0.0, []
    for number in leaves:
        found.append((at, step))
        at += number * step
    return found


def _parents(tree: Sequence[Branch]) -> frozenset[int]:
    return frozenset(row.parent for row in tree if row.parent is not None)


def _places(tree: Sequence[Branch], angles: tuple[float, float], deep: int) -> list[tuple[float, float]]:
    """Angle and radius of each row: leaves side by side, everybody else in the middle of those they led to."""
    start, step = angles
    spans: list[list[float]] = [[] for _ in tree]
    parents, leaf = _parents(tree), 0
    for at in range(len(tree)):
        if at not in parents:
            spans[at] = [start + (leaf + 0.5) * step]
            leaf += 1
    for at in reversed(range(len(tree))):
        parent = tree[at].parent
        if parent is not None:
            spans[parent] += [min(spans[at]), max(spans[at])]
    return [((min(span) + max(span)) / 2, (row.depth + 1) / deep * _RADIUS) for row, span in zip(tree, spans, strict=True)]


def _point(angle: float, radius: float) -> tuple[float, float]:
    return sin(angle) * radius, -cos(angle) * radius


def _curve(inner: tuple[float, float], outer: tuple[float, float]) -> str:
    middle = (inner[1] + outer[1]) / 2
    numbers = (*_point(*inner), *_point(inner[0], middle), *_point(outer[0], middle), *_point(*outer))
    return "M{:.0f} {:.0f}C{:.0f} {:.0f} {:.0f} {:.0f} {:.0f} {:.0f}".format(*numbers)


def _told(row: Branch, words: Words) -> str:
    if not row.reached:
        return row.contact.name
    ngettext = words.translations.ngettext
    text = ngettext("%(name)s led me to %(num)s person", "%(name)s led me to %(num)s people", row.reached)
    return text % {"name": words.isolated_plain(row.contact.name), "num": words.number(row.reached)}


def _node(row: Branch, angle: float, radius: float, address: str, text: str, named: bool) -> Markup:
    x, y = _point(angle, radius)
    size = (4 if named else 2.5) + min(8.0, row.reached**0.5 * (2 if named else 0.8))
    name = _name(row.contact, angle, size, row.reached > 0) if named else Markup("")
    return Markup('<a xlink:href="{}" transform="translate({:.0f} {:.0f})"><title>{}</title><circle r="{:.1f}"/>{}</a>').format(
        address, x, y, text, size, name
    )


def _name(contact: Contact, angle: float, size: float, inner: bool) -> Markup:
    """The name along the ray, always to be read from the left; of who led to others above the dot, where no line runs along."""
    shown = contact.name if len(contact.name) <= _LONGEST else contact.name[: _LONGEST - 1] + "…"
    if inner:
        return Markup('<text class="nj-inner" y="-{:.0f}">{}</text>').format(size + 5, shown)
    turned = angle * 180 / pi - 90
    if angle > pi:
        return Markup('<text transform="rotate({:.0f})" x="-{:.0f}" y="4" text-anchor="end">{}</text>').format(
            turned + 180, size + 5, shown
        )
    return Markup('<text transform="rotate({:.0f})" x="{:.0f}" y="4">{}</text>').format(turned, size + 5, shown)
