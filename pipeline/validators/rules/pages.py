"""Rules for single pages: headings, languages, semantics, pictures, and what a book must not do."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..finding import Fault, Rule
from ..publication import EPUB_TYPE, XML_LANG, Publication

ROLES = {
    **{name: f"doc-{name}" for name in (
        "abstract acknowledgments afterword appendix bibliography biblioref chapter colophon conclusion credit credits "
        "dedication endnotes epigraph epilogue errata example footnote foreword glossary glossref index introduction "
        "noteref pagebreak part preface prologue pullquote subtitle toc"
    ).split()},
    "page-list": "doc-pagelist",
}  # fmt: skip
"""The role that goes with a term of epub:type (EPUB Type to ARIA Role Authoring Guide 1.1)."""
NEEDS_TYPE = ("footnote", "glossref", "noteref", "pagebreak")
"""Terms without which the role alone does nothing: pop-ups and page lists go by epub:type."""


def _one_heading(publication: Publication) -> Iterator[Fault]:
    for page in publication.pages():
        headings = page.find("//h:h1")
        if len(headings) > 1:
            yield Fault(page.place(headings[1]), f"is one of {len(headings)} headings of the first level on a page")
        elif not headings and page.find("//h:p | //h:h2 | //h:li"):
            yield Fault(page.path, "has no heading of the first level")


def _heading_order(publication: Publication) -> Iterator[Fault]:
    for page in publication.pages():
        last = 0
        for heading in page.find("//h:h1 | //h:h2 | //h:h3 | //h:h4 | //h:h5 | //h:h6"):
            level = int(str(heading.tag)[-1])
            if last and level > last + 1:
                yield Fault(page.place(heading), f"a heading of level {level} follows one of level {last}")
            if not "".join(heading.itertext()).strip() and not heading.xpath(".//*[@alt!='' or @aria-label]"):
                yield Fault(page.place(heading), "a heading has no words")
            last = level


def _semantics(publication: Publication) -> Iterator[Fault]:
    """Terms of epub:type without their role, and roles that need their term."""
    for page in publication.documents.values():
        for element in page.find("//*[@epub:type or @role][not(self::h:body)][not(self::h:a[ancestor::h:nav])]"):
            terms, roles = element.get(EPUB_TYPE, "").split(), element.get("role", "").split()
            for term in terms:
                role = ROLES.get(term)
                if role and not roles and not (term == "toc" and etree.QName(element).localname == "nav"):
                    yield Fault(page.place(element), f"epub:type “{term}” stands without role “{role}”")
            for term in NEEDS_TYPE:
                if ROLES[term] in roles and term not in terms and not {"endnote", "rearnote"} & set(terms):
                    yield Fault(page.place(element), f"role “{ROLES[term]}” stands without epub:type “{term}”")


def _languages(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        if not page.root.get("lang") or not page.root.get(XML_LANG):
            yield Fault(page.place(page.root), "the html element does not say both lang and xml:lang")
        for element in page.find("//*[@lang or @xml:lang]"):
            if element is not page.root and element.get("lang") != element.get(XML_LANG):
                said = f"lang “{element.get('lang', '')}” and xml:lang “{element.get(XML_LANG, '')}”"
                yield Fault(page.place(element), f"{said} differ")


def _titles(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        if not "".join(page.root.xpath("string(//*[local-name()='title'])")).strip():
            yield Fault(page.path, "has no title")


def _alternatives(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        for image in page.find("//h:img[not(@alt)]"):
            yield Fault(page.place(image), f"the picture {image.get('src', '')} has no alt")
        for drawing in page.find("//*[local-name()='svg'][not(@role) and not(@aria-label) and not(@aria-hidden)]"):
            if not drawing.xpath("./*[local-name()='title']"):
                yield Fault(page.place(drawing), "a drawing has no title, label or role")


def _scripts(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        for script in page.find("//h:script[not(@type) or contains(@type, 'javascript') or @type='module']"):
            yield Fault(page.place(script), "holds a script")
        for element in page.find("//*[@*[starts-with(name(), 'on')]]"):
            yield Fault(page.place(element), "runs a script when something happens")


def _remote(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        for element in page.find("//h:*[@src or @poster or @data] | //h:link[@href]"):
            for name in ("src", "poster", "data", "href"):
                if "//" in (address := element.get(name, ""))[:8]:
                    yield Fault(page.place(element), f"fetches {address} from the network")


RULES = (
    Rule("heading.one", "warning", "give each page one h1: it names the page to listeners", _one_heading),
    Rule("heading.order", "warning", "go down the levels one by one: h1, h2, h3", _heading_order),
    Rule("semantics.pairs", "warning", "write both: epub:type for reading systems, role for listeners", _semantics),
    Rule("language.marked", "warning", "say both, alike: some software reads lang, some xml:lang", _languages),
    Rule("page.title", "warning", "give each page a title", _titles),
    Rule("picture.alt", "error", "say in alt what the picture shows; an ornament has alt=\"\"", _alternatives),
    Rule("page.script", "warning", "take it out: most reading systems run no scripts", _scripts),
    Rule("page.remote", "error", "put it into the book: readers may have no network", _remote),
)  # fmt: skip
