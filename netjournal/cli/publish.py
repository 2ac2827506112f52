"""netjournal publish: check, build aside, look at what would leave, push."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from netjournal.cli.project import CannotRun, find_project, plugin_options, read_config
from netjournal.clock import read_today

if TYPE_CHECKING:
    from netjournal.git import Repository
    from netjournal.publishing.refusals import Refusal
    from netjournal.publishing.site import PageChange, SiteChanges
    from netjournal.publishing.target import Target
    from netjournal.settings import Settings

_LINES, _WIDTH = 12, 160  # of the new text of one page


@click.command()
@click.option("--to", metavar="REMOTE", help="Where to: a remote's name, or a repository's address. [default: origin]")
@click.option("--branch", metavar="BRANCH", help="The branch that holds the site. [default: gh-pages]")
@click.option("--dry-run", is_flag=True, help="Show what would change and the text that would be new; push nothing.")
@click.option("--allow-dirty", is_flag=True, help="Publish changes that no commit holds too.")
@click.option("--force", is_flag=True, help="Replace a branch that holds something else than a site; never one with a journal.")
@click.pass_context
def publish(context: click.Context, to: str | None, branch: str | None, dry_run: bool, allow_dirty: bool, force: bool) -> None:
    """Check the journal, build the site aside and push it as one commit.

    Without --to and --branch it pushes nothing where a GitHub workflow publishes: it proves that the site is good.
    `remote_name` and `remote_branch` of mkdocs.yml are the defaults. Exits with 0 when it is done, 1 when the journal
    must be mended first, 2 when it could not run.
    """
    from netjournal.git import GitError, find_repository  # noqa: PLC0415 not needed for --help
    from netjournal.publishing.build import build_site  # noqa: PLC0415
    from netjournal.publishing.refusals import Refusal, find_site_refusals  # noqa: PLC0415
    from netjournal.publishing.target import find_pages_workflow, find_target_refusal, without_password  # noqa: PLC0415

    directory: Path = context.obj
    config, values = read_config(directory)
    root, settings = find_project(directory)
    repository = find_repository(directory)
    try:
        workflow = find_pages_workflow(repository) if to is None and branch is None else None
        target = None if workflow else _target(to, branch, values, repository, dry_run)
        refusals = list(_refusals(root, settings, plugin_options(values).get("audience"), repository, config.parent, allow_dirty))
        if target and (refusal := find_target_refusal(target, repository)):
            refusals.append(refusal)
        _refuse(context, refusals)
        with TemporaryDirectory(prefix="netjournal-", ignore_cleanup_errors=True) as made:
            site = Path(made) / "site"
            build = build_site(config.resolve(), site, read_today())
            if not build.ok:
                lines = "\n".join(f"  {line}" for line in build.complaints)
                _refuse(context, [Refusal(f"the site could not be built, or must not leave:\n{lines}", "mend what is named above")])
            _refuse(context, list(find_site_refusals(site)))
            if target:
                _push(context, target, Path(made), repository, dry_run, force)
            elif workflow and repository:
                name = workflow.relative_to(repository.root).as_posix()
                click.echo(f"The site is good. Push your commits, and {name} publishes it: git push")
            else:
                click.echo("The site is good. There is no earlier publication to compare it with.")
            click.echo(_count_site(site))
            if settings.site_url:
                click.echo(settings.site_url)
    except GitError as error:
        raise CannotRun(without_password(str(error))) from None


def _target(
    to: str | None, branch: str | None, values: dict[str, object], repository: Repository | None, dry: bool
) -> Target | None:
    from netjournal.publishing.target import find_target, is_branch_name, without_password  # noqa: PLC0415

    name = str(to or values.get("remote_name") or "origin")
    wanted = str(branch or values.get("remote_branch") or "gh-pages")
    if not is_branch_name(wanted):
        raise CannotRun(f"'{wanted}' cannot be the name of a branch")
    target = find_target(name, wanted, repository, Path.cwd()) if to or repository else None
    if target is None and (to or not dry):
        place = "name where the site goes, such as --to git@github.com:you/site.git"
        if repository or to:
            raise CannotRun(f"there is no remote '{without_password(name)}'; {place}")
        raise CannotRun(f"there is no git repository here: git init makes one; or {place}")
    return target


def _refusals(
    root: Path, settings: Settings, audience: str | None, repository: Repository | None, project: Path, allow_dirty: bool
) -> Iterable[Refusal]:
    from netjournal.audience import for_audience  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience  # noqa: PLC0415
    from netjournal.publishing import refusals as found  # noqa: PLC0415

    if not root.is_dir():
        raise CannotRun(f"there is no folder {settings.journal_path} beside mkdocs.yml")
    journal, problems = load_journal(root, settings)
    if settings.repository == "public":
        from netjournal.git import kept_files  # noqa: PLC0415
        from netjournal.leaks.tracked import check_tracked  # noqa: PLC0415

        kept = kept_files(project) if repository else ()
        problems = (*problems, *check_tracked(journal, settings, project, kept))
    yield from found.find_error_refusals(problems)
    yield from found.find_audience_refusals(audience)
    if repository:
        yield from found.find_repository_refusals(repository, project, root, allow_dirty)
    public = for_audience(journal, Audience.PUBLIC, settings)
    for warning in found.find_warnings(public, problems, settings.alias_key):
        click.echo(f"warning: {warning}", err=True)


def _refuse(context: click.Context, refusals: list[Refusal]) -> None:
    """Say all that stands against it, and end; without a refusal nothing happens."""
    for refusal in refusals:
        click.echo(f"error: {refusal.reason}\n  mend: {refusal.mend}", err=True)
    if refusals:
        click.echo("Nothing was published.", err=True)
        context.exit(1)


def _push(context: click.Context, target: Target, made: Path, repository: Repository | None, dry_run: bool, force: bool) -> None:
    from netjournal.publishing import push  # noqa: PLC0415
    from netjournal.publishing.site import compare_sites  # noqa: PLC0415

    workshop = push.open_workshop(made, repository, sys.stdin.isatty())
    old = push.fetch_published(workshop, target)
    try:
        staged = push.stage_site(workshop, target, made / "site", old, force)
    except push.NotASite as problem:
        _refuse(context, [push.refusal_of(problem, target)])
        raise
    if staged.unchanged:
        click.echo(f"Nothing changed since the last publication to {target}.")
    elif dry_run:
        before = made / "before"
        if old:
            push.check_out(workshop, old, before)
        _print_changes(compare_sites(before if old else None, made / "site"))
        click.echo(f"This would be published to {target}. Nothing was pushed.")
    else:
        try:
            push.push_site(staged, f"Publish the site, {read_today()}", repository)
        except push.SomebodyElsePublished:
            raise CannotRun(f"somebody else published to {target} just now; look at it, then publish again") from None
        click.echo(f"Published to {target}.")


def _print_changes(changes: SiteChanges) -> None:
    """The pages, each with the text that is new on it; what stood there already, or further up, is not repeated."""
    for title, pages in (("New pages", changes.added), ("Changed pages", changes.changed)):
        if pages:
            click.echo(f"{title} ({len(pages)}):")
            for page in pages:
                _print_page(page)
    if changes.removed:
        click.echo(f"Pages that go away ({len(changes.removed)}):")
        for address in changes.removed:
            click.echo(f"  {address}")
    if changes.other_files:
        click.echo(f"Files that differ and show no new text: {changes.other_files}")


def _print_page(page: PageChange) -> None:
    click.echo(f"  {page.address}")
    for line in page.new_text[:_LINES]:
        click.echo(f"    + {line if len(line) <= _WIDTH else f'{line[: _WIDTH - 1]}…'}")
    if (rest := len(page.new_text) - _LINES) > 0:
        click.echo(f"    + … and {rest} more lines")


def _count_site(site: Path) -> str:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return f"{pages} page{'' if pages == 1 else 's'}, {len(files)} files in all"
