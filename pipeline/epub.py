"""The EPUB: the pages packed as EPUB 3.3, the same bytes every time.

EbookLib writes the package document, the NCX and the container; our pages go in verbatim, because its own page class
parses and rebuilds what it is given. Every file carries the book's date, not the clock's.
"""

from __future__ import annotations

import datetime
import io
import zipfile

from ebooklib import epub
from lxml import etree

from .document import Book
from .manifest import Manifest
from .styling import STYLES
from .templating import Page, Setting, render_document, render_key_map

STYLE_FILES = ("base.css", "epub.css")
KEY_MAP = "search-key-map"
_PROPERTIES = {"toc": "nav", "glossary": "glossary"}
"""The manifest property of a page, by its landmark (EPUB 3.3; EPUB Dictionaries and Glossaries 1.0)."""
XHTML = "application/xhtml+xml"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ZIP_FIRST, _ZIP_LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""The times that the directory of a ZIP file can say."""
_OPF = "{http://www.idpf.org/2007/opf}"


def make_epub(setting: Setting, pages: tuple[Page, ...], modified: datetime.datetime) -> bytes:
    """The EPUB file of a book's pages. `modified` is UTC; the same book and time give the same bytes."""
    book = setting.book
    package = epub.EpubBook()
    package.metadata.clear()
    _add_metadata(package, book)
    styles = _add_styles(package, book.manifest)
    for page in pages:
        package.add_item(_item(page, render_document("page", setting, page=page, styles=styles)))
    if book.terms:
        package.add_item(_key_map(setting))
    package.title = book.manifest.book.title
    package.set_direction(setting.direction if setting.direction == "rtl" else None)
    package.add_item(epub.EpubNcx())
    package.toc = [epub.Link(f"{page.name}.xhtml", page.title, page.name) for page in pages]
    package.spine = [page.name for page in pages]
    buffer = io.BytesIO()
    options = {"epub3_pages": False, "epub2_guide": False, "mtime": modified, "raise_exceptions": True}
    writer = _Writer(buffer, package, options)
    writer.process()
    writer.write()
    return _repack(buffer.getvalue(), modified)


def _item(page: Page, document: str) -> epub.EpubItem:
    item = epub.EpubItem(page.name, f"{page.name}.xhtml", XHTML, document.encode())
    item.properties = [_PROPERTIES[page.landmark]] if page.landmark in _PROPERTIES else []
    return item


def _key_map(setting: Setting) -> epub.EpubItem:
    item = epub.EpubItem(KEY_MAP, f"{KEY_MAP}.xml", "application/vnd.epub.search-key-map+xml")
    item.content = render_key_map(setting).encode()
    item.properties = [KEY_MAP, "glossary"]
    return item


def _add_styles(package: epub.EpubBook, manifest: Manifest) -> list[str]:
    """Add our style sheets and the book's own, which comes last and so has the last word."""
    names: list[str] = []
    for name in STYLE_FILES:
        names.append(f"styles/{name}")
        package.add_item(epub.EpubItem(f"style-{name}", names[-1], "text/css", (STYLES / name).read_bytes()))
    if manifest.style is not None:
        names.append("styles/book.css")
        package.add_item(epub.EpubItem("style-book", names[-1], "text/css", manifest.style.read_bytes()))
    return names


def _add_metadata(package: epub.EpubBook, book: Book) -> None:
    about = book.manifest.book
    package.set_identifier(book.manifest.identifier)
    package.add_metadata("DC", "title", about.title, {"id": "title"})
    package.add_metadata(None, "meta", "main", {"refines": "#title", "property": "title-type"})
    if about.subtitle:
        package.add_metadata("DC", "title", about.subtitle, {"id": "subtitle"})
        package.add_metadata(None, "meta", "subtitle", {"refines": "#subtitle", "property": "title-type"})
    package.set_language(about.language)
    package.language = about.language
    for number, editor in enumerate(about.editors, 1):
        package.add_metadata("DC", "contributor", editor, {"id": f"editor-{number}"})
        role = {"refines": f"#editor-{number}", "property": "role", "scheme": "marc:relators"}
        package.add_metadata(None, "meta", "edt", role)
    for name, value in (
        ("publisher", about.publisher),
        ("date", about.date.isoformat()),
        ("description", " ".join(about.description.split()) if about.description else None),
        ("rights", about.rights),
    ):
        if value:
            package.add_metadata("DC", name, value)
    for chapter in book.chapters:
        if chapter.settings.source:
            package.add_metadata("DC", "source", f"{chapter.settings.title}: {chapter.settings.source}")
    for name, value in _accessibility(book):
        package.add_metadata(None, "meta", value, {"property": f"schema:{name}"})


def _accessibility(book: Book) -> list[tuple[str, str]]:
    """What EPUB Accessibility 1.1 wants said, true of every book we make: text in order, no images, no hazards."""
    return [
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        *(
            ("accessibilityFeature", feature)
            for feature in (
                "tableOfContents",
                "structuralNavigation",
                "readingOrder",
                "displayTransformability",
                "ARIA",
            )
        ),
        ("accessibilityHazard", "none"),
        (
            "accessibilitySummary",
            "Text only, in a logical order, with headings, a table of contents, and notes"
            f"{' and a glossary' if book.terms else ''} linked both ways. No images, no colour that bears meaning.",
        ),
    ]


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with what accessibility checkers want of the package element."""

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(f"{_XML}lang", self.book.language)
        root.attrib.pop("prefix", None)
        super()._write_opf_file(root)


def _repack(raw: bytes, modified: datetime.datetime) -> bytes:
    """The same members in EPUB order, all with one date, one system and one compression.

    EPUB OCF 3.3, section 4.2: `mimetype` comes first and is stored.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(buffer, "w") as packed:
        names = sorted(given.namelist(), key=lambda name: (name != "mimetype", name != "META-INF/container.xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, sorted((_ZIP_FIRST, modified.timetuple()[:6], _ZIP_LAST))[1])
            member.create_system = 3
            member.external_attr = 0o644 << 16
            stored = name == "mimetype"
            packed.writestr(member, given.read(name), zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
