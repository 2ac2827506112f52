"""What must hold for inputs nobody thought of: reading never raises, and what was typed comes back as it was typed."""

from __future__ import annotations

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netjournal.names import is_id, slug
from netjournal.prose import hidden_parts, without_hidden
from netjournal.reading.classify import classify
from netjournal.reading.parse import Parsed, parse_file
from netjournal.reading.values import Vocabulary
from netjournal.schema import CHANNELS
from netjournal.site.prose import Links, ProseRenderer

NAME = "2026-11-23.md"
VOCABULARY = Vocabulary(CHANNELS)

# what YAML, Markdown and HTML make much of, so that short texts hit it
yaml_like = st.lists(
    st.sampled_from(
        ["---\n", "...\n", "\n", "  ", "- ", "did: ", "activities:\n", "private: true\n", "'", '"', "[", "]", "{", "}", ": ", "#x",
         "@a", "&a ", "*a ", "!!str ", "|\n", ">\n", "\t", "\r\n", "\ufeff", "\x00", "<<: ", "é", "李", "\u2028", "/// private\n",
         "///\n", "<!--", "-->", "<<<<<<< ", "%", "`", "? "]
    ),
    max_size=30,
).map("".join)  # fmt: skip
anything = st.one_of(yaml_like, st.text(max_size=200))


def parse(data: bytes) -> Parsed:
    result = parse_file(data, NAME, "2026-11-23", classify(NAME), VOCABULARY)
    assert isinstance(result, Parsed)
    return result


@given(st.one_of(anything.map(lambda t: t.encode("utf-8", "surrogatepass")), st.binary(max_size=200)))
@settings(max_examples=600, deadline=None)
def test_reading_never_raises_and_every_problem_has_a_place_in_the_file(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for problem in parse(data).problems:
        assert 1 <= problem.source.line <= len(lines)
        assert problem.source.column >= 1


@given(anything)
@settings(max_examples=300, deadline=None)
def test_what_cannot_be_read_says_so_and_is_private(block: str) -> None:
    parsed = parse(f"---\n{block}\n---\n".encode("utf-8", "replace"))
    if not parsed.readable:
        assert parsed.private
        assert parsed.problems


values = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\x7f\x85"), min_size=1, max_size=60).filter(
    lambda t: t.strip()
)


@given(values, st.sampled_from(["'", '"', None, "|"]))
@settings(max_examples=400, deadline=None)
def test_a_text_comes_back_as_it_was_typed(text: str, style: str | None) -> None:
    block = yaml.dump({"title": text}, allow_unicode=True, default_style=style, width=10**6)
    parsed = parse(f"---\n{block}---\n".encode())
    assert (parsed.record.text("title"), parsed.problems) == (text.strip(), ())


@given(st.lists(st.sampled_from(["a\n", "/// private\n", "///\n", "/// note\n", "<!--", "-->", "s3cret\n", "\n"]), max_size=25))
@settings(max_examples=400, deadline=None)
def test_hidden_prose_is_gone_and_nothing_else(parts: list[str]) -> None:
    text = "".join(parts)
    hidden = hidden_parts(text)
    kept = "".join(c for at, c in enumerate(text) if not any(h.start <= at < h.end for h in hidden))
    assert without_hidden(text) == kept


@given(st.text(max_size=80))
def test_a_slug_is_an_id_or_nothing(text: str) -> None:
    made = slug(text)
    assert not made or is_id(made) or len(made) > 64 or made in {"index", "404", "search", "assets"} or made[:3].isalpha()
    assert slug(made) == made


@given(values)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_name_in_a_mention_is_text_whatever_it_is(name: str) -> None:
    prose = ProseRenderer(Links({}, str, lambda word: ("nj:contacts/x/", name)))
    html = prose.render("Met @x today.", "2026-11-23")
    assert html.count("<") == 4  # p and a, open and closed
