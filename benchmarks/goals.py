"""What we ask of ourselves, as ratios of figures of one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from figures import Results

_Get = Callable[[str, str, int], float]
_AT, _SMALL, _LARGE = 2_500, 250, 10_000

# What, the limit, and the figure.
_GOALS: tuple[tuple[str, float, Callable[[_Get], float]], ...] = (
    ("Save to served, to Hugo's", 0.25, lambda get: get("save", "ours", _AT) / get("save", "hugo", _AT)),
    ("Save to served, to ours at 250", 2, lambda get: get("save", "ours", _AT) / get("save", "ours", _SMALL)),
    ("Rebuild, to Hugo's whole build", 1, lambda get: get("rebuild", "ours", _AT) / get("cold", "hugo", _AT)),
    ("Cold build, to MkDocs + Material's", 1, lambda get: get("cold", "ours", _AT) / get("cold", "mkdocs", _AT)),
    ("Cold build, to Pelican's", 0.5, lambda get: get("cold", "ours", _AT) / get("cold", "pelican", _AT)),
    ("Cold build at 10,000, to 2,500", 4.4, lambda get: get("cold", "ours", _LARGE) / get("cold", "ours", _AT)),
    ("Rebuild at 10,000, to 2,500", 4.4, lambda get: get("rebuild", "ours", _LARGE) / get("rebuild", "ours", _AT)),
    ("Peak memory at 10,000, in MB", 300, lambda get: max(get("memory", "ours", _LARGE), get("rebuild memory", "ours", _LARGE))),
    ("`check`, to `import click`", 5, lambda get: get("check", "ours", _AT) / get("import click", "ours", _AT)),
    ("`log`, to `import click`", 4, lambda get: get("log", "ours", _AT) / get("import click", "ours", _AT)),
    ("`--help`, to `import click`", 2, lambda get: get("--help", "ours", _AT) / get("import click", "ours", _AT)),
)


def goal_rows(results: Results) -> list[list[str]]:
    """A head and a row for each goal whose figures are there: what, at most, is, whether reached."""

    def get(measure: str, who: str, size: int) -> float:
        value = results.get(measure, who, size).value
        if value is None:
            raise LookupError
        return value

    def rows() -> Iterator[list[str]]:
        for what, limit, ratio in _GOALS:
            try:
                value = ratio(get)
            except LookupError:
                continue
            yield [what, f"{limit:g}", f"{value:.3g}", "yes" if value <= limit else "no"]

    return [["at 2,500 entries", "at most", "is", "reached"], *rows()]
