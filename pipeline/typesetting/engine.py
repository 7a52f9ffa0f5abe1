"""The engine: WeasyPrint, told once how our pages are made: bodies without margins, then heads and folios alone.

A part is set without running heads and folios, so that it does not depend on the pages before it.
"""

from __future__ import annotations

import atexit
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

from ..errors import MissingLibrary
from ..folder import is_inside
from ..styling import STYLES
from .later import loaded_later
from .patches import patch
from .sheets import Style
from .system import linked_by_file

if TYPE_CHECKING:
    from weasyprint import Document

PANGO_HINT = (
    "install it: Debian/Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 · Fedora: dnf install "
    "pango · macOS: brew install pango · Windows: pacman -S mingw-w64-x86_64-pango, in MSYS2"
)

_CORNERS = [f"{side}-{place}" for side in ("top", "bottom") for place in ("left-corner", "left", "center", "right")]
_SIDES = [f"{side}-{place}" for side in ("left", "right") for place in ("top", "middle", "bottom")]
MARGIN_BOXES = (*_CORNERS, "top-right-corner", "bottom-right-corner", *_SIDES)
"""The sixteen margin boxes of CSS Paged Media 3."""

BODY_SHEET = (
    "@page { background: none !important; marks: none !important;"
    + "".join(f" @{box} {{ content: none !important }}" for box in MARGIN_BOXES)
    + " }"
)
"""A part has no running heads and no folios."""

NOTES_SHEET = """
@page { @footnote { max-height: 75% } }
.footnote.cut { margin-bottom: 0 !important; padding-bottom: 0 !important; }
.footnote.begun { margin-top: 0 !important; padding-top: 0 !important; footnote-policy: auto !important; }
.note-line { display: block; text-indent: 0 !important; white-space: nowrap; hyphens: manual; }
.note-line .in-line { display: inline !important; margin: 0 !important; padding: 0 !important; border: 0 !important; }
.note-line .cut::after, .note-line .begun::before { content: none !important; }
"""
"""Notes leave room for some lines of text, and the pieces of one that was cut join without a seam."""

NOT_FIRST = 'body::before { content: ""; display: block; break-after: page; }'
"""A page before the part, which is thrown away: a part in the midst of a book has no `@page :first`."""

CUTTERS = ("fontTools.subset", "fontTools.varLib.instancer")
"""What cuts down fonts that HarfBuzz can't, and makes static ones of variable ones: a quarter of what is loaded."""

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})

SIDE = "html { break-before: %s !important; }"


def set_document(xhtml: str, style: Style, *extra: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> Document:
    """Lay out a document with the book's style and then our own sheets; `pictures` are its own, by their file names.

    Raises:
        MissingLibrary: Pango or WeasyPrint itself is not installed.
    """
    load_weasyprint()
    sheets, fonts = _parse_style(style)
    more = [_parse_sheet(style, sheet) for sheet in extra]
    page = _read(xhtml, style.base, _serve(style.base, pictures))
    document: Document = page.render(font_config=fonts, stylesheets=[*sheets, *more], pdf_tags=True)
    return document


def _read(xhtml: str, base: str, fetcher: Any) -> Any:
    """A document as WeasyPrint has it once it is read. WeasyPrint reads HTML alone, and takes 30 times as long."""
    import cssselect2
    from weasyprint import HTML

    class Page(HTML):  # type: ignore[misc]
        def __init__(self) -> None:
            self.base_url, self.url_fetcher, self.media_type = base, fetcher, "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(fromstring(xhtml), content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Page()


def _serve(base: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> Any:
    """What gives a document its pictures and our sheets their fonts, and nothing else, whatever they ask for."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:
            name = url.removeprefix(base)
            if name in pictures:
                return URLFetcherResponse(url, pictures[name])
            if name == url or not (path := STYLES / name).is_file() or not is_inside(path, STYLES):
                raise ValueError(f"{url} is not fetched")
            return URLFetcherResponse(url, path.read_bytes())

    return Shelf()


@lru_cache(maxsize=4)
def _parse_style(style: Style) -> tuple[list[Any], Any]:
    """The parsed sheets and their fonts, kept by a process for all the parts it sets."""
    weasyprint = load_weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts, shelf = FontConfiguration(), _serve(style.base)
    sheets = (weasyprint.CSS(string=s, base_url=style.base, font_config=fonts, url_fetcher=shelf) for s in style.sheets)
    return list(sheets), fonts


@lru_cache(maxsize=32)
def _parse_sheet(style: Style, sheet: str) -> Any:
    return load_weasyprint().CSS(string=sheet, font_config=_parse_style(style)[1], url_fetcher=_serve(style.base))


# Its fonts must be given back before WeasyPrint is torn down.
atexit.register(_parse_style.cache_clear)
atexit.register(_parse_sheet.cache_clear)


def load_weasyprint() -> Any:
    """The module, imported late: it is slow to load, and needs Pango.

    Raises:
        MissingLibrary: Pango or WeasyPrint itself is not installed.
    """
    try:
        with linked_by_file(), loaded_later(*CUTTERS):
            import weasyprint
    except OSError as failure:
        raise MissingLibrary("the PDF needs Pango, which is not installed", hint=PANGO_HINT) from failure
    except ImportError as failure:
        hint = "install it with: pip install weasyprint"
        raise MissingLibrary("the PDF needs WeasyPrint, which is not installed", hint=hint) from failure
    patch()
    return weasyprint
