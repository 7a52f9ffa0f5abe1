"""The page: every format in every theme is a page on its canon, for print and for the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace as with_
from PIL import Image, ImageChops, ImageFilter

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.document import Book
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pdf import WordsLost, make_pdf
from pipeline.pdf.parts import make_job, make_parts, read_style
from pipeline.settings import PageFormat, PdfSettings, ThemeName
from pipeline.styling import STYLES
from pipeline.templating import Setting, one_line
from pipeline.theme import THEMES, load_theme
from pipeline.typesetting import mends
from pipeline.typesetting.boxes import is_text, lines
from pipeline.typesetting.engine import BODY_SHEET, NOTES_SHEET, set_document
from pipeline.typesetting.grid import settle_lines
from pipeline.typesetting.headings import balance_headings, narrowest

from .conftest import Run, refused
from .library import first_book, write_book
from .test_pdf_notes import torture_book
from .verapdf import PROFILES, failed_rules, needs_verapdf

FORMATS: dict[PageFormat, tuple[float, float]] = {
    "a5": (148, 210),
    "b5": (176, 250),
    "demy": (138, 216),
    "trade": (152.4, 228.6),
    "handout": (210, 297),
    "large-print": (210, 297),
}
"""Width and height in millimetres."""

PIXELS = 96 / 25.4
"""CSS pixels in a millimetre."""

every_page = pytest.mark.parametrize(("theme", "format_"), [(t, f) for t in THEMES for f in FORMATS])


def as_set(book: Book, theme: ThemeName = "classic", **pdf: Any) -> Book:
    """A book in a theme, its `[pdf]` saying so much."""
    manifest = book.manifest
    said = replace(manifest.book, theme=theme, pdf=PdfSettings(**pdf))
    return with_(book, manifest=with_(manifest, book=said))


@cache
def laid_out(theme: ThemeName, format_: PageFormat, medium: str = "print") -> Any:
    """The second chapter of the first book as WeasyPrint lays it out, without running heads."""
    book = as_set(first_book(), theme, format=format_, medium=medium)
    setting = Setting(book, make_anchors(book), "print")
    style = read_style(setting)
    job = make_job(make_parts(setting)["chapter-2"], style, {})
    return set_document(balance_headings(job.document, style), style, BODY_SHEET, NOTES_SHEET)


def pdf_of(book: Book) -> bytes:
    """The PDF of a book."""
    return make_pdf(book, book_time(book.manifest)).content


def text_lines(page: Any) -> list[Any]:
    """The lines of the paragraphs on a page, without those of quotations, headings and notes."""
    text = page._page_box.children[0]
    paragraphs = (box for box in text.descendants() if box.element_tag == "p" and box.style["font_size"] == size(page))
    return [line for p in paragraphs if p.element.get("class") is None for line in lines(p)]


def size(page: Any) -> float:
    """The size of the type in CSS pixels."""
    return float(page._page_box.children[0].style["font_size"])


def test_the_formats_are_the_sheets_there_are() -> None:
    assert {path.stem for path in (STYLES / "formats").iterdir()} == set(get_args(PageFormat)) == set(FORMATS)
    assert {load_theme(theme).format for theme in THEMES} <= set(FORMATS)


@every_page
def test_a_page_has_the_size_of_its_format_and_whole_lines(theme: ThemeName, format_: PageFormat) -> None:
    page = laid_out(theme, format_).pages[1]
    assert (page.width / PIXELS, page.height / PIXELS) == pytest.approx(FORMATS[format_], abs=0.01)
    box = page._page_box
    count = box.height / box.children[0].style["line_height"].value
    assert count == pytest.approx(round(count), abs=0.02)


@every_page
def test_margins_grow_from_the_spine_around_to_the_foot(theme: ThemeName, format_: PageFormat) -> None:
    """But for what it takes to have whole lines; modern has another, wide margin, and a hand-out no spine."""
    right, left = (page._page_box for page in laid_out(theme, format_).pages[:2])
    half_a_line = right.children[0].style["line_height"].value / 2
    assert right.margin_top < right.margin_bottom + half_a_line
    assert right.margin_top == left.margin_top
    if theme == "classic" and format_ != "handout":
        assert right.margin_left < right.margin_top < right.margin_right < right.margin_bottom + half_a_line
        assert (left.margin_right, left.margin_left) == (right.margin_left, right.margin_right)


@every_page
def test_a_line_holds_as_many_characters_as_are_read_with_ease(theme: ThemeName, format_: PageFormat) -> None:
    """60 to 70, but in columns less, and in large print, whose size comes first, as many as the page has room for."""
    every = [line for page in laid_out(theme, format_).pages for line in text_lines(page)]
    full = [line for line in every if line.resume_at is not None]
    texts = ["".join(box.text for box in line.descendants() if is_text(box)) for line in full]
    mean = sum(map(len, texts)) / len(texts)
    assert len(texts) > 30
    if theme == "large-print" or format_ == "large-print":
        assert size(laid_out(theme, format_).pages[0]) * 0.75 >= 16
        assert 22 <= mean <= 70
    else:
        least, most = (50, 60) if format_ == "handout" else (60, 70)
        assert least <= mean <= most


@every_page
def test_lines_stand_on_the_grid(theme: ThemeName, format_: PageFormat) -> None:
    """Of half lines, and of whole ones but for a page with the rest of a quotation, and large print’s paragraphs."""
    for page in laid_out(theme, format_).pages:
        box = page._page_box
        is_half = theme == "large-print" or any(inside.element_tag == "blockquote" for inside in box.descendants())
        leading = box.children[0].style["line_height"].value / (2 if is_half else 1)
        places = [(line.position_y - box.content_box_y()) / leading for line in text_lines(page)]
        assert [place for place in places if abs(place - round(place)) > 0.02] == []


@pytest.mark.parametrize("theme", THEMES)
def test_for_the_screen_all_pages_have_the_same_margins_and_links_a_colour(theme: ThemeName) -> None:
    for medium in ("print", "screen"):
        pages = laid_out(theme, "trade", medium).pages
        assert len({page._page_box.margin_left for page in pages}) == 1 + (medium == "print" and theme == "classic")
        assert len({page._page_box.width for page in pages}) == 1
        links = {str(box.style["color"]) for page in pages for box in page._page_box.descendants() if is_link(box)}
        text = {str(line.style["color"]) for page in pages for line in text_lines(page)}
        assert (links == text) == (medium == "print")


def is_link(box: Any) -> bool:
    """Whether a box is that of a link in the text."""
    return bool(box.element_tag == "a")


def test_chapters_open_on_right_pages_after_pages_without_anything() -> None:
    book = as_set(first_book(), recto=True)
    with pikepdf.open(BytesIO(pdf_of(book))) as pdf, pdf.open_outline() as outline:
        places = {item.title: page_number(pdf, item) for item in outline.root}
    openings = [places[chapter.settings.title] for chapter in book.chapters]
    assert [folio % 2 for folio in openings] == [1] * len(openings)
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf_of(book))]
    blank = [n for n, text in enumerate(texts, 1) if not text.strip()]
    assert blank
    assert all(folio + 1 in openings for folio in blank)
    assert texts[openings[0] - 1].startswith(str(openings[0]))


def page_number(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    """The number of the page that a bookmark leads to, from 1."""
    assert isinstance(item.destination, pikepdf.Array)
    return 1 + [page.obj.objgen for page in pdf.pages].index(item.destination[0].objgen)


@pytest.fixture(scope="module")
def marked() -> bytes:
    """The first book with crop marks."""
    return pdf_of(as_set(first_book(), crop_marks=True))


def test_crop_marks_stand_outside_of_the_page_and_the_bleed_around_it(marked: bytes) -> None:
    width, height = (length * 72 / 25.4 for length in FORMATS["a5"])
    with pikepdf.open(BytesIO(marked)) as pdf:
        for page in pdf.pages:
            assert boxes(page, "/TrimBox") == pytest.approx([0, 0, width, height], abs=0.01)
            assert boxes(page, "/BleedBox") == pytest.approx([-10, -10, width + 10, height + 10], abs=0.01)
            assert boxes(page, "/MediaBox") == pytest.approx([-20, -20, width + 20, height + 20], abs=0.01)
    for page in pypdfium2.PdfDocument(marked):
        picture = page.render(scale=2).to_pil().convert("L")
        assert min(picture.crop((0, 0, 20, picture.height)).tobytes()) < 128, "no marks"
        assert min(picture.crop((22, 22, 38, picture.height - 22)).tobytes()) == 255, "marks in the bleed"


def boxes(page: pikepdf.Page, name: str) -> list[float]:
    """One of the boxes of a page."""
    return [float(side) for side in page.obj[name]]


def test_with_crop_marks_pages_hold_what_they_hold_without(marked: bytes) -> None:
    """Every character stands where it stood, to the bit, and nothing else is drawn or wanting."""
    plain = pypdfium2.PdfDocument(pdf_of(as_set(first_book())))
    for ours, other in zip(pypdfium2.PdfDocument(marked), plain, strict=True):
        with_marks, without = ours.get_textpage(), other.get_textpage()
        assert with_marks.get_text_range() == without.get_text_range()
        characters = range(without.count_chars())
        assert [with_marks.get_charbox(n) for n in characters] == [without.get_charbox(n) for n in characters]
        a, b = (page.render(scale=1).to_pil().convert("L") for page in (ours, other))
        inside = a.crop((20, 20, 20 + b.width, 20 + b.height))
        assert drawn_alone(inside, b) == drawn_alone(b, inside) == 0


def drawn_alone(one: Image.Image, other: Image.Image) -> int:
    """Dark points of a picture that have none within a point in another: lines are rounded to whole ones."""
    near = other.filter(ImageFilter.MinFilter(3))
    return sum(value > 96 for value in ImageChops.subtract(near, one).tobytes())


def test_a_word_in_the_bleed_is_outside_the_page(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "Some words.\n\nWords."}, "[pdf]\ncrop_marks = true\n")
    style = ".chapter p + p {{ position: absolute; left: {}mm }}"
    for left, is_outside in ((100, False), (124, True)):
        (folder / "style.css").write_text(style.format(left), "utf-8")
        book = edit_book(load_manifest(folder))
        if is_outside:
            with pytest.raises(WordsLost, match="of ch1 would stand outside its page"):
                pdf_of(book)
        else:
            pdf_of(book)


def test_a_hand_out_has_two_columns_and_its_notes_after_each_chapter() -> None:
    content = pdf_of(as_set(first_book(), format="handout"))
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    assert not any("See the note at the end" in text for text in texts)
    last = next(text for text in texts if "had not changed" in text or "new conditions" in text)
    assert last.index("new conditions") < last.index("11. [The source gives no text")
    starts = {round(line.position_x) for page in laid_out("classic", "handout").pages[:1] for line in text_lines(page)}
    assert len(starts) >= 2


@needs_verapdf
@pytest.mark.parametrize(
    ("book", "theme", "pdf"),
    [
        (first_book, "classic", {"crop_marks": True, "recto": True}),
        (first_book, "modern", {"medium": "screen", "format": "demy"}),
        (torture_book, "modern", {"format": "handout"}),
        (torture_book, "large-print", {"format": "b5"}),
    ],
)
def test_verapdf_finds_no_broken_rule(book: Any, theme: ThemeName, pdf: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf_of(as_set(book(), theme, **pdf)))
    for flavour in PROFILES:
        assert failed_rules(path, flavour) == []


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ('format = "a6"', "book.toml:9:1: “pdf.format” can't be “a6”", '"a5"'),
        ('format = "A5"', "book.toml:9:1: “pdf.format” can't be “A5”", "did you mean “a5”?"),
        ('medium = "paper"', "book.toml:9:1: “pdf.medium” can't be “paper”", '"print", "screen"'),
        ("crop_marks = 3", "book.toml:9:1: “pdf.crop_marks” must be true or false", "without quotation marks"),
        ('recto = true\nmedium = "screen"', "book.toml:9:1: “recto” is for print", "leave “recto” out"),
        ('medium = "screen"\ncrop_marks = true', "book.toml:10:1: “crop_marks” is for print", 'medium = "print"'),
    ],
)
def test_a_wrong_value_is_one_message_with_its_place(
    run: Run, tmp_path: Path, line: str, message: str, hint: str
) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, f"[pdf]\n{line}\n")
    text = (folder / "book.toml").read_text("utf-8")
    head, tail = text.split("[pdf]\n")
    number = 2 + head.count("\n")
    refused(run("build", folder), re.sub(r"toml:(\d+)", lambda m: f"toml:{int(m[1]) - 9 + number}", message), hint)
    assert tail


def test_a_heading_of_two_lines_has_no_short_one() -> None:
    document = laid_out("classic", "a5")
    heading = next(box for box in document.pages[0]._page_box.descendants() if box.element_tag == "h1")
    widths = [sum(box.width for box in line.descendants() if is_text(box)) for line in lines(heading)]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_the_least_width_of_as_many_lines() -> None:
    assert narrowest([(40, 5), (30, 5), (20, 0)], 80) == 55
    assert narrowest([(40, 5), (30, 0)], 80) == 0
    assert narrowest([(90, 5), (30, 0)], 80) == 0
    assert narrowest([(30, 0), (30, 5), (30, 0)], 65) == 60


LONG_WORDS = " ".join(f"{word}{'s' * (n % 3)}" for n in range(90) for word in ("considerable", "representation", "of"))


def ends_of_lines() -> list[list[bool]]:
    """Of each page of a text of long words, whether each line ends in a hyphen."""
    setting = Setting(first_book(), make_anchors(first_book()), "print")
    paragraph = f'<p style="margin-right: 50%">{LONG_WORDS}</p>'
    text = f'<html lang="en"><body>{paragraph * 4}</body></html>'
    document = set_document(text, read_style(setting), BODY_SHEET)
    pages = (list(lines(page._page_box.children[0])) for page in document.pages)
    return [["".join(b.text for b in line.descendants() if is_text(b)).endswith("-") for line in p] for p in pages]


def test_no_page_ends_in_a_hyphen_and_no_three_lines_do() -> None:
    pages = ends_of_lines()
    assert len(pages) > 2
    assert [page[-1] for page in pages[:-1]] == [False] * (len(pages) - 1)
    assert not any(a and b and c for page in pages for a, b, c in zip(page, page[1:], page[2:], strict=False))


def test_without_the_mend_lines_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mends, "MOST_HYPHENS", 100)
    assert any(a and b and c for page in ends_of_lines() for a, b, c in zip(page, page[1:], page[2:], strict=False))


def test_a_long_title_takes_one_line_of_the_running_head() -> None:
    title = "Of the Several Ways in Which a Country or a Town May Be Governed Well"
    assert one_line("Of Towns") == "Of Towns"
    assert one_line(title) == "Of the Several Ways in Which a Country or a Town May …"
    assert one_line(f"Part the Fifth, {title}") == "Part the Fifth"


def place_of_lines(body: str) -> list[list[float]]:
    """How far from its top the lines of each page stand, in lines of text."""
    setting = Setting(first_book(), make_anchors(first_book()), "print")
    html = f'<html lang="en"><body>{body}</body></html>'
    document = settle_lines(set_document(html, read_style(setting), BODY_SHEET))
    found: list[list[float]] = []
    for page in document.pages:
        text = list(lines(page._page_box.children[0]))
        leading = max(line.height for line in text)
        found.append([(line.position_y - page._page_box.content_box_y()) / leading for line in text])
    return found


def test_after_a_quotation_that_a_page_turn_cuts_lines_stand_on_the_grid() -> None:
    quotation = f"<blockquote><p>{'Words that another wrote. ' * 40}</p></blockquote>"
    for before in range(12, 20):
        pages = place_of_lines("<p>A line.</p>" * before + quotation + "<p>A line.</p>" * 30)
        last = [place % 1 for place in pages[1][-8:]]
        assert all(min(off, 1 - off) < 0.05 for off in last), f"after {before} lines: {last}"
