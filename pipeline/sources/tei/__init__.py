"""TEI: texts encoded by the Guidelines of the Text Encoding Initiative, P5, and P4 where it has the same names."""

from __future__ import annotations

from lxml import etree

from ...errors import SourceError
from ..gallery import Gallery
from ..safe_xml import parse_xml
from ..writer import Read, Writer
from .about import read_about
from .elements import Element, name_of, resolve_characters
from .notes import find_notes
from .scribe import Scribe

DEEPEST = 100
"""Elements inside each other; texts have thirty at most."""

ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus"})


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The text of a TEI file, its header being what it says of itself. The file says its encoding.

    Raises:
        SourceError: not well formed, not TEI, without a text, or nested too deep.
    """
    root = parse_xml(raw, name)
    if name_of(root) not in ROOTS:
        raise SourceError(
            f"the file is XML, but not TEI: its outermost element is <{etree.QName(root).localname}>",
            hint="of XML only TEI is read; if it is a web page, give it the ending .xhtml",
            place=name,
        )
    _check_depth(root, name)
    writer = Writer()
    resolve_characters(root, writer)
    texts = [
        text for text in root.iter("{*}text") if not any(name_of(outer) == "text" for outer in text.iterancestors())
    ]
    if not texts:
        raise SourceError(
            "the TEI file has no <text>", hint="a transcription by page images alone is not read", place=name
        )
    about = read_about(root)
    Scribe(writer, gallery, find_notes(texts), language=about.language).write_all(texts)
    return writer.finish(about)


def _check_depth(root: Element, name: str) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise SourceError(
                f"the elements are nested more than {DEEPEST} deep, line {element.sourceline}",
                hint="look whether an element there should have ended",
                place=name,
            )
