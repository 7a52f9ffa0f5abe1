"""Tagging: the tags of a part are written into its file in place of those that WeasyPrint wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .tags import Area, Content, Tag, tag_tree

if TYPE_CHECKING:
    from weasyprint import Document

PRINTED = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, table 165)."""


def tag_part(content: bytes, document: Document) -> bytes:
    """A part with its own tags, or as it was, if its boxes can't be told from its marks."""
    with Pdf.open(BytesIO(content)) as pdf:
        pages: list[Object] = [page.obj for page in pdf.pages]
        tree = tag_tree(document, _marks(pdf, pages))
        if tree is None:
            return content
        _Writer(pdf, pages).write(tree)
        file = BytesIO()
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
        return file.getvalue()


def _marks(pdf: Pdf, pages: list[Object]) -> list[list[int]]:
    """The marked runs of each page in the order of WeasyPrint's tags, which is that of its boxes."""
    numbers = {page.objgen: number for number, page in enumerate(pages)}
    marks: list[list[int]] = [[] for _ in pages]

    def read(element: Object, page: int) -> None:
        page = numbers[element.Pg.objgen] if "/Pg" in element else page
        for kid in element.get("/K", ()):
            if isinstance(kid, int):
                marks[page].append(kid)
            elif "/S" in kid:
                read(kid, page)

    for top in pdf.Root.StructTreeRoot.K:
        read(top, 0)
    return marks


class _Writer:
    """Writes tags as structure elements."""

    def __init__(self, pdf: Pdf, pages: list[Object]) -> None:
        self.pdf = pdf
        self.pages = pages
        self.owners: dict[int, dict[int, Object]] = defaultdict(dict)
        self.areas: list[tuple[Object, Object]] = []
        self.ids: list[tuple[bytes, Object]] = []
        self.figures: list[Object] = []

    def write(self, tree: Tag) -> None:
        """Write a tree, and on which page and for which link each element stands."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._element(tree, root)
        root.K = Array([document] if document is not None else [])
        nums: list[object] = []
        for number, page in enumerate(self.pages):
            owners = self.owners[number]
            nums += [number, Array([owners[mark] for mark in sorted(owners)])]
            page.StructParents = number
        for number, (link, element) in enumerate(self.areas, len(self.pages)):
            nums += [number, element]
            link.StructParent = number
        root.ParentTree = Dictionary(Nums=Array(nums))
        names = [entry for pair in sorted(self.ids, key=lambda pair: pair[0]) for entry in pair]
        root.IDTree = Dictionary(Names=Array(names))
        root.Figures = Array(self.figures)  # for the join, which moves pages
        self.pdf.Root.StructTreeRoot = root

    def _element(self, tag: Tag, holder: Object) -> Object | None:
        """The structure element of a tag; none, if nothing stands in it."""
        if not any(True for _ in _held(tag)):
            return None
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + tag.role), P=holder))
        first = next((kid.page for kid in _held(tag)), 0)
        element.Pg = self.pages[first]
        if tag.language:
            element.Lang = String(tag.language)
        if tag.alternative:
            element.Alt = String(tag.alternative)
        if tag.box:
            left, bottom, width, height = tag.box
            sides = (Decimal(f"{side:.4f}") for side in (left, bottom, left + width, bottom + height))
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(list(sides)))
            self.figures.append(element)
        if tag.note:
            element.ID = String(tag.note)
            self.ids.append((tag.note.encode(), element))
        if tag.role == "TH":
            element.A = Dictionary(O=Name.Table, Scope=Name.Column)
        element.K = Array([kid for kid in (self._kid(kid, tag, element, first) for kid in tag.kids) if kid is not None])
        return element

    def _kid(self, kid: Tag | Content | Area, tag: Tag, element: Object, page: int) -> object:
        match kid:
            case Tag():
                return self._element(kid, element)
            case Content():
                self.owners[kid.page][kid.mark] = element
                if kid.page == page:
                    return kid.mark
                return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.mark)
            case Area():
                link = self.pdf.get_object(kid.number, 0)
                link.Contents = String(tag.contents)
                link.F = PRINTED
                self.areas.append((link, element))
                return Dictionary(Type=Name.OBJR, Pg=self.pages[kid.page], Obj=link)


def _held(tag: Tag) -> Iterator[Content | Area]:
    """Every run and link below a tag."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from _held(kid)
        else:
            yield kid
