"""Published media: the picture stays to the last pixel, and nothing stands beside it that says where, when or by whom."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps, ImageSequence, PngImagePlugin

from netjournal.media import hidden_position, refusal, strip_metadata, texts_of, unreadable
from netjournal.media.kinds import Kind, kind_of
from tests.test_plugin import build

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="48,51.5N" dc:creator="zq-xmp"/>'
    b"</rdf:RDF></x:xmpmeta>"
)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(turn: int = 6, place: bool = True) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = turn
    found[0x010F] = "zq-camera"
    found[0x9C9C] = "zq-windows".encode("utf-16-le")
    found.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "zq-comment".encode("utf-16-le")
    if place:
        gps = found.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 51.0, 29.0), "E", (2.0, 17.0, 40.0)
    return found


def picture(form: str, **words: object) -> bytes:
    image = Image.new("RGB", (24, 16))
    image.putdata([(x * 10, y * 15, (x * y) % 256) for y in range(16) for x in range(24)])
    file = io.BytesIO()
    image.save(file, form, **words)
    return file.getvalue()


def film(form: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=3)
    return file.getvalue()


def png_texts() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "zq-plain")
    info.add_text("Comment", "zq-packed", zip=True)
    info.add_itxt("Title", "zq-international", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


IPTC = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x0e" + b"\x1c\x02\x5a\0\x0azq-\xc3\xa7-iptc"


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


PICTURES = {
    "photo.jpg": with_segment(
        picture("JPEG", exif=exif(), xmp=XMP, comment=b"zq-jpeg", icc_profile=PROFILE, progressive=True), 0xED, IPTC
    ),
    "drawing.png": picture("PNG", exif=exif(), pnginfo=png_texts(), icc_profile=PROFILE),
    "photo.webp": picture("WEBP", exif=exif(), xmp=XMP, icc_profile=PROFILE),
    "exact.webp": picture("WEBP", exif=exif(8), xmp=XMP, lossless=True),
    "drawing.gif": picture("GIF", comment=b"zq-gif"),
    "film.gif": film("GIF"),
    "film.webp": film("WEBP"),
    "film.png": film("PNG"),
}


def frames(data: bytes) -> list[tuple[bytes, object, object]]:
    """What is seen: pixels, turned as they are to be shown, the time of each frame, the colour profile."""
    image = Image.open(io.BytesIO(data))
    turned = [ImageOps.exif_transpose(frame.convert("RGBA")) for frame in ImageSequence.Iterator(image)]
    first = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    shown = [(first.size, first.tobytes())] + [(frame.size, frame.tobytes()) for frame in turned]
    times = [frame.info.get("duration") for frame in ImageSequence.Iterator(Image.open(io.BytesIO(data)))]
    return [(pixels, size, (times, image.info.get("loop"), image.info.get("icc_profile"))) for size, pixels in shown]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_stays_the_same_and_loses_its_words(name: str) -> None:
    before = PICTURES[name]
    after = strip_metadata(before, name)
    assert after.problem is None
    assert frames(after.data) == frames(before)
    assert list(texts_of(after.data, name)) == []
    assert b"zq-" not in after.data
    assert not hidden_position(after.data, name)
    assert strip_metadata(after.data, name) == after


@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "photo.webp"])
def test_the_words_beside_a_picture_are_found(name: str) -> None:
    assert hidden_position(PICTURES[name], name)
    text = "\n".join(texts_of(PICTURES[name], name))
    wanted = {"zq-camera", "zq-windows", "zq-comment", "zq-xmp"}
    wanted |= {"photo.jpg": {"zq-jpeg", "zq-ç-iptc"}, "drawing.png": {"zq-plain", "zq-packed", "zq-international"}}.get(name, set())
    assert {word for word in wanted if word not in text} == set()


@pytest.mark.parametrize("turn", range(1, 9))
def test_only_how_to_turn_it_is_left_of_exif(turn: int) -> None:
    after = strip_metadata(picture("JPEG", exif=exif(turn)), "x.jpg").data
    assert dict(Image.open(io.BytesIO(after)).getexif()) == ({} if turn == 1 else {0x0112: turn})


def test_what_follows_the_picture_is_cut() -> None:
    """A second picture, a film of a telephone, what a crop left behind: each may have a place of its own."""
    for name in ("photo.jpg", "drawing.png", "photo.webp", "film.gif"):
        clean = strip_metadata(PICTURES[name], name).data
        assert strip_metadata(PICTURES[name] + PICTURES["photo.jpg"], name).data == clean


def test_small_pictures_of_before_the_crop_go() -> None:
    jfif = b"JFIF\0\1\1\0\0\1\0\1\2\1" + b"zq-tmb"
    data = with_segment(picture("JPEG"), 0xE0, jfif)
    after = strip_metadata(data, "x.jpg").data
    assert b"zq-" not in after
    assert frames(after) == frames(data)


def test_first_bytes_decide_not_the_ending() -> None:
    after = strip_metadata(PICTURES["photo.jpg"], "photo.svg")
    assert after.data == strip_metadata(PICTURES["photo.jpg"], "photo.jpg").data
    assert kind_of(PICTURES["drawing.png"], "x.heic") is Kind.PNG


def test_a_damaged_picture_is_refused_not_guessed() -> None:
    for name in ("photo.jpg", "drawing.png", "photo.webp", "film.gif"):
        data = PICTURES[name][:60]
        refused = strip_metadata(data, name)
        assert refused.data == data
        assert refused.problem is not None
        assert refused.problem.startswith("its metadata cannot be taken out")


SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- zq-comment -->
<!DOCTYPE svg [ <!ENTITY ai "http://ns.adobe.com/AdobeIllustrator/10.0/"> ]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="&ai;" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
  inkscape:export-filename="/home/zq-me/a.png" i:name='zq > x' width="9">
  <metadata>zq-meta <rdf:RDF xmlns:rdf="r"><rdf:li>zq-owner</rdf:li></rdf:RDF></metadata>
  <inkscape:view id="zq-view"><inkscape:grid/><!-- zq-deep --></inkscape:view>
  <switch><i:pgf>zq-ai</i:pgf><g><rect id="r" width="5" height='5'/></g></switch>
  <image xlink:href="data:image/jpeg;base64,%s" width="3"/><image xlink:href="file:///home/zq-me/b.png"/>
  <style><![CDATA[ a > b {} <!-- kept --> ]]></style><title>A &amp; B</title><?xpacket zq-packet?>
</svg>
<!-- zq-end -->"""


def test_a_drawing_keeps_its_shapes_and_loses_what_editors_wrote() -> None:
    data = SVG % base64.b64encode(PICTURES["photo.jpg"])
    assert hidden_position(data, "x.svg")
    after = strip_metadata(data, "x.svg")
    assert after.problem is None
    assert b"zq-" not in after.data
    assert not hidden_position(after.data, "x.svg")
    assert strip_metadata(after.data, "x.svg") == after
    root = ElementTree.fromstring(after.data)
    assert [e.tag.rpartition("}")[2] for e in root.iter()] == [
        "svg", "metadata", "view", "switch", "pgf", "g", "rect", "image", "image", "style", "title",
    ]  # fmt: skip
    assert b"""<rect id="r" width="5" height='5'/>""" in after.data
    assert b"<![CDATA[ a > b {} <!-- kept --> ]]>" in after.data
    address = next(value for e in root.iter() for key, value in e.attrib.items() if key.endswith("href"))
    inner = base64.b64decode(address.partition(",")[2])
    assert inner == strip_metadata(PICTURES["photo.jpg"], "x").data


@pytest.mark.parametrize(
    "data",
    [
        b"<svg><a></svg>",
        b"<svg>&nobody;</svg>",
        b'<!DOCTYPE svg [<!ENTITY a "<b/>">]><svg>&a;</svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        b"<svg>" * 900 + b"</svg>" * 900,
        "<svg/>".encode("utf-16"),
        b'<svg><image href="data:image/heic;base64,%s"/></svg>' % base64.b64encode(b"\0\0\0\x14ftypheic" + bytes(8) + XMP),
    ],
)
def test_a_drawing_that_cannot_be_followed_is_refused(data: bytes) -> None:
    refused = strip_metadata(data, "x.svg")
    assert refused.problem is not None
    assert refused.data == data


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(inner: bytes) -> bytes:
    return box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", b"\xa9xyz in the film itself means nothing") + box(b"moov", inner)


def pdf(stream: bytes, words: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of one page that says `stream`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Annots[<</Type/Annot/Subtype/Link/Contents(zq-note)/A<</S/URI/URI(https://zq-link.example)>>>>]"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), words, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Author(zq-author)>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 7\n0000000000 65535 f \n%strailer\n<</Size 7/Root 1 0 R/Info 6 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        table, trailer, len(out),
    )  # fmt: skip


COVER = PICTURES["photo.jpg"]
WITH_PLACE = {
    "a.tif": exif().tobytes().removeprefix(b"Exif\0\0"),
    "a.avif": picture("AVIF", exif=exif()),
    "xmp.avif": picture("AVIF", xmp=XMP),
    "android.mp4": mp4(box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+48.8583+002.2944/"))),
    "iphone.mov": mp4(box(b"meta", b"mdtacom.apple.quicktime.location.ISO6709")),
    "3gpp.m4v": mp4(box(b"udta", box(b"loci", bytes(20)))),
    "gopro.mp4": mp4(box(b"trak", box(b"stsd", box(b"gpmd", b"")))),
    "xmp.pdf": pdf(zlib.compress(XMP), b"/Filter/FlateDecode"),
    "photo.pdf": pdf(COVER, b"/Subtype/Image/Filter/DCTDecode"),
    "packed.pdf": pdf(zlib.compress(COVER), b"/Subtype/Image/Filter[/FlateDecode/DCTDecode]"),
    "cover.mp3": b"ID3\3\0\0\0\0\x10\0APIC" + COVER,
    "cover.flac": b"fLaC" + COVER,
    "cover.ogg": b"OggS\0METADATA_BLOCK_PICTURE=" + base64.b64encode(COVER),
    "film.webm": b"\x1aE\xdf\xa3LOCATION\x44\x87+48.8583+002.2944/",
    "wide.wav": b"RIFF\0\0\0\0WAVE" + XMP.decode().encode("utf-16-le"),
}
WITHOUT = {
    "a.tif": picture("TIFF", exif=exif(place=False)),
    "a.avif": picture("AVIF", exif=exif(place=False)),
    "a.mp4": mp4(box(b"udta", box(b"\xa9nam", b"velocity at latitude 48"))),
    "a.pdf": pdf(b"BT /F 12 Tf 10 100 Td (Latitude 48.1, GPS) Tj ET"),
    "a.bmp": picture("BMP"),
    "a.ico": picture("ICO"),
    "a.mp3": b"ID3\3\0\0\0\0\0\0",
    "nothing.png": b"PNG",
    "empty.heic": b"",
    "path.svg": b'<svg><path d="M318.28-100.79-88.31-185.67" data-latitude="48.1"/></svg>',
}


@pytest.mark.parametrize("name", WITH_PLACE)
def test_what_cannot_be_cleaned_and_says_where_is_refused(name: str) -> None:
    assert hidden_position(WITH_PLACE[name], name)
    refused = strip_metadata(WITH_PLACE[name], name)
    assert refused.data == WITH_PLACE[name]
    mend = "Save or export it without its location, or leave the link out"
    if name.endswith((".tif", ".avif")):
        mend = "Save it as JPEG or PNG: from those the location is taken out for you"
    assert refusal(f"journal/{name}", refused) == f"journal/{name} is left out of the site: it says where it was taken. {mend}"


@pytest.mark.parametrize("name", WITHOUT)
def test_what_says_no_place_is_published_as_it_is(name: str) -> None:
    kept = strip_metadata(WITHOUT[name], name)
    assert (kept.data, kept.problem) == (WITHOUT[name], None)
    assert refusal(name, kept) is None


def test_the_words_of_a_pdf_are_read_and_a_locked_one_says_so() -> None:
    open_one = pdf(b"BT /F 12 Tf 10 100 Td (zq-page) Tj ET")
    text = "\n".join(texts_of(open_one, "cv.pdf"))
    assert [word for word in ("zq-author", "zq-page", "zq-note", "https://zq-link.example") if word not in text] == []
    assert "zq-xmp" in "\n".join(texts_of(WITH_PLACE["xmp.pdf"], "cv.pdf"))
    assert unreadable(open_one, "cv.pdf") is None
    locked = pdf(b"xx", trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P 0>>")
    assert unreadable(locked, "cv.pdf") == "it is locked with a password"
    assert list(texts_of(locked, "cv.pdf")) == []
    assert strip_metadata(locked, "cv.pdf").problem


def test_the_words_of_a_song_are_read() -> None:
    frame = b"\1" + "zq-ä-song".encode("utf-16")
    song = b"ID3\3\0\0\0\0\0\x30TPE1" + struct.pack(">I", len(frame)) + b"\0\0" + frame
    assert "zq-ä-song" in "\n".join(texts_of(song, "a.mp3"))


SEEDS = [*PICTURES.values(), *WITH_PLACE.values(), SVG % b"", pdf(b"BT (x) Tj ET")]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=6), st.integers(0, 8)), max_size=6),
    st.integers(0, 4000),
)
def test_no_damage_brings_it_down(data: bytes, edits: list[tuple[int, bytes, int]], length: int) -> None:
    """Whatever the bytes are: cleaned twice is cleaned once, and what may go says no place."""
    for at, new, gone in edits:
        data = data[: at % len(data)] + new + data[at % len(data) + gone :] or b"x"
    data = data[: length or None]
    once = strip_metadata(data, "x")
    if once.problem:
        assert once.data == data
    else:
        assert not hidden_position(once.data, "x")
        assert strip_metadata(once.data, "x").data == once.data
    assert all(isinstance(text, str) for text in texts_of(data, "x"))


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([s[:16] for s in SEEDS]))
def test_noise_behind_good_first_bytes_is_survived(noise: bytes, head: bytes) -> None:
    strip_metadata(head + noise, "x")
    hidden_position(head + noise, "x")
    list(texts_of(head + noise, "x"))


def test_the_site_has_clean_photos_and_leaves_out_what_says_where(project: Callable[..., Path]) -> None:
    """A real build: the photo that a page links to is published without its words, the AVIF stays at home and is named."""
    folder = project({"2026-11-23.md": "![Me](images/me.jpg) ![There](images/there.avif)\n"})
    (folder / "journal/images").mkdir()
    (folder / "journal/images/me.jpg").write_bytes(PICTURES["photo.jpg"])
    (folder / "journal/images/there.avif").write_bytes(WITH_PLACE["a.avif"])
    result = build(folder)
    assert result.returncode == 0, result.stderr
    published = (folder / "site/images/me.jpg").read_bytes()
    assert published == strip_metadata(PICTURES["photo.jpg"], "me.jpg").data
    assert not (folder / "site/images/there.avif").exists()
    assert "journal/images/there.avif is left out of the site: it says where it was taken." in result.stderr
    assert build(folder, "--strict").returncode == 1
    assert (folder / "journal/images/me.jpg").read_bytes() == PICTURES["photo.jpg"]
