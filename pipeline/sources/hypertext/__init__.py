"""Hypertext: pages of HTML and XHTML as browsers save them, archives and wikis serve them, word processors write them.

They are read by passes over their tree, each of which leaves less to guess. What is no text goes (`sweeping`), what
stands in no right place gets one (`mending`); pages of print, notes and their calls get elements of their own (`pages`,
`notes`); the main text is found (`main_text`); tables that only lay out a page and lines that are verse are told apart
(`tables`, `lines`), and pictures that stand by themselves from those in a line (`pictures`); and the writer is told
what is left (`transcript`).
"""

from __future__ import annotations

from msgspec.structs import replace

from ..gallery import Gallery
from ..writer import Read
from .about import about_page
from .looks import looks_in, sheets_in, write_looks
from .parsing import parse_html, parse_xhtml
from .reading import read_document
from .vocabulary import Tally


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The main text of a page, with what its elements and the links in it declare.

    Raises:
        SourceError: the bytes are no text, or the page nests too deep.
    """
    is_xml = name.lower().endswith((".xhtml", ".xht")) and encoding is None
    root, charset = parse_xhtml(raw, name) if is_xml else parse_html(raw, name, encoding)
    write_looks(root, looks_in(sheets_in(root)))
    taken = read_document(root, about_page(root), Tally(), gallery, gallery.find, is_site=True, pages={})
    return replace(taken, encoding=charset.encoding, guessed=charset.guessed)
