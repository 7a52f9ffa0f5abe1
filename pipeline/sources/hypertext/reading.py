"""Reading: the passes over the tree of a document, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...markup import About
from ..gallery import Gallery
from ..writer import Read, Writer
from .lines import read_lines
from .main_text import find_main
from .mending import mend
from .notes import mark_notes
from .pages import mark_pages
from .pictures import hang_pictures
from .sweeping import raise_figures, sweep
from .tables import read_tables
from .transcript import Transcript
from .vocabulary import ASIDE, FURNITURE, PICTURE, Element, Tally, count_words, drop, has_words, words_of

_MOSTLY = 0.8
"""The share of the words that stands in `pre` in a page that is nothing but a plain text."""

_NOTES = re.compile(
    r"(?:foot|end)?notes?|references|anmerkungen|fu(?:ß|ss)noten|примечания|сноски|notas|note", re.IGNORECASE
)


def read_document(
    root: Element,
    about: About,
    tally: Tally,
    gallery: Gallery,
    find: Callable[[str], str],
    *,
    is_site: bool,
    pages: Mapping[str, str],
) -> Read:
    """The words of a document with what it declares.

    `find` finds a picture for the `gallery` by the address that the document has for it. `is_site` says that the
    document may be a page of a web site, with its furniture; `pages` are the labels of the ids at which pages of print
    begin, where a list of pages names them.
    """
    sweep(root, tally)
    mend(root)
    mark_pages(root, pages)
    mark_notes(root)
    images = sum(1 for _ in root.iter(PICTURE))
    main = find_main(root, tally) if is_site else root
    tally["pictures in the furniture of the site"] += images - sum(1 for _ in main.iter(PICTURE))
    raise_figures(main)
    if (plain := _plain_text(main)) is not None:
        for aside in main.iter(ASIDE):
            tally[FURNITURE] += len(aside.get("words", "").split())
        return Read(plain, (), Writer(left_out=tally).finish().left_out, about)
    if next(main.iter("noteref"), None) is None:
        _number_flat_notes(main)
    mend(main)  # Notes that stood in lists and tables have left them.
    read_tables(main)
    hang_pictures(main, gallery, find)
    read_lines(main)
    _trim_rules(main)
    writer = Writer(left_out=tally)
    Transcript(writer, languages=[about.language]).write(main)
    return writer.finish(about)


def _plain_text(main: Element) -> str | None:
    """The text of a page that only wraps a plain one in `pre`; it is read as such."""
    texts = list(main.iter("pre"))
    words = sum(map(count_words, texts))
    if not words or words < _MOSTLY * count_words(main):
        return None
    return "".join(main.itertext())


def _number_flat_notes(main: Element) -> None:
    """Numbered notes under their heading that no link calls are paragraphs with their numbers, as in a plain text."""
    for heading in main.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        following = heading.getnext()
        if following is None or following.tag != "ol" or not _NOTES.fullmatch(words_of(heading).rstrip(".:")):
            continue
        for number, item in enumerate(following.iterchildren("li"), 1):
            item.text = f"{number}. {(item.text or '').lstrip()}"
            first = next(item.iterchildren("p"), None)
            if first is not None and item.text == f"{number}. ":
                item.text, first.text = None, f"{number}. {(first.text or '').lstrip()}"
            item.tag = "div"
        following.tag = "div"


def _trim_rules(main: Element) -> None:
    """Rules at the beginning and the end part nothing."""
    rules = list(main.iter("hr"))
    while rules and not _words_before(rules[0], main):
        drop(rules.pop(0))
    while rules and not _words_after(rules[-1], main):
        drop(rules.pop())


def _words_before(element: Element, main: Element) -> bool:
    here = element
    while here is not main and (parent := here.getparent()) is not None:
        if (parent.text or "").strip() or any(
            (s.tail or "").strip() or has_words(s) for s in here.itersiblings(preceding=True)
        ):
            return True
        here = parent
    return False


def _words_after(element: Element, main: Element) -> bool:
    here = element
    while here is not main and (parent := here.getparent()) is not None:
        if (here.tail or "").strip() or any((s.tail or "").strip() or has_words(s) for s in here.itersiblings()):
            return True
        here = parent
    return False
