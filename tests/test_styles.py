"""The styles: every theme is whole, every class has a rule or a reason, nothing in the EPUB overrides the reader."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest
import tinycss2
from fontTools.ttLib import TTFont

from pipeline import fonts
from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.epub import make_epub
from pipeline.manifest import bare_manifest, load_manifest
from pipeline.settings import ThemeName
from pipeline.styling import STYLES
from pipeline.templating import Setting
from pipeline.theme import FONTS, THEMES, Family, load_theme, print_sheets, sheet
from pipeline.typesetting.fits import LONG, STEPS
from pipeline.typesetting.unshown import UNSHOWN
from pipeline.web.style import stylesheet

from .conftest import Run, refused
from .library import write_book

TEMPLATES = STYLES.parent / "pipeline"
SCREEN = [STYLES / "base.css", STYLES / "epub.css", *(sheet(name, "screen.css") for name in THEMES)]
PAGES = [*(STYLES / "formats").iterdir(), STYLES / "options" / "screen.css", STYLES / "options" / "recto.css"]
PRINT = [STYLES / "base.css", STYLES / "print.css", *(sheet(name, "print.css") for name in THEMES), *PAGES]

HOOKS = {
    "bodymatter": "only what stands beside it is set apart",
    "definition": "read back by the checks",
    "frontmatter": "only what stands beside it is set apart",
    "identifier": "for a book’s own style",
    "pages": "for a book’s own style",
    "pointer": "for a book’s own style",
    "see": "for a book’s own style",
    "single": "says which quotation marks the book has",
    "title": "for a book’s own style",
    "use": "for a book’s own style",
    "permalink": "the web edition’s",
}
"""Classes that need no rule, and why."""

KINDS = {"dateline", "salute", "signed", "letter", "telegram", "epigraph", "numeric", "indent-", "stanza", "line"}
"""Classes that come from the tree: roles of paragraphs, kinds of quotations, and what lines and cells are."""

TEXT = "Der Zug fuhr ab. Съешь ещё этих мягких французских булок. 1917–18, “ſæ”, ā ō ʹ"


def rules(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """The rules of a style sheet: selector and declarations; what can't be parsed fails the test."""
    for rule in tinycss2.parse_stylesheet(path.read_text("utf-8"), skip_comments=True, skip_whitespace=True):
        assert rule.type != "error", f"{path.name}:{rule.source_line}: {rule.message}"
        if rule.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            assert all(part.type == "declaration" for part in content), f"{path.name}:{rule.source_line}"
            yield tinycss2.serialize(rule.prelude).strip(), content


def classes_styled(paths: list[Path]) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", " ".join(selector for path in paths for selector, _ in rules(path))))


def classes_written() -> set[str]:
    """The classes that the templates and the renderer write."""
    files = [*(TEMPLATES / "templates").glob("*.xhtml"), TEMPLATES / "rendering.py", TEMPLATES / "templating.py"]
    found = re.findall(r'class="((?:[^"{]|\{[{%].*?[%}]\}|\{\})*)"', "\n".join(f.read_text("utf-8") for f in files))
    words = chain.from_iterable(re.findall(r"[a-z][\w-]*", re.sub(r"\{.*?\}+", " ", value)) for value in found)
    return {*words, "sign", "single", "folio", "use", "frontmatter", "bodymatter", "backmatter"}


def test_every_class_has_a_rule_or_a_reason() -> None:
    styled = classes_styled([*SCREEN, *PRINT])
    written = classes_written()
    assert len(written) > 30
    assert written - styled - HOOKS.keys() == set()
    assert HOOKS.keys() <= written, "a reason for a class that is gone"


def test_no_rule_is_dead() -> None:
    known = classes_written() | KINDS | {LONG, UNSHOWN, *chain.from_iterable(STEPS.values())}
    dead = {name for name in classes_styled([*SCREEN, *PRINT]) - known if not name.startswith("indent-")}
    assert dead == set()


@pytest.mark.parametrize("path", SCREEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_in_the_epub_overrides_the_reader(path: Path) -> None:
    """No colour, no absolute length, no size or spacing of the text, no font."""
    for selector, declarations in rules(path):
        for declaration in declarations:
            value = tinycss2.serialize(declaration.value).strip()
            said = f"{path.name}: {selector} {{ {declaration.name}: {value} }}"
            assert not declaration.important, said
            assert not re.search(r"\d(?:px|pt|pc|cm|mm|in|q)\b|#[\da-f]{3}|rgb|hsl", value, re.IGNORECASE), said
            assert declaration.name != "color" or value == "inherit", said
            assert "background" not in declaration.name, said
            assert declaration.name not in {"font", "font-family"}, said
            if {part.strip() for part in selector.split(",")} & {"body", "html", "p", ":root", "*"}:
                assert declaration.name not in {"font-size", "line-height"}, said


@pytest.mark.parametrize("path", [*SCREEN, *PRINT], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_sheet_parses(path: Path) -> None:
    assert list(rules(path))


def test_the_themes_are_the_folders_there_are() -> None:
    assert {path.name for path in (STYLES / "themes").iterdir()} == set(THEMES)
    for name in THEMES:
        assert {path.name for path in (STYLES / "themes" / name).iterdir()} >= {"theme.toml", "screen.css", "print.css"}


@pytest.mark.parametrize("name", THEMES)
def test_the_sheets_of_print_name_fonts_that_come_along(name: ThemeName) -> None:
    sheets = print_sheets(replace(bare_manifest(Path("a.txt")).book, theme=name), None)
    addresses = re.findall(r'url\("([^"]+)"\)', "".join(sheets))
    assert addresses
    assert [address for address in addresses if not (STYLES / address).is_file()] == []
    fonts_set = re.findall(
        r'font(?:-family)?:[^;{}"]*"([^"]+)", (?:sans-)?serif', sheet(name, "print.css").read_text("utf-8")
    )
    assert set(fonts_set) == {family.name for family in load_theme(name).family}


BOM = b"\xef\xbb\xbf"


def test_a_byte_order_mark_costs_no_rule(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."})
    (folder / "style.css").write_bytes(BOM + b"h1 { color: teal }\n")
    manifest = load_manifest(folder)
    for text in (stylesheet(manifest).decode(), print_sheets(manifest.book, manifest.style)[-1]):
        *_, last = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        assert tinycss2.serialize(last.prelude).strip() == "h1"
    setting = Setting(edit_book(manifest), make_anchors(edit_book(manifest)), "epub")
    with zipfile.ZipFile(io.BytesIO(make_epub(setting, setting.pages(), datetime.datetime(2026, 1, 1)))) as epub:
        (book,) = (epub.read(name) for name in epub.namelist() if name.endswith("book.css"))
    assert book == b"h1 { color: teal }\n"


@pytest.mark.parametrize(
    ("style", "message", "hint"),
    [
        (BOM + "p {\n  color: teal /* é */ }".encode("latin-1"), "style.css:2:18: not UTF-8: byte 0xE9", "save it as"),
        (b'p { background: image-set("https://a.example/x.png" 1x) }', "style.css:1:17: image-set(…) fetches", "leave"),
        (b'p { background: -webkit-image-set("x.png" 1x) }', "style.css:1:17: -webkit-image-set(…) fetches", "leave"),
        (b'p { background: src("x.png") }', "style.css:1:17: src(…) fetches", "leave"),
        (b"p { background: image-set(url(x.png) 1x) }", "style.css:1:27: url(…) fetches", "leave"),
        (b"h2 {\n  position: running(head) }", "style.css:2:13: running(…) can’t move an element", "string-set"),
    ],
)
def test_a_style_sheet_that_cannot_be_used_is_refused(
    run: Run, tmp_path: Path, style: bytes, message: str, hint: str
) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."})
    (folder / "style.css").write_bytes(style)
    refused(run("build", folder), message, hint)


def test_columns_of_numbers_stand_apart_in_large_print() -> None:
    (cells,) = (
        declarations
        for selector, declarations in rules(sheet("large-print", "print.css"))
        if selector == ".table td, .table th"
    )
    (padding,) = (tinycss2.serialize(d.value).split() for d in cells if d.name == "padding")
    assert float(padding[1].removesuffix("pt")) >= 16


@pytest.mark.parametrize("name", ["epub.css", "web.css"])
def test_ornaments_are_not_read_aloud(name: str) -> None:
    """What is drawn by `content` has an empty alternative; where that is not understood, an earlier rule draws it."""
    given = {
        selector: [tinycss2.serialize(d.value).strip() for d in declarations if d.name == "content"]
        for path in (STYLES / "base.css", STYLES / name)
        for selector, declarations in rules(path)
        if selector in {".uses::before", "hr.break::before"}
    }
    assert len(given) == 2
    assert all(contents[-1].endswith('/ ""') for contents in given.values()), given


def test_an_unknown_theme_is_one_message_with_the_list(run: Run, tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Text."}, 'theme = "modren"')
    refused(run("build", folder), "book.toml:4:", "“theme”", *get_args(ThemeName))


# ---- fonts -------------------------------------------------------------------------------------------------------


def test_fonts_are_light_and_each_has_its_licence() -> None:
    files = [path for path in FONTS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4_000_000
    used = {family.path(face) for name in THEMES for family in load_theme(name).family for face in family.face}
    assert used | {path.parent / "OFL.txt" for path in used} == set(files)
    for licence in {path.parent / "OFL.txt" for path in used}:
        text = licence.read_text("utf-8")
        assert text.startswith("Copyright")
        assert "SIL OPEN FONT LICENSE Version 1.1" in text


def families() -> list[Any]:
    return [pytest.param(f, id=f.name) for f in {f.name: f for n in THEMES for f in load_theme(n).family}.values()]


@pytest.mark.parametrize("family", families())
def test_a_subset_has_the_letters_and_no_reserved_name(family: Family) -> None:
    licence = family.licence.read_text("utf-8").split("PREAMBLE")[0]
    clause = re.search(r"Reserved Font Names? (.*)", licence)
    reserved = re.findall(r"['‘\"]([^'’\"]+)['’\"]", clause.group(1)) if clause else []
    for face in family.face:
        whole = TTFont(family.path(face))
        content = fonts.cut(family.path(face), frozenset(TEXT), family.alias, "Regular")
        assert content == fonts.cut(family.path(face), frozenset(TEXT), family.alias, "Regular")
        font = TTFont(io.BytesIO(content))
        assert len(content) < family.path(face).stat().st_size
        assert {ord(c) for c in TEXT} & whole.getBestCmap().keys() <= font.getBestCmap().keys()
        shown = [str(record) for record in font["name"].names if record.nameID in {1, 3, 4, 6, 16, 17, 18, 21, 25}]
        if "CFF " in font:
            table = font["CFF "].cff
            shown += [*table.fontNames, table[0].FamilyName, table[0].FullName]
        assert shown
        assert [name for name in shown for word in reserved if word.lower() in name.lower()] == []
        assert whole["name"].getDebugName(0) == font["name"].getDebugName(0), "its copyright is to stay"
        wanted = {"smcp", "onum"} & {record.FeatureTag for record in whole["GSUB"].table.FeatureList.FeatureRecord}
        assert wanted <= {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_two_of_the_licences_reserve_names() -> None:
    """Else the test of reserved names tests nothing."""
    licences = {path: path.read_text("utf-8") for path in FONTS.glob("*/OFL.txt")}
    assert sum("Reserved Font Name" in text.split("PREAMBLE")[0] for text in licences.values()) >= 2
