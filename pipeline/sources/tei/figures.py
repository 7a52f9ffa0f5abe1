"""Figures: the pictures of TEI with their captions (`head`, `p`), and what they are said to show (`figDesc`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..gallery import IN_LINE, alternative
from .elements import Element, children_of, holds_words, name_of, words_of

if TYPE_CHECKING:
    from .scribe import Scribe

_GRAPHICS = frozenset({"graphic", "binaryObject"})
_CAPTIONS = frozenset({"head", "p", "ab", "figDesc", "caption", "trailer", "note", "pb", "lb"})


def write_figure(scribe: Scribe, figure: Element) -> None:
    """A figure of one picture that is found; of others the words are paragraphs, and each picture stands by itself."""
    graphics = [child for child in children_of(figure) if name_of(child) in _GRAPHICS]
    others = [child for child in children_of(figure) if name_of(child) not in _GRAPHICS]
    is_plain = len(graphics) == 1 and not holds_words(figure) and all(name_of(child) in _CAPTIONS for child in others)
    if not is_plain or scribe.held or (scribe.within and not _is_at_edge(figure)):
        scribe.part(figure)
        return
    if not (picture := _find(scribe, graphics[0])):
        figure.remove(graphics[0])
        scribe.part(figure)
        return
    described = [child for child in others if name_of(child) == "figDesc"]
    with scribe.apart(), scribe.writer.figure(alternative(" ".join(map(words_of, described))), picture):
        for child in others:
            if name_of(child) != "figDesc":
                scribe.write(child)
        scribe.end_flow()


def write_graphic(scribe: Scribe, graphic: Element) -> None:
    """A picture outside of a figure: one by itself, even if a paragraph is put round it, is a figure."""
    if scribe.held or (scribe.within and not _is_at_edge(graphic)):
        scribe.gallery.leave_out(IN_LINE, _address(graphic))
    elif picture := _find(scribe, graphic):
        said = [words_of(child) for child in children_of(graphic) if name_of(child) in ("desc", "figDesc")]
        with scribe.apart(), scribe.writer.figure(alternative(" ".join(said)), picture):
            pass


def _find(scribe: Scribe, graphic: Element) -> str:
    if name_of(graphic) == "graphic":
        return scribe.gallery.find(_address(graphic))
    return scribe.gallery.find(f"data:{graphic.get('mimeType', '')};base64,{''.join((graphic.text or '').split())}")


def _is_at_edge(element: Element) -> bool:
    """Whether no words stand before an element in its paragraph, or none after it."""
    parent = element.getparent()
    if parent is None or name_of(parent) == "figure":
        return parent is None or _is_at_edge(parent)
    before = [parent.text, *(text for e in element.itersiblings(preceding=True) for text in (e.tail, words_of(e)))]
    after = [element.tail, *(text for e in element.itersiblings() for text in (words_of(e), e.tail))]
    return not any((text or "").strip() for text in before) or not any((text or "").strip() for text in after)


def _address(graphic: Element) -> str:
    return graphic.get("url") or graphic.get("mimeType") or ""
