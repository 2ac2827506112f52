"""A site is built beside its place and takes it only when it is good: what stands there is always one whole site.

Each build has a folder of its own there, for two may run at once: the later one to end is the site that stays.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

_NEW, _BEFORE = "new-", "old-"
_LEFT_OVER = 3600  # seconds after which a folder is one of a build that was interrupted


def begin(config: MkDocsConfig) -> Path:
    """Let MkDocs write beside `site_dir`; the place that was meant. A build that was interrupted is cleared away."""
    target = Path(config.site_dir)
    folder = target.with_name(f".{target.name}.new")
    folder.mkdir(parents=True, exist_ok=True)
    mine = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))  # before anything else: a build that ends clears an empty folder away
    for left in sorted(folder.iterdir()):
        with suppress(OSError):
            if left.name.startswith(_BEFORE) and not target.exists():  # the new one was about to take its place
                left.rename(target)
            elif time.time() - left.stat().st_mtime > _LEFT_OVER:
                shutil.rmtree(left)
    config.site_dir = str(mine / target.name)  # which gets the rights of any folder, as `mine` has not
    return target


def end(config: MkDocsConfig, target: Path) -> None:
    """Put the site that was built into its place."""
    aside = Path(config.site_dir)
    before = aside.parent.with_name(aside.parent.name.replace(_NEW, _BEFORE, 1))
    config.site_dir = str(target)
    try:
        if target.exists():
            target.rename(before)
        aside.rename(target)
    except OSError:  # on Windows a program has the folder open, or it is mounted: its files are exchanged one by one
        if before.exists() and not target.exists():
            before.rename(target)
        _exchange(aside, target)
    _clear(aside, before)


def give_up(config: MkDocsConfig, target: Path) -> None:
    """Away with what was built; the site before it stays."""
    if config.site_dir != str(target):
        _clear(Path(config.site_dir))
        config.site_dir = str(target)


def _clear(aside: Path, *others: Path) -> None:
    """Away with what is left of a build, and with the folder of all if there is no other."""
    for folder in (aside.parent, *others):
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        aside.parent.parent.rmdir()


def will_abort(config: MkDocsConfig) -> bool:
    """Whether MkDocs will give this build up for its warnings, once the plugins are done."""
    counters = [h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    return bool(config.strict) and any(counter.get_counts() for counter in counters)


def _exchange(aside: Path, target: Path) -> None:
    new = {path.relative_to(aside) for path in aside.rglob("*") if path.is_file()}
    for name in sorted(new):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(target / name)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(target) not in new:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
