"""What was searched before: a file with the same name and bytes need not be searched again for the same values."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from functools import cached_property

import msgspec

from netjournal.caching.kept_file import KeptFile
from netjournal.digest import digest_of
from netjournal.leaks.fresh import Fresh
from netjournal.leaks.secrets import Secret

_WORTH_IT = 50  # files


class _Row(msgspec.Struct, array_like=True):
    """A file in which none of the values stands: its digest; its size and its time."""

    digest: bytes
    stamp: tuple[int, int]


class _Rows(msgspec.Struct, array_like=True):
    """Digests of the values that were looked for, the files in which none of them stands, and digests of their records."""

    secrets: list[bytes] = []
    files: dict[str, _Row] = {}
    records: dict[str, list[bytes]] = {}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Rows)


class Searched:
    """The last search, kept in `file`, and the one that begins, for `secrets`. Without `file` nothing is remembered.

    `same` are the names of files that are known to be those of the last site, without being read. The last search may have been
    of another site: one that was given up in the end, or that is in another folder.
    """

    def __init__(self, secrets: Iterable[Secret], file: KeptFile | None = None, same: Collection[str] = ()) -> None:
        self.file, self.same = file, same
        self.secrets = tuple(secrets)
        self._old = self._read()
        self._stamps: dict[str, tuple[int, int]] = {}
        self._now: dict[str, _Row] = {}
        self.fresh = Fresh(self._old.records if file is not None else None)

    @cached_property
    def new(self) -> tuple[Secret, ...]:
        """The secrets that no file of the last site was searched for."""
        before = set(self._old.secrets)
        return tuple(secret for secret, digest in zip(self.secrets, self._digests, strict=True) if digest not in before)

    def is_done_with(self, name: str, path: str) -> bool:
        """Whether the file `name`, at `path`, need not be read at all. To be asked before it is read."""
        if self.file is None:
            return False
        stat = os.lstat(path)
        stamp = self._stamps[name] = (stat.st_size, stat.st_mtime_ns)
        old = self._old.files.get(name)
        if old is None or self.new or name not in self.same or old.stamp != stamp:
            return False
        self._now[name] = old
        return True

    def knows(self, name: str, digest: bytes) -> bool:
        """Whether the file with this digest was searched before, for all but the new secrets."""
        if self.file is None:
            return False
        self._now[name] = _Row(digest, self._stamps[name])
        return self._was(name)

    def knows_parts(self, name: str) -> bool:
        """Whether records of this file were searched before, for all but the new secrets."""
        return name in self._old.records

    def keep(self, found: Iterable[tuple[str, Secret]]) -> None:
        """Keep this search for the next one, without the files and the secrets that were `found`.

        These secrets may stand in other files too: a block that two pages have is read once.
        """
        if self.file is None:
            return
        files, fingerprints = dict(self._now), set()
        for name, secret in found:
            files.pop(name, None)
            fingerprints.add(secret.fingerprint)
        pairs = zip(self.secrets, self._digests, strict=True)
        secrets = [digest for secret, digest in pairs if not fingerprints or secret.fingerprint not in fingerprints]
        rows = _Rows(secrets, files, {name: records for name in files if (records := self._records(name))})
        if rows != self._old and len(files) >= _WORTH_IT:
            self.file.write(_encoder.encode(rows))

    def _records(self, name: str) -> list[bytes]:
        """Those that are in the file now; none where nobody told them apart."""
        if name not in self.fresh.records and self._was(name):
            return self._old.records.get(name, [])
        return self.fresh.records.get(name, [])

    def _was(self, name: str) -> bool:
        old = self._old.files.get(name)
        return old is not None and old.digest == self._now[name].digest

    @cached_property
    def _digests(self) -> tuple[bytes, ...]:
        return tuple(map(_digest, self.secrets))

    def _read(self) -> _Rows:
        body = self.file.read() if self.file else None
        try:
            return _decoder.decode(body) if body is not None else _Rows()
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return _Rows()


def _digest(secret: Secret) -> bytes:
    """Of all that a search for `secret` depends on."""
    patterns = (" ".join(words) for words in sorted(secret.patterns))  # a word has no spaces
    return digest_of(secret.kind, secret.value, secret.digits, secret.key, str(secret.exact), *patterns)
