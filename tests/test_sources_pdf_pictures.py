"""Pictures of PDFs: those that stand by themselves come along as the page shows them; the others are named."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
import weasyprint
from PIL import Image

from pipeline.document import Chapter
from pipeline.sources.gallery import TINY
from pipeline.sources.pdf import pictures as pdf_pictures
from pipeline.sources.pdf.pictures import AGAIN, BENEATH, HARD, REPEATED, SMALL

from .formats import faults, outline, read_document
from .hostile.portable import book, pdf, stream
from .illustrated import data_url, drawn
from .test_pictures import figures_in, left_out, told
from .test_sources_pdf import LONG, SENTENCE, SHEET, WORDS

NAME = "text.pdf"
TEXT = LONG.strip()


def photo(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (160, 100)) -> bytes:
    """A picture of two halves: the left dark, the right light."""
    image = Image.new(mode, size, "#142050")
    image.paste("#e6dcc8", (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def set_page(body: str, sheet: str = "") -> Chapter:
    page = f'<html lang="en"><style>{SHEET}figure {{ margin: 14pt 30pt }}{sheet}</style><body>{body}</body></html>'
    return read_document(bytes(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")), NAME)


def img(content: bytes, more: str = 'alt="A mill."') -> str:
    kind = "image/jpeg" if content[:2] == b"\xff\xd8" else "image/png"
    return f'<img src="{data_url(content, kind)}" {more}>'


def unpaged(chapter: Chapter) -> list[str]:
    """The outline without the marks of pages."""
    lines = outline(chapter.blocks)
    for number in range(1, 20):
        lines = [line.replace(f"{{p. {number}}}", "") for line in lines]
    return lines


def test_a_picture_stands_between_paragraphs_with_what_is_said_of_it() -> None:
    caption = "<figcaption>The mill at Corve.</figcaption>"
    body = f"<h1>One</h1><p>{LONG}</p><figure>{img(photo())}{caption}</figure><p>{LONG}</p>{img(drawn('red'), '')}"
    chapter = set_page(f"{body}<p>{LONG}</p>")
    said = "The mill at Corve."
    assert unpaged(chapter) == ["2 One", f"p {TEXT}", f"f(p {said})", f"p {TEXT}", "f", f"p {TEXT}"]
    assert list(map(told, figures_in(chapter))) == [("A mill.", said), (None, "")]
    assert {figure.origin for figure in figures_in(chapter)} == {"source"}
    assert [what for what in left_out(chapter) if "picture" in what] == []
    assert faults(chapter) == []


def test_a_jpeg_comes_as_it_is_and_what_is_masked_on_white() -> None:
    buffer = io.BytesIO()
    masked = Image.new("RGBA", (120, 80), (200, 0, 0, 0))
    masked.paste((200, 0, 0, 255), (0, 0, 60, 80))
    masked.save(buffer, "PNG")
    files = [photo(), photo(mode="L"), buffer.getvalue()]
    chapter = set_page(
        "".join(f"<p>Of {word}. {LONG}</p>{img(file)}" for word, file in zip(WORDS, files, strict=False))
    )
    pictures = list(chapter.cleaned.source.pictures.values())
    assert [picture.content for picture in pictures[:2]] == files[:2]
    with Image.open(io.BytesIO(pictures[2].content)) as shown:
        assert (shown.size, sorted(shown.convert("RGB").getcolors() or [])) == (
            (120, 80),
            [(4800, (200, 0, 0)), (4800, (255, 255, 255))],
        )


CAPTIONS = {
    "in small type": ('<p class="s">Seen from the south.</p>', "Seen from the south."),
    "in italics": ("<p><i>Seen from the south.</i></p>", "/Seen from the south./"),
    "with a label": (f"<p>Fig. 3. {SENTENCE}</p>", f"Fig. 3. {SENTENCE.strip()}"),
    "with a label above": ("", ""),
    "centred": ('<p style="text-align: center; text-indent: 0">From the south.</p>', "From the south."),
    "that is none": (f"<p>{LONG}</p>", ""),
    "that is too far away": ('<p class="s" style="margin-top: 60pt">Seen from the south.</p>', ""),
    "that is the text of a note": ('<p class="s">3 Seen from the south.</p>', ""),
}


@pytest.mark.parametrize("case", CAPTIONS)
def test_captions(case: str) -> None:
    below, expected = CAPTIONS[case]
    above = '<p style="margin: 14pt 0">Plate 2. From the south.</p>' if case == "with a label above" else ""
    sheet = ".s { font-size: 8pt } img { display: block; margin: 10pt auto 4pt } .s, i { text-indent: 0 }"
    chapter = set_page(f"<p>{LONG}</p>{above}{img(photo())}{below}<p style='margin-top: 14pt'>{LONG}</p>", sheet)
    (figure,) = figures_in(chapter)
    assert told(figure)[1] == (expected or "Plate 2. From the south." * bool(above)).strip("/")
    assert faults(chapter) == []


# ---- pages written by hand ---------------------------------------------------------------------------------------


def raster(width: int = 60, height: int = 40, more: bytes = b"", raw: bytes | None = None) -> bytes:
    """An image of a PDF, its left half black and its right half white."""
    row = b"\0" * (width // 2 * 3) + b"\xff" * ((width - width // 2) * 3)
    packed = zlib.compress(row * height) if raw is None else raw
    size = b"/Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB" % (width, height)
    return stream(packed, b"/Type /XObject /Subtype /Image /Filter /FlateDecode %s %s" % (size, more))


def lines(top: int, *texts: str) -> bytes:
    """Rows of text from a height down."""
    rows = b"".join(b"(%s) Tj T*\n" % text.encode() for text in texts)
    return b"BT /F1 10 Tf 12 TL 40 %d Td\n%sET\n" % (top, rows)


def shown(matrix: bytes = b"200 0 0 130 100 400") -> bytes:
    return b"q %s cm /X Do Q\n" % matrix


ROWS = [SENTENCE[:83], SENTENCE[:83], SENTENCE[:83]]
ABOVE, BELOW = lines(700, *ROWS), lines(380, "and it goes on" + SENTENCE[:66], *ROWS)


def of_page(content: bytes, *objects: bytes, page: bytes = b"") -> Chapter:
    return read_document(book(content, page=page, objects=objects or (raster(),)), NAME)


def test_a_paragraph_that_a_picture_breaks_stays_one() -> None:
    above = " ".join(row.strip() for row in ROWS)
    below = f"and it goes on{SENTENCE[:66].rstrip()} {above}"
    assert unpaged(of_page(ABOVE + shown() + BELOW)) == [f"p {above} {below}", "f"]
    new = BELOW.replace(b"(and", b"(    And")
    assert unpaged(of_page(ABOVE + shown() + new)) == [f"p {above}", "f", f"p A{below[1:]}"]
    assert unpaged(of_page(shown() + BELOW)) == ["f", f"p {below}"]


def ink(chapter: Chapter) -> list[int]:
    """The shades of the four corners of a picture, from the upper left on, as the clock goes."""
    (picture,) = chapter.cleaned.source.pictures.values()
    with Image.open(io.BytesIO(picture.content)) as image:
        gray = image.convert("L")
        across, down = gray.width - 3, gray.height - 3
        corners = (2, 2), (across, 2), (across, down), (2, down)
        return [gray.crop((x, y, x + 1, y + 1)).tobytes()[0] // 128 for x, y in corners]


SHOWN = {
    "upright": (shown(), b"", (60, 40), [0, 1, 1, 0]),
    "turned to the left": (shown(b"0 150 -100 0 300 400"), b"", (40, 60), [1, 1, 0, 0]),
    "mirrored": (shown(b"-200 0 0 130 300 400"), b"", (60, 40), [1, 0, 0, 1]),
    "on a turned page": (shown(), b"/Rotate 90", (40, 60), [0, 0, 1, 1]),
    "cut by a clip": (b"q 150 400 100 130 re W n " + shown() + b" Q ", b"", (30, 40), [0, 1, 1, 0]),
    "stretched": (shown(b"100 0 0 260 100 400"), b"", (30, 79), [0, 1, 1, 0]),
}


@pytest.mark.parametrize("case", SHOWN)
def test_a_picture_is_taken_as_the_page_shows_it(case: str) -> None:
    content, page, size, corners = SHOWN[case]
    chapter = of_page(content + BELOW, page=page)
    (picture,) = chapter.cleaned.source.pictures.values()
    assert abs(picture.width - size[0]) < 5
    assert abs(picture.height - size[1]) < 5
    assert ink(chapter) == corners


def test_strips_of_a_picture_are_one() -> None:
    strips = b"".join(shown(b"75 0 0 50 100 %d" % y) for y in (400, 450, 500)) + BELOW
    chapter = of_page(strips)
    (picture,) = chapter.cleaned.source.pictures.values()
    assert (picture.width, picture.height) == (60, 120)


def test_the_inks_of_a_press_come_as_colours_of_a_screen() -> None:
    more = b"/Type /XObject /Subtype /Image /Width 160 /Height 100 /BitsPerComponent 8 /Filter /DCTDecode "
    chapter = of_page(
        shown(b"208 0 0 130 100 400") + BELOW, stream(photo(mode="CMYK"), more + b"/ColorSpace /DeviceCMYK")
    )
    (picture,) = chapter.cleaned.source.pictures.values()
    with Image.open(io.BytesIO(picture.content)) as image:
        assert (image.mode, image.size) == ("RGB", (160, 100))


def many(content: bytes, count: int) -> bytes:
    """A PDF of some pages that show the same image, each with words of its own."""
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> "
    pages = [page % (5 + count + n) + b"/XObject << /X 4 0 R >> >> >>" for n in range(count)]
    texts = [stream(content + lines(380, *(f"{word} {LONG[:60]}" for word in WORDS[n:]))) for n in range(count)]
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
        raster(),
        *pages,
        *texts,
    )


LEFT_OUT = {
    "a sign in a line": (book(shown(b"20 0 0 20 100 400") + BELOW, objects=(raster(),)), {f"{SMALL}: page 1": 1}),
    "a rule": (book(shown(b"400 0 0 9 40 400") + BELOW, objects=(raster(),)), {f"{SMALL}: page 1": 1}),
    "a line": (book(shown(b"400 0 0 1 40 400") + BELOW, objects=(raster(),)), {}),
    "one pixel": (book(shown() + BELOW, objects=(raster(2, 2),)), {f"{TINY}: page 1": 1}),
    "a ground": (book(shown(b"500 0 0 800 0 0") + BELOW, objects=(raster(),)), {f"{BENEATH}: page 1": 1}),
    "a sign on every page": (
        many(shown(b"90 0 0 60 40 700"), AGAIN),
        {f"{REPEATED}: page 1, page 2, page 3": AGAIN},
    ),
    "a scan with no words": (
        many(shown(b"500 0 0 800 0 0"), 2).replace(WORDS[0].encode(), b"x"),
        {f"{BENEATH}: page 1, page 2": 2},
    ),
    "no picture": (book(shown() + BELOW, objects=(raster(raw=b"x"),)), {f"{HARD}: page 1": 1}),
    "too many pixels": (
        book(shown() + BELOW, objects=(raster(60_000, 60_000, raw=b"x"),)),
        {"pictures left out (it has too many pixels): page 1": 1},
    ),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_not_taken_is_named_with_the_reason(case: str) -> None:
    raw, expected = LEFT_OUT[case]
    chapter = read_document(raw, NAME)
    assert figures_in(chapter) == []
    assert {what: n for what, n in left_out(chapter).items() if "picture" in what} == expected
    assert LONG[:60] in chapter.cleaned.text.replace("\n", " ") or "and it goes on" in chapter.cleaned.text


def test_a_picture_twice_is_no_sign() -> None:
    assert len(figures_in(read_document(many(shown(b"90 0 0 60 40 700"), AGAIN - 1), NAME))) == AGAIN - 1


@pytest.mark.parametrize("program", ["import os, sys\nsys.stdin.buffer.read()\nos.abort()\n", "raise SystemExit\n"])
def test_what_breaks_the_process_costs_the_picture_alone(
    program: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dies.py").write_text(program, "utf-8")
    monkeypatch.setattr(pdf_pictures, "PROGRAM", tmp_path / "dies.py")
    chapter = of_page(ABOVE + shown() + BELOW)
    assert "and it goes on" in chapter.cleaned.text
    assert left_out(chapter) == {f"{HARD}: page 1": 1}
