"""Eleventy, on Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from contestants.contestant import Contestant, Words, write_text

SETTINGS = """\
export default (config) => {
  config.setUseGitIgnore(false);
};
export const config = {
  dir: { input: "content", output: "site", includes: "../layouts" },
  templateFormats: ["md", "liquid"],
  markdownTemplateEngine: false,
};
"""
PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><a href="/">A journal</a><main><h1>{{ title }}</h1>{{ content }}</main></body></html>
"""
HOME = """\
---
title: A journal
---
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A journal</title></head>
<body><ul>
{% for page in collections.all %}<li><a href="{{ page.url }}">{{ page.data.title }}</a></li>{% endfor %}
</ul></body></html>
"""


class Eleventy(Contestant):
    """No template language in the Markdown, which it would else run over each page; two small templates, no plugins, no search.
    Started through node, without npx. The live server is `--serve --incremental`. A build in a new process that names the changed
    file (`--incremental=FILE`) ends in an error in 3.1.8, so a rebuild is a whole build."""

    name = "eleventy"
    title = "Eleventy"
    made = ("site",)

    def install(self) -> None:
        if self.version() is None:
            npm = shutil.which("npm")
            if npm is None:
                raise FileNotFoundError("npm is not there")
            words = ["install", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix"]
            subprocess.run([npm, *words, str(self.tools), "@11ty/eleventy"], check=True)

    def version(self) -> str | None:
        about = self._program().parent / "package.json"
        return str(json.loads(about.read_text(encoding="utf-8"))["version"]) if about.exists() and shutil.which("node") else None

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "eleventy.config.js", SETTINGS)
        write_text(folder / "package.json", '{"type": "module"}\n')
        write_text(folder / "layouts/page.liquid", PAGE)
        write_text(folder / "content/content.json", '{"layout": "page.liquid"}\n')
        write_text(folder / "content/index.liquid", HOME.replace("title:", "layout: null\ntitle:", 1))

    def build(self, folder: Path) -> Words:
        return ["node", self._program(), "--quiet"]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [*self.build(folder), "--serve", "--incremental", f"--port={port}"]

    def _program(self) -> Path:
        return self.tools / "node_modules/@11ty/eleventy/cmd.cjs"
