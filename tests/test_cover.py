"""The cover: drawn the same every time, legible, whatever the title; or the editor's own, if readers can show it."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageFile, ImageFont

from pipeline.build import build, edit_book
from pipeline.cover import SIZE, alternative, draw_cover, fit, make_cover, spoken, unshown
from pipeline.manifest import load_manifest
from pipeline.settings import BookFile, ThemeName
from pipeline.theme import THEMES, Theme, load_theme

from .conftest import Run, refused
from .library import write_book

LONG = "An Inquiry into the Causes, the Course and the Consequences of the Great Strike of the Lower Mills, " * 3
OPF = "{http://www.idpf.org/2007/opf}"
CONTRAST = 4.5
"""The least contrast of text (WCAG 2.2, 1.4.3)."""


def about(title: str, **values: Any) -> BookFile:
    return BookFile(title, "en", datetime.date(2026, 1, 1), **values)


FULL = about("Of Cats", subtitle="A Life", authors=("A. B. Author",), publisher="The Press")


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    name: ThemeName = request.param
    return load_theme(name)


def test_the_same_bytes_twice_and_other_words_other_bytes(theme: Theme) -> None:
    drawn = draw_cover(theme, FULL)
    assert drawn == draw_cover(theme, FULL)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", SIZE)
    assert len(drawn) < 400_000
    others = [about("Of Cats"), about("Of Cats", subtitle="A Life"), about("Of Dogs")]
    assert len({drawn, *(draw_cover(theme, other) for other in others)}) == 4


@pytest.mark.parametrize(
    "title", ["X", LONG[:300], "Протоколы Центрального Комитета", "Donaudampfschiffahrtsgesellschaft" * 3, "A " * 150]
)
def test_every_title_fits_its_box_uncut(theme: Theme, title: str) -> None:
    (place,) = (text for text in theme.cover.text if text.say == "{title}")
    setting = fit(place, " ".join(title.split()), theme.font(place.file))
    assert setting.fits()
    assert "".join(setting.lines).replace(" ", "").replace("-", "") == title.replace(" ", "")
    left, top, right, bottom = place.box
    assert 0 <= left < right <= SIZE[0]
    assert top <= setting.top <= bottom - setting.height


def test_a_title_of_a_thousand_words_is_cut_and_takes_no_time(theme: Theme) -> None:
    (place,) = (text for text in theme.cover.text if text.say == "{title}")
    assert fit(place, "word " * 1000, theme.font(place.file)).lines[-1].endswith("…")


def test_a_word_of_thousands_of_letters_is_not_measured_letter_by_letter_each_time(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[str] = []
    length = ImageFont.FreeTypeFont.getlength

    def count(font: ImageFont.FreeTypeFont, text: str) -> float:
        measured.append(text)
        return length(font, text)

    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", count)
    draw_cover(theme, about("A" * 2_001, publisher="B" * 2_001))
    assert 0 < len(measured) < 1_000


def test_letters_that_no_font_has_are_not_drawn_as_boxes(theme: Theme) -> None:
    assert draw_cover(theme, about("כותרת")) == draw_cover(theme, about("כותרת", subtitle="תת כותרת"))


def test_words_stand_out_in_every_palette(theme: Theme) -> None:
    for palette in theme.cover.palette:
        for text in theme.cover.text:
            ground = "paper"
            for shape in theme.cover.shape:
                if not shape.line and all(a <= b for a, b in zip(shape.box[:2], text.box[:2], strict=True)):
                    covers = shape.box[2] >= text.box[2] and shape.box[3] >= text.box[3]
                    ground = shape.colour if covers else ground
            colours = getattr(palette, text.colour), getattr(palette, ground)
            assert contrast(*colours) >= CONTRAST, (text.say, colours)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_letters_that_a_theme_lacks_are_those_of_another_font() -> None:
    """The large-print theme has no Greek; Source Serif, which comes along too, has."""
    large = load_theme("large-print")
    assert draw_cover(large, about("Λόγος")) != draw_cover(large, about("Λόγου"))
    assert unshown(about("Λόγος", theme="large-print")) == {}


def test_what_is_not_drawn_is_not_said() -> None:
    strange = about("北京 Weirs", subtitle="A Life", authors=("A. B. Author",))
    assert unshown(strange) == {"title": "北京 Weirs"}
    assert alternative(strange) == "Cover. A Life. A. B. Author."
    assert alternative(about("北京")) == "Cover."
    assert alternative(replace(strange, cover="front.jpg")) == "Cover. 北京 Weirs: A Life. A. B. Author."


def test_the_editor_is_asked_for_a_picture_where_the_cover_lacks_letters(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text.", "b.txt": "Text."}, 'subtitle = "北京 Weirs"')
    (query,) = edit_book(load_manifest(folder)).queries
    assert (query.code, query.severity) == ("cover.letters", "warning")
    assert "“北京 Weirs”" in query.message and "cover = " in query.hint
    Image.new("RGB", (800, 1200), "#444").save(folder / "front.png")
    for settled in ('cover = "front.png"', "[rules]\ncover.letters = false"):
        write_book(folder, {"a.txt": "Text.", "b.txt": "Text."}, f'subtitle = "北京 Weirs"\n{settled}')
        assert edit_book(load_manifest(folder)).queries == ()


def test_it_is_said_in_words() -> None:
    assert spoken(FULL) == "Of Cats: A Life. A. B. Author. The Press."
    assert spoken(about("Why?")) == "Why?"


# ---- in the book -------------------------------------------------------------------------------------------------


def test_the_epub_has_it_first_named_and_in_words(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, 'subtitle = "With “marks” & <signs>"')
    build(load_manifest(folder), tmp_path / "out", "epub")
    with zipfile.ZipFile(tmp_path / "out" / "a-book.epub") as archive:
        opf = etree.fromstring(archive.read(next(n for n in archive.namelist() if n.endswith(".opf"))))
        page = etree.fromstring(archive.read("EPUB/cover.xhtml"))
        assert archive.read("EPUB/cover.jpg") == make_cover(load_manifest(folder)).picture.content
    (item,) = opf.findall(f".//{OPF}item[@properties='cover-image']")
    assert (item.get("href"), item.get("media-type")) == ("cover.jpg", "image/jpeg")
    (old,) = opf.findall(f".//{OPF}meta[@name='cover']")
    assert old.get("content") == item.get("id")
    first = opf.find(f".//{OPF}itemref")
    assert first is not None
    assert (first.get("idref"), first.get("linear", "yes")) == ("cover", "yes")
    assert page.xpath("//@alt") == ["Cover. A Book: With “marks” & <signs>."]


def test_a_cover_of_the_editor_wins(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, 'cover = "front.png"\ncover_alt = "A mill by night."')
    Image.new("RGB", (800, 1200), "#444").save(folder / "front.png")
    manifest = load_manifest(folder)
    assert folder / "front.png" in manifest.inputs
    cover = make_cover(manifest)
    assert cover.picture.content == (folder / "front.png").read_bytes()
    assert (cover.file, cover.alt, cover.picture.media_type) == ("cover.png", "A mill by night.", "image/png")
    build(manifest, tmp_path / "out", "epub")
    with zipfile.ZipFile(tmp_path / "out" / "a-book.epub") as archive:
        assert archive.read("EPUB/cover.png") == cover.picture.content


UNFIT: dict[str, tuple[bytes | tuple[str, tuple[int, int], str], str]] = {
    "no-picture.jpg": (b"not a picture", "it is no picture"),
    "small.jpg": (("RGB", (300, 450), "JPEG"), "300 × 450"),
    "inks.jpg": (("CMYK", (800, 1200), "JPEG"), "CMYK"),
    "drawing.gif": (("P", (800, 1200), "GIF"), "it is a GIF"),
    "named.png": (("RGB", (800, 1200), "JPEG"), "its name does not say"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_picture_that_can_be_no_cover_is_one_message(run: Run, tmp_path: Path, name: str) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, f'cover = "{name}"')
    made, words = UNFIT[name]
    if isinstance(made, bytes):
        (folder / name).write_bytes(made)
    else:
        mode, size, kind = made
        Image.new(mode, size).save(folder / name, kind)
    refused(run("build", folder), "book.toml:4:", name, words, "save it as a JPEG or PNG")


@pytest.mark.parametrize("lenient", [True, False])
def test_a_torn_picture_is_one_message(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lenient: bool
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, 'cover = "torn.jpg"')
    Image.effect_noise((800, 1200), 50).convert("RGB").save(folder / "torn.jpg")
    (folder / "torn.jpg").write_bytes((folder / "torn.jpg").read_bytes()[:5000])
    refused(run("build", folder), "book.toml:4:", "damaged")


def test_a_cover_that_is_not_there_is_one_message(run: Run, tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, 'cover = "front.jpg"')
    refused(run("build", folder), "book.toml:4:", "there is no file “front.jpg”", "copy the picture")
    Image.new("RGB", (800, 1200)).save(folder / "Front.png")
    refused(run("build", folder), "book.toml:4:", "the pictures there are: Front.png")
    text = (folder / "book.toml").read_text("utf-8").replace("front.jpg", "../front.jpg")
    (folder / "book.toml").write_text(text, "utf-8")
    refused(run("build", folder), "book.toml:4:", "leads out of the book folder")


@pytest.mark.parametrize("name", THEMES)
def test_embedded_fonts_are_named_licensed_and_only_if_asked(
    tmp_path: Path, name: ThemeName, caplog: pytest.LogCaptureFixture
) -> None:
    head = f'theme = "{name}"\n'
    folder = write_book(tmp_path / "book", {"a.txt": "Text, текст."}, head)
    build(load_manifest(folder), tmp_path / "plain", "epub")
    with zipfile.ZipFile(tmp_path / "plain" / "a-book.epub") as archive:
        assert [n for n in archive.namelist() if "font" in n] == []
    folder = write_book(tmp_path / "book", {"a.txt": "Text, текст."}, f"{head}epub.embed_fonts = true\n")
    built = build(load_manifest(folder), tmp_path / "out", "epub")
    assert built.findings == ()
    assert [r.message for r in caplog.records if r.levelname == "WARNING"] == []
    with zipfile.ZipFile(tmp_path / "out" / "a-book.epub") as archive:
        names = archive.namelist()
        style = archive.read("EPUB/styles/fonts.css").decode()
        opf = archive.read(next(n for n in names if n.endswith(".opf"))).decode()
        faces = [face for family in load_theme(name).family for face in family.face]
        there = [n.removeprefix("EPUB/") for n in names if n.startswith("EPUB/fonts/")]
        assert len([n for n in there if n.endswith((".otf", ".ttf"))]) == len(faces)
        assert len([n for n in there if n.endswith("OFL.txt")]) == len(load_theme(name).family)
        assert all(f'"../{n}"' in style for n in there if not n.endswith(".txt"))
        assert "styles/fonts.css" in archive.read("EPUB/chapter-1.xhtml").decode()
        assert ('media-type="font/otf"' in opf) or ('media-type="font/ttf"' in opf)
