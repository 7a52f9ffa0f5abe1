"""Vocabulary: what elements of HTML are, and what a page says of one in its classes, roles and EPUB types.

The passes put elements of their own into the tree: `note` (key, label), `noteref` (key), `page` (label), `verse`,
`stanza`, and two that hold nothing: `setaside` (words, in lines), `plate` (file, alt, ornament). No page holds such
elements, for `parsing` makes spans of all that HTML does not know.
"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

Element = etree._Element

FURNITURE = "words of navigation and other furniture of the site"
"""What the report calls what is not even set aside."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NOTE, NOTEREF, PAGE, VERSE, STANZA, ASIDE = "note", "noteref", "page", "verse", "stanza", "setaside"
PICTURE, PLATE = "img", "plate"

BLOCKS = HEADINGS | frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th "
    "thead tr ul note verse stanza setaside plate".split()
)
"""Elements that begin on a line of their own."""

INLINES = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd mark nobr q rb rp rt rtc ruby s samp "
    "math small span strike strong sub sup time tt u var wbr".split()
)
LEFT_OUT = {
    "script": "scripts",
    "style": "style sheets",
    "link": "style sheets",
    "noscript": "stand-ins for scripts",
    "template": "templates",
    "form": "",
    "button": "controls of forms",
    "input": "controls of forms",
    "select": "controls of forms",
    "textarea": "controls of forms",
    "picture": "",
    "svg": "pictures",
    "canvas": "pictures",
    "map": "pictures",
    "iframe": "frames of other pages",
    "frame": "frames of other pages",
    "object": "embedded objects",
    "embed": "embedded objects",
    "applet": "embedded objects",
    "audio": "recordings",
    "video": "recordings",
    "del": "deletions",
    "head": "",
    "title": "",
    "meta": "",
    "base": "",
    "colgroup": "",
    "col": "",
    "datalist": "",
    "param": "",
    "annotation": "",
    "annotation-xml": "",
    "area": "",
}
"""Elements that hold no text of the document, and what they are called in the report; `""` is not worth a word there.
A form, a picture’s holder and a plain `title` hold something that is looked at by itself."""

EPUB_TYPE = "epub-type"
"""How `parsing` names the attribute `epub:type`: names of attributes in a tree hold no colon."""

_WHITE = re.compile(r"\s+")


def kinds(element: Element) -> frozenset[str]:
    """What an element is by its EPUB types and ARIA roles, those of DPUB-ARIA without their `doc-`."""
    if not element.attrib:
        return frozenset()
    said = f"{element.get(EPUB_TYPE, '')} {element.get('role', '')}".lower().split()
    return frozenset(word.removeprefix("doc-") for word in said)


def classes(element: Element) -> frozenset[str]:
    """The classes of an element, in small letters."""
    return frozenset(element.get("class", "").lower().split()) if element.attrib else frozenset()


def tag(element: Element) -> str:
    """The name of an element; comments and the like, which have none, are ``""``."""
    return element.tag if isinstance(element.tag, str) else ""


def is_block(element: Element) -> bool:
    """Whether an element begins on a line of its own."""
    return element.tag in BLOCKS


def words_of(element: Element) -> str:
    """The text in an element, its white space closed up."""
    return _WHITE.sub(" ", "".join(element.itertext())).strip()


def first_words(element: Element, length: int) -> str:
    """The first characters of the text in an element, its white space closed up; what follows is not looked at."""
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 2 * length and len(text := _WHITE.sub(" ", text).lstrip()) > length:
            break
    return _WHITE.sub(" ", text).strip()[:length]


def count_words(element: Element) -> int:
    """How many words an element holds."""
    return len(" ".join(element.itertext()).split())


def has_words(element: Element) -> bool:
    """Whether an element holds anything but white space."""
    return any(not text.isspace() for text in element.itertext() if text)


def block_of(element: Element) -> Element:
    """The innermost block that an element is or stands in."""
    while not is_block(element) and (parent := element.getparent()) is not None:
        element = parent
    return element


def drop(element: Element) -> None:
    """Take an element out with all it holds; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    put_text(element, element.tail or "")
    parent.remove(element)


def put_text(before: Element, text: str) -> None:
    """Put text into the place right before an element."""
    parent, previous = before.getparent(), before.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def unwrap(element: Element) -> None:
    """Put what an element holds into its place."""
    parent = element.getparent()
    if parent is None:
        return
    put_text(element, element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (element.tail or "")
    else:
        put_text(element, element.tail or "")
    place = parent.index(element)
    element.tail = None
    parent[place : place + 1] = list(element)


def wrap(elements: list[Element], name: str) -> Element:
    """Put neighbours, with the text between them, into a new element in the place of the first."""
    first = elements[0]
    parent = first.getparent()
    assert parent is not None
    holder = etree.Element(name)
    holder.tail, elements[-1].tail = elements[-1].tail, None
    parent.insert(parent.index(first), holder)
    holder.extend(elements)
    return holder


class Tally(Counter[str]):
    """What was left out, in words for the report, and how often."""

    def leave_out(self, element: Element, what: str, count: int = 1) -> None:
        """Take an element out and count it."""
        drop(element)
        if what and count:
            self[what] += count
