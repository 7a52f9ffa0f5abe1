"""Elements: what those of TEI are to a text, by name; and how they say that they are to look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Literal, TypeAlias

from lxml import etree

from ..writer import Writer

Element: TypeAlias = etree._Element
Look = Literal["emphasis", "strong", "small-caps", "superscript", "subscript", "plain"]

NAMESPACES = frozenset({"http://www.tei-c.org/ns/1.0", ""})
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

DIVISIONS = frozenset({"div", *(f"div{number}" for number in range(8))})
HOLDERS = DIVISIONS | frozenset(
    "text front body back group titlePage docTitle docImprint opener closer postscript argument performance sp spGrp "
    "listPerson listPlace listOrg castGroup noteGrp figure argument address prologue epilogue set".split()
)
"""Elements that hold blocks and are none; what stands loose in them is a paragraph."""

PARAGRAPHS = frozenset(
    "p ab byline docAuthor docDate docEdition titlePart imprimatur trailer speaker castItem addrLine desc eg "
    "pubPlace publisher imprint person place org".split()
)
ROLES = {"dateline": "dateline", "salute": "salute", "signed": "signed"}
QUOTATIONS = frozenset({"quote", "cit", "q", "said", "epigraph", "floatingText"})
LISTS = frozenset({"list", "listBibl"})
ITEMS = frozenset({"item", "bibl", "biblStruct", "biblFull"})
BLOCKS = (
    HOLDERS
    | PARAGRAPHS
    | LISTS
    | frozenset({"epigraph", "floatingText", "head", "lg", "l", "table", "item", "label", *ROLES})
) - {"desc", "address", "imprint", "pubPlace", "publisher", "person", "place", "org", "label"}
"""Elements that make a quotation they stand in one of blocks."""

EMPHASISED = frozenset({"hi", "emph", "foreign", "mentioned", "distinct"})
WORKS = frozenset({"m", "j", "s", None})
"""Levels of a `title` that stands in italics: monographs, journals, series."""

LEFT_OUT = {
    "del": "deletions",
    "delSpan": "deletions",
    "fw": "running heads, page numbers and catchwords of the source",
    "index": "index entries",
    "media": "recordings",
    "figDesc": "descriptions of pictures",
    "notatedMusic": "pictures",
    "interp": "annotations",
    "interpGrp": "annotations",
    "spanGrp": "annotations",
    "linkGrp": "annotations",
    "fs": "annotations",
    "standOff": "annotations",
    "metamark": "marks of the writer to the text",
}
"""Elements whose words are no words of the text, and what the report calls them."""

READINGS = (
    ("corr", "sic", "errors of the source, read as corrected"),
    ("orig", "reg", "spellings made regular; those of the source are read"),
    ("expan", "abbr", "abbreviations, read written out"),
)
"""Of a `choice` the reading that is taken, and the other with what the report calls it."""

_LOOKS: tuple[tuple[Look, str], ...] = (
    ("superscript", r"sup(?:er(?:script)?)?\b|vertical-align:\s*super"),
    ("subscript", r"sub(?:script)?\b|vertical-align:\s*sub\b"),
    ("strong", r"b\b|bold|strong"),
    ("emphasis", r"i\b|ital|underlin|spaced|gesperrt|letter-?spac|sperr|emph"),
    ("small-caps", r"sc\b|small-?caps"),
    ("plain", r"normal|roman|upright|dropcap|init|quot|caps|larger?|smaller|center|right"),
)
_INDENT = re.compile(
    r"(?:^|[\s#-])(?:indent(?:ed)?|ti|padding-left|margin-left|text-indent)[\s:_(-]*(\d*)", re.IGNORECASE
)
_BLANKS = 2


def name_of(element: Element) -> str:
    """The name of a TEI element; nothing for one of another vocabulary, a comment or an instruction."""
    if not isinstance(element.tag, str):
        return ""
    tag = etree.QName(element)
    return tag.localname if (tag.namespace or "") in NAMESPACES else ""


def look_of(element: Element) -> Look | None:
    """How words are to be set by their element’s own attributes, if these say something that is known."""
    said = " ".join(element.get(key, "").lower() for key in ("rend", "rendition", "style", "type"))
    return next((look for look, form in _LOOKS if re.search(rf"(?<![a-z]){form}", said)), None)


def indent_of(line: Element) -> int:
    """The blanks by which a line of verse is set in."""
    said = " ".join(line.get(key, "") for key in ("rend", "rendition", "style"))
    match = _INDENT.search(said)
    return _BLANKS * min(int(match[1] or 1), 12) if match else 0


def is_ornament(milestone: Element) -> bool:
    """Whether a milestone is printed as a thought break."""
    said = " ".join(milestone.get(key, "") for key in ("rend", "rendition", "n", "type", "style"))
    return re.search(r"[*⁂]|\b(?:star|aster|rule|line|ornament|hr|fleuron)", said, re.IGNORECASE) is not None


def targets_of(element: Element) -> list[str]:
    """What a reference leads to; the id alone where that is in the same file."""
    return [target.removeprefix("#") for target in element.get("target", "").split()]


def words_of(element: Element) -> str:
    """All words of an element, in one line."""
    return " ".join("".join(element.itertext(etree.Element)).split())


def resolve_characters(root: Element, writer: Writer) -> None:
    """Take comments out, and characters in that a document type names (`&mdash;`), by their names in HTML and ISO."""
    for comment in list(root.iter(etree.Comment)):
        writer.leave_out("comments")
        _replace(comment, "")
    for entity in list(root.iter(etree.Entity)):
        name = (entity.text or "").strip("&;")
        character = html5.get(f"{name};", "")
        if not character:
            writer.leave_out(f"characters that the file calls &{name}; and does not explain")
        _replace(entity, character)


def _replace(node: Element, text: str) -> None:
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    text += node.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    node.tail = None
    parent.remove(node)


def holds_blocks(element: Element) -> bool:
    """Whether blocks stand in an element."""
    return any(name_of(inner) in BLOCKS for inner in element.iter(etree.Element) if inner is not element)


def holds_words(element: Element) -> bool:
    """Whether words stand among the elements that an element holds."""
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def children_of(element: Element) -> Iterator[Element]:
    """The elements in an element."""
    return element.iterchildren(etree.Element)
