"""Rules for ids and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..finding import Fault, Rule
from ..publication import Publication, resolve


def _ids(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        counts = Counter(str(name) for name in page.root.xpath("//@id"))
        for name, number in counts.items():
            if number > 1:
                yield Fault(page.path, f"the id “{name}” stands {number} times")
            if not name or any(sign.isspace() for sign in name):
                yield Fault(page.path, f"the id “{name}” is empty or has a space in it")


def _broken(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        for element in page.find("//h:a[@href] | //h:link[@href]"):
            href = element.get("href", "")
            target = resolve(page.path, href)
            if target is None:
                continue
            path, fragment = target
            document = publication.documents.get(path)
            if path not in publication.names:
                yield Fault(page.place(element), f"the link to “{href}” leads to a file that is not in the book")
            elif fragment and document is not None and fragment not in document.ids:
                yield Fault(page.place(element), f"the link to “{href}” leads to an id that is not there")


def _wordless(publication: Publication) -> Iterator[Fault]:
    for page in publication.documents.values():
        for link in page.find("//h:a[@href]"):
            named = link.get("aria-label") or link.get("title") or link.xpath(".//@alt | .//@aria-label")
            if not "".join(link.itertext()).strip() and not named:
                yield Fault(page.place(link), f"the link to “{link.get('href')}” has no words")


RULES = (
    Rule("ids.unique", "error", "give each element its own id, without spaces", _ids),
    Rule("links.broken", "error", "look for a slip in the name, or for an id that was renamed", _broken),
    Rule("links.words", "warning", "give the link words, or an aria-label", _wordless),
)
