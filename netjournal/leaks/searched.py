"""What was searched before: a file with the same name and bytes need not be searched again for the same values."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from hashlib import blake2b

import msgspec

from netjournal.caching.kept_file import KeptFile
from netjournal.leaks.secrets import Secret

_WORTH_IT = 50  # files


class _Rows(msgspec.Struct, array_like=True):
    """Digests of the values that were looked for, and of the files in which none of them stands, by name."""

    secrets: list[bytes]
    files: dict[str, bytes]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Rows)


class Searched:
    """The search of the last site, kept in `file`, and that of this one for `secrets`. Without `file` nothing is remembered.

    `same` are the names of files that are known to be those of the last site, without being read.
    """

    def __init__(self, secrets: Iterable[Secret], file: KeptFile | None = None, same: Collection[str] = ()) -> None:
        self.file, self.same = file, same
        self.secrets = tuple(secrets)
        self._old = self._read()
        self._now: dict[str, bytes] = {}

    @cached_property
    def new(self) -> tuple[Secret, ...]:
        """The secrets that no file of the last site was searched for."""
        before = set(self._old.secrets)
        return tuple(secret for secret, digest in zip(self.secrets, self._digests, strict=True) if digest not in before)

    def is_done_with(self, name: str) -> bool:
        """Whether the file need not be read at all."""
        if self.new or name not in self.same or name not in self._old.files:
            return False
        self._now[name] = self._old.files[name]
        return True

    def knows(self, name: str, digest: bytes) -> bool:
        """Whether the file with this digest was searched before, for all but the new secrets."""
        if self.file is None:
            return False
        self._now[name] = digest
        return self._old.files.get(name) == digest

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
        rows = _Rows([digest for secret, digest in pairs if not fingerprints or secret.fingerprint not in fingerprints], files)
        if rows != self._old and len(files) >= _WORTH_IT:
            self.file.write(_encoder.encode(rows))

    @cached_property
    def _digests(self) -> tuple[bytes, ...]:
        return tuple(map(_digest, self.secrets))

    def _read(self) -> _Rows:
        body = self.file.read() if self.file else None
        try:
            return _decoder.decode(body) if body is not None else _Rows([], {})
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return _Rows([], {})


def _digest(secret: Secret) -> bytes:
    """Of all that a search for `secret` depends on."""
    words = (secret.kind, secret.value, secret.digits, secret.key, str(secret.exact), repr(sorted(secret.patterns)))
    return blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
