"""The journal that a command is about: mkdocs.yml read without MkDocs, which takes a third of a second to import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import yaml

from netjournal.options import read_options, to_settings
from netjournal.settings import Settings

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")


class CannotRun(click.ClickException):
    """The command line or mkdocs.yml is wrong: nothing was checked."""

    exit_code = 2


class _Loader(yaml.SafeLoader):
    """YAML with MkDocs' own tags (`!ENV`, `!!python/name:…`), whose values do not matter here."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def read_config(directory: Path) -> tuple[Path, dict[str, Any]]:
    """The mkdocs.yml in `directory` and what it says."""
    file = next((directory / name for name in CONFIG_NAMES if (directory / name).is_file()), None)
    if file is None:
        raise CannotRun(f"there is no mkdocs.yml in {directory.resolve()}; go to the folder that has it, or name it with -C")
    try:
        config = yaml.load(file.read_text(encoding="utf-8-sig"), _Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannotRun(f"{file} cannot be read: {error}") from None
    if not isinstance(config, dict):
        raise CannotRun(f"{file} is not a mapping of settings")
    return file, config


def find_project(directory: Path) -> tuple[Path, Settings]:
    """The journal's folder and the settings, from the mkdocs.yml in `directory`."""
    file, config = read_config(directory)
    options, errors = read_options(plugin_options(config))
    if errors:
        raise CannotRun("\n".join(f"{file}: netjournal: {name}: {problem}" for name, problem in errors))
    docs = str(config.get("docs_dir") or "docs")
    inside = str(options["path"]).strip("/")
    theme = config.get("theme")
    settings = to_settings(
        options,
        journal_path=Path(docs, inside).as_posix(),
        site_url=_text(config.get("site_url")),
        site_name=_text(config.get("site_name")) or "Journal",
        theme_language=_text(theme.get("language")) if isinstance(theme, dict) else None,
    )
    return directory / docs / inside, settings


def plugin_options(config: dict[str, Any]) -> dict[str, Any]:
    """What mkdocs.yml says below `netjournal`, unchecked."""
    plugins = config.get("plugins")
    items = plugins.items() if isinstance(plugins, dict) else [_pair(plugin) for plugin in plugins or []]
    for name, options in items:
        if name == "netjournal":
            if options is not None and not isinstance(options, dict):
                raise CannotRun("the options of netjournal in mkdocs.yml are not a mapping")
            return options or {}
    return {}


def _pair(plugin: Any) -> tuple[Any, Any]:
    return next(iter(plugin.items())) if isinstance(plugin, dict) and plugin else (plugin, None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
