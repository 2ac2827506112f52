"""A public site is built beside its place and takes it only when it is good: what stands there is always one whole site."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler


def begin(config: MkDocsConfig) -> Path:
    """Let MkDocs write beside `site_dir`; the place that was meant. What an interrupted build left there goes."""
    target = Path(config.site_dir)
    aside = target.with_name(f".{target.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    config.site_dir = str(aside)
    return target


def end(config: MkDocsConfig, target: Path) -> None:
    """Put the site that was built into its place."""
    aside, before = Path(config.site_dir), target.with_name(f".{target.name}.old")
    config.site_dir = str(target)
    shutil.rmtree(before, ignore_errors=True)
    try:
        if target.exists():
            target.rename(before)
        aside.rename(target)
    except OSError:  # on Windows a program has the folder open, or it is mounted: its files are exchanged one by one
        if before.exists() and not target.exists():
            before.rename(target)
        _exchange(aside, target)
    shutil.rmtree(before, ignore_errors=True)


def give_up(config: MkDocsConfig, target: Path) -> None:
    """Away with what was built; the site before it stays."""
    if config.site_dir != str(target):
        shutil.rmtree(config.site_dir, ignore_errors=True)
        config.site_dir = str(target)


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
    shutil.rmtree(aside, ignore_errors=True)
