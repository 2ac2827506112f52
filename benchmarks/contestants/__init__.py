"""Who takes part, in the order of the tables. Ours is first: the number of its pages decides how many the others get."""

from contestants.contestant import Contestant
from contestants.eleventy import Eleventy
from contestants.hugo import Hugo
from contestants.mkdocs import MkDocs, MkDocsDirty
from contestants.ours import Ours
from contestants.pelican import Pelican
from contestants.zensical import Zensical

CONTESTANTS: tuple[type[Contestant], ...] = (Ours, MkDocs, MkDocsDirty, Hugo, Eleventy, Pelican, Zensical)

__all__ = ["CONTESTANTS", "Contestant"]
