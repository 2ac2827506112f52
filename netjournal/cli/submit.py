"""netjournal submit: look a month through as a reviewer does, and record what is handed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from netjournal.cli.completion import complete_month
from netjournal.cli.main import today_option
from netjournal.cli.project import CannotRun, find_project
from netjournal.clock import read_today

if TYPE_CHECKING:
    from netjournal.git import Repository
    from netjournal.model import Submission
    from netjournal.reports.submission import Changes, Missing
    from netjournal.settings import Settings

_FEW = 3  # changed files that are named


class Month(click.ParamType):  # type: ignore[type-arg]  # generic in later versions of click only
    """A month on the command line."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        good = re.fullmatch(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])", str(value))
        return str(value) if good else self.fail(f"'{value}' is not a month such as 2026-11", param, ctx)


@click.command()
@click.argument("month", type=Month(), required=False, shell_complete=complete_month)
@click.option("--verify", is_flag=True, help="Tell whether the month still is what was last submitted.")
@click.option("--dry-run", is_flag=True, help="Look the month through; record nothing.")
@click.option("--allow-dirty", is_flag=True, help="Record changes that no commit holds too: without a commit and a tag.")
@today_option
@click.pass_context
def submit(context: click.Context, month: str | None, verify: bool, dry_run: bool, allow_dirty: bool, today: date | None) -> None:
    """Look MONTH through as a reviewer does, and record its submission.

    MONTH is such as 2026-11; by default the current one. What is missing is told, what costs most first. When nothing is,
    the day, the commit, the page's address and a digest of what the public can read are added to submissions.yml, and the
    commit gets a tag. Exits with 0 when it is recorded, or unchanged with --verify; 1 when something is missing, or
    changed; 2 when it could not run.
    """
    day = today or read_today()
    wanted = month or day.isoformat()[:7]
    root, settings = find_project(context.obj)
    if not root.is_dir():
        raise CannotRun(f"there is no folder {settings.journal_path} beside mkdocs.yml")
    good = _verify(context.obj, root, settings, wanted) if verify else _submit(root, settings, wanted, day, dry_run, allow_dirty)
    if not good:
        context.exit(1)


def _submit(root: Path, settings: Settings, month: str, day: date, dry_run: bool, allow_dirty: bool) -> bool:
    from netjournal.audience import for_audience  # noqa: PLC0415 not needed for --help
    from netjournal.exports.submission import digest_month  # noqa: PLC0415
    from netjournal.git import find_repository, head_commit, tags_below  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience, Submission  # noqa: PLC0415
    from netjournal.reports.submission import find_missing  # noqa: PLC0415
    from netjournal.site.addresses import month_uri, permanent_url  # noqa: PLC0415

    journal, problems = load_journal(root, settings)
    if torn := next((p for p in problems if p.code == "bad-submission"), None):
        raise CannotRun(f"{torn.source.path}:{torn.source.line}: {torn.text}. Nothing is recorded until then")
    public = for_audience(journal, Audience.PUBLIC, settings)
    if missing := find_missing(journal, public, problems, settings, month):
        _print_missing(missing, month)
        return False
    repository = find_repository(root)
    changed = _changed(repository, root) if repository else []
    if changed and not (allow_dirty or dry_run):
        named = ", ".join(changed[:_FEW]) + (f" and {len(changed) - _FEW} more" if changed[_FEW:] else "")
        click.echo(f"{month} is complete, but there are changes that no commit holds: {named}", err=True)
        click.echo("  mend: git add -A, then git commit; or --allow-dirty, to record without a commit", err=True)
        return False
    commit = head_commit(repository) if repository and not changed else None
    now = digest_month(public, month)
    taken = [s.number for s in journal.submissions if s.month == month]
    taken += [_number(name) for name in (tags_below(repository, _tag(month, 1)) if repository else ())]
    address = permanent_url(settings, month_uri(month))
    record = Submission(month, max(taken, default=0) + 1, day, now.whole, now.entries, now.goals, commit, address)
    if dry_run:
        click.echo(f"{month} is complete. This would be submission {record.number}, digest {now.whole[:16]}; nothing was recorded.")
        return True
    _record(root, settings, record, repository)
    for line in _next_steps(record, repository is not None, settings):
        click.echo(line)
    return True


def _record(root: Path, settings: Settings, record: Submission, repository: Repository | None) -> None:
    """The tag first, for it can be taken back; then the file."""
    from netjournal.editing.files import Change, read_bytes, write_changes  # noqa: PLC0415 not needed for --help
    from netjournal.git import GitError, delete_tag, make_tag  # noqa: PLC0415
    from netjournal.reading.submissions import NAME, format_submission, parse_submissions  # noqa: PLC0415

    text = format_submission(record)
    before = read_bytes(root / NAME)
    after = _appended(before or b"", text)
    if len(parse_submissions(after)[0]) != len(parse_submissions(before or b"")[0]) + 1:
        raise CannotRun(f"nothing can be added to {settings.journal_path}/{NAME} as it stands: it is no plain list")
    name = _tag(record.month, record.number)
    try:
        if repository and record.commit:
            make_tag(repository, name, record.commit, f"Submission {record.number} of {record.month}\n\n{text}")
    except GitError as error:
        raise CannotRun(f"nothing was recorded, for git made no tag: {error}") from None
    if failed := write_changes(root, [Change(NAME, before, after)]):
        if repository and record.commit:
            delete_tag(repository, name)
        raise CannotRun(f"nothing was recorded: {failed.path}: {failed.reason}")


def _appended(before: bytes, text: str) -> bytes:
    """`text` after what is there, with the line ends that are there."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    gap = b"" if not before or before.endswith(b"\n") else end
    return before + gap + text.encode("utf-8").replace(b"\n", end)


def _changed(repository: Repository, root: Path) -> list[str]:
    """The journal's files that differ from the last commit, but for the record itself."""
    from netjournal.git import changed_files  # noqa: PLC0415
    from netjournal.reading.submissions import NAME  # noqa: PLC0415

    return [name for name in changed_files(repository, root.resolve()) if name.rpartition("/")[2] != NAME]


def _tag(month: str, number: int) -> str:
    return f"submission/{month}" if number == 1 else f"submission/{month}.{number}"


def _number(tag: str) -> int:
    rest = tag.rpartition(".")[2]
    return int(rest) if rest.isdecimal() else 1


def _print_missing(missing: Sequence[Missing], month: str) -> None:
    for item in missing:
        path, line, _, _ = item.source
        click.echo(f"{path}:{line}: {item.text}\n    {item.mend}")
    click.echo(f"\n{month} is not complete: {len(missing)} {'thing is' if len(missing) == 1 else 'things are'} missing.")


def _next_steps(record: Submission, has_git: bool, settings: Settings) -> Iterator[str]:
    from netjournal.reading.submissions import NAME  # noqa: PLC0415

    yield f"Recorded: submission {record.number} of {record.month}, digest {record.digest[:16]}"
    if record.commit:
        yield f"The tag {_tag(record.month, record.number)} marks commit {record.commit[:10]}"
    else:
        yield "Without a commit and a tag: " + (
            "there are changes that no commit holds" if has_git else "there is no git repository"
        )
    if has_git:
        yield f'Next:\n  git add {settings.journal_path}/{NAME}\n  git commit -m "Submit {record.month}"\n  git push --follow-tags'
    yield f"Hand in: {record.address}" if record.address else "The page has no address to hand in: mkdocs.yml has no site_url"


def _verify(directory: Path, root: Path, settings: Settings, month: str) -> bool:
    from netjournal.audience import for_audience  # noqa: PLC0415 not needed for --help
    from netjournal.exports.submission import build_standings  # noqa: PLC0415
    from netjournal.git import find_repository  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience  # noqa: PLC0415

    journal, problems = load_journal(root, settings)
    for problem in problems:
        if problem.code == "bad-submission":
            click.echo(str(problem), err=True)
    standing = build_standings(journal.submissions, lambda: for_audience(journal, Audience.PUBLIC, settings)).get(month)
    if standing is None:
        click.echo(f"{month} was not submitted, as far as this journal knows.")
        return False
    sent = standing.submission
    click.echo(f"Submission {sent.number} of {month}, on {sent.day}: {'unchanged' if standing.unchanged else 'changed'} since")
    for what, changes in (("entry", standing.entries), ("goal", standing.goals)):
        for line in _change_lines(what, changes):
            click.echo(f"  {line}")
    if not (standing.unchanged or standing.entries or standing.goals):
        click.echo("  no part differs: the record itself was altered")
    repository = find_repository(root)
    good = standing.unchanged
    for line, against in _objections(sent, repository, directory) if repository else ():
        click.echo(f"  {line}")
        good = good and not against
    return good


def _change_lines(what: str, changes: Changes) -> Iterator[str]:
    for how, keys in (("changed", changes.changed), ("added", changes.added), ("removed", changes.removed)):
        for key in keys:
            yield f"{how}: {what} {key}"


def _objections(sent: Submission, repository: Repository, directory: Path) -> Iterator[tuple[str, bool]]:
    """What git says of the record, and whether that speaks against it: a clone may lack the tag or the commit."""
    from netjournal.git import read_tag  # noqa: PLC0415
    from netjournal.reading.submissions import parse_submissions  # noqa: PLC0415

    if not sent.commit:
        return
    name = _tag(sent.month, sent.number)
    if found := read_tag(repository, name):
        commit, text = found
        told, _ = parse_submissions(text.partition("\n\n")[2].encode("utf-8"))
        if told != (sent,) or commit != sent.commit:
            yield f"the tag {name} differs from the record in submissions.yml", True
    else:
        yield f"the tag {name} is not here: git fetch --tags", False
    digest = _digest_at(sent.commit, sent.month, repository, directory)
    if digest is None:
        yield f"the commit {sent.commit[:10]} is not here: git fetch --unshallow --tags", False
    elif digest != sent.digest:
        yield f"the commit {sent.commit[:10]} holds another text than the record says", True


def _digest_at(commit: str, month: str, repository: Repository, directory: Path) -> str | None:
    """The digest of the month as a commit holds it; None where it cannot be known."""
    from netjournal.audience import for_audience  # noqa: PLC0415
    from netjournal.exports.submission import digest_month  # noqa: PLC0415
    from netjournal.git import GitError, write_commit  # noqa: PLC0415
    from netjournal.loading import load_journal  # noqa: PLC0415
    from netjournal.model import Audience  # noqa: PLC0415

    with TemporaryDirectory(prefix="netjournal-", ignore_cleanup_errors=True) as made:
        try:
            write_commit(repository, commit, Path(made))
            inside = directory.resolve().relative_to(repository.root.resolve())
            root, settings = find_project(Path(made) / inside)
        except (GitError, OSError, ValueError, CannotRun):
            return None
        journal, _ = load_journal(root, settings)
        return digest_month(for_audience(journal, Audience.PUBLIC, settings), month).whole
