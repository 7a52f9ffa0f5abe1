"""Plates: what WeasyPrint draws on the pages of a part, taken over as objects before it writes a file of its own.

Tags, links, outline and fonts of ours are written by us; of WeasyPrint's objects only those are kept that pages need.
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pydyf

from .objects import Record, content_of, inside, number_in, record_of
from .our_fonts import identify, our_fonts
from .sheets import Drawing, Plates, Sides

if TYPE_CHECKING:
    from weasyprint import Document


class DrawnFonts(dict[str, Any]):
    """The fonts of a document while it is drawn. Those that are ours are not cut down: the book does so, once."""

    def __setitem__(self, key: str, font: Any) -> None:
        font.identity = identify(BytesIO(font.file_content))
        if font.identity in our_fonts():
            font.clean = partial(_clean, font)
        super().__setitem__(key, font)


def _clean(font: Any, *asked: Any) -> None:
    """Cut down a font of ours that is to show letters it lacks: it stays as it is made here, with boxes for them."""
    if font.missing:
        type(font).clean(font, *asked)


class Maker:
    """The objects of a part while they are gathered, by the numbers they have in the part.

    These are first its pages, then what is drawn on each, then the fonts, then all other objects.
    """

    def __init__(self, document: Document, *, tagged: bool) -> None:
        from weasyprint import DEFAULT_OPTIONS
        from weasyprint.pdf import generate_pdf

        options = DEFAULT_OPTIONS | {"pdf_tags": tagged, "pdf_version": "1.7"}
        document.fonts = DrawnFonts()
        self.pdf: Any = generate_pdf(document, None, 1, **options)
        self.pages = [self.pdf.objects[number] for number in self.pdf.pages["Kids"][::3]]
        self.resources: Any = self.pdf.objects[number_in(self.pages[0]["Resources"])]
        self.kept: list[Record] = []
        self.numbers = {page.number: number for number, page in enumerate(self.pages)}
        self.numbers[number_in(self.resources["Font"])] = 2 * len(self.pages)

    def reserve(self) -> int:
        """The number of an object that comes later."""
        self.kept.append(Record(b""))
        return 2 * len(self.pages) + len(self.kept)

    def put(self, number: int, record: Record) -> None:
        """Put an object in its place."""
        self.kept[number - 2 * len(self.pages) - 1] = record

    def number_of(self, number: int) -> int:
        """The number in the part of one of WeasyPrint's objects, which is kept with all that it needs."""
        if number not in self.numbers:
            self.numbers[number] = own = self.reserve()
            self.put(own, record_of(self.pdf.objects[number], self.number_of))
        return self.numbers[number]

    def make_artifact(self, page: int, mark: int) -> None:
        """Mark one of the marked runs of a page as none of its text."""
        stream = self.pdf.objects[number_in(self.pages[page]["Contents"])].stream
        place = next(n for n, said in enumerate(stream) if isinstance(said, dict) and said.get("MCID") == mark)
        stream[place - 1 : place + 2] = [b"/Artifact", b"BMC"]

    def plates(self, ours: frozenset[str], **tags: Any) -> Plates:
        """All that was gathered; of the fonts whose names are among `ours` nothing but the name."""
        kinds = [(kind, self._resource(kind)) for kind in self.resources if kind != "Font"]
        fonts = self.pdf.objects[number_in(self.resources["Font"])]
        return Plates(
            tuple(self._drawing(page) for page in self.pages),
            tuple((kind, inside(entries, self.number_of)) for kind, entries in kinds if entries),
            {name: 0 if name in ours else self.number_of(number_in(font)) for name, font in sorted(fonts.items())},
            tuple(self.kept),
            **tags,
        )

    def _resource(self, kind: str) -> Any:
        entries = self.resources[kind]
        return self.pdf.objects[number] if (number := number_in(entries)) else entries

    def _drawing(self, page: Any) -> Drawing:
        content = self.pdf.objects[number_in(page["Contents"])]
        media, trim, bleed = (sides(page[box]) for box in ("MediaBox", "TrimBox", "BleedBox"))
        return Drawing(content_of(content), media, trim, bleed)


def sides(area: Any) -> Sides:
    """An area in WeasyPrint's objects."""
    left, bottom, right, top = map(float, area)
    return left, bottom, right, top


def faces(pdf: Any) -> dict[str, tuple[str, str, bytes]]:
    """Each font by its name in content streams: its PostScript name, the kind of its file, what describes it."""
    fonts = next(pdf.objects[number_in(o["Font"])] for o in pdf.objects if isinstance(o, dict) and "ColorSpace" in o)
    found: dict[str, tuple[str, str, bytes]] = {}
    for name, reference in fonts.items():
        font = pdf.objects[number_in(reference)]
        if "DescendantFonts" in font:
            below = pdf.objects[number_in(font["DescendantFonts"][0])]
            said = dict(pdf.objects[number_in(below["FontDescriptor"])])
            kind = next(key for key in said if key.startswith("FontFile"))
            del said[kind]
            face: str = pydyf.Array([font["BaseFont"]]).data[2:-1].decode()
            found[name] = (face, kind, pydyf.Dictionary(said).data[2:-2])
    return found
