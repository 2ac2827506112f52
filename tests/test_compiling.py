"""Templates compiled our way print what Jinja's own compiler makes them print."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError, pass_context
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

from netjournal import Audience
from netjournal.site.compiling import Compiler, shown
from netjournal.site.render import _Environment
from tests.test_pages import make_pages, make_site

MACROS = """
{% macro plain(a) %}<{{ a }}>{% endmacro %}
{% macro defaults(a, b="&", c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}
{% macro more(a) %}{{ a }}{{ varargs|join(",") }}{{ kwargs|dictsort }}{% endmacro %}
{% macro around(a) %}{{ a }}{{ caller("<") }}{% endmacro %}
{% macro named(caller="<") %}{{ caller }}{% endmacro %}
"""
SCRAPS = (
    "{{ text }}{{ safe }}{{ number }}{{ day }}{{ none }}{{ 1.5 }}{{ true }}{{ '<' }}{{ markup('<')|upper }}",
    "{{ m.plain(text) }}{{ m.plain(safe) }}{{ m.plain(a=text) }}{{ m.plain(m.plain(1)) }}{{ m.plain() is defined }}",
    "{{ m.defaults(1) }}{{ m.defaults(1, c=2) }}{{ m.defaults(1, 2, 3) }}{{ m.defaults(c=1, a=2) }}",
    "{{ m.more(1, text, 3, x=text) }}{{ m.more(1) }}",
    "{% call(x) m.around('>') %}{{ x }}{{ text }}{% endcall %}{{ m.named() }}{{ m.named(caller='&') }}",
    "{% for x in items %}{{ loop.index }}{{ x.a }}{{ x.b.c }}{{ x['a'] }}{{ x.keys()|list }}{% endfor %}",
    "{% for x in items %}{% set y = loop.index %}{{ seen() }}{% endfor %}{% block b scoped %}{{ seen() }}{% endblock %}",
    "{{ day.isoformat() }}{{ day.replace(year=2025) }}{{ text.upper() }}{{ ','.join(*[items[0].b.c]) }}{{ dict(**items[0]) }}",
    "{% autoescape false %}{{ text }}{{ m.plain(text) }}{% endautoescape %}{{ text ~ safe ~ number }}",
    "{% filter upper %}{{ text }}{{ safe }}{% endfilter %}{% set x %}{{ text }}{% endset %}{{ x }}",
    "{{ markup(text) }}{{ range(3)|list }}{{ cycler('<', '>').next() }}{{ namespace(a=text).a }}{{ f(**{'class': text}) }}",
    *(
        "{{ nothing }}",
        "{{ items.nothing.more }}",
        "{{ nothing() }}",
        "{{ m.nothing() }}",
        "{{ m.plain(1, 2) }}",
        "{{ m.plain(x=1) }}",
    ),
    *("{{ m.defaults(1, a=2) }}", "{{ items[0].nothing }}", "{{ m.defaults(1, 2, 3, c=4) }}", "{{ text.nothing is defined }}"),
)


@pass_context
def _seen(context: Any) -> list[Any]:
    return [context.get(name) for name in ("text", "x", "y")]


def _print(compiler: type[CodeGenerator], scrap: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(_Environment, "code_generator_class", compiler)
    templates = {"macros.html": MACROS, "scrap.html": '{% import "macros.html" as m %}' + scrap}
    environment = _Environment(loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined)
    environment.globals |= {"seen": _seen, "markup": Markup, "f": lambda **words: words}
    items = ({"a": "<1>", "b": {"c": "<>"}}, {"a": Markup("<2>"), "b": {"c": "'\""}})
    try:
        return environment.get_template("scrap.html").render(
            text="a & <b>", safe=Markup("<i>&amp;</i>"), number=3, day=date(2026, 11, 24), items=items
        )
    except (UndefinedError, TypeError) as error:
        return repr(error)


@pytest.mark.parametrize("scrap", SCRAPS)
def test_a_scrap_prints_the_same(scrap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Macros with defaults, names, too many words, a block; names that are not there; functions that see the context."""
    assert _print(Compiler, scrap, monkeypatch) == _print(CodeGenerator, scrap, monkeypatch)


@pytest.mark.parametrize("audience", list(Audience))
def test_every_page_is_the_same(audience: Audience, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a journal that has everything in it."""
    site, prose = make_site(audience)
    pages = []
    for compiler in (Compiler, CodeGenerator):
        monkeypatch.setattr(_Environment, "code_generator_class", compiler)
        pages.append({uri: page.render() for uri, page in make_pages(site, prose).items()})
    assert pages[0]["tracker/2026-11"].count("<tr>") > 5
    assert pages[0] == pages[1]


def test_what_is_html_already_is_told_by_its_kind() -> None:
    """Not by what it says, and no more is escaped twice."""
    for value in ("<&>'\"", Markup("<&>"), "plain", 3, True, None, 1.5):
        assert shown(value) == str(escape(value))
