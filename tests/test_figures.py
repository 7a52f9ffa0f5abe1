"""Figures: what stands in a text for an illustration, the pictures an editor supplies, and what readers get of both."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pytest
from lxml import etree
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from pipeline.build import Built, build, edit_book
from pipeline.desk import all_queries, ask, make_desk
from pipeline.manifest import load_manifest
from pipeline.settings import PageFormat
from pipeline.textual_note import write_textual_note
from pipeline.tree import Figure, Para, innermost, paragraphs, plain_text

from .library import needs_browser, write_book
from .test_pdf_access import elements
from .verapdf import PROFILES, failed_rules, needs_verapdf

PROSE = "The men of the village stood in the road by the mill, and saw the water rise above the wheel. " * 4
TEXT = f"""{PROSE}

[Illustration]

{PROSE}

[Illustration: The mill at Corve, from a drawing in _The Press_.[1]]

{PROSE}

[Map: The front in 1917]

The last words of all.

Notes

1. The drawing is lost.
"""

ENTRY = '[[figure]]\n{where}\npicture = "{picture}"\nalt = "{alt}"\n'
FIND = ENTRY.format(where='find = "[Illustration: The mill at Corve"', picture="plan.png", alt="A mill & a wheel.")


def drawing(size: tuple[int, int] = (700, 450), mode: str = "RGB") -> Image.Image:
    """Black lines, in the mode RGBA on no ground."""
    image = Image.new(mode, size, "white" if mode == "RGB" else None)
    ImageDraw.Draw(image).line((0, 0, *size), fill="black", width=5)
    return image


def entry_of(picture: str, where: str = 'find = "[Illustration]"', alt: str = "A plan.", more: str = "") -> str:
    return ENTRY.format(where=where, picture=picture, alt=alt) + more


def folder_of(path: Path, figures: str = FIND, text: str = TEXT, book: str = "") -> Path:
    """A book folder with some pictures."""
    folder = write_book(path / "book", {"a.txt": text}, book, figures=figures)
    drawing(mode="RGBA").save(folder / "plan.png")
    Image.radial_gradient("L").resize((3000, 4000)).save(folder / "tall.jpg")
    Image.new("RGB", (300, 60), "#833").save(folder / "ornament.gif")
    return folder


def figures_in(folder: Path) -> list[Figure]:
    """The figures of a book, notes and all."""
    chapters = edit_book(load_manifest(folder)).chapters
    parts = [part for c in chapters for part in (c.blocks, *(note.blocks for note in c.notes))]
    return [block for part in parts for block in innermost(part) if isinstance(block, Figure)]


def told(figure: Figure) -> str:
    """A figure on one line."""
    return f"{figure.picture}: " + " / ".join(plain_text(p.inlines) for p in paragraphs(figure.caption))


# ---- where they stand --------------------------------------------------------------------------------------------


def test_a_picture_goes_with_what_the_text_prints_for_it(tmp_path: Path) -> None:
    caption = "The mill at Corve, from a drawing in The Press."
    assert list(map(told, figures_in(folder_of(tmp_path)))) == [
        "None: ",
        f"plan.png: {caption}",
        "None: The front in 1917",
    ]


AFTER = {
    "the placeholder there is filled": (['after = "the water rise above the wheel"'], ["plan.png: "]),
    "another follows it": (['after = "the wheel. Two"'] * 2, ["None: ", "plan.png: ", "plan.png: "]),
    "in a list": (['after = "2. Salt"'], ["None: ", "plan.png: "]),
    "under the title": (['after = "Chapter"'], ["plan.png: ", "None: "]),
    "in a note": (['after = "The drawing is"'], ["None: ", "plan.png: "]),
}
PLACES = """Chapter a.txt

He saw the water rise above the wheel.[1]

[Illustration]

He saw the water fall below the wheel. Two

1. Bread

2. Salt

3. Oil

Notes

[1] The drawing is lost.
"""


@pytest.mark.parametrize("name", AFTER)
def test_a_picture_can_stand_after_words(tmp_path: Path, name: str) -> None:
    wheres, wanted = AFTER[name]
    entries = "\n".join(ENTRY.format(where=where, picture="plan.png", alt="A plan.") for where in wheres)
    assert list(map(told, figures_in(folder_of(tmp_path, entries, PLACES)))) == wanted


def test_the_editors_caption_is_for_a_figure_without_one(tmp_path: Path) -> None:
    entry = ENTRY.format(where='find = "[Illustration]"\ncaption = "A *mill*, 1890"', picture="plan.png", alt="A mill.")
    assert told(figures_in(folder_of(tmp_path, entry))[0]) == "plan.png: A mill, 1890"


# ---- what is asked -----------------------------------------------------------------------------------------------


def stubs(folder: Path) -> list[str]:
    """What the desk proposes for the pictures that are wanting."""
    book = edit_book(load_manifest(folder))
    desk = make_desk(book)
    questions = [ask(query, desk) for query in all_queries(book) if query.code == "figure.missing"]
    assert {question.answers[0].file for question in questions} <= {"figures.toml"}
    return [question.answers[0].toml for question in questions]


def test_what_the_editor_is_asked_for_can_be_pasted(tmp_path: Path) -> None:
    lone = "[Illustration]"
    texts = [lone, "A mill stood by the road, and it was old.", lone, "The wheel had stopped.", f"{lone}\n\n{lone}"]
    folder = folder_of(tmp_path, "", "\n\n".join([*texts, "It rained.", "[Illustration: The wheel.]", "It ended."]))
    proposed = stubs(folder)
    keys = [next(iter(tomllib.loads(stub)["figure"][0])) for stub in proposed]
    assert keys == ["find", "after", "after", "after", "find"]
    filled = "\n".join(
        stub.replace('picture = "…"', 'picture = "plan.png"').replace("…", "A plan.") for stub in proposed
    )
    (folder / "figures.toml").write_text(filled, "utf-8")
    assert [figure.picture for figure in figures_in(folder)] == ["plan.png"] * len(proposed)
    assert stubs(folder) == []


@pytest.mark.parametrize("rule", ["figure.missing", "read.figures"])
def test_nothing_is_asked_where_the_rule_is_off(tmp_path: Path, rule: str) -> None:
    folder = folder_of(tmp_path, "", book=f"[rules]\n{rule} = false")
    assert stubs(folder) == []
    (chapter,) = edit_book(load_manifest(folder)).chapters
    shown = [plain_text(block.inlines) for block in chapter.blocks if isinstance(block, Para)]
    assert ("[Illustration]" in shown) is (rule == "read.figures")


# ---- what readers get --------------------------------------------------------------------------------------------

ALL = FIND + entry_of("ornament.gif", alt="") + entry_of("tall.jpg", 'after = "The last words"', "A “tall” <tower>.")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Path]:
    path = tmp_path_factory.mktemp("figures")
    return build(load_manifest(folder_of(path, ALL)), path / "out"), path / "out"


def test_no_word_is_lost(made: tuple[Built, Path]) -> None:
    assert made[0].findings == ()


def test_the_epub_has_each_with_its_alternative(made: tuple[Built, Path]) -> None:
    with zipfile.ZipFile(made[1] / "a-book.epub") as archive:
        page = etree.fromstring(archive.read("EPUB/chapter-1.xhtml"))
        opf = etree.fromstring(archive.read("EPUB/content.opf"))
        images = {str(src): archive.read(f"EPUB/{src}") for src in page.xpath("//@src")}
    alts = ["", "A mill & a wheel.", "A “tall” <tower>."]
    assert page.xpath("//*[local-name()='img']/@alt") == alts
    assert page.xpath("//*[local-name()='img'][@role='presentation']/@alt") == [""]
    (caption,) = page.xpath("//*[local-name()='figure']/*[local-name()='figcaption']")
    assert " ".join("".join(caption.itertext()).split()) == "The mill at Corve, from a drawing in The Press.1"
    items = {str(item.get("href")): item.get("media-type") for item in opf.iter("{*}item")}
    types = {href: media_type for href, media_type in items.items() if href.startswith("images/")}
    assert types == {s: "image/png" if c[:4] == b"\x89PNG" else "image/jpeg" for s, c in images.items()}
    sizes = [(int(i.get("width", "0")), int(i.get("height", "0"))) for i in page.iter("{*}img")]
    assert sizes == [Image.open(io.BytesIO(content)).size for content in images.values()]


def test_the_epub_says_that_there_are_pictures(made: tuple[Built, Path], tmp_path: Path) -> None:
    build(load_manifest(folder_of(tmp_path, "")), tmp_path / "out", "epub")
    said = []
    for out in (made[1], tmp_path / "out"):
        with zipfile.ZipFile(out / "a-book.epub") as archive:
            opf = etree.fromstring(archive.read("EPUB/content.opf"))
        metas = [(meta.get("property"), meta.text) for meta in opf.iter("{*}meta")]
        said.append([value for name, value in metas if name in {"schema:accessMode", "schema:accessModeSufficient"}])
    assert said == [["textual", "visual", "textual,visual", "textual"], ["textual", "textual"]]


def test_of_a_wanting_picture_the_edition_says_so(made: tuple[Built, Path]) -> None:
    page = (made[1] / "web" / "chapter-1.html").read_text("utf-8")
    assert page.count("[Illustration not reproduced.]") == 1
    assert page.index("The front in 1917") < page.index("[Illustration not reproduced.]")


def test_the_note_on_the_text_and_the_report_tell_of_them(made: tuple[Built, Path], tmp_path: Path) -> None:
    note = write_textual_note(edit_book(load_manifest(folder_of(tmp_path, ALL))))
    words = " ".join(plain_text(paragraph.inlines) for paragraph in paragraphs(note))
    assert "three illustrations have pictures that the editor supplied" in words
    assert "one illustration of the source is not reproduced" in words
    report = (made[1] / "report.json").read_text("utf-8")
    assert '"illustration that the editor supplies", "text": "tall.jpg: A “tall” <tower>."' in report


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_web_shows_them_within_a_phone(made: tuple[Built, Path], browser: Browser, scheme: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page.goto((made[1] / "web" / "chapter-1.html").as_uri())
    shown = page.evaluate(
        "[...document.images].map(i => [i.naturalWidth, i.clientWidth / i.clientHeight, i.clientWidth])"
    )
    assert all(natural and width <= 390 for natural, _, width in shown)
    assert [ratio for _, ratio, _ in shown] == pytest.approx([300 / 60, 700 / 450, 3000 / 4000], rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


def test_pictures_of_an_earlier_build_do_not_stay_on_the_web(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ALL)
    for figures, count in ((ALL, 3), (FIND, 1)):
        (folder / "figures.toml").write_text(figures, "utf-8")
        build(load_manifest(folder), tmp_path / "out", "web")
        assert len(list((tmp_path / "out" / "web" / "images").iterdir())) == count


def test_the_pdf_tags_them_where_they_stand(made: tuple[Built, Path]) -> None:
    with pikepdf.open(made[1] / "a-book.pdf") as pdf:
        found = elements(pdf, "Figure")
        assert [str(figure.Alt) for figure in found] == ["A mill & a wheel.", "A “tall” <tower>."]
        assert [str(kid.S) for kid in found[0].P.K] == ["/Figure", "/Caption", "/Note"]
        for figure in found:
            left, bottom, right, top = (float(side) for side in figure.A.BBox)
            _, _, width, height = (float(side) for side in figure.Pg.MediaBox)
            assert 20 < left < right < width - 20
            assert 20 < bottom < top < height - 20
        assert (right - left) / (top - bottom) == pytest.approx(3 / 4, rel=0.06)


def test_figures_are_tagged_where_they_stand_on_pages_of_either_side(tmp_path: Path) -> None:
    """A chapter is set before it is known on which side it begins, and its pages are moved then."""
    text = "\n\n".join(f"{PROSE * 3}\n\n[Map: number {n}]" for n in range(6))
    entries = "".join(entry_of("plan.png", f'find = "[Map: number {n}]"') for n in range(6))
    lefts: dict[int, set[float]] = {0: set(), 1: set()}
    begins: set[int] = set()
    for count in (1, 8):
        folder = write_book(tmp_path / str(count), {"a.txt": f"{PROSE}\n\n" * count, "b.txt": text}, figures=entries)
        drawing().save(folder / "plan.png")
        build(load_manifest(folder), folder / "out", "pdf")
        with pikepdf.open(folder / "out" / "a-book.pdf") as pdf:
            sides = {str(page.obj.objgen): number % 2 for number, page in enumerate(pdf.pages)}
            figures = [(sides[str(f.Pg.objgen)], round(float(f.A.BBox[0]), 1)) for f in elements(pdf, "Figure")]
        assert len(figures) == 6
        begins.add(figures[0][0])
        for side, left in figures:
            lefts[side].add(left)
    assert begins == {0, 1}
    assert [len(found) for found in lefts.values()] == [1, 1]
    assert lefts[0] != lefts[1]


@pytest.mark.parametrize("format_", get_args(PageFormat))
def test_no_picture_is_parted_from_its_caption(tmp_path: Path, format_: PageFormat) -> None:
    """However tall it is, and on pages of any size."""
    text = f"{PROSE}\n\n[Illustration: The tower.]\n\n{PROSE}"
    entries = entry_of("tower.png", 'find = "[Ill"') + entry_of(
        "tall.jpg", 'after = "above the wheel"', more='chapter = "b.txt"'
    )
    folder = write_book(
        tmp_path / "book",
        {"a.txt": text, "b.txt": "The water above the wheel."},
        f'pdf.format = "{format_}"',
        figures=entries,
    )
    drawing((300, 2400)).save(folder / "tower.png")
    Image.radial_gradient("L").resize((600, 800)).save(folder / "tall.jpg")
    assert build(load_manifest(folder), tmp_path / "out", "pdf").findings == ()
    with pikepdf.open(tmp_path / "out" / "a-book.pdf") as pdf:
        (tower, _), (caption,) = elements(pdf, "Figure"), elements(pdf, "Caption")
        assert tower.Pg.objgen == caption.Pg.objgen
        left, bottom, right, top = (float(side) for side in tower.A.BBox)
        assert (right - left) / (top - bottom) == pytest.approx(300 / 2400, rel=0.05)


@needs_verapdf
@pytest.mark.parametrize("flavour", PROFILES)
def test_verapdf_finds_no_broken_rule(made: tuple[Built, Path], flavour: str) -> None:
    assert failed_rules(made[1] / "a-book.pdf", flavour) == []


def test_a_note_with_a_picture_stands_at_the_end_of_its_chapter(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, entry_of("plan.png", 'after = "The drawing is lost"'))
    built = build(load_manifest(folder), tmp_path / "out")
    assert built.findings == ()
    with pikepdf.open(tmp_path / "out" / "a-book.pdf") as pdf:
        (figure,) = elements(pdf, "Figure")
        assert str(figure.P.P.S) == "/Note"


def test_the_same_pictures_give_the_same_books(made: tuple[Built, Path], tmp_path: Path) -> None:
    build(load_manifest(folder_of(tmp_path, ALL)), tmp_path / "out")
    for name in ("a-book.epub", "a-book.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (made[1] / name).read_bytes()
