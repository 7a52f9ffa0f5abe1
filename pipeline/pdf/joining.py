"""Joining: parts and running heads become one file: pages, links, outline, page labels, tags, fonts, metadata.

Each page is its running head and folio, an artifact, and under it the page of its part, moved if its side has other
margins than the part was set with.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pikepdf
from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from .fonts import Cut, Fonts
from .metadata import About, write_metadata
from .numbering import Run
from .parts import OUTSIDE
from .sheets import Bookmark, Place, SetFurniture, SetPage
from .structure import Structure

ALIKE = 0.01
"""Points by which the areas of a page may differ and be the same."""


class Shift(Struct, frozen=True):
    """How far a page of a part is moved on its sheet, in points."""

    x: float
    y: float

    def __bool__(self) -> bool:
        return abs(self.x) > ALIKE or abs(self.y) > ALIKE


def fits(part: SetPage, sheet: SetPage) -> bool:
    """Whether a page of a part can be moved to its sheet: both have an area of one size."""
    return all(abs(a - b) <= ALIKE for a, b in zip(part.area[2:], sheet.area[2:], strict=True))


def join(run: Run, furniture: list[SetFurniture], about: About, cut: Cut) -> bytes:
    """The PDF of the book. The same parts and heads give the same bytes."""
    book = Pdf.new()
    sheets = [page for piece in furniture for page in piece.pages]
    fonts = Fonts(book, [part.fonts for _, _, part in run.parts] + [piece.fonts for piece in furniture], cut)
    structure = Structure(book)
    heads = _Heads(book, furniture, fonts)
    shifts: dict[int, Shift] = {}
    sources: list[Pdf] = []
    for _, start, part in run.parts:
        heads.add_blank_pages(start - 1)
        source = Pdf.open(BytesIO(part.pdf))
        del source.Root["/Names"]  # its destinations are among those of the book
        sources.append(source)
        for number, page in enumerate(part.pages, start - 1):
            shifts[number] = Shift(sheets[number].area[0] - page.area[0], sheets[number].area[1] - page.area[1])
        _add_pages(book, source, shifts, heads, fonts)
        for number, layout in structure.add(source, len(source.pages)):
            layout.BBox = _moved(layout.BBox, shifts[number])
    fonts.write()
    structure.write()
    targets = _Targets([page.obj for page in book.pages], shifts)
    _write_names(book, run, targets)
    _write_outline(book, run, targets)
    write_metadata(book, about)
    file = BytesIO()
    book.save(file, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


class _Heads:
    """The running heads and folios, one for each page of the book, as drawings to be put on them."""

    def __init__(self, book: Pdf, furniture: list[SetFurniture], fonts: Fonts) -> None:
        self.book = book
        self.sources = [Pdf.open(BytesIO(piece.pdf)) for piece in furniture]
        self.pages = [page for source in self.sources for page in source.pages]
        self.fonts = fonts
        self.end = book.make_stream(b"\nQ")
        self.starts: dict[Shift, Object] = {}

    def add_blank_pages(self, count: int) -> None:
        """Add pages to the book until it has so many."""
        while len(self.book.pages) < count:
            self.book.add_blank_page(page_size=(10, 10))
            sheet = self.book.pages[-1].obj
            sheet.Resources = Dictionary()
            sheet.Contents = Array()
            self.put_on(sheet, len(self.book.pages) - 1, Shift(0, 0))

    def put_on(self, sheet: Object, number: int, shift: Shift) -> None:
        """Put the head and folio of a page on it as an artifact, and move what the page holds."""
        head = self.pages[number]
        drawing = self.book.copy_foreign(head.as_form_xobject())
        drawing.BBox = Array(list(head.obj.MediaBox))  # not the trimmed page alone: crop marks stand outside of it
        self.fonts.use_in(drawing.Resources)
        for key in ("/MediaBox", "/TrimBox", "/BleedBox"):
            sheet[key] = Array(list(head.obj[key]))
        if shift not in self.starts:
            move = f" 1 0 0 1 {shift.x:.4f} {shift.y:.4f} cm" if shift else ""
            content = f"/Artifact <</Type /Pagination>> BDC\nq /Furniture Do Q\nEMC\nq{move}\n"
            self.starts[shift] = self.book.make_stream(content.encode())
        contents = sheet.Contents if isinstance(sheet.Contents, Array) else [sheet.Contents]
        sheet.Contents = Array([self.starts[shift], *contents, self.end])
        resources = Dictionary(dict(sheet.Resources.items()))
        drawings = dict(resources.get("/XObject", Dictionary()).items())
        resources.XObject = Dictionary(drawings | {"/Furniture": drawing})
        sheet.Resources = resources


def _add_pages(book: Pdf, source: Pdf, shifts: dict[int, Shift], heads: _Heads, fonts: Fonts) -> None:
    first = len(book.pages)
    for page in source.pages:
        book.pages.append(page)
    for number, page in enumerate(book.pages[first:], first):
        sheet = page.obj
        fonts.use_in(sheet.Resources)
        heads.put_on(sheet, number, shifts[number])
        for link in sheet.get("/Annots", ()):
            _turn_link(link, sheet, shifts[number])


def _turn_link(link: Object, sheet: Object, shift: Shift) -> None:
    """A link out of its part becomes a link in the book; and links move with their page."""
    link.P = sheet
    action = link.get("/A")
    if action is not None and str(action.get("/URI", "")).startswith(OUTSIDE):
        link.Dest = String(str(action.URI).removeprefix(OUTSIDE))
        del link["/A"]
    if shift:
        link.Rect = _moved(link.Rect, shift)


def _moved(sides: Object, shift: Shift) -> Array:
    """The left, bottom, right and top of an area that moves with its page."""
    left, bottom, right, top = (float(side) for side in sides)
    moved = (left + shift.x, bottom + shift.y, right + shift.x, top + shift.y)
    return Array([Decimal(f"{side:.4f}") for side in moved])


class _Targets(Struct, frozen=True):
    """The pages of the book, and how far what stands on them was moved."""

    pages: list[Object]
    shifts: dict[int, Shift]

    def destination(self, start: int, place: Place) -> Array:
        """A place of the part that starts with a folio, as a destination."""
        number = start - 1 + place.page
        shift = self.shifts[number]
        x, y = Decimal(f"{place.x + shift.x:.3f}"), Decimal(f"{place.y + shift.y:.3f}")
        return Array([self.pages[number], Name.XYZ, x, y, 0])


def _write_names(book: Pdf, run: Run, targets: _Targets) -> None:
    """The destinations of all links, by name."""
    names: dict[str, Object] = {}
    for _, start, part in run.parts:
        for name, place in part.places.items():
            if name not in names:
                names[name] = targets.destination(start, place)
    pairs = sorted((name.encode("utf-8"), name) for name in names)
    entries = [entry for _, name in pairs for entry in (String(name), names[name])]
    book.Root.Names = Dictionary(Dests=book.make_indirect(Dictionary(Names=Array(entries))))
    book.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _write_outline(book: Pdf, run: Run, targets: _Targets) -> None:
    with book.open_outline() as outline:
        for _, start, part in run.parts:
            outline.root.extend(_items(start, part.bookmarks, targets))


def _items(start: int, bookmarks: tuple[Bookmark, ...], targets: _Targets) -> Iterator[pikepdf.OutlineItem]:
    for bookmark in bookmarks:
        item = pikepdf.OutlineItem(bookmark.title, destination=targets.destination(start, bookmark.place))
        item.children.extend(_items(start, bookmark.children, targets))
        yield item
