"""Structure: the tags of the parts become the one tree of the book, in reading order."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf


class Structure:
    """The structure tree of a book, to which parts are added in their order."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.root = book.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root))
        self.top: list[Object] = []
        self.parents: list[Object] = []
        self.ids: list[tuple[bytes, Object]] = []

    def add(self, source: Pdf, count: int) -> list[tuple[int, Object]]:
        """Add the tags of the last `count` pages, which are those of a part.

        Returns:
            The pages (from 0) that have figures, each with what says where on it they stand (`BBox`).
        """
        tree = self.book.copy_foreign(source.Root.StructTreeRoot)
        first = len(self.book.pages) - count
        pages = [self.book.pages[number].obj for number in range(first, first + count)]
        owners = dict(_pairs(tree.ParentTree.Nums))
        for page in pages:
            self._own(page, "/StructParents", owners)
            for link in page.get("/Annots", ()):
                self._own(link, "/StructParent", owners)
        for element in tree.K[0].K:
            element.P = self.document
            self.top.append(element)
        names = tree.get("/IDTree", Dictionary(Names=Array())).Names
        self.ids += [(bytes(names[n]), names[n + 1]) for n in range(0, len(names), 2)]
        numbers = {page.objgen: number for number, page in enumerate(pages, first)}
        return [(numbers[figure.Pg.objgen], figure.A) for figure in tree.get("/Figures", ())]

    def _own(self, owner: Object, key: str, owners: dict[int, Object]) -> None:
        parent = owners[int(owner[key])]
        owner[key] = len(self.parents)
        self.parents.append(parent)

    def write(self) -> None:
        """Write the tree into the book."""
        self.document.K = Array(self.top)
        self.root.K = Array([self.document])
        nums = [entry for number, parent in enumerate(self.parents) for entry in (number, parent)]
        self.root.ParentTree = self.book.make_indirect(Dictionary(Nums=Array(nums)))
        self.root.ParentTreeNextKey = len(self.parents)
        if self.ids:
            names = [entry for pair in sorted(self.ids, key=lambda pair: pair[0]) for entry in pair]
            self.root.IDTree = self.book.make_indirect(Dictionary(Names=Array(names)))
        self.book.Root.StructTreeRoot = self.root


def _pairs(nums: Object) -> list[tuple[int, Object]]:
    return [(int(nums[n]), nums[n + 1]) for n in range(0, len(nums), 2)]
