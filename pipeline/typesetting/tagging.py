"""Tagging: the tags of a part are written among its objects in place of those that WeasyPrint made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .objects import Record, number_in, string
from .plates import Maker, sides
from .sheets import OUTSIDE, Illustration, Link, Plates
from .tags import Area, Content, Tag, tag_tree

if TYPE_CHECKING:
    from weasyprint import Document


def tag_part(document: Document, maker: Maker, ours: frozenset[str]) -> Plates:
    """The objects of a part with its own tags; each page is a paragraph, if its boxes can't be told from its marks."""
    marks = _marks(maker)
    tree, artifacts = tag_tree(document, marks) or (_tree_of_pages(maker, marks), [])
    for run in artifacts:
        maker.make_artifact(run.page, run.mark)
    writer = _Writer(maker)
    tops = tuple(number for kid in tree.kids if isinstance(kid, Tag) and (number := writer.element(kid, None)))
    owned = (writer.owners[page] for page in range(len(maker.pages)))
    owners = tuple(tuple(on_page.get(mark, 0) for mark in range(max(on_page, default=-1) + 1)) for on_page in owned)
    return maker.plates(
        ours,
        tops=tops,
        owners=owners,
        ids=tuple(writer.ids),
        links=tuple(writer.links),
        figures=tuple(writer.figures),
    )


def _marks(maker: Maker) -> list[list[int]]:
    """The marked runs of each page in the order of WeasyPrint's tags, which is that of its boxes."""
    objects, numbers = maker.pdf.objects, {page.number: n for n, page in enumerate(maker.pages)}
    marks: list[list[int]] = [[] for _ in maker.pages]

    def read(element: Any, page: int) -> None:
        page = numbers[number_in(element["Pg"])] if "Pg" in element else page
        for kid in element.get("K", ()):
            if isinstance(kid, int):
                marks[page].append(kid)
            elif "S" in objects[number_in(kid)]:
                read(objects[number_in(kid)], page)

    root = objects[number_in(maker.pdf.catalog["StructTreeRoot"])]
    for top in root["K"]:
        read(objects[number_in(top)], 0)
    return marks


def _tree_of_pages(maker: Maker, marks: list[list[int]]) -> Tag:
    root = Tag("Document")
    for number, page in enumerate(maker.pages):
        tag = root.add(Tag("P"))
        tag.kids += [Content(number, mark) for mark in marks[number]]
        for link in page.get("Annots", ()):
            tag.add(Tag("Link", contents="Link")).kids.append(Area(number, number_in(link)))
    return root


class _Writer:
    """Writes tags as structure elements."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.owners: dict[int, dict[int, int]] = defaultdict(dict)
        self.links: list[Link] = []
        self.ids: list[tuple[str, int]] = []
        self.figures: list[Illustration] = []

    def element(self, tag: Tag, holder: int | None) -> int:
        """Write a tag and those below it; its number, or 0 if nothing stands in it. Without a holder it is on top."""
        first = next((held.page for held in _held(tag)), None)
        if first is None:
            return 0
        number = self.maker.reserve()
        pieces, numbers = [f"/Type/StructElem/S/{tag.role}".encode()], [first]
        pieces.append(b"/Pg %d 0 R")
        if holder is not None:
            pieces.append(b"/P %d 0 R")
            numbers.append(holder)
        for key, said in (("Lang", tag.language), ("Alt", tag.alternative), ("ID", tag.note)):
            if said:
                pieces.append(f"/{key}".encode() + _escaped(string(said)))
        if tag.note:
            self.ids.append((tag.note, number))
        if tag.role == "TH":
            pieces.append(b"/A<</O/Table/Scope/Column>>")
        if tag.box:
            pieces.append(b"/A %d 0 R")
            numbers.append(self.maker.reserve())
            self.figures.append(Illustration(numbers[-1], first, tag.box))
        pieces.append(b"/K[")
        for kid in tag.kids:
            self._kid(kid, tag, number, first, pieces, numbers)
        text = b"%s]>>" % b" ".join(pieces)
        self.maker.put(number, Record(b"<<" + text, tuple(numbers)))
        return number

    def _kid(
        self, kid: Tag | Content | Area, tag: Tag, number: int, page: int, pieces: list[bytes], numbers: list[int]
    ) -> None:
        """Write what stands in an element that begins on a page."""
        match kid:
            case Tag():
                if below := self.element(kid, number):
                    pieces.append(b"%d 0 R")
                    numbers.append(below)
            case Content():
                self.owners[kid.page][kid.mark] = number
                if kid.page == page:
                    pieces.append(str(kid.mark).encode())
                else:
                    pieces.append(b"<</Type/MCR/Pg %%d 0 R/MCID %d>>" % kid.mark)
                    numbers.append(kid.page)
            case Area():
                link = self._link(kid, tag, number)
                self.links.append(link)
                pieces.append(b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>")
                numbers += [kid.page, link.number]

    def _link(self, area: Area, tag: Tag, owner: int) -> Link:
        said = self.maker.pdf.objects[area.number]
        address = said["A"]["URI"].string if "A" in said else OUTSIDE + said["Dest"].string
        number = self.maker.reserve()
        return Link(number, area.page, sides(said["Rect"]), address, tag.contents, owner)


def _escaped(data: bytes) -> bytes:
    return data.replace(b"%", b"%%")


def _held(tag: Tag) -> Iterator[Content | Area]:
    """Every run and link below a tag."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from _held(kid)
        else:
            yield kid
