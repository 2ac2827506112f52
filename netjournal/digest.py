"""What texts and bytes are known again by, in caches."""

from __future__ import annotations

from hashlib import blake2b

SIZE = 16  # bytes


def digest_of(*parts: str | bytes) -> bytes:
    """A digest of `parts`, `SIZE` bytes long. Each counts by itself: that of "ab" and "c" is not that of "a" and "bc"."""
    datas = [part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass") for part in parts]
    return blake2b(b"".join([b"%d:%b" % (len(data), data) for data in datas]), digest_size=SIZE).digest()
