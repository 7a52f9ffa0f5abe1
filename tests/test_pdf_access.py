"""The PDF for those who can't see it, and for archives: what veraPDF checks, and what it can't."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from pipeline.build import edit_book
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pdf import make_pdf

from .library import first_book, first_build, write_book
from .test_pdf_notes import torture_book, torture_pdf
from .verapdf import PROFILES, failed_rules, needs_verapdf


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The torture book as a file."""
    path = tmp_path_factory.mktemp("torture") / "torture.pdf"
    path.write_bytes(torture_pdf())
    return path


def first_pdf() -> Path:
    """The first book as a file."""
    return first_build()[1] / "the-vikzhel-talks.pdf"


@needs_verapdf
@pytest.mark.parametrize("flavour", PROFILES)
def test_verapdf_finds_no_broken_rule(flavour: str, torture: Path) -> None:
    assert failed_rules(first_pdf(), flavour) == []
    assert failed_rules(torture, flavour) == []


@needs_verapdf
def test_verapdf_finds_what_is_wrong(tmp_path: Path) -> None:
    with pikepdf.open(first_pdf()) as pdf:
        del pdf.Root.Metadata
        del pdf.Root.ViewerPreferences
        pdf.save(tmp_path / "wrong.pdf")
    assert any(rule.startswith("7.1-") for rule in failed_rules(tmp_path / "wrong.pdf", "PDFUA_1"))
    assert failed_rules(tmp_path / "wrong.pdf", "PDFA_3_A") != []


def elements(pdf: pikepdf.Pdf, role: str = "") -> list[pikepdf.Dictionary]:
    """The structure elements in reading order, or those of a role."""

    def below(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        for kid in element.get("/K", ()):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from below(kid)

    return [element for element in below(pdf.Root.StructTreeRoot) if role in {"", str(element.S)[1:]}]


def destinations(pdf: pikepdf.Pdf) -> set[str]:
    """The names that links may lead to."""
    return {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every link of every page."""
    return [link for page in pdf.pages for link in page.obj.get("/Annots", ())]


def test_every_note_is_a_note_with_an_id_of_its_own_and_a_reference(torture: Path) -> None:
    with pikepdf.open(torture) as pdf:
        ids = [str(note.ID) for note in elements(pdf, "Note")]
        assert len(ids) == len(set(ids)) == sum(len(chapter.notes) for chapter in torture_book().chapters)
        assert sorted(ids) == sorted(str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2])
        assert len(elements(pdf, "Reference")) == len(ids) + len(elements(pdf, "TOCI"))
        assert all(str(kid.S) == "/Link" for reference in elements(pdf, "Reference") for kid in reference.K)


def test_a_note_follows_the_paragraph_that_calls_it(torture: Path) -> None:
    with pikepdf.open(torture) as pdf:
        roles = [str(element.S)[1:] for element in elements(pdf) if str(element.S)[1:] not in {"Link", "Lbl", "Span"}]
    start = roles.index("H2")
    assert roles[start : start + 7] == ["H2", "Reference", "Note", "P", "P", "Reference", "Note"]


def test_a_note_is_one_paragraph_however_many_lines_and_pages_it_takes(torture: Path) -> None:
    with pikepdf.open(torture) as pdf:
        long = next(note for note in elements(pdf, "Note") if str(note.ID).endswith("-note-3"))
        paragraphs = [kid for kid in long.K if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/P"]
        pages = {kid.Pg.objgen for kid in paragraphs[0].K if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid}
    assert len(paragraphs) == 1
    assert len(pages) >= 2


def test_contents_are_a_table_of_contents() -> None:
    with pikepdf.open(first_pdf()) as pdf:
        assert len(elements(pdf, "TOC")) == 1
        assert len(elements(pdf, "TOCI")) == 5


def test_everything_on_a_page_is_in_the_tree_or_an_artifact() -> None:
    with pikepdf.open(first_pdf()) as pdf:
        owners = owners_of(pdf)
        for number, page in enumerate(pdf.pages, 1):
            marks = marks_of(page)
            assert marks["/Artifact"] >= 1, f"page {number} has no running head or folio"
            assert sum(count for tag, count in marks.items() if tag != "/Artifact") == len(
                owners[int(page.obj.StructParents)]
            )
            drawing = page.obj.Resources.XObject.Furniture
            assert all(str(i.operator) not in {"BDC", "BMC"} for i in pikepdf.parse_content_stream(drawing))


@needs_verapdf
def test_the_head_of_a_table_that_a_page_repeats_is_an_artifact(tmp_path: Path) -> None:
    rows = "".join(f"| {year} | Something that happened in that year. |\n" for year in range(1900, 1980))
    text = f"# Title\n\nWords.\n\n| Year | Event |\n| --- | --- |\n{rows}\nWords at the end.\n"
    file, book = tmp_path / "table.pdf", edit_book(load_manifest(write_book(tmp_path, {"text.md": text})))
    file.write_bytes(make_pdf(book, book_time(book.manifest)).content)
    with pikepdf.open(file) as pdf:
        assert (len(elements(pdf, "TH")), len(elements(pdf, "TD"))) == (2, 160)
        owned: list[list[object]] = [list(owners_of(pdf)[int(page.obj.StructParents)]) for page in pdf.pages]
        assert [n for owners in owned if (n := owners.count(None))] == [2, 2, 2]
        for page, owners in zip(pdf.pages, owned, strict=True):
            marked = sum(count for tag, count in marks_of(page).items() if tag != "/Artifact")
            assert marked == len(owners) - owners.count(None)
    assert [rule for flavour in PROFILES for rule in failed_rules(file, flavour)] == []


def owners_of(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    """The structure elements of each page's marks, and that of each link."""
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}


def marks_of(page: pikepdf.Page) -> Counter[str]:
    """How often content of each kind is marked; what is drawn outside marks fails."""
    marks: Counter[str] = Counter()
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            marks[str(instruction.operands[0])] += 1
            depth += 1
        elif operator == "EMC":
            depth -= 1
        assert depth or operator not in {"Tj", "TJ", "Do", "f", "S", "sh", "B"}, f"{operator} outside of marks"
    return marks


def test_foreign_words_have_their_language() -> None:
    languages = {term.language for term in first_book().terms if term.language}
    with pikepdf.open(first_pdf()) as pdf:
        assert str(pdf.Root.Lang) == first_book().manifest.book.language
        assert {str(element.Lang) for element in elements(pdf) if "/Lang" in element} >= languages


def test_links_say_in_words_where_they_lead_and_lead_there() -> None:
    with pikepdf.open(first_pdf()) as pdf:
        assert len(links(pdf)) > 50
        for link in links(pdf):
            assert re.search(r"\w", str(link.Contents))
            assert "#" not in str(link.Contents)
            assert link.F == 4
            if "/A" in link:
                assert str(link.A.URI).startswith("https://")
            else:
                assert str(link.Dest) in destinations(pdf)
        assert "Note 11" in {str(link.Contents) for link in links(pdf)}


def test_pages_have_labels_and_each_font_is_there_once() -> None:
    with pikepdf.open(first_pdf()) as pdf:
        assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"
        fonts = {font.objgen: font for page in pdf.pages for font in fonts_of(page.obj.Resources)}
        names = Counter(str(font.BaseFont) for font in fonts.values())
        assert len(names) == 2
        assert set(names.values()) == {1}
        assert all("/ToUnicode" in font for font in fonts.values())


def fonts_of(resources: pikepdf.Object) -> list[pikepdf.Object]:
    """The fonts of a page and of its running head."""
    head = resources.XObject.Furniture.Resources
    return [*resources.get("/Font", {}).values(), *head.get("/Font", {}).values()]


ODD = "50 %d (1 0 R) of <</K 7>>"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose title, headings and addresses look like objects of PDF."""
    text = f"# {ODD}\n\nWords [that lead](https://example.org/a%20b/(c)) away, and *more*.[^1]\n\n[^1]: A note.\n"
    folder = write_book(tmp_path_factory.mktemp("odd"), {"a.md": text}, f'subtitle = "{ODD}"\n')
    book = edit_book(load_manifest(folder))
    path = folder / "odd.pdf"
    path.write_bytes(make_pdf(book, book_time(book.manifest)).content)
    return path


def test_what_looks_like_an_object_is_written_as_text(odd: Path) -> None:
    with pikepdf.open(odd) as pdf:
        assert pdf.check_pdf_syntax() == []
        addresses = {str(link.A.URI) for link in links(pdf) if "/A" in link}
        assert "https://example.org/a%20b/(c)" in addresses
        with pdf.open_outline() as outline:
            titles = [item.title for top in outline.root for item in (top, *top.children)]
        assert ODD in titles
        assert {str(link.Dest) for link in links(pdf) if "/Dest" in link} <= destinations(pdf)


def test_every_number_of_the_file_is_that_of_one_object(odd: Path) -> None:
    """And each page stands in the tree of pages, and each element of structure below the one it names."""
    with pikepdf.open(odd) as pdf:
        assert len(pdf.pages) == int(pdf.Root.Pages.Count)
        assert all(page.obj.Parent.objgen == pdf.Root.Pages.objgen for page in pdf.pages)
        for element in elements(pdf):
            kids = [kid for kid in element.get("/K", ()) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            assert all(kid.P.objgen == element.objgen for kid in kids)
