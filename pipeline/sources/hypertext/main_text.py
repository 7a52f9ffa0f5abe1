"""Main text: what of a page is the text, and what is furniture of its site: navigation, banners, lists of links.

The page’s own elements and roles are believed where they hold most of its words; else the share of words that are
links tells. Notes are never furniture, nor is what holds them or most of the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from lxml import etree

from .asides import limit_asides, set_aside, set_outside_aside
from .links import fragment, names_in
from .vocabulary import (
    HEADINGS,
    NOTE,
    NOTEREF,
    Element,
    Tally,
    block_of,
    classes,
    count_words,
    drop,
    first_words,
    has_words,
    is_block,
    kinds,
    tag,
    words_of,
)

CONTENTS = "lines of contents"

_MAIN_IDS = frozenset(
    "mw-content-text content main main-content maincontent bodycontent article article-body post".split()
)
_MANY = 0.1
"""The share of the words of a page from which an article is one of several, as in a number of a journal."""

_ENOUGH = 0.4
"""The share of the words of a page that what calls itself the main text must hold to be it."""

_ROLES = frozenset("navigation banner contentinfo search complementary menu menubar toolbar dialog alert".split())
_KINDS = frozenset("toc landmarks page-list lot loi".split())
_TOKENS = re.compile(
    r"(?:^|[-_])(?:nav(?:bar|box|igation|header|footer)?|menu|sidebar|breadcrumbs?|toc|share|sharing|social|cookies?"
    r"|skip|noprint|pagination|pager|newsletter|adverti[sz]\w*|ads?|sponsor\w*|related|comments?|boilerplate|catlinks"
    r"|printfooter|jump|noexport|headertemplate|searchbox|site-?(?:header|footer|nav)|footer|login|subscribe|promo)"
    r"(?:$|[-_])"
)
_NEVER_PRINTED = frozenset(("noprint", "ws-noexport", "pg-boilerplate"))
_MUCH = 0.3
"""The share of the words of a page above which nothing is furniture, whatever it is called."""

_DENSE, _FEWEST = 0.7, 3
"""The share of words in links, and the links, from which a list or division is one of links."""

_PROSE = 20
"""Words that stand together outside links only in running text."""

_CONTENTS = frozenset(("ul", "ol", "table", "dl", "div", "p", "menu"))
_DIVISIONS = (
    "nav",
    "aside",
    "header",
    "footer",
    "div",
    "ul",
    "ol",
    "table",
    "section",
    "p",
    "dl",
    "td",
    "span",
    "menu",
)


def find_main(root: Element, tally: Tally) -> Element:
    """The element that holds the text, with the furniture set aside; contents are counted."""
    body = next(root.iter("body"), root)
    main = _declared_main(body, count_words(body))
    total = count_words(main)
    edges = _edges(main) if main is body else frozenset()
    names = names_in(main)
    for element in list(main.iter(*_DIVISIONS)):
        if element is not main and _is_attached(element, main):
            _judge(element, main, total, names, element in edges, tally)
    for note in [note for note in body.iter(NOTE) if not _is_attached(note, main)]:
        note.tail = None
        main.append(note)
    set_outside_aside(main, body)
    limit_asides(main, tally)
    return main


def _edges(main: Element) -> frozenset[Element]:
    """The divisions that stand before the first running words of a page or after the last."""
    divisions = list(main.iter(*_DIVISIONS))
    prose = [n for n, element in enumerate(divisions) if _is_prose(element)]
    if not prose:
        return frozenset()
    last = divisions[prose[-1]]
    inside = {last, *last.iterdescendants(*_DIVISIONS)}
    around = {holder for n in (prose[0], prose[-1]) for holder in divisions[n].iterancestors()}
    outside = (*divisions[: prose[0]], *(e for e in divisions[prose[-1] :] if e not in inside))
    return frozenset(element for element in outside if element not in around)


def _is_prose(element: Element) -> bool:
    """Whether running words stand in an element itself."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    own += [words_of(child) for child in element if tag(child) == "p" or not (is_block(child) or tag(child) == "a")]
    return sum(len(text.split()) for text in own) >= _PROSE


def _is_attached(element: Element, main: Element) -> bool:
    return any(holder is main for holder in element.iterancestors())


def _declared_main(body: Element, total: int) -> Element:
    """What the page says is its main text, if it holds enough of the words; of several articles none is it."""
    divisions = list(body.iter("main", "div", "section"))
    found = [element for element in divisions if element.tag == "main" or "main" in kinds(element)]
    articles = [element for element in body.iter("article") if next(element.iterancestors("article"), None) is None]
    found += articles if sum(count_words(article) >= _MANY * total for article in articles) < 2 else []
    found += [element for element in body.iter("div", "td", "section") if _says_main(element)]
    return next((element for element in found if count_words(element) >= _ENOUGH * total), body)


def _says_main(element: Element) -> bool:
    return element.get("itemprop") == "articleBody" or element.get("id", "").lower() in _MAIN_IDS


def _judge(
    element: Element, main: Element, total: int, names: Mapping[str, Element], is_edge: bool, tally: Tally
) -> None:
    if not (_is_suspect(element) and has_words(element)):
        return
    if any(next(found, None) is not None for found in (element.iter(NOTE, NOTEREF), element.iterancestors(NOTE))):
        return
    words = count_words(element)
    is_contents = bool(_KINDS & kinds(element)) or _is_contents(element, words, names)
    if words > _MUCH * total and not is_contents and tag(element) != "nav":
        return
    if is_contents:
        lines = sum(1 for _ in element.iter("a"))
        _drop_with_heading(element)
        tally[CONTENTS] += lines
    elif _is_furniture(element, main, words, is_edge):
        set_aside(element, main)


def _is_suspect(element: Element) -> bool:
    """Whether an element may be furniture at all: it is called so, or holds links."""
    if tag(element) in {"nav", "header", "footer"} or kinds(element) or element.get("title") in {"header", "footer"}:
        return True
    return _is_named(element) or sum(1 for _ in islice(element.iter("a"), _FEWEST)) == _FEWEST


def _is_named(element: Element) -> bool:
    return any(_TOKENS.search(word) for word in (*classes(element), element.get("id", "").lower()))


def _is_furniture(element: Element, main: Element, words: int, is_edge: bool) -> bool:
    name = tag(element)
    if name == "div" and element.get("title") in {"header", "footer"}:  # Those of pages, as LibreOffice writes them.
        return True
    if name == "nav" or not _ROLES.isdisjoint(kinds(element)):
        return True
    if name in {"header", "footer"} and element.getparent() is main and tag(main) == "body":
        return name == "footer" or not any(True for _ in element.iter("h1"))
    said = {*classes(element), element.get("id", "").lower()}
    links = list(element.iter("a"))
    linked = sum(count_words(link) for link in links if link.get("href"))
    if _is_named(element) and name not in {"span", "td"}:
        return linked * 2 >= words or name in {"aside", "header", "footer"} or bool(_NEVER_PRINTED & said)
    is_list = is_edge and name not in {"p", "span"} and len(links) >= _FEWEST
    return is_list and linked >= _DENSE * words and _parts_links(element)


def _parts_links(element: Element) -> bool:
    """Whether what stands between links only parts them: `Home | Texts | Search`, each alone in an item or cell."""
    between = [element.text or "", *(inner.tail or "" for inner in element.iterdescendants(etree.Element))]
    return all(len(text.split()) <= 2 for text in between)


def _is_contents(element: Element, words: int, names: Mapping[str, Element]) -> bool:
    """Whether something is a list of links to headings of the same document."""
    if element.tag not in _CONTENTS:
        return False
    links = [link for link in element.iter("a") if link.get("href", "").startswith("#")]
    if len(links) < _FEWEST or sum(map(count_words, links)) < _DENSE * words:
        return False
    return sum(_leads_to_heading(link, names) for link in links) >= _DENSE * len(links)


def _leads_to_heading(link: Element, names: Mapping[str, Element]) -> bool:
    target = names.get(fragment(link.get("href", "")))
    if target is None:
        return False
    block = block_of(target)
    head = block.tag in HEADINGS or next(target.iter(*HEADINGS), None) is not None
    following = block.getnext() if not has_words(block) else target.getnext() if not has_words(target) else None
    return (
        head
        or (following is not None and following.tag in HEADINGS)
        or first_words(block, len(words := words_of(link))) == words
    )


def _drop_with_heading(element: Element) -> None:
    """A list of contents, with the heading that has nothing else under it."""
    heading, following = element.getprevious(), element.getnext()
    alone = following is None or following.tag in HEADINGS or following.tag in {"hr", "section"}
    if heading is not None and heading.tag in HEADINGS and alone and not (heading.tail or "").strip():
        drop(heading)
    drop(element)
