"""A cold build of ours next to bare MkDocs + Material with as many pages out of the nav, in one run, in turn.

python benchmarks/build.py [ENTRIES …]      default: 250 2500
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import make_journal

BASE = "site_name: A journal\ndocs_dir: journal\ntheme: {name: material, font: false, features: [navigation.tabs]}\n"
OURS = BASE + "plugins:\n  - search\n  - netjournal: {goals_per_month: 0}\n"
BARE = BASE + "plugins: [search]\nnot_in_nav: '*'\nnav: [index.md]\n"
MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def build(folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of `mkdocs build` in `folder`."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795478400"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site")]
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURE, *command], env=environment, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1]) / 1024


def main(sizes: list[int]) -> None:
    print("| entries | pages | netjournal s | bare s | ratio | netjournal MB | bare MB |\n|---|---|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            ours, bare = Path(name, "ours"), Path(name, "bare")
            make_journal(size, ours)
            (ours / "mkdocs.yml").write_text(OURS, encoding="utf-8")
            mine = [build(ours)]
            pages = sum(1 for page in (ours / "site").rglob("index.html"))
            texts = [p.read_text(encoding="utf-8").split("---\n", 2)[2] for p in sorted((ours / "journal").rglob("*.md"))]
            (bare / "journal").mkdir(parents=True)
            (bare / "mkdocs.yml").write_text(BARE, encoding="utf-8")
            (bare / "journal/index.md").write_text("# Home\n", encoding="utf-8")
            for number in range(pages - 1):
                (bare / f"journal/page-{number}.md").write_text(f"# Page {number}\n\n{texts[number % size]}", encoding="utf-8")
            theirs = [build(bare)]
            if size < 1000:
                mine.append(build(ours))
                theirs.append(build(bare))
            (our_time, our_memory), (their_time, their_memory) = min(mine), min(theirs)
            seconds = f"{our_time:.1f} | {their_time:.1f} | {our_time / their_time:.2f}"
            print(f"| {size:,} | {pages:,} | {seconds} | {our_memory:.0f} | {their_memory:.0f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [250, 2500])
