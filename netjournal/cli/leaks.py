"""netjournal leaks: is anything private in a built site, or in what git remembers?"""

from __future__ import annotations

from pathlib import Path

import click

from netjournal.cli.project import CannotRun, find_project


@click.command()
@click.argument("site", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--history", is_flag=True, help="Search every version of every file in git instead of a site.")
@click.pass_context
def leaks(context: click.Context, site: Path | None, history: bool) -> None:
    """Search the built SITE (default: site/) for what is private in the journal.

    Every public build does this by itself. Exits with 0 when nothing was found, 1 when something was, 2 when it could not run.
    """
    from netjournal.audience import for_audience  # noqa: PLC0415 not needed for --help
    from netjournal.leaks.search import leak_lines, mend_line, search_history, search_site  # noqa: PLC0415
    from netjournal.leaks.secrets import find_secrets  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience  # noqa: PLC0415

    directory: Path = context.obj
    root, settings = find_project(directory)
    journal, _ = load_journal(root, settings)
    secrets = find_secrets(journal, for_audience(journal, Audience.PUBLIC, settings), settings, root)
    if history:
        from netjournal.git import find_repository  # noqa: PLC0415

        repository = find_repository(directory)
        if repository is None:
            raise CannotRun(f"{directory.resolve()} is in no git repository, so there is no history")
        search = search_history(repository, root, secrets)
    else:
        folder = site or directory / "site"
        if not folder.is_dir():
            raise CannotRun(f"there is no {folder}; build it with mkdocs build, or name the folder of the site")
        search = search_site(folder, root, secrets)
    if search.problem:
        raise CannotRun(f"{settings.journal_path}/{search.problem}")
    for line in leak_lines(search.leaks, settings):
        click.echo(line)
    for fingerprint in search.unused:
        click.echo(f"The exception {fingerprint} excepts nothing any more", err=True)
    if search.leaks:
        click.echo(f"\n{mend_line(settings.journal_path)}")
        context.exit(1)
    excepted = f", {search.excepted} excepted" if search.excepted else ""
    click.echo(f"Nothing private found{excepted}")
