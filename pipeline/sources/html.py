"""HTML: pages as browsers save them, archives and wikis serve them, and word processors write them."""

from __future__ import annotations

from .hypertext.about import about_page
from .hypertext.looks import looks_in, sheets_in, write_looks
from .hypertext.parsing import parse_html, parse_xhtml
from .hypertext.reading import read_document
from .hypertext.vocabulary import Tally
from .writer import Read


def read(raw: bytes, name: str, encoding: str | None) -> Read:
    """The main text of a page, with what its elements and the links in it declare.

    Raises:
        SourceError: the bytes are no text, or the page nests too deep.
    """
    is_xml = name.lower().endswith((".xhtml", ".xht")) and encoding is None
    root = parse_xhtml(raw, name) if is_xml else parse_html(raw, name, encoding)
    write_looks(root, looks_in(sheets_in(root)))
    return read_document(root, about_page(root), Tally(), is_site=True, pages={})
