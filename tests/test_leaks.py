"""The search of a built site: every form in which a private value can stand is found, and what is no secret is left alone."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import os
import quopri
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from netjournal import Audience, Settings, for_audience, load_journal
from netjournal.cli import main
from netjournal.leaks import sieve
from netjournal.leaks.scan import Scanner
from netjournal.leaks.secrets import Secret, find_secrets
from netjournal.leaks.unread import unread_values

ENTRY = """\
---
contacts:
  - name: Ada Lovelace
    aliases: [countess-of-code]
    email: ada.lovelace@example.org
    phone: +44 (0)20 7946 0123
    birthday: 1815-12-10
    address: "12 St James's Square, London"
    linkedin: https://www.linkedin.com/in/ada-lovelace-9
    note: Told me over tea that she is leaving in spring
    location: Ealing
  - {name: Jürgen Groß, email: jg@example.org}
  - {name: Siobhán O’Brien-Łuk}
  - {name: Will}
  - {name: Gabriela García Márquez}
  - {name: 王小明, id: xiao-ming, alias: W}
  - name: Grace Hopper
    publish: full
    phone: 0301 234567
companies:
  - {name: Analytical Engines, note: They pay late every month}
activities:
  - did: Tea with a speaker
    channel: coffee-chat
    with: ada-lovelace
    note: "Referral bonus: 4000"
    mood: quietly very hopeful indeed
---
Today I met somebody.

<!-- Ask her about the engine first. -->

/// private
The salary she named was far below mine.
///
"""
PRIVATE = """\
---
title: The interview that went so badly
private: true
---
I cried on the train all the way home.
"""
NOTE = "Told me over tea that she is leaving in spring"
NAME = "Ada Lovelace"
MAIL = "ada.lovelace@example.org"


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Secret, ...]:
    folder = tmp_path_factory.mktemp("journal")
    (folder / "2026-11-23.md").write_text(ENTRY, encoding="utf-8")
    (folder / "2026-11-24.md").write_text(PRIVATE, encoding="utf-8")
    journal, _ = load_journal(folder, Settings())
    return find_secrets(journal, for_audience(journal, Audience.PUBLIC, Settings()), Settings())


def page(text: str) -> bytes:
    return f"<!doctype html>\n<html><body>\n<p>A page: {text}.</p>\n</body></html>\n".encode()


def packed(name: str, text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return data.getvalue()


def with_wrong_checksum(archive: bytes) -> bytes:
    return archive.replace(archive[14:18], b"\1\2\3\4")


def png(kind: bytes, body: bytes) -> bytes:
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk


def song(kind: bytes, text: bytes) -> bytes:
    frame = b"\1" + text
    tag = kind + struct.pack(">I", len(frame)) + b"\0\0" + frame
    return b"ID3\3\0\0" + struct.pack(">I", len(tag)) + tag + b"\xff\xfb\x90\0" * 50


def pdf(stream: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Length 9 /Filter /FlateDecode >>\nstream\n" + zlib.compress(stream) + b"\nendstream\nendobj\n"


FORMS: dict[str, tuple[str, bytes]] = {
    "name": ("index.html", page(NAME)),
    "name in capitals": ("index.html", page("ADA LOVELACE")),
    "name over two lines": ("index.html", page("Ada\n   Lovelace")),
    "name with a hard space": ("index.html", page("Ada&nbsp;Lovelace")),
    "name turned round": ("index.html", page("Lovelace, Ada")),
    "name of two families turned round": ("index.html", page("García Márquez, Gabriela")),
    "name with dashes": ("index.html", page("Ada–Lovelace")),
    "name as a slug": ("index.html", page('<a href="/x/ada-lovelace/">x</a>')),
    "name with underscores": ("index.html", page("ada_lovelace")),
    "name with dots": ("index.html", page("ada.lovelace")),
    "name as a handle": ("index.html", page("adalovelace")),
    "name as camel case": ("index.html", page("AdaLovelace")),
    "name in an attribute": ("index.html", page('<img src="x.png" alt="With Ada Lovelace">')),
    "name in a comment": ("index.html", page("<!-- Ada Lovelace -->")),
    "name in code": ("index.html", page("<pre><code>who = 'Ada Lovelace'</code></pre>")),
    "name in emphasis": ("index.html", page("<b>Ada</b> <em>Love</em>lace")),
    "tags in between": ("index.html", page("A<i>d</i>a Love<wbr>lace")),
    "cells in between": ("index.html", page("<td>Ada</td><td>Lovelace</td>")),
    "decimal entities": ("index.html", page("".join(f"&#{ord(c)};" for c in NAME))),
    "hexadecimal entities": ("index.html", page("".join(f"&#x{ord(c):x};" for c in MAIL))),
    "entities twice": ("index.html", page(html.escape("".join(f"&#{ord(c)};" for c in MAIL)))),
    "accents dropped": ("index.html", page("Siobhan O'Brien Luk")),
    "accents apart": ("index.html", page("Siobha\u0301n O’Brien-Łuk")),
    "umlauts spelt out": ("index.html", page("Juergen Gross")),
    "umlauts dropped": ("index.html", page("Jurgen Gross")),
    "typographic apostrophe": ("index.html", page("Siobhán O'Brien-Łuk")),
    "no apostrophe": ("index.html", page("siobhan-obrien-luk")),
    "full width": ("index.html", page("Ａｄａ Ｌｏｖｅｌａｃｅ")),
    "zero width": ("index.html", page("Ada Love\u200blace")),
    "soft hyphen": ("index.html", page("Ada Love&shy;lace")),
    "one word as a name": ("index.html", page("Then Will came")),
    "one word as an id": ("index.html", page('<a href="../contacts/will/">W</a>')),
    "name without spaces": ("index.html", page("我认识王小明了")),
    "other id": ("index.html", page("countess-of-code")),
    "address on the web": ("index.html", page('<a href="https://linkedin.com/in/ada-lovelace-9">x</a>')),
    "percent": ("index.html", page('<a href="?q=Ada%20Lovelace">x</a>')),
    "percent twice": ("index.html", page('<a href="?q=Ada%2520Love%256cace">x</a>')),
    "json": ("journal.json", json.dumps({"who": "Siobhán O’Brien-Łuk"}).encode()),
    "json of html": ("search/search_index.json", json.dumps({"text": f"<p>{html.escape(NAME)}</p>"}).encode()),
    "javascript escapes": ("x.js", rb'var who = "\x41da \u{4c}ovelace";'),
    "css escapes": ("x.css", rb'a::after { content: "\41 da Lovelace" }'),
    "folded lines": ("x.ics", b"BEGIN:VEVENT\r\nSUMMARY:Tea with Ada Lov\r\n elace\r\nEND:VEVENT\r\n"),
    "quoted-printable": ("x.eml", quopri.encodestring(f"{'x' * 70} Jürgen Groß".encode())),
    "soft breaks": ("x.eml", b"With Ada Love=\nlace"),
    "base64": ("index.html", page(base64.b64encode(NAME.encode()).decode())),
    "base64 of an address": ("index.html", page(f"data:text/plain;base64,{base64.b64encode(MAIL.encode()).decode()}")),
    "base64 for addresses": ("x.txt", base64.urlsafe_b64encode(f"??>{NOTE}".encode()).rstrip(b"=")),
    "base64 in lines": ("x.eml", base64.encodebytes((NOTE * 3).encode())),
    "hexadecimal": ("x.txt", NAME.encode().hex().encode()),
    "gzip": ("sitemap.xml.gz", gzip.compress(b"<loc>https://example.org/ada-lovelace/</loc>")),
    "second gzip of a file": ("x.gz", gzip.compress(b"nothing, ") + gzip.compress(NAME.encode())),
    "latin-1": ("x.txt", "Jürgen Groß".encode("latin-1")),
    "json in json": ("x.json", json.dumps(json.dumps("Jürgen Groß")).encode()),
    "comment between words": ("index.html", page("Ada <!-- x --> Lovelace")),
    "comment inside a word": ("index.html", page("Ada Love<!-- x -->lace")),
    "zip": ("x.zip", packed("notes.txt", NAME)),
    "file name in a zip": ("x.zip", packed("ada-lovelace.txt", "nothing")),
    "zip in gzip": ("x.gz", gzip.compress(packed("notes.txt", MAIL))),
    "base64 of gzip": ("index.html", page(base64.b64encode(gzip.compress(MAIL.encode())).decode())),
    "utf-16": ("x.txt", NAME.encode("utf-16")),
    "utf-16 without a mark": ("x.txt", "Siobhán O’Brien-Łuk and her friends".encode("utf-16-be")),
    "utf-32": ("x.txt", NAME.encode("utf-32-le")),
    "latin letters in bytes": ("x.bin", b"\0\1\2\3" + NAME.encode() + b"\0\0\xff"),
    "e-mail": ("index.html", page(MAIL)),
    "e-mail spelt out": ("index.html", page("ada.lovelace [at] example [dot] org")),
    "e-mail in words": ("index.html", page("ada dot lovelace at example dot org")),
    "e-mail in a link": ("index.html", page('<a href="mailto:ada.lovelace%40example.org">x</a>')),
    "artist of a song": ("a.mp3", song(b"TPE1", NAME.encode("utf-16"))),
    "what is said of a song": ("a.mp3", song(b"COMM", b"eng" + "about\0".encode("utf-16") + NAME.encode("utf-16"))),
    "telephone": ("index.html", page("+44 20 7946 0123")),
    "telephone as at home": ("index.html", page("(020) 79460123")),
    "telephone from abroad": ("index.html", page("0044-20-7946-0123")),
    "telephone from abroad in one": ("index.html", page("00442079460123")),
    "telephone in a link": ("index.html", page('<a href="tel:+442079460123">x</a>')),
    "telephone with wide gaps": ("index.html", page("020  -  7946  -  0123")),
    "telephone in pairs": ("index.html", page("20/79/46/01/23")),
    "telephone in tags": ("index.html", page("<span>020</span> <span>7946</span> <span>0123</span>")),
    "telephone of a full contact": ("index.html", page("+49 301 23 45 67")),
    "birthday": ("index.html", page("1815-12-10")),
    "birthday in words": ("index.html", page("10 December 1815")),
    "birthday as it is said": ("index.html", page("the 10th of December, 1815")),
    "birthday in German": ("index.html", page("10. Dezember 1815")),
    "birthday in Spanish": ("index.html", page("el 10 de diciembre de 1815")),
    "birthday in numbers": ("index.html", page("10.12.1815")),
    "postal address": ("index.html", page("12 St James’s Square<br>London")),
    "street": ("index.html", page("12 st james's square")),
    "note": ("index.html", page(NOTE)),
    "run of words of a note": ("index.html", page("over tea that she is leaving")),
    "note of an activity": ("index.html", page("referral bonus, 4000")),
    "note of a company": ("index.html", page("they pay late every month")),
    "value of an unknown key": ("index.html", page("Quietly, very hopeful indeed")),
    "comment": ("index.html", page("Ask her about the engine first")),
    "private block": ("index.html", page("the salary she named was far below mine")),
    "private entry": ("index.html", page("I cried on the train all the way home")),
    "title of a private entry": ("index.html", page("The interview that went so badly")),
    "svg": ("x.svg", b"<svg><title>Ada Lovelace</title></svg>"),
    "svg in pieces": ("x.svg", b"<svg><text><tspan>Ada</tspan><tspan>Lovelace</tspan></text></svg>"),
    "feed": ("feed.xml", b"<content><![CDATA[<p>Ada <b>Lovelace</b></p>]]></content>"),
    "pdf": ("x.pdf", pdf(b"BT /F1 12 Tf (Ada Lovelace) Tj ET")),
    "pdf with kerning": ("x.pdf", pdf(b"BT [(Ada L) -20 (ove) 30 (lace)] TJ ET")),
    "pdf without packing": ("x.pdf", b"%PDF-1.4\n/Author (Ada Lovelace)\n"),
    "text of a picture": ("x.png", png(b"tEXt", b"Author\0Ada Lovelace")),
    "file name": ("tea-with-ada-lovelace.png", b"\x89PNG"),
    "folder": ("Lovelace_Ada/index.html", page("nothing")),
    "tag with a sign > in quotes": ("index.html", page('Ada Love<b title="a > b">la</b>ce')),
    "tag with a sign > in quotes between words": ("index.html", page("Ada <b title='a > b'>Lovelace</b>")),
    "long comment inside a word": ("index.html", page(f"Ada Love<!-- {'so it goes ' * 90} -->lace")),
    "comment with a tag inside a word": ("index.html", page("Ada Love<!-- a > b <i> -->lace")),
    "entities three times": ("index.html", page(html.escape(html.escape("".join(f"&#{ord(c)};" for c in NAME))))),
    "seam of two texts": ("feed.xml", b"<d><![CDATA[Ada Love]]><![CDATA[lace]]></d>"),
    "tags in json of html": ("x.json", json.dumps({"text": "J\u00fcrgen <b class='x'>Gro</b>\u00df"}).encode()),
    "tags as escapes": ("x.json", rb'{"x": "Ada Love\u003cb class=y\u003elace\u003c/b\u003e"}'),
    "percent in latin-1": ("index.html", page('<a href="?q=J%FCrgen%20Gro%DF">x</a>')),
    "percent three times": ("index.html", page('<a href="?q=Ada%252520Lovelace">x</a>')),
    "base64 of latin-1": ("x.txt", base64.b64encode("To Jürgen Groß".encode("latin-1"))),
    "base64 behind other letters": ("x.txt", b"abc/" + base64.b64encode(f"To {NAME}.".encode())),
    "base64 with entities": ("index.html", page(base64.b64encode(f"To {NAME}.".encode()).decode().replace("V", "&#86;"))),
    "head of a mail in latin-1": ("x.eml", b"From: =?iso-8859-1?Q?J=FCrgen_Gro=DF?="),
    "head of a mail in base64": ("x.eml", b"From: =?utf-8?B?" + base64.b64encode("Jürgen Groß".encode()) + b"?="),
    "quoted-printable in small letters": ("x.eml", b"J=c3=bcrgen Gro=c3=9f"),
    "line that goes on in a script": ("x.js", b'who = "Ada Love\\\nlace"'),
    "folded inside a letter": ("x.ics", b"SUMMARY:Tea with J\xc3\r\n \xbcrgen Gro\xc3\x9f\r\n"),
    "utf-8 read as latin-1": ("index.html", page("Jürgen Groß".encode().decode("latin-1"))),
    "bytes as python writes them": ("x.txt", repr("Jürgen Groß".encode()).encode()),
    "letters of tags": ("index.html", page("Ada Love\U000e0041lace")),
    "apostrophe that is a letter": ("index.html", page("Siobhán OʼBrien-Łuk")),
    "birthday with a time": ("index.html", page('<time datetime="1815-12-10T00:00:00Z">')),
    "gzip of several files": ("x.gz", gzip.compress(b"hello") + gzip.compress(NAME.encode())),
    "gzip in gzip in gzip in gzip in gzip": (
        "x.gz",
        gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(NAME.encode()))))),
    ),
    "bzip2": ("x.bz2", bz2.compress(NAME.encode())),
    "xz": ("x.xz", lzma.compress(NAME.encode())),
    "zip with a wrong checksum": ("x.zip", with_wrong_checksum(packed("notes.txt", NAME))),
    "zip that is cut": ("x.zip", packed("notes.txt", f"{NAME} " * 3)[:-30]),
    "zip behind a program": ("x.exe", b"MZ\0" + packed("notes.txt", NAME)),
    "packed text of a picture": ("x.png", png(b"zTXt", b"Author\0\0" + zlib.compress(b"By Ada Lovelace"))),
}

CLEAN: dict[str, tuple[str, bytes]] = {
    "first name": ("index.html", page("Ada came too")),
    "last name": ("index.html", page("the Lovelace lecture")),
    "initials": ("index.html", page("AL, WH and GH")),
    "company": ("index.html", page("Analytical Engines")),
    "town that is public": ("index.html", page("Ealing")),
    "name of a full contact": ("index.html", page("Grace Hopper")),
    "other words between": ("index.html", page("Ada met the Lovelace family")),
    "inside longer words": ("index.html", page("Canada Lovelaces")),
    "an ordinary word": ("index.html", page("I will see; where there is a will")),
    "few words of a note": ("index.html", page("she is leaving in June")),
    "part of a number": ("index.html", page("7946 0123")),
    "end of a longer number": ("index.html", page("9876543210442079460123")),
    "number in a digest": ("index.html", page("a442079460123b")),
    "another number": ("index.html", page("+44 20 7946 0124")),
    "day without its year": ("index.html", page("10 December, 12-10")),
    "another year": ("index.html", page("1816-12-10")),
    "domain": ("index.html", page("example.org")),
    "another's address": ("index.html", page("ada@example.org")),
    "digest": ("index.html", page("sha256-o2ZlYWRhbG92ZWxhY2U1MjA3OTQ2")),
    "script": ("x.js", b'const t=e=>e.will?1:"lovelace";'),
}


@pytest.mark.parametrize("form", FORMS)
def test_form_is_found(form: str, secrets: tuple[Secret, ...]) -> None:
    name, data = FORMS[form]
    assert Scanner(secrets).search(data, name), form


@pytest.mark.parametrize("form", CLEAN)
def test_what_is_no_secret_is_left_alone(form: str, secrets: tuple[Secret, ...]) -> None:
    name, data = CLEAN[form]
    assert [(leak.secret.kind, leak.secret.value) for leak in Scanner(secrets).search(data, name)] == []


def test_what_an_error_cost_a_contact_is_still_private(tmp_path: Path) -> None:
    """A contact that is not in the journal, because its front matter or a part of it cannot be read, is a secret all the same."""
    (tmp_path / "2026-11-01.md").write_text(
        "---\ncontacts:\n  - {name: Grace Hopper, email: gh@example.org\n    phone: '+1 212 555 0199'\n---\n", encoding="utf-8"
    )
    (tmp_path / "2026-11-02.md").write_text(
        "---\ncompanies:\n  - {name: Fine Things, name: Good Things}\ncontacts:\n  - {name: Turing, name: Alan M Turing}\n---\n",
        encoding="utf-8",
    )
    journal, problems = load_journal(tmp_path, Settings())
    assert problems
    found = find_secrets(journal, for_audience(journal, Audience.PUBLIC, Settings()), Settings(), tmp_path)
    for text in ("Hopper, Grace", "gh at example dot org", "(212) 555-0199", "Alan M. Turing"):
        assert Scanner(found).search(page(text), "x.html"), text
    assert not Scanner(found).search(page("Good Things, Fine Things"), "x.html")


SITE = (
    ("a.html", page("A day with Ada and many <b>others</b>, in spring")),
    ("b.html", page("Lovelace lectures <em>in</em> London")),
    ("search.json", b'{"docs":[{"text":"Ada"},{"text":"Lovelace"},{"text":"tea that she"}]}'),
    ("c.txt", b"some words\nof a text\n"),
)


@pytest.mark.parametrize("remembered", [sieve._MOST, 0])
@pytest.mark.parametrize("form", FORMS)
def test_form_is_found_late_in_a_site_too(
    form: str, remembered: int, secrets: tuple[Secret, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the search remembers of other files, or forgot, of the words of secrets too, hides nothing in the next."""
    monkeypatch.setattr(sieve, "_MOST", remembered)
    scanner = Scanner(secrets)
    for name, data in SITE:
        assert scanner.search(data, name) == ()
    name, data = FORMS[form]
    assert scanner.search(data, name), form


@pytest.mark.parametrize("form", [form for form in FORMS if FORMS[form][0] in ("index.html", "x.json")])
def test_form_is_found_in_a_long_file(form: str, secrets: tuple[Secret, ...]) -> None:
    """Long files are looked at in chunks."""
    name, data = FORMS[form]
    for line in (b"<p>A line of a long text.</p>\n", b"word\n"):
        long = line * (120_000 // len(line))
        assert Scanner(secrets).search(long + data + long, name), form


def find(folder: Path, **entries: str) -> tuple[Secret, ...]:
    """The secrets of a journal with these entries, by the days of a month: `d01`."""
    for day, text in entries.items():
        (folder / f"2026-11-{day[1:]}.md").write_text(text, encoding="utf-8")
    journal, _ = load_journal(folder, Settings())
    return find_secrets(journal, for_audience(journal, Audience.PUBLIC, Settings()), Settings(), folder)


@pytest.mark.parametrize("line", ["ada@example.org", "+44 20 7946 0123", "Told me she is leaving soon"])
def test_a_private_field_is_no_form(tmp_path: Path, line: str) -> None:
    """Who types it on a line of its own in two entries has given it away twice."""
    contact = "{name: Ada, email: ada@example.org, phone: '+44 20 7946 0123', note: Told me she is leaving soon}"
    found = find(tmp_path, d01=f"---\ncontacts: [{contact}]\n---\n", d02=f"One\n{line}\n", d03=f"Two\n{line}\n")
    assert Scanner(found).search(page(line), "x.html")


@pytest.mark.parametrize(
    "email", ["a@x.org, ada@x.org", "[a@x.org, ada@x.org]", "Ada <ada@x.org>", "\n      - a@x.org\n      - ada@x.org"]
)
def test_an_address_that_is_no_address_is_private_too(tmp_path: Path, email: str) -> None:
    """Two in one value, with a name, in a list: a problem in the text, and searched for all the same."""
    found = find(tmp_path, d01=f"---\ncontacts:\n  - name: Ada Lovelace\n    email: {email}\n    role: Speaker\n---\n")
    assert Scanner(found).search(page("ada@x.org"), "x.html")
    assert not Scanner(found).search(page("Speaker"), "x.html")


@pytest.mark.parametrize("typed", ["Jose", "JOSÉ", "Jose\u0301", "Jo\u00adsé", "Ümit", "Uemit", "Umit", "Zora", "ZORA"])
def test_one_word_is_a_name_however_it_is_written(tmp_path: Path, typed: str) -> None:
    """Without accents, with them apart, with a hyphen that nobody sees; declared in small letters or capitals."""
    found = find(tmp_path, d01="---\ncontacts: [{name: José}, {name: Ümit}, {name: zora}, {name: WILL}]\n---\n")
    assert Scanner(found).search(page(f"Tea with {typed}, again"), "x.html")
    assert not Scanner(found).search(page("I will write again"), "x.html")


@pytest.mark.parametrize(
    "written", ["1969-07-21", "21 July 1969", "July 21st, 1969", "21.7.1969", "21/07/1969", "21 de julio de 1969"]
)
@pytest.mark.parametrize("typed", ["1969-07-21", "21.07.1969", "21.7.1969", "the 21st of July 1969", "July 21, 1969"])
def test_a_birthday_is_a_day_however_it_is_declared(tmp_path: Path, written: str, typed: str) -> None:
    found = find(tmp_path, d01=f"---\ncontacts: [{{name: Ada, birthday: '{written}'}}]\n---\n")
    assert Scanner(found).search(page(typed), "x.html")
    assert not Scanner(found).search(page("1969, 21 July 2026, 1969-12-07"), "x.html")


@pytest.mark.parametrize("number", ["{home: 0171 2345678}", "\n      home: 0171 2345678", "[030 7654321, 0171 2345678]"])
def test_a_number_that_is_no_number_is_private_too(tmp_path: Path, number: str) -> None:
    """By where it rings, in lines below, in a list; what stands behind the next key is another thing."""
    found = find(
        tmp_path, d01=f"---\ncontacts:\n  - name: Ada Lovelace\n    phone: {number}\n    link: https://x.org/1234567\n---\n"
    )
    assert Scanner(found).search(page("+49 171 2345678"), "x.html")
    assert not Scanner(found).search(page("1234567"), "x.html")


def test_a_long_run_of_letters_takes_no_longer_than_it_is_long(secrets: tuple[Secret, ...]) -> None:
    """Capitals, digits, comments that nobody closes: what grew with the square of it would not come to an end here."""
    for text in ("A" * 2_000_000, "0F" * 1_000_000, "<!-- " * 400_000):
        assert not Scanner(secrets).search(page(text), "x.html")


def test_a_private_place_makes_no_name_public(tmp_path: Path) -> None:
    """A company called as she is, which only a private entry names."""
    hidden = "---\nprivate: true\nactivities: [{did: Met, channel: email, company: Ada Lovelace}]\n---\n"
    found = find(tmp_path, d01="---\ncontacts: [{name: Ada Lovelace}]\n---\n", d02=hidden)
    assert Scanner(found).search(page("Ada Lovelace"), "x.html")


def test_a_note_in_our_own_stylesheet_is_no_leak(project: Callable[..., Path]) -> None:
    """The files of the plugin are the same on every site, though they are made small."""
    folder = project({"2026-11-01.md": "---\ncontacts: [{name: Ada Lovelace, note: inline block}]\n---\n"})
    assert build(folder).returncode == 0
    assert "inline-block" in (folder / "site/assets/netjournal/netjournal.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["2026", "a birthday in 2026", "Area 0171"])
def test_a_year_and_an_area_are_no_secrets(tmp_path: Path, text: str) -> None:
    """What stands on every page, or on many."""
    found = find(tmp_path, d01="---\ncontacts: [{name: Ada, birthday: 2026, since: 2026, phone: 0171 / 2345678}]\n---\n")
    assert not Scanner(found).search(page(text), "x.html")
    assert Scanner(found).search(page("+49 171 2345678"), "x.html")


def test_the_questions_of_a_template_are_no_secret(tmp_path: Path) -> None:
    """They stand in every entry, in the private ones too."""
    for day in (1, 2, 3):
        head = "---\nprivate: true\n---\n" if day == 3 else ""
        (tmp_path / f"2026-11-0{day}.md").write_text(
            f"{head}What went well today?\n\nIt was day {day} of them all.\n", encoding="utf-8"
        )
    journal, _ = load_journal(tmp_path, Settings())
    found = find_secrets(journal, for_audience(journal, Audience.PUBLIC, Settings()), Settings())
    assert [secret.value for secret in found] == ["It was day 3 of them all."]


def test_a_line_that_was_seen_elsewhere_is_still_searched_beside_another(secrets: tuple[Secret, ...]) -> None:
    scanner = Scanner(secrets)
    assert not scanner.search(b"<p>\nAda\nsaid\nLovelace\n</p>", "one.html")
    assert scanner.search(b"<p>\nAda\nLovelace\n</p>", "two.html")
    three = Scanner(secrets)
    for page_of_two in (b"x\nGabriela\nGarc\xc3\xada\ny", b"x\nGarc\xc3\xada\nM\xc3\xa1rquez\ny"):
        assert not three.search(page_of_two, "x.html")
    assert three.search(b"x\nGabriela\nGarc\xc3\xada\nM\xc3\xa1rquez\ny", "y.html")


def test_a_note_is_still_a_secret_if_a_part_of_it_is_public(tmp_path: Path) -> None:
    activity = (
        "  - {did: Sent her the draft this morning, channel: email, note: Sent her the draft this morning and lied about it all}"
    )
    (tmp_path / "2026-11-23.md").write_text(f"---\nactivities:\n{activity}\n---\n", encoding="utf-8")
    journal, _ = load_journal(tmp_path, Settings())
    found = find_secrets(journal, for_audience(journal, Audience.PUBLIC, Settings()), Settings())
    assert Scanner(found).search(page("this morning and lied about it all"), "x.html")
    assert not Scanner(found).search(page("Sent her the draft this morning"), "x.html")


def test_leaks_of_one_value_are_told_for_every_file(secrets: tuple[Secret, ...]) -> None:
    scanner = Scanner(secrets)
    assert scanner.search(page(NAME), "one.html")
    assert scanner.search(page(f"Again, {NAME}"), "two.html")


def test_broken_packings_do_not_stop_the_search(secrets: tuple[Secret, ...]) -> None:
    for data in (
        b"\x1f\x8b\x08rest",
        b"PK\3\4rest",
        b"%PDF-1.4\nstream\nrest",
        b"\xff\xfe\0",
        b"x\x9crest",
        b"\\u{ffffffff} \\ud800",
    ):
        assert Scanner(secrets).search(data + page(NAME), "x.bin")


BAD = "---\ncontacts: [{name: Ada Lovelace}]\n---\nTea with Ada Lovelace.\n"
GOOD = "---\ncontacts: [{name: Ada Lovelace}]\n---\nTea with @ada-lovelace.\n"


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795478400", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(folder / "mkdocs.yml")]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_a_leak_fails_the_build_and_the_site_before_it_stays(project: Callable[..., Path]) -> None:
    """The log names the place and the page, never the value; an exception with a reason lets the build pass."""
    folder = project({"2026-11-23.md": GOOD})
    assert build(folder).returncode == 0
    good = {p.relative_to(folder): p.read_bytes() for p in (folder / "site").rglob("*") if p.is_file()}
    (folder / "journal" / "2026-11-23.md").write_text(BAD, encoding="utf-8")
    failed = build(folder)
    output = failed.stdout + failed.stderr
    assert failed.returncode != 0
    assert "the name of a contact (journal/2026-11-23.md:2) stands in 2026-11-23/index.html" in output
    assert "lovelace" not in output.lower()
    assert {p.relative_to(folder): p.read_bytes() for p in (folder / "site").rglob("*") if p.is_file()} == good
    assert sorted(p.name for p in folder.iterdir()) == ["journal", "mkdocs.yml", "site"]

    fingerprint = output.split("  [")[1][:8]
    (folder / "journal" / "leaks.yml").write_text(f"'{fingerprint}': she said I may\n", encoding="utf-8")
    assert build(folder).returncode == 0
    found = CliRunner().invoke(main, ["-C", str(folder), "leaks"])
    assert (found.exit_code, found.output.split(",")[0]) == (0, "Nothing private found")


def test_leaks_tells_the_place_and_the_file(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": GOOD})
    (folder / "site" / "x").mkdir(parents=True)
    (folder / "site" / "x" / "ada-lovelace.html").write_text("Nothing", encoding="utf-8")
    result = CliRunner().invoke(main, ["-C", str(folder), "leaks"])
    assert result.exit_code == 1
    assert result.output.startswith("the name of a contact (journal/2026-11-23.md:2) stands in the name of a page or file  [")
    assert "lovelace" not in result.output.lower()


@pytest.mark.parametrize("text", ["1a2b3c4d:", "secret: because I say so", "- 1a2b3c4d", "1a2b3c4d: [", "1a2b3c4d: fine"])
def test_an_exception_needs_a_fingerprint_and_a_reason(text: str, project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": GOOD})
    (folder / "journal" / "leaks.yml").write_text(text, encoding="utf-8")
    (folder / "site").mkdir()
    result = CliRunner().invoke(main, ["-C", str(folder), "leaks"])
    assert (result.exit_code, "leaks.yml" in result.output) == (2, True)


def test_history_remembers_what_was_deleted(project: Callable[..., Path]) -> None:
    folder = project({"2026-11-23.md": GOOD})
    (folder / "old.txt").write_text("Ada Lovelace", encoding="utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "old.txt"], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    (folder / "old.txt").unlink()
    subprocess.run([*git, "commit", "-qam", "second"], check=True)
    result = CliRunner().invoke(main, ["-C", str(folder), "leaks", "--history"])
    assert result.exit_code == 1
    assert "stands in old.txt" in result.output


PEOPLE = ("Ada Lovelace", "Alan Turing", "Edith Clarke", "Emmy Noether", "Evelyn Boyd", "Hedy Lamarr", "Ida Rhodes", "Jean Bartik",
          "Joan Clarke", "Kay McNulty", "Lise Meitner", "Mary Somerville", "Radia Perlman", "Sophie Germain")  # fmt: skip
LEAKY = {
    "2026-11-01.md": "---\ncontacts:\n"
    + "".join(f"  - name: {name}\n" for name in PEOPLE)
    + "  - {name: Tim Full, publish: full, met: Through Radia Perlman, phone: +49 30 1234567, email: tim@example.org}\n"
    "  - name: No One\n    publish: none\n    address: 7 Elm Road, 10115 Berlin\n"
    "    note: He wants to leave before the reorganisation\n---\n",
    "2026-11-02.md": "Coffee with Ada Lovelace.\n",
    "2026-11-03.md": "Call him: (030) 123 45-67.\n",
    "2026-11-04.md": "![The house at 7 Elm Road, 10115 Berlin](house.png)\n",
    "2026-11-05.md": "```\nto: tim [at] example.org\n```\n",
    "2026-11-06.md": "![We two](with-alan-turing.png)\n",
    "2026-11-07.md": "---\ntags: [edith clarke]\n---\nA day.\n",
    "2026-11-08.md": "---\nactivities: [{did: Wrote to Emmy Noether, channel: email}]\n---\n",
    "2026-11-09.md": "---\ngoals: [{title: Ask Evelyn Boyd, id: ask}]\n---\n",
    "2026-11-10.md": "---\nactivities: [{did: Wrote, channel: linkedin, link: 'https://linkedin.com/in/hedy-lamarr-42'}]\n---\n",
    "2026-11-11.md": "He wants to leave before the reorganisation, he said.\n",
    "2026-11-12.md": "| who | when |\n| --- | --- |\n| Rhodes, Ida | today |\n",
    "2026-11-13.md": "With **Jean** *Bartik*.\n",
    "2026-11-14.md": "---\ntitle: Lunch with Joan Clarke\n---\n",
    "2026-11-15.md": "With Kay\nMcNulty.\n",
    "2026-11-16.md": "With L&#105;se Meitner.\n",
    "2026-11-17.md": "[A talk](https://example.org/?q=Mary%20Somerville)\n",
    "sophie-germain.md": "# A page\n\nNothing.\n",
}


def test_leaks_as_people_make_them_fail_the_build(project: Callable[..., Path]) -> None:
    """Each in a file of its own; each is told, none by its value, and there is no site."""
    folder = project(LEAKY)
    for name in ("house.png", "with-alan-turing.png"):
        (folder / "journal" / name).write_bytes(png(b"IEND", b""))
    result = build(folder)
    output = result.stdout + result.stderr
    assert result.returncode != 0
    lines = [line for line in output.splitlines() if " stands in " in line]
    assert len(lines) == len(PEOPLE) + 4, output
    assert not (folder / "site").exists()
    assert [name for name in PEOPLE if name.lower() in output.lower()] == []


def test_an_example_of_front_matter_in_a_page_names_nobody(tmp_path: Path) -> None:
    """A page that explains how to keep a journal shows contacts in a block of code; a lost first fence hides none."""
    example = "# How to\n\n```yaml\n---\ncontacts:\n  - name: Ada Lovelace\n---\n```\n"
    (tmp_path / "guide.md").write_text(example, encoding="utf-8")
    assert not list(unread_values(tmp_path, "journal", set()))
    lost = "contacts:\n  - name: Ada Lovelace\n---\nProse.\n\n```\ncode\n```\n"
    (tmp_path / "guide.md").write_text(lost, encoding="utf-8")
    assert [found[2] for found in unread_values(tmp_path, "journal", set())] == ["Ada Lovelace"]
