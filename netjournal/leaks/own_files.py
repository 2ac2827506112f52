"""Files of a site that are the theme's own or the plugin's: those that are byte for byte in an installed package."""

from __future__ import annotations

import filecmp
from collections.abc import Callable
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from netjournal.site.published import ASSETS, FOLDER, made_small

_PACKAGES = ("mkdocs", "properdocs")


def theme_folders() -> tuple[Path, ...]:
    """Where installed themes keep what they publish."""
    names = {point.value for group in ("mkdocs.themes", "properdocs.themes") for point in entry_points(group=group)}
    found = [Path(folder) for name in sorted(names) for folder in _locations(name)]
    for package in _PACKAGES:
        for folder in map(Path, _locations(package)):
            found += [folder / "templates", folder / "contrib" / "search" / "templates", folder / "contrib" / "search"]
    return tuple(folder for folder in found if folder.is_dir())


def _locations(name: str) -> list[str]:
    try:
        spec = find_spec(name)
    except ImportError:
        return []
    return list(spec.submodule_search_locations or ()) if spec else []


def not_of_a_theme() -> Callable[[str, Path], bool]:
    """A function that says of a file, by its name in the site and its path, whether it must be searched."""
    folders = theme_folders()

    @cache
    def folders_with(top: str) -> tuple[Path, ...]:
        return tuple(folder for folder in folders if (folder / top).exists())

    def must_be_searched(name: str, path: Path) -> bool:
        originals = [folder / name for folder in folders_with(name.partition("/")[0])]
        if name.startswith(f"{FOLDER}/") and _is_ours(ASSETS / name.removeprefix(f"{FOLDER}/"), path):
            return False
        return not any(original.is_file() and filecmp.cmp(original, path, shallow=False) for original in originals)

    return must_be_searched


def _is_ours(original: Path, path: Path) -> bool:
    """Whether the file at `path` is what we publish of `original`."""
    if not original.is_file():
        return False
    text = made_small(original)
    return filecmp.cmp(original, path, shallow=False) if text is None else text.encode() == path.read_bytes()
