"""The names in the journal's folder, and what the disk says of each file without opening it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

_GRAIN = 2_500_000_000  # nanoseconds: the coarsest clock of a file system in use, FAT's, has 2 seconds


class Stamp(NamedTuple):
    """What the disk says of a file without opening it. Another stamp: look at the bytes."""

    size: int
    modified: int  # nanoseconds
    changed: int  # the same, of the inode; on Windows when it was made
    inode: int

    def is_settled(self, read_at: int) -> bool:
        """Whether a file that had this stamp before it was read at `read_at`, in nanoseconds, is the same while it has it.

        As git sees it: what was saved just before it was read may be saved again within the same tick of the disk's clock.
        """
        return self.size >= 0 and max(self.modified, self.changed) + _GRAIN < read_at


UNKNOWN = Stamp(-1, 0, 0, 0)


def scan_folder(root: Path, closed: list[tuple[str, str]]) -> Iterator[tuple[str, Stamp]]:
    """The regular files below `root` with their stamps, paths with slashes, in no order.

    `closed` gets the folders that cannot be opened, and why. Symbolic links, pipes and folders that start with a dot are
    passed over. A root that is not there has no files.
    """
    waiting = [("", os.fspath(root))]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                for item in listing:
                    if item.name.startswith("."):
                        continue
                    if item.is_dir(follow_symlinks=False):
                        waiting.append((f"{prefix}{item.name}/", item.path))
                    elif item.is_file(follow_symlinks=False) and (stamp := _stamp(item)):
                        yield prefix + item.name, stamp
        except FileNotFoundError:
            continue
        except OSError as error:
            closed.append((prefix, error.strerror or str(error)))


def stamps_in(root: Path, folder: str, names: Collection[str]) -> dict[str, Stamp]:
    """Those of `names` that are regular files of `folder`, relative to `root` and with a slash at its end.

    The folder is asked for its names, for half of all file systems find a file under others too. Raises OSError where it is
    closed.
    """
    found = {}
    try:
        with os.scandir(root / folder) as listing:
            for item in listing:
                if item.name in names and item.is_file(follow_symlinks=False) and (stamp := _stamp(item)):
                    found[item.name] = stamp
    except FileNotFoundError:
        return {}
    return found


def _stamp(item: os.DirEntry[str]) -> Stamp | None:
    """None for a file that went away meanwhile, `UNKNOWN` where the folder does not let us look."""
    try:
        found = item.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError:
        return UNKNOWN
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
