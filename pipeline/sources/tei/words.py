"""Words of TEI that are set apart in their line: by their look, by quotation marks or brackets, as links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...addresses import is_address
from ...markup import InlineKind
from ...superscripts import shifted
from .elements import EMPHASISED, WORKS, Element, look_of, name_of, targets_of, words_of
from .notes import is_label

if TYPE_CHECKING:
    from .scribe import Scribe

_OPENING, _QUOTES = "“‘\"'«„‹‚「『《〈—–-", (("“", "”"), ("‘", "’"))


def write_words(scribe: Scribe, element: Element) -> None:
    """Words that may be set apart by their look; of a segment only where it says so."""
    name, look = name_of(element), look_of(element)
    if name in EMPHASISED:
        look = look or "emphasis"
    elif name == "title":
        look = look or ("emphasis" if element.get("level") in WORKS else None)
    elif name != "seg":
        look = None
    if look in ("superscript", "subscript"):
        before, scribe.shift = scribe.shift, look
        if shifted(words_of(element), look)[1]:
            write_set_apart(scribe, element, look)
        else:
            scribe.inner(element)
        scribe.shift = before
    elif look in ("emphasis", "strong", "small-caps"):
        write_set_apart(scribe, element, look)
    else:
        scribe.inner(element)


def write_set_apart(scribe: Scribe, element: Element, kind: InlineKind, value: str = "") -> None:
    """Words that are set apart, unless they are in such words already."""
    if kind in scribe.set_apart:
        scribe.inner(element)
        return
    if (element.text or "").strip():
        scribe.begin()
    scribe.set_apart.append(kind)
    with scribe.writer.inline(kind, value):
        scribe.inner(element)
    scribe.set_apart.pop()


def write_quoted(scribe: Scribe, element: Element) -> None:
    """Words in quotation marks, which are written where neither they nor those before have any."""
    follows_mark = scribe.last in _OPENING and not scribe.writer.blank and scribe.paragraph is not None
    if name_of(element) == "cit" or words_of(element)[:1] in (*_OPENING, "") or (scribe.last and follows_mark):
        scribe.inner(element)
        return
    opening, closing = _QUOTES[scribe.quotes % 2]
    scribe.quotes += 1
    scribe.say(opening)
    scribe.writer.blank = False
    scribe.inner(element)
    scribe.quotes -= 1
    scribe.writer.blank = False
    scribe.say(closing)


def write_enclosed(scribe: Scribe, element: Element, brackets: str) -> None:
    """Words in brackets, if they have none: what an editor has supplied, how signs are read."""
    if words_of(element)[:1] in (brackets[0], "(", ""):
        scribe.inner(element)
        return
    scribe.say(brackets[0])
    scribe.inner(element)
    scribe.writer.blank = False
    scribe.say(brackets[1])


def write_reference(scribe: Scribe, element: Element) -> None:
    """A call of a note, a link out of the book, or words."""
    key = scribe.notes.calls.get(element)
    address = next((target for target in targets_of(element) if is_address(target)), "")
    if key is not None:
        if not is_label(words_of(element)):
            scribe.inner(element)
        scribe.call(key)
    elif address:
        if name_of(element) == "ptr":
            element.text = element.text or address
        write_set_apart(scribe, element, "link", address)
    else:
        write_words(scribe, element)
