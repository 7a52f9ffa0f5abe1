"""The EPUB: the pages packed as EPUB 3.3, the same bytes every time.

EbookLib writes the package document and the container; our pages and the NCX go in verbatim, because its own page class
parses and rebuilds what it is given. Every file carries the book's date, not the clock's.
"""

from __future__ import annotations

import datetime
import io

from ebooklib import epub
from lxml import etree

from ..manifest import Manifest
from ..templating import Page, Setting, render_document, render_key_map, render_ncx
from .appearance import CSS, appearance
from .metadata import add_metadata, links
from .packing import repack
from .resource import Resource

__all__ = ["Resource", "make_epub"]

KEY_MAP = "search-key-map"
XHTML, NCX = "application/xhtml+xml", "application/x-dtbncx+xml"
_PROPERTIES = {"toc": ("nav",), "glossary": ("glossary",)}
"""The manifest properties of a page, by its landmark (EPUB 3.3; EPUB Dictionaries and Glossaries 1.0)."""
Links = list[dict[str, str]]
"""The attributes of `link` elements."""
_OPF = "{http://www.idpf.org/2007/opf}"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def make_epub(
    setting: Setting, pages: tuple[Page, ...], modified: datetime.datetime, resources: tuple[Resource, ...] = ()
) -> bytes:
    """The EPUB file of a book's pages. `modified` is UTC; the same book and time give the same bytes.

    `resources` are what the pages need besides our style sheets, the theme and the cover. Style sheets among them come
    after ours and before the book's own, which has the last word.
    """
    package = epub.EpubBook()
    package.metadata.clear()
    resources = (*appearance(setting, pages), *resources, *_artwork(setting), *_book_style(setting.book.manifest))
    add_metadata(package, setting, resources)
    styles = [resource.name for resource in resources if resource.media_type == CSS]
    items = [*_pages(setting, pages, styles), *resources]
    items.append(Resource("toc.ncx", NCX, render_ncx(setting, pages).encode()))
    if setting.book.terms:
        items.append(_key_map(setting))
    for item in items:
        package.add_item(_item(item))
    for cover in (item for item in items if "cover-image" in item.properties):
        package.add_metadata(None, "meta", "", {"name": "cover", "content": _id(cover.name)})
    package.set_direction(setting.direction if setting.direction == "rtl" else None)
    package.spine = [_id(f"{page.name}.xhtml") for page in pages]
    return repack(_write(package, modified, links(setting.book.manifest.book)), modified)


def _pages(setting: Setting, pages: tuple[Page, ...], styles: list[str]) -> list[Resource]:
    return [
        Resource(
            f"{page.name}.xhtml",
            XHTML,
            render_document("page", setting, page=page, styles=styles).encode(),
            _PROPERTIES.get(page.landmark or "", ()),
        )
        for page in pages
    ]


def _artwork(setting: Setting) -> list[Resource]:
    """The pictures of the figures."""
    every = setting.book.artwork.values()
    return [Resource(art.file, art.picture.media_type, art.picture.content) for art in every]


def _book_style(manifest: Manifest) -> list[Resource]:
    return [Resource("styles/book.css", CSS, manifest.style.encode())] if manifest.style is not None else []


def _key_map(setting: Setting) -> Resource:
    content = render_key_map(setting).encode()
    return Resource(f"{KEY_MAP}.xml", "application/vnd.epub.search-key-map+xml", content, (KEY_MAP, "glossary"))


def _item(resource: Resource) -> epub.EpubItem:
    item = epub.EpubItem(_id(resource.name), resource.name, resource.media_type, resource.content)
    item.properties = list(resource.properties)
    return item


def _id(name: str) -> str:
    """The id of a file in the package: its name, of which a slash can't be part; EbookLib wants the NCX to be `ncx`."""
    return "ncx" if name == "toc.ncx" else name.replace("/", "-").removesuffix(".xhtml")


def _write(package: epub.EpubBook, modified: datetime.datetime, links: Links) -> bytes:
    buffer = io.BytesIO()
    options = {"epub3_pages": False, "epub2_guide": False, "mtime": modified, "raise_exceptions": True}
    options["compresslevel"] = 0  # `repack` compresses what is handed out
    writer = _Writer(buffer, package, options, links)
    writer.process()
    writer.write()
    return buffer.getvalue()


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """EbookLib's writer, with the language of the package, and with links, neither of which it knows."""

    def __init__(self, file: io.BytesIO, package: epub.EpubBook, options: dict[str, object], links: Links) -> None:
        super().__init__(file, package, options)
        self.links = links

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(f"{_XML}lang", self.book.language)
        root.attrib.pop("prefix", None)
        for link in self.links:
            etree.SubElement(root[0], f"{_OPF}link", link)
        super()._write_opf_file(root)
