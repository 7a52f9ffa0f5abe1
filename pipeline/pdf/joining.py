"""Joining: parts and running heads become one file: pages, links, outline, page labels, tags, fonts, metadata.

Each page is its running head and folio, an artifact, and under it the page of its part, moved if its side has other
margins than the part was set with.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from ..typesetting.objects import array, references, string
from ..typesetting.sheets import OUTSIDE, Drawing, Plates, SetFurniture, SetPage, Shift, Sides
from .fonts import Cut, Fonts
from .metadata import About, write_metadata
from .numbering import Run
from .outlines import write_names, write_outline
from .volume import Volume

ALIKE = 0.01
"""Points by which the areas of a page may differ and be the same."""

PRINTED = 4
"""The flag of an annotation that is printed with its page (ISO 32000-1, table 165)."""


def fits(part: SetPage, sheet: SetPage) -> bool:
    """Whether a page of a part can be moved to its sheet: both have an area of one size."""
    return all(abs(a - b) <= ALIKE for a, b in zip(part.area[2:], sheet.area[2:], strict=True))


def join(run: Run, furniture: list[SetFurniture], about: About, cut: Cut) -> bytes:
    """The PDF of the book. The same parts and heads give the same bytes."""
    volume = Volume()
    fonts = Fonts(volume, [part.fonts for _, _, part in run.parts] + [piece.fonts for piece in furniture], cut)
    book = _Book(volume, fonts, list(_heads(volume, fonts, furniture)))
    shifts = _shifts(run, furniture)
    for _, start, part in run.parts:
        book.add_blank_pages(start - 1)
        book.add(part.plates, shifts[start - 1 : start - 1 + len(part.pages)])
    fonts.write()
    book.write_tags()
    volume.put(book.tree, b"<</Type/Pages/Count %d/Kids%s>>" % (len(book.sheets), references(book.sheets)))
    names = write_names(volume, run, book.sheets, shifts)
    outline = write_outline(volume, run, book.sheets, shifts)
    said, info = write_metadata(volume, about)
    tree = b"/Pages %d 0 R/StructTreeRoot %d 0 R/Names<</Dests %d 0 R>>" % (book.tree, book.structure, names)
    labels = b"/PageLabels<</Nums[0<</S/D>>]>>"
    root = volume.add(b"<</Type/Catalog%s>>" % b"".join((tree, outline, labels, said)))
    return volume.close(root, info)


def _shifts(run: Run, furniture: list[SetFurniture]) -> list[Shift]:
    """How far each page is moved on its sheet; blank ones are not."""
    sheets = [page for piece in furniture for page in piece.pages]
    shifts = [Shift(0, 0)] * len(sheets)
    for _, start, part in run.parts:
        for number, page in enumerate(part.pages, start - 1):
            x, y = (a - b for a, b in zip(sheets[number].area[:2], page.area[:2], strict=True))
            if abs(x) > ALIKE or abs(y) > ALIKE:
                shifts[number] = Shift(x, y)
    return shifts


class _Head(Struct, frozen=True):
    """The running head and folio of a page: the object that draws them, and the page’s boxes."""

    number: int
    drawing: Drawing


def _heads(volume: Volume, fonts: Fonts, furniture: list[SetFurniture]) -> Iterator[_Head]:
    """The heads of all pages, as drawings to be put on them."""
    for piece in furniture:
        plates, count = piece.plates, len(piece.plates.drawings)
        base = volume.reserve(count + 1 + len(plates.objects)) - count  # its pages are none of the book's
        _put_objects(volume, fonts, plates, base)
        shared = b"/Font %d 0 R%s" % (base + 2 * count, b"".join(_resources(plates, base)))
        for number, drawing in enumerate(plates.drawings, base + count):
            said = b"/Type/XObject/Subtype/Form/BBox%s/Resources<<%s>>" % (array(drawing.media), shared)
            volume.put_stream(number, said, drawing.content, deflated=True)
            yield _Head(number, drawing)


def _put_objects(volume: Volume, fonts: Fonts, plates: Plates, base: int, document: int = 0) -> None:
    """Put the fonts of a part, and its objects but those that move with their page."""
    first, tops = base + 2 * len(plates.drawings), {base + top for top in plates.tops}
    volume.put(first, fonts.resource(plates.fonts, base))
    for number, record in enumerate(plates.objects, first + 1):
        if number in tops:
            volume.put(number, b"%s/P %d 0 R>>" % (record.at(base)[:-2], document))
        elif record.text or record.stream is not None:
            volume.put_record(number, record, base)


def _resources(plates: Plates, base: int, drawing: int = 0) -> Iterator[bytes]:
    """The resources of a page by their kind, among its drawings a head."""
    found = {kind: record.at(base) for kind, record in plates.resources}
    if drawing:
        found["XObject"] = b"%s/Furniture %d 0 R" % (found.get("XObject", b""), drawing)
    return (b"/%s<<%s>>" % (kind.encode(), entries) for kind, entries in found.items())


class _Book(Struct):
    """The pages of a book while they are put into its file: the numbers of their objects, and their tags."""

    volume: Volume
    fonts: Fonts
    heads: list[_Head]
    sheets: list[int] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    ids: list[tuple[bytes, int]] = field(default_factory=list)
    begins: dict[Shift, int] = field(default_factory=dict)
    tree: int = 0
    structure: int = 0
    document: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        self.tree, self.structure, self.document, self.end = (self.volume.reserve() for _ in range(4))
        self.volume.put_stream(self.end, b"", b"\nQ")

    def add_blank_pages(self, count: int) -> None:
        """Add pages with nothing but their heads until there are so many."""
        while len(self.sheets) < count:
            number = self.volume.reserve()
            self._put_page(number, Shift(0, 0), Plates((), (), {}, ()), 0, b"")

    def add(self, plates: Plates, shifts: list[Shift]) -> None:
        """Add a part, whose pages are moved so far."""
        count = len(plates.drawings)
        base = self.volume.reserve(2 * count + 1 + len(plates.objects))
        for number, drawing in enumerate(plates.drawings, base + count):
            self.volume.put_stream(number, b"", drawing.content, deflated=True)
        links: list[list[int]] = [[] for _ in range(count)]
        for link in plates.links:
            links[link.page].append(base + link.number)
        for number, (owned, placed) in enumerate(zip(plates.owners, links, strict=True)):
            self.owners.append(self.volume.add(references(base + owner if owner else 0 for owner in owned)))
            said = b"/Tabs/S/StructParents %d" % (len(self.owners) - 1)
            said += b"/Annots" + references(placed) if placed else b""
            self._put_page(base + number, shifts[number], plates, base, said)
        self._put_movable(plates, shifts, base)
        self._put_tags(plates, base)

    def _put_page(self, number: int, shift: Shift, plates: Plates, base: int, said: bytes) -> None:
        """Put a page of a part with its head, or a blank one, whose part has no pages."""
        head = self.heads[len(self.sheets)]
        count = len(plates.drawings)
        contents = [self._begin(shift), *([number + count] if count else []), self.end]
        fonts = b"/Font %d 0 R" % (base + 2 * count) if count else b""
        resources = b"".join((fonts, *_resources(plates, base, head.number)))
        boxes = {b"Media": head.drawing.media, b"Trim": head.drawing.trim, b"Bleed": head.drawing.bleed}
        sizes = b"".join(b"/%sBox%s" % (name, array(box)) for name, box in boxes.items())
        page = b"<</Type/Page/Parent %d 0 R%s/Contents%s/Resources<<%s>>%s>>"
        self.volume.put(number, page % (self.tree, sizes, references(contents), resources, said))
        self.sheets.append(number)

    def _begin(self, shift: Shift) -> int:
        """What stands before the content of a page: its head as an artifact, and how far the rest is moved."""
        if shift not in self.begins:
            move = f" 1 0 0 1 {shift.x:.4f} {shift.y:.4f} cm" if shift != Shift(0, 0) else ""
            content = f"/Artifact <</Type /Pagination>> BDC\nq /Furniture Do Q\nEMC\nq{move}\n"
            self.begins[shift] = self.volume.reserve()
            self.volume.put_stream(self.begins[shift], b"", content.encode())
        return self.begins[shift]

    def _put_movable(self, plates: Plates, shifts: list[Shift], base: int) -> None:
        """Put the links and the places of figures, which move with their page."""
        for link in plates.links:
            is_inside = link.address.startswith(OUTSIDE)
            address = string(link.address.removeprefix(OUTSIDE))
            leads = b"/Dest" + address if is_inside else b"/A<</Type/Action/S/URI/URI%s>>" % address
            self.owners.append(base + link.owner)
            self.volume.put(
                base + link.number,
                b"<</Type/Annot/Subtype/Link/BS<</W 0>>/F %d/P %d 0 R/Rect%s/StructParent %d/Contents%s%s>>"
                % (
                    PRINTED,
                    base + link.page,
                    _moved(link.area, shifts[link.page]),
                    len(self.owners) - 1,
                    string(link.contents),
                    leads,
                ),
            )
        for figure in plates.figures:
            left, bottom, width, height = figure.area
            area = _moved((left, bottom, left + width, bottom + height), shifts[figure.page])
            self.volume.put(base + figure.number, b"<</O/Layout/Placement/Block/BBox%s>>" % area)

    def _put_tags(self, plates: Plates, base: int) -> None:
        """Put the fonts and the other objects of a part, those at the top of its tags below those of the book."""
        _put_objects(self.volume, self.fonts, plates, base, self.document)
        self.tops += [base + top for top in plates.tops]
        self.ids += [(name.encode(), base + number) for name, number in plates.ids]

    def write_tags(self) -> None:
        """Write the tree that holds the tags of the parts, and which of them own what on which page."""
        put = self.volume.put
        put(self.document, b"<</Type/StructElem/S/Document/P %d 0 R/K%s>>" % (self.structure, references(self.tops)))
        pairs = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(self.owners))
        owners = self.volume.add(b"<</Nums[%s]>>" % pairs)
        said = b"/ParentTree %d 0 R/ParentTreeNextKey %d" % (owners, len(self.owners))
        if self.ids:
            names = b" ".join(string(name.decode()) + b" %d 0 R" % number for name, number in sorted(self.ids))
            said += b"/IDTree %d 0 R" % self.volume.add(b"<</Names[%s]>>" % names)
        put(self.structure, b"<</Type/StructTreeRoot/K[%d 0 R]%s>>" % (self.document, said))


def _moved(sides: Sides, shift: Shift) -> bytes:
    """The sides of an area that moves with its page."""
    left, bottom, right, top = sides
    return array((left + shift.x, bottom + shift.y, right + shift.x, top + shift.y))
