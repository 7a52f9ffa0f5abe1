"""About: what a page says of itself in its head: title, authors, date, language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...markup import About
from .vocabulary import Element, words_of

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "author", "article:author")
_DATES = (
    "citation_publication_date",
    "citation_date",
    "dc.date",
    "dcterms.date",
    "dcterms.issued",
    "article:published_time",
    "date",
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_NONE = frozenset(("untitled", "untitled document", "unknown", "no title", "new page"))


def about_page(root: Element) -> About:
    """What the head of a page says; its heading, where the title says that and the name of the site."""
    title = next(_said(root, _TITLES[:3]), "") or _title(root) or next(_said(root, _TITLES[3:]), "")
    authors = [name for name in _said(root, _AUTHORS) if not re.match(r"https?:|@", name)]
    return About(title, tuple(dict.fromkeys(authors)), next(_said(root, _DATES), ""), language_of(root))


def language_of(root: Element) -> str:
    """The language that the root of a page declares, if it is a tag of BCP 47."""
    said = (root.get("xml-lang") or root.get("lang") or "").strip().replace("_", "-")
    return said if _LANGUAGE.fullmatch(said) else ""


def _said(root: Element, names: tuple[str, ...]) -> Iterator[str]:
    """What the metadata has under these names, in their order."""
    for name in names:
        for meta in root.iter("meta"):
            content = " ".join(meta.get("content", "").split())
            if content and (meta.get("name") or meta.get("property") or "").lower() == name:
                yield content


def _title(root: Element) -> str:
    element = next(root.iter("title"), None)
    words = words_of(element) if element is not None else ""
    if words.casefold() in _NONE:
        return ""
    headings = [words_of(heading) for heading in root.iter("h1")]
    return next((heading for heading in headings if len(heading) > 3 and heading in words), words)
