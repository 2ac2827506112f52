"""Pelican, in Python like us."""

from __future__ import annotations

from pathlib import Path

from contestants.contestant import FromPyPI, Words, write_text

PELICANCONF = """\
SITENAME = "A journal"
SITEURL = ""
TIMEZONE = "UTC"
PATH = "content"
OUTPUT_PATH = "site"
CACHE_PATH = ".cache"
THEME = "theme"
ARTICLE_PATHS = []
PAGE_PATHS = [""]
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
SLUGIFY_SOURCE = "basename"
DIRECT_TEMPLATES = ["index"]
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
STATIC_PATHS = []
THEME_STATIC_PATHS = []
MARKDOWN = {"extension_configs": {f"markdown.extensions.{name}": {} for name in ("meta", "toc", "tables", "fenced_code")}}
CHECK_MODIFIED_METHOD = "mtime"
IGNORE_FILES = []  # by default it does not watch below a folder whose name starts with a dot
"""
PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ page.title }}</title></head>
<body><a href="/">A journal</a><main><h1>{{ page.title }}</h1>{{ page.content }}</main></body></html>
"""
HOME = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A journal</title></head>
<body><ul>{% for page in pages %}<li><a href="/{{ page.url }}">{{ page.title }}</a></li>{% endfor %}</ul></body></html>
"""


class Pelican(FromPyPI):
    """Pages, which need no categories or dates; no feeds, archives or authors; a theme of two small templates; the Markdown
    extensions that MkDocs has from the start, no others. Its front matter is not YAML, so it gets the title alone, less to read
    than the others have. Its cache of rendered pages is on for rebuilds and the live server (`--autoreload --listen`), filled by
    a build before; a cold build writes none, which is faster."""

    name = "pelican"
    title = "Pelican"
    packages = ("pelican[markdown]",)
    made = ("site", ".cache")

    def page_text(self, title: str, front_matter: str, prose: str) -> str:
        return f"Title: {title}\n\n{prose}"

    def prepare(self, folder: Path, pages: int) -> None:
        write_text(folder / "pelicanconf.py", PELICANCONF)
        write_text(folder / "theme/templates/page.html", PAGE)
        write_text(folder / "theme/templates/index.html", HOME)

    def build(self, folder: Path) -> Words:
        return [self.bin("pelican"), "--quiet", "--settings", "pelicanconf.py"]

    def rebuild(self, folder: Path) -> Words:
        cache = ["CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true", 'CONTENT_CACHING_LAYER="reader"']
        return [*self.build(folder), "--extra-settings", *cache]

    def serve(self, folder: Path, port: int) -> Words | None:
        return [*self.rebuild(folder), "--autoreload", "--listen", "--bind", "127.0.0.1", "--port", str(port)]
