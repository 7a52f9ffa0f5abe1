"""Pictures: those that stand by themselves become plates or belong to their figure; what stands within a line goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import islice

from lxml import etree

from ..gallery import IN_LINE, Gallery, alternative
from .vocabulary import (
    ASIDE,
    HEADINGS,
    NOTE,
    PICTURE,
    PLATE,
    STANZA,
    VERSE,
    Element,
    classes,
    drop,
    has_words,
    is_block,
    kinds,
    words_of,
)

_LONGEST = 1500
"""Characters of a caption in a division that is no `figure`."""

_FIGURES = frozenset("figure figcenter figleft figright wp-caption thumb thumbinner illustration image-wrapper".split())
"""Classes that transcribers, wikis and weblogs give to what holds a picture and its caption."""

_HELD = HEADINGS | frozenset(("td", "th", "caption", "pre", VERSE, STANZA))
_NO_CAPTION = HEADINGS | frozenset("ul ol menu dir table blockquote pre figure hr".split()) | {NOTE, VERSE, ASIDE}
"""What makes a figure one of something else than a picture."""


def is_caption(figure: Element) -> bool:
    """Whether all that is left of a figure is the caption of its picture."""
    return has_words(figure) and next(figure.iterdescendants(*_NO_CAPTION), None) is None


def hang_pictures(main: Element, gallery: Gallery, find: Callable[[str], str]) -> None:
    """Make plates of the pictures that `find` finds, and leave out the others; the last of a figure has its caption."""
    held: dict[Element, list[Element]] = defaultdict(list)
    fits: dict[Element, bool] = {}
    judged = [(image, _figure_of(image, main, fits), _is_alone(image, main)) for image in main.iter(PICTURE)]
    for image, figure, is_alone in judged:
        address = image.get("src") or image.get("data-src") or image.get("href") or ""
        if figure is None and not is_alone:
            gallery.leave_out(IN_LINE, address)
            drop(image)
        elif not (file := find(address)):
            drop(image)
        else:
            if figure is not None:
                held[figure].append(image)
            _become_plate(image, file)
    for figure, plates in held.items():
        _give_caption(figure, plates)


def _figure_of(image: Element, main: Element, fits: dict[Element, bool]) -> Element | None:
    """What holds the picture and its caption, and nothing else; `fits` says of elements whether they may."""
    for holder in image.iterancestors():
        if holder is main or holder.tag in _HELD:
            return None
        if holder not in fits:
            fits[holder] = is_caption(holder) if holder.tag == "figure" else _is_like_a_figure(holder)
        if fits[holder] or holder.tag == "figure":
            return holder if fits[holder] else None
    return None


def _is_like_a_figure(holder: Element) -> bool:
    """Whether a division holds one picture and its caption, by its class."""
    if _FIGURES.isdisjoint(classes(holder)) or sum(1 for _ in islice(holder.iter(PICTURE), 2)) != 1:
        return False
    return is_caption(holder) and len(words_of(holder)) <= _LONGEST


def _become_plate(image: Element, file: str) -> None:
    says_nothing = image.get("alt", "-").strip() == "" or not {"presentation", "none"}.isdisjoint(kinds(image))
    alt = alternative(image.get("alt"), image.get("aria-label"), image.get("title"))
    tail = image.tail
    image.clear()
    image.tag, image.tail = PLATE, tail
    image.set("file", file)
    image.set("alt", alt)
    if says_nothing and not alt:
        image.set("ornament", "")


def _give_caption(figure: Element, plates: list[Element]) -> None:
    """Let a figure be that of its last picture; the others stand before it."""
    figure.tag = "figure"
    for plate in plates[:-1]:
        drop(plate)
        plate.tail = None
        figure.addprevious(plate)
    figure.set("pictured", plates[-1].get("alt", ""))
    figure.set("file", plates[-1].get("file", ""))
    drop(plates[-1])


def _is_alone(image: Element, main: Element) -> bool:
    """Whether no words stand in one line with a picture, nor anything that is no paragraph around it."""
    if any(holder.tag in _HELD for holder in image.iterancestors()):
        return False
    here, looks_back, looks_on = image, True, True
    while looks_back or looks_on:
        parent = here.getparent()
        if parent is None:
            return True
        for forward in (False, True):
            if not (looks_on if forward else looks_back):
                continue
            stops = _stops(here, parent, forward=forward)
            if stops is None:
                return False
            looks_back, looks_on = (looks_back, not stops) if forward else (not stops, looks_on)
        if is_block(parent) or parent is main:
            return True
        here = parent
    return True


def _stops(here: Element, parent: Element, *, forward: bool) -> bool | None:
    """Whether the line begins or ends beside an element in what holds it; None if words come first."""
    texts = here.tail if forward else None
    for sibling in here.itersiblings(preceding=not forward):
        beside = texts if forward else sibling.tail
        if (beside or "").strip():
            return None
        if is_block(sibling) or sibling.tag == "br" or next(sibling.iter(PICTURE), None) is not None:
            return True
        if isinstance(sibling.tag, str) and has_words(sibling):
            return None
        texts = sibling.tail
    last = texts if forward else parent.text
    return None if (last or "").strip() else False


def raise_pictures(root: Element) -> None:
    """Take pictures out of the drawings that only frame them, as the covers and plates of e-books have it."""
    for drawing in list(root.iter("svg")):
        inner = [element for element in drawing.iterdescendants(etree.Element) if element.tag != "title"]
        if len(inner) == 1 and inner[0].tag == PICTURE and drawing.getparent() is not None:
            (image,) = inner
            image.set("src", image.get("href") or image.get("xlink:href") or "")
            image.set("alt", drawing.get("aria-label") or "")
            drawing.addprevious(image)
            drop(drawing)
