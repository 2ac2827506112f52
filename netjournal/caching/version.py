"""Who wrote a cache: it is good for the same program with the same settings only."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

_PACKAGE = Path(__file__).parent.parent
_ROOMS = ("reading", "assembling", "caching", "editing")  # and what stands beside them, for they import no more than that


@lru_cache(maxsize=8)  # the preview asks at each save, and a running program stays what it is
def cache_version(words: tuple[str, ...], package: Path = _PACKAGE) -> bytes | None:
    """16 bytes that differ where anything could be understood differently; None where the program's own files cannot be read.

    `words` are the settings that bear on it. The bytes of the modules count and not a number, which somebody would forget to
    raise.
    """
    digest = hashlib.blake2b(digest_size=16)
    tools = (sys.version, unicodedata.unidata_version, yaml.__version__, str(yaml.__with_libyaml__))
    for word in (*tools, *words):
        digest.update(word.encode("utf-8", "surrogatepass") + b"\0")
    try:
        for folder in (package, *(package / room for room in _ROOMS)):
            for module in sorted(folder.glob("*.py")):
                digest.update(module.read_bytes())
    except OSError:
        return None
    return digest.digest()
