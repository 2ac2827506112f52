"""With `repository: public` everybody can read what git keeps: no file outside private/ may hold a private value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from netjournal.audience import for_audience
from netjournal.diagnostics import Diagnostic, Source
from netjournal.leaks.scan import Scanner
from netjournal.leaks.secrets import ID, NAME, Secret, find_secrets
from netjournal.model import Audience, Journal
from netjournal.settings import Settings

_CODE = "tracked-private"


def check_tracked(journal: Journal, settings: Settings, directory: Path, tracked: Iterable[str]) -> Iterator[Diagnostic]:
    """An error for each private value in the journal's files outside private/, and in the other files that git keeps.

    `tracked` are paths relative to `directory`, the folder of mkdocs.yml; none where there is no repository.
    """
    secrets = find_secrets(journal, for_audience(journal, Audience.PUBLIC, settings), settings)
    private = f"{settings.journal_path}/private/".lower()
    by_place = {(secret.source.path, secret.fingerprint): secret for secret in reversed(secrets)}  # a name, not its id too
    for secret in reversed(by_place.values()):
        if not secret.source.path.lower().startswith(private):
            yield _problem(secret.source, secret)
    scanner = Scanner(secrets)
    for name in tracked:
        file = directory / name
        if name.lower().startswith(private) or not file.is_file():
            continue
        for leak in scanner.search(file.read_bytes(), name):
            if leak.secret.source.path != name:
                yield _problem(Source(name), leak.secret)


def _problem(source: Source, secret: Secret) -> Diagnostic:
    mend = "move it to private/, or keep the repository private"
    if secret.kind in (NAME, ID):
        mend = f"{mend}; 'publish: full' if the person agreed"
    return Diagnostic(source, _CODE, f"{secret.kind} stands in a file that everybody can read", mend)
