"""Pictures of documents: each format's come into the book with what it says of them, and none that would do harm."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pipeline.build import build, edit_book
from pipeline.desk import all_queries, ask, make_desk
from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.manifest import load_manifest
from pipeline.settings import Limits
from pipeline.sources import read_source
from pipeline.sources.gallery import IN_LINE, MOST_PIXELS, TINY, Gallery, alternative
from pipeline.starter import start_book
from pipeline.tree import Figure, innermost, paragraphs, plain_text
from pipeline.validators.publication import open_publication

from .conftest import Run, refused
from .formats import faults, outline, read_document
from .hostile.pictured import png
from .illustrated import (
    DOCUMENTS,
    PICTURES,
    PROSE,
    SAID,
    blip,
    data_url,
    drawn,
    encoded,
    frame,
    html,
    markdown,
    opendocument,
    rich,
    word,
)
from .library import write_book
from .ooxml import STYLES, docx, p, picture, r, with_media
from .test_pdf_access import elements
from .test_sources_epub import epub, page
from .test_sources_epub_roundtrip import read_back
from .test_sources_odt import odt
from .test_sources_odt import p as text_p

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def folder_of(path: Path, files: dict[str, bytes], head: str = "", **companions: str) -> Path:
    """A book folder of some documents, in which the pictures lie."""
    folder = write_book(path, dict.fromkeys(files, ""), head, **companions)
    for name, content in (PICTURES | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def figures_in(chapter: Chapter) -> list[Figure]:
    parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
    return [block for part in parts for block in innermost(part) if isinstance(block, Figure)]


def told(figure: Figure) -> tuple[str | None, str]:
    """Its alternative text and its caption."""
    return figure.alt, " / ".join(plain_text(paragraph.inlines) for paragraph in paragraphs(figure.caption))


def left_out(chapter: Chapter) -> dict[str, int]:
    return {entry.what: entry.count for entry in chapter.cleaned.source.left_out}


# ---- the formats -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_brings_its_pictures(name: str, tmp_path: Path) -> None:
    (chapter,) = edit_book(load_manifest(folder_of(tmp_path, {name: DOCUMENTS[name]}))).chapters
    figures = figures_in(chapter)
    assert list(map(told, figures)) == SAID
    pictures = chapter.cleaned.source.pictures
    assert [pictures[figure.picture or ""].content for figure in figures] == list(PICTURES.values())
    assert {figure.origin for figure in figures} == {"source"}
    kinds = [type(block).__name__ for block in chapter.blocks if type(block).__name__ != "Heading"]
    assert kinds == ["Para", "Figure"] * 3 + ["Para"]
    assert left_out(chapter) == {}
    assert faults(chapter) == []


IN_LINES = {
    "a.html": html(*PICTURES).replace(b"<div><img", b"<div>Words <img"),
    "b.md": markdown(*PICTURES).replace(b"![](leaf", b"Words ![](leaf"),
    "c.xml": encoded(*PICTURES).replace(b'<p><graphic url="leaf.png"/></p>', b'<p>a <graphic url="leaf.png"/> b</p>'),
    "d.docx": with_media(docx(p(r("Words ") + picture("leaf.png"))), PICTURES),
    "e.odt": odt(text_p("Words " + frame("leaf.png")), "", **{"Pictures/leaf.png": PICTURES["leaf.png"]}),
}


@pytest.mark.parametrize("name", IN_LINES)
def test_a_picture_within_a_line_is_named(name: str, tmp_path: Path) -> None:
    (chapter,) = edit_book(load_manifest(folder_of(tmp_path, {name: IN_LINES[name]}))).chapters
    ((what, count),) = left_out(chapter).items()
    assert (what.startswith(f"{IN_LINE}: "), what.endswith("leaf.png"), count) == (True, True, 1)
    assert None not in {figure.alt for figure in figures_in(chapter)}


WEB = {
    "after a line end": ('<p><img src="leaf.png" alt="Ash"><br>Below.</p>', ["f", "p Below."]),
    "before a line end": ('<p>Above.<br><img src="leaf.png" alt="Ash"></p>', ["p Above.", "f"]),
    "two in a row": ('<p><img src="leaf.png" alt="Ash"> <img src="mill.png" alt="Oak"></p>', ["f", "f"]),
    "a heading": ('<h2>One <img src="leaf.png"></h2><p>Two', ["2 One", "p Two"]),
    "a cell": ("<table><tr><td>a<td>b<tr><td>c<td><img src='leaf.png'>d</table>", ["t [a,b] [c,d]"]),
    "a table that lays out": (
        "<table><tr><td><img src='leaf.png' alt='Ash'><td><img src='mill.png' alt='Oak'><tr><td>c<td>d</table>",
        ["f", "f", "p c", "p d"],
    ),
    "a list and a quotation": (
        '<ul><li>One<li>Two <p><img src="leaf.png" alt="Ash"></ul>'
        f'<blockquote><p>{PROSE}<p><img src="leaf.png" alt="Ash">',
        ["l(p • One)(p • Two; f)", f"q(p {PROSE.strip()}; f)"],
    ),
    "a figure of two": (
        "<figure><img src='leaf.png' alt='Ash'><img src='mill.png' alt='Oak'><figcaption>C</figcaption></figure>",
        ["f", "f(p C)"],
    ),
    "a division with a caption": (
        '<div class="thumb"><div class="thumbinner"><a href="x"><img src="leaf.png" alt="Ash"></a>'
        '<div class="thumbcaption">The leaf.</div></div></div>',
        ["f(p The leaf.)"],
    ),
    "a drawing around a picture": ('<p>a</p><svg><image xlink:href="leaf.png"/></svg>', ["p a", "f"]),
    "a note": (
        '<p>a<a href="#n" id="c"><sup>1</sup></a></p><p id="n"><a href="#c">1</a> b</p>'
        '<p><img src="leaf.png" alt="Ash">',
        ["p a", "f"],
    ),
}


@pytest.mark.parametrize("case", WEB)
def test_where_a_picture_of_a_page_stands(case: str, tmp_path: Path) -> None:
    body, expected = WEB[case]
    folder = folder_of(tmp_path, {"a.html": f"<html><body>{body}</body></html>".encode()})
    (chapter,) = edit_book(load_manifest(folder)).chapters
    assert [line.partition("{")[0] for line in outline(chapter.blocks)] == expected
    assert faults(chapter) == []


TALL = '<wp:extent cx="9" cy="2000000"/>'
SHAPES = {
    "in a line of its own": (p(picture("mill.png", "A") + "<w:r><w:br/></w:r>" + r("Words")), ["f", "p Words"]),
    "after a line end": (p(r("Words") + "<w:r><w:br/></w:r>" + picture("mill.png", "A")), ["p Words", "f"]),
    "tall, before words": (
        p(picture("mill.png", "A").replace("<wp:docPr", TALL + "<wp:docPr") + r("Words")),
        ["f", "p Words"],
    ),
    "small, before words": (p(picture("mill.png", "A") + r("Words")), ["p Words"]),
    "floating beside words": (p(r("Words") + picture("mill.png", "A", floats=True)), ["p Words", "f"]),
    "an old picture": (
        p('<w:r><w:pict><v:shape alt="A"><v:imagedata r:id="mill.png"/></v:shape></w:pict></w:r>'),
        ["f"],
    ),
    "a caption above": (p("Up", "caption") + p(picture("mill.png", "A")) + p(PROSE), ["f(p Up)", f"p {PROSE.strip()}"]),
    "the caption of a table": (
        p(picture("mill.png", "A")) + p("Table 1: x", "caption") + p(PROSE),
        ["f", "p Table 1: x", f"p {PROSE.strip()}"],
    ),
    "two with one caption": (
        p(picture("mill.png", "A")) + p(picture("road.png", "B")) + p("Both", "caption"),
        ["f", "f(p Both)"],
    ),
    "in a table that lays out": (
        f"<w:tbl><w:tr><w:tc>{p(picture('mill.png', 'A'))}</w:tc><w:tc>{p(PROSE)}</w:tc></w:tr></w:tbl>",
        ["f", f"p {PROSE.strip()}"],
    ),
}


@pytest.mark.parametrize("case", SHAPES)
def test_where_a_picture_of_word_stands(case: str) -> None:
    body, expected = SHAPES[case]
    chapter = read_document(with_media(docx(body, styles=STYLES), PICTURES), "text.docx")
    assert outline(chapter.blocks) == expected
    assert {figure.alt for figure in figures_in(chapter)} <= {"A", "B"}


LEAF = blip(PICTURES["leaf.png"], "A")
TALL_LEAF = blip(PICTURES["leaf.png"], "A", 96)
SHAPE = r"{\shp{\*\shpinst\shpleft0{\sp{\sn pib}{\sv {\pict\pngblip " + PICTURES["leaf.png"].hex() + "}}}"
ALT = r"{\sp{\sn wzDescription}{\sv %s}}"
RICH = {
    "alone": (rf"{LEAF}\par", ["f"]),
    "between paragraphs": (rf"a\par\pard {LEAF}\par b\par", ["p a", "f", "p b"]),
    "within words": (rf"a {TALL_LEAF} b\par", ["p a b"]),
    "small before words": (rf"{LEAF} b\par", ["p b"]),
    "tall before words": (rf"{TALL_LEAF} b\par", ["f", "p b"]),
    "tall after words": (rf"a {TALL_LEAF}\par", ["p a", "f"]),
    "after a line end": (rf"a\line {LEAF}\par", ["p a", "f"]),
    "made small": (rf"a {TALL_LEAF}\par".replace(r"\pngblip", r"\picscaley70\pngblip"), ["p a"]),
    "in bytes": (r"a\par{\pict\jpegblip\bin%d " + "x}\\par b\\par", ["p a", "f", "p b"]),
    "in a shape": (rf"a{SHAPE}{ALT % 'A'}}}{{\shprslt{LEAF}}}}}\par b\par", ["p a", "f", "p b"]),
    "in a text box with its caption": (
        rf"a{{\shp{{\*\shpinst{ALT % 'Box'}{{\shptxt {LEAF}\s1 Up\par}}}}}}\par", ["p a", "f(p Up)"],
    ),
    "in a table that lays out": (rf"\trowd\cellx1\cellx2\pard\intbl {LEAF}\cell b\cell\row ", ["f", "p b"]),
    "in a note": (rf"a{{\super\chftn}}{{\footnote\pard {{\super\chftn}} b\par {LEAF}}}\par", ["p a"]),
    "the preview of an object": (rf"{{\object{{\*\objdata 0105}}{{\result{LEAF}}}}}\par", ["f"]),
    "shown by a field": (rf"{{\field{{\*\fldinst INCLUDEPICTURE}}{{\fldrslt {LEAF}}}}}\par", ["f"]),
    "in a running head": (rf"{{\header {LEAF}}}a\par", ["p a"]),
}  # fmt: skip


@pytest.mark.parametrize("case", RICH)
def test_where_a_picture_of_rtf_stands(case: str) -> None:
    body, expected = RICH[case]
    raw = (r"{\rtf1\ansi{\stylesheet{\s1 caption;}}" + body + "}").encode()
    if case == "in bytes":
        photo = drawn("navy")
        raw = raw.replace(b"%d x", b"%d %s" % (len(photo), photo))
    chapter = read_document(raw, "text.rtf")
    assert [line.replace("{1}", "") for line in outline(chapter.blocks)] == expected
    figures = figures_in(chapter)
    assert {figure.alt for figure in figures} <= ({None} if case == "in bytes" else {"A"})
    assert len(figures) == sum(line.startswith("f") for line in expected) + (case == "in a note")
    is_lost = case in ("within words", "small before words", "made small")
    assert list(left_out(chapter)) == [f"{IN_LINE}: picture-1.png"] * is_lost + [
        "tables that only lay out a page, read as paragraphs"
    ] * ("lays out" in case)
    assert faults(chapter) == []


@pytest.mark.parametrize(("before", "after"), [("8950", "89 5\n0"), ("ae426082", "ae4260820"), ("8950", "8zz9{50}50")])
def test_odd_figures_of_a_picture_are_read_as_they_are_meant(before: str, after: str) -> None:
    raw = rich().decode().replace(before, after).encode()
    assert len(figures_in(read_document(raw, "text.rtf"))) == 3


def test_an_ornament_shows_nothing_and_is_not_asked_about(tmp_path: Path) -> None:
    more = '<a:ext><a:decorative val="1"/></a:ext>'
    chapter = read_document(with_media(docx(p(picture("leaf.png", more=more)) + p("x")), PICTURES), "text.docx")
    assert list(map(told, figures_in(chapter))) == [("", "")]
    page_of = b'<p>Words.</p><p><img src="leaf.png" alt=""></p>'
    book = edit_book(load_manifest(folder_of(tmp_path, {"a.html": page_of})))
    assert list(map(told, figures_in(book.chapters[0]))) == [("", "")]
    assert all_queries(book) == ()


def test_the_name_of_a_file_says_nothing() -> None:
    assert alternative(None, " ", "IMG_2041.JPG", " A \n mill ", "x") == "A mill"


# ---- the book ----------------------------------------------------------------------------------------------------


def test_the_book_of_all_formats_is_sound(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "book", DOCUMENTS)
    assert build(load_manifest(folder), tmp_path / "out").findings == ()
    with zipfile.ZipFile(tmp_path / "out" / "a-book.epub") as archive:
        images = {n: archive.read(n) for n in archive.namelist() if "images/figure-" in n}
        opf = archive.read("EPUB/content.opf").decode()
    # Three formats share the files of the folder, the others bring their own.
    assert len(images) == 3 * (1 + 5)
    assert sorted(images.values()) == sorted([*PICTURES.values()] * 6)
    assert ("alternativeText" in opf, "Not all pictures have alternative texts." in opf) == (False, True)
    with pikepdf.open(tmp_path / "out" / "a-book.pdf") as pdf:
        alts = [str(figure.Alt) for figure in elements(pdf, "Figure")]
    assert alts == ["Two wheels.", "A road.", "Illustration, not described"] * len(DOCUMENTS)
    report = (tmp_path / "out" / "report.json").read_text("utf-8")
    assert "illustration that the document brings" in report
    assert "that the editor supplied" not in opf
    build(load_manifest(folder), tmp_path / "again")
    for name in ("a-book.epub", "a-book.pdf"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pictures_of_documents_can_be_switched_off(name: str, tmp_path: Path) -> None:
    files = {name: DOCUMENTS[name], f"z-{name}": DOCUMENTS[name]}
    folder = folder_of(tmp_path, files)
    book_file = folder / "book.toml"
    entry = f'file = "{name}"\n'
    book_file.write_text(
        book_file.read_text("utf-8").replace(entry, f"{entry}rules = {{read.pictures = false}}\n"), "utf-8"
    )
    book = edit_book(load_manifest(folder))
    off, on = book.chapters
    assert [list(map(told, figures_in(chapter))) for chapter in (off, on)] == [[], SAID]
    aside = [mark.span.of(off.cleaned.text) for mark in off.marks if mark.rule == "read.pictures"]
    assert aside == ["The mill at Corve.", "[Illustration]", "[Illustration]"]
    assert {query.place.file for query in all_queries(book)} == {f"z-{name}"}
    assert faults(off) == []
    assert len(book.brought()) == len(PICTURES)


def test_the_house_rules_hold(tmp_path: Path) -> None:
    from pipeline.validators.rules import RULES

    build(load_manifest(folder_of(tmp_path, {"d.docx": word()})), tmp_path / "out", "epub")
    publication = open_publication(tmp_path / "out" / "a-book.epub")
    broken = {rule.name for rule in RULES if rule.severity == "error" and list(rule.find(publication))}
    assert broken == set()


def test_pictures_of_one_name_from_two_documents_are_two(tmp_path: Path) -> None:
    other = {name: drawn("purple", (90 + n, 50)) for n, name in enumerate(PICTURES)}
    book = edit_book(load_manifest(folder_of(tmp_path, {"a.docx": word(), "b.docx": word(other)})))
    assert [picture.content for picture in book.brought().values()] == [*PICTURES.values(), *other.values()]


def test_what_nobody_describes_is_asked_and_answered(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.docx": word(), "b.html": html(*PICTURES)})
    book = edit_book(load_manifest(folder))
    queries = [query for query in all_queries(book) if query.code == "figure.undescribed"]
    assert [query.place.file for query in queries] == ["a.docx", "b.html"]
    stubs = [ask(query, make_desk(book)).answers[0].toml for query in queries]
    assert ["picture" in tomllib.loads(stub)["figure"][0] for stub in stubs] == [False, False]
    (folder / "figures.toml").write_text("\n".join(stubs).replace("…", "A leaf."), "utf-8")
    book = edit_book(load_manifest(folder))
    assert [told(figure) for c in book.chapters for figure in figures_in(c)] == [*SAID[:2], ("A leaf.", "")] * 2
    assert all_queries(book) == ()


def test_the_editors_picture_is_taken_instead(tmp_path: Path) -> None:
    entry = '[[figure]]\nfind = "The mill at Corve."\npicture = "leaf.png"\nalt = "A leaf."\n'
    (chapter,) = edit_book(load_manifest(folder_of(tmp_path, {"a.docx": word()}, figures=entry))).chapters
    figure = figures_in(chapter)[0]
    assert (figure.picture, figure.origin, told(figure)) == ("leaf.png", "editor", ("A leaf.", "The mill at Corve."))


def test_a_book_of_ours_gives_its_figures_back(tmp_path: Path) -> None:
    entry = '[[figure]]\nafter = "rise above the wheel."\nchapter = "b.txt"\npicture = "leaf.png"\nalt = ""\n'
    text = f"{PROSE.strip()}\n\n[Illustration]\n\n{PROSE.strip()}\n\n[Map: The front]\n\nIt ended."
    plain = f"He saw the water rise above the wheel.\n\n{'It rained. ' * 9}"
    files = {"a.docx": word(), "b.txt": plain.encode(), "c.txt": text.encode()}
    before, after = read_back(folder_of(tmp_path / "book", files, figures=entry), tmp_path)
    contents = []
    for book in (before, after):
        leaf = (tmp_path / "book" / "leaf.png").read_bytes()
        brought = {name: picture.content for name, picture in book.brought().items()}
        figures = [figure for chapter in book.chapters for figure in figures_in(chapter)]
        contents.append([(told(f), brought.get(f.picture, leaf) if f.picture else None) for f in figures])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 3 + 1 + 2


def test_a_picture_beside_a_document_is_an_input(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, {"a.html": html(*PICTURES)})
    first = build(load_manifest(folder), folder / "build", "epub")
    assert build(load_manifest(folder), folder / "build", "epub").unchanged
    (folder / "leaf.png").write_bytes(drawn("yellow"))
    again = build(load_manifest(folder), folder / "build", "epub")
    assert (first.unchanged, again.unchanged) == (False, False)
    inputs = {path.relative_to(folder).as_posix() for path in load_manifest(folder).inputs}
    assert inputs == {"book.toml", "a.html", *PICTURES}


# ---- what is not taken -------------------------------------------------------------------------------------------

BOMB = png(50_000, 50_000, rows=1)
REFUSED = {
    "https://example.org/a.png": "elsewhere",
    "//example.org/a.png": "elsewhere",
    "file:///etc/passwd": "elsewhere",
    "C:\\\\a.png": "elsewhere",
    "javascript:alert(1)": "elsewhere",
    "/etc/passwd": "outside",
    "../out.png": "outside",
    "%2e%2e/out.png": "outside",
    "link.png": "outside",
    "absent.png": "not there",
    "a%00.png": "not there",
    "": "not there",
    "folder": "not there",
    "x" * 5000: "",
    "a.txt": "no picture",
    "one.png": "no picture",
    "bomb.png": "too many pixels",
    "large.png": "too many pixels",
    "spacer.png": TINY,
    "line.png": TINY,
    "torn.png": "damaged",
    "drawing.svg": "SVG",
    "drawing.png": "SVG",
    data_url(SVG, "image/svg+xml"): "elsewhere",
    data_url(SVG, "image/png"): "SVG",
    data_url(BOMB): "too many pixels",
    "data:text/html;base64,PHA+": "elsewhere",
    "data:image/png;base64,====": "no picture",
    "data:image/png,": "no picture",
}


@pytest.fixture(scope="module")
def unfit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book folder of files that can be no pictures."""
    path = tmp_path_factory.mktemp("unfit")
    folder = folder_of(path / "book", {"a.txt": b"Words."})
    (path / "out.png").write_bytes(drawn("red"))
    (folder / "link.png").symlink_to(path / "out.png")
    (folder / "folder").mkdir()
    spacers = {"spacer.png": drawn("red", (1, 1)), "line.png": drawn("red", (300, 2))}
    bombs = {"bomb.png": BOMB, "large.png": png(MOST_PIXELS // 5000 + 1, 5000, rows=1)}
    others = {"one.png": b"\x89", "torn.png": PICTURES["mill.png"][:99], "drawing.svg": SVG, "drawing.png": SVG}
    for name, content in (spacers | bombs | others).items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: str(address)[:30])
def test_what_is_not_taken_is_named_with_the_reason(address: str, unfit: Path) -> None:
    gallery = Gallery("a.html", unfit)
    assert (gallery.find(address), gallery.pictures) == ("", {})
    (entry,) = gallery.left_out()
    assert REFUSED[address] in entry.what
    assert entry.what.isprintable()
    assert len(entry.what) < 300
    assert entry.count == 1


def test_a_way_may_go_up_within_the_book_folder(tmp_path: Path) -> None:
    files = {"texts/a.html": html("../mill.png", "../road.png", "b/../../leaf.png")}
    (tmp_path / "texts").mkdir()
    (chapter,) = edit_book(load_manifest(folder_of(tmp_path, files))).chapters
    assert [figure.picture for figure in figures_in(chapter)] == list(PICTURES)


def test_without_a_folder_nothing_beside_is_taken() -> None:
    assert Gallery("a.html").find("mill.png") == ""


def test_a_long_row_of_refusals_is_short(tmp_path: Path) -> None:
    gallery = Gallery("a.html", tmp_path)
    for number in range(50):
        gallery.find(f"{number}.png")
    (entry,) = gallery.left_out()
    assert (entry.count, entry.what.endswith("3.png, 4.png and 45 more")) == (50, True)


def test_pictures_have_a_limit_in_all(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word({f"{n}.png": drawn("red", (800 + n, 800)) for n in range(3)}))
    assert len(read_source(tmp_path / "a.docx", "a.docx", limits=Limits(megapixels=2)).pictures) == 3
    with pytest.raises(SourceError, match="more than 1 million pixels") as failure:
        read_source(tmp_path / "a.docx", "a.docx", limits=Limits(megapixels=1))
    assert "[limits] megapixels" in (failure.value.hint or "")


def test_pictures_have_a_limit_of_number(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(rich())
    assert len(read_source(tmp_path / "a.rtf", "a.rtf", limits=Limits(members=3)).pictures) == 3
    with pytest.raises(SourceError, match="more than 2 pictures") as failure:
        read_source(tmp_path / "a.rtf", "a.rtf", limits=Limits(members=2))
    assert "[limits] members" in (failure.value.hint or "")


HELD = {"no picture": b"\x89", "too many pixels": BOMB, "SVG": SVG, TINY: drawn("red", (1, 1)), "damaged": b""}


@pytest.mark.parametrize("reason", HELD)
@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "rtf"])
def test_what_a_container_holds_is_judged_alike(ending: str, reason: str) -> None:
    held = PICTURES | {"leaf.png": HELD[reason]}
    if reason == "damaged":
        held["leaf.png"] = PICTURES["leaf.png"][:-40]
    web = {"a.xhtml": page(f"<p>{PROSE}</p><p><img src='i/leaf.png'/></p>")}
    raw = {
        "docx": word(held),
        "odt": opendocument(held),
        "epub": epub(web, more={"E/i/leaf.png": held["leaf.png"]}),
        "rtf": rich(held),
    }[ending]
    chapter = read_document(raw, f"text.{ending}")
    ((what, count),) = left_out(chapter).items()
    name = "picture-3.png" if ending == "rtf" else "leaf.png"
    assert (reason in what, name in what, count) == (True, True, 1)
    assert "[Illustration]\n\n[Illustration]" not in chapter.cleaned.text


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "media/none.png", "/etc/passwd"])
def test_no_way_leads_out_of_a_container(target: str) -> None:
    raw = with_media(docx(p("Words") + p(picture("x"))), {"x": b""})
    members = {n: zipfile.ZipFile(io.BytesIO(raw)).read(n) for n in zipfile.ZipFile(io.BytesIO(raw)).namelist()}
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].replace(b"media/x", target.encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    chapter = read_document(buffer.getvalue(), "text.docx")
    assert figures_in(chapter) == []
    assert ["not there" in what for what in left_out(chapter)] == [True]


def test_a_picture_in_another_format_comes_as_one_that_readers_show() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(buffer, "TIFF")
    chapter = read_document(word({"a.tif": buffer.getvalue(), **dict(list(PICTURES.items())[1:])}), "text.docx")
    assert {picture.media_type for picture in chapter.cleaned.source.pictures.values()} == {"image/png"}


# ---- a new book --------------------------------------------------------------------------------------------------


def test_a_new_book_gets_the_pictures_beside_its_documents(run: Run, tmp_path: Path) -> None:
    home = folder_of(tmp_path / "home", {"a.html": html("mill.png", "pictures/road.png", "../out.png")})
    (home / "pictures").mkdir()
    (home / "road.png").rename(home / "pictures" / "road.png")
    (tmp_path / "out.png").write_bytes(drawn("red"))
    outcome = run("new", tmp_path / "new", home / "a.html")
    assert "2 pictures that the files show" in outcome.out
    found = {path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*.png")}
    assert found == {"mill.png", "pictures/road.png"}
    (chapter,) = edit_book(load_manifest(tmp_path / "new")).chapters
    assert list(map(told, figures_in(chapter))) == SAID[:2]
    assert left_out(chapter) == {"pictures outside of the book folder: ../out.png": 1}


def test_two_pictures_of_one_name_are_not_mixed_up(run: Run, tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", {"a.html": html(*PICTURES)})
    two = folder_of(tmp_path / "two", {"b.html": html(*PICTURES)})
    assert start_book(tmp_path / "same", (one / "a.html", two / "b.html")).picture_count == 3
    (two / "leaf.png").write_bytes(drawn("red"))
    refused(run("new", tmp_path / "new", one / "a.html", two / "b.html"), "two files are called “leaf.png”", "rename")
    assert not (tmp_path / "new").exists()
