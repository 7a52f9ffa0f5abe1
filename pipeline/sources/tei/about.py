"""About: what the header of a TEI file says of the text."""

from __future__ import annotations

from collections.abc import Iterator

from ...markup import About
from .elements import XML_LANG, Element, name_of, words_of

_SUBORDINATE = frozenset({"sub", "alt", "short", "desc", "gmd"})
_SOURCES = ("bibl", "biblStruct", "biblFull", "msDesc")
_OF_CREATION = "{*}profileDesc/{*}creation//{*}date"
_OF_SOURCE = "{*}fileDesc/{*}sourceDesc//{*}date"


def read_about(root: Element) -> About:
    """Title, authors, date of the text (not of the file), language."""
    header = next((child for child in root.iter("{*}teiHeader")), None)
    if header is None:
        return About(language=_language(root, None))
    statement = header.find("{*}fileDesc/{*}titleStmt")
    titles = [] if statement is None else list(statement.iterchildren("{*}title"))
    main = [title for title in titles if title.get("type") not in _SUBORDINATE] or titles
    named = [] if statement is None else [words_of(author) for author in statement.iterchildren("{*}author")]
    authors = tuple(dict.fromkeys(filter(None, named or _source_authors(header))))
    return About(next(filter(None, map(words_of, main)), ""), authors, _date(header), _language(root, header))


def _source_authors(header: Element) -> Iterator[str]:
    """The authors of the work that a file was made from."""
    for kind in _SOURCES:
        for source in header.iterfind(f"{{*}}fileDesc/{{*}}sourceDesc//{{*}}{kind}"):
            yield from (words_of(author) for author in source.iter("{*}author"))
            return


def _date(header: Element) -> str:
    for path in (_OF_CREATION, _OF_SOURCE):
        for date in header.iterfind(path):
            if said := words_of(date) or date.get("when", ""):
                return said
    return ""


def _language(root: Element, header: Element | None) -> str:
    """That of the text, by its own attribute, or by the header where that names one alone."""
    texts = (text for text in root.iter("{*}text") if name_of(text) == "text")
    own = next((text.get(XML_LANG) or text.get("lang") or "" for text in texts), "")
    used = [] if header is None else [entry.get("ident", "") for entry in header.iter("{*}language")]
    return own or (used[0] if len(used) == 1 else "") or root.get(XML_LANG) or ""
