"""The compiled templates, the theme's and ours, kept for the next build: compiling them takes longer than a small site does."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket
from platformdirs import user_cache_path

from netjournal import __version__
from netjournal.digest import digest_of
from netjournal.site import compiling


class CodeCache(BytecodeCache):
    """In memory, and in the user's own cache folder: what lies there is run, so it is not looked for in a project.

    Jinja compares the text of the template and its own version; a folder that cannot be read or written is none.
    """

    def __init__(self) -> None:
        compiler = digest_of(Path(compiling.__file__).read_bytes()).hex()[:8]
        self.folder = user_cache_path("netjournal") / f"templates-{jinja_version}-{__version__}-{compiler}"
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if its template is known."""
        if bucket.key not in self.known:
            try:
                self.known[bucket.key] = (self.folder / bucket.key).read_bytes()
            except OSError:
                return
        try:
            bucket.bytecode_from_string(self.known[bucket.key])
        except Exception:  # a torn file
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in `bucket`."""
        self.known[bucket.key] = data = bucket.bytecode_to_string()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(data)
            Path(file.name).replace(self.folder / bucket.key)
        except OSError:
            return
