"""The same texts for all: a journal as pages for the others, the edit of one, and whether a built site holds everything."""

from __future__ import annotations

import re
from pathlib import Path

from contestants.contestant import Contestant, write_text
from generate import MARK, make_journal
from program import Failed

_MARK = re.compile(MARK.replace(".", r"\.").format(r"(\d+)"))


def write_pages(contestant: Contestant, folder: Path, entries: int, count: int) -> Path:
    """Give `contestant` its source in `folder`, and say which file is the newest entry.

    The others get `count` pages, as many as our site has: each entry as it is, then its texts again under other titles.
    """
    if not contestant.same_pages:
        make_journal(entries, folder)
    else:
        journal = folder / "made"
        make_journal(entries, journal)
        paths = sorted(journal.rglob("*.md"))
        for number in range(count - 1):  # the first page is the home page
            front_matter, prose = paths[number % entries].read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
            if number >= entries:
                front_matter, prose = "", _MARK.sub(MARK.format(number + 1), prose)
            text = contestant.page_text(f"Page {number + 1}", f"{front_matter}\n".lstrip(), prose.lstrip())
            write_text(contestant.content(folder) / f"page-{number + 1}.md", text)
        for path in paths:
            path.unlink()
    contestant.prepare(folder, count)
    if contestant.same_pages:
        return contestant.content(folder) / f"page-{entries}.md"
    return max(contestant.content(folder).rglob("????-??-??.md"))


def edit(path: Path, word: str) -> None:
    """Change one word at the end of the prose, as a save in an editor does."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\n\nEdited: \w+\n\Z", "", text).rstrip("\n") + f"\n\nEdited: {word}\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def edit_front_matter(path: Path, word: str) -> None:
    """Change what the first activity says."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^  - did: .*", f"  - did: Wrote to {word}", text, count=1), encoding="utf-8", newline="\n")


def count_pages(site: Path) -> int:
    return sum(1 for path in site.rglob("*.html") if path.name != "404.html")


def verify(site: Path, texts: int, pages: int, word: str = "") -> None:
    """Failed unless `site` has `pages` pages that hold the first `texts` texts and, if there is one, the edited `word`."""
    seen: set[int] = set()
    count, edited = 0, not word
    for path in site.rglob("*.html"):
        if path.name == "404.html":
            continue
        html = path.read_text(encoding="utf-8", errors="replace")
        count += 1
        seen.update(map(int, _MARK.findall(html)))
        edited = edited or word in html
    missing = texts - len(seen & set(range(1, texts + 1)))
    if missing:
        raise Failed(f"{missing} of {texts} texts are not in its site")
    if count < pages:
        raise Failed(f"{count} pages of {pages}")
    if not edited:
        raise Failed("the changed text is not in its site")
