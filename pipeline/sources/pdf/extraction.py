"""Extraction: the characters of a PDF with their places and fonts, as PDFium reads them in a process of its own.

A file made to do harm can break a library in C; here it breaks a process that holds nothing but the file, with limits
on its memory and its time. This module is that process, run as a program, and says what goes over the pipe.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from typing import Any, BinaryIO

from msgspec import Struct, field
from msgspec.msgpack import Encoder

MEGABYTE = 1_000_000

A_PAGE, A_CHARACTER = 0.001, 1 / 20_000
"""Seconds of processor time that every page and every character gives in addition to those to begin with.

PDFium reads 150,000 characters a second; what is slower than this by far is made to be slow.
"""

_NO_LIMIT = -1
_NUMBER = 4
"""Bytes of the length before each message."""

_HYPHEN = 2
"""What PDFium makes of a hyphen at the end of a line."""

_PATH, _IMAGE, _FORM = 2, 3, 5
_LEVELS, _ENTRIES, _OBJECTS = 8, 5_000, 100_000
_THIN, _LONG = 2.5, 18.0
"""Points: a path so thin and so long is a rule."""


class Style(Struct, frozen=True, array_like=True):
    """How characters look: their font, its size in points, and what both make of them; `fixed` is as a typewriter."""

    font: str
    size: float
    bold: bool = False
    italic: bool = False
    turned: bool = False
    fixed: bool = False


class Rule(Struct, frozen=True, array_like=True):
    """A line drawn across the page, in points from the bottom left."""

    left: float
    right: float
    y: float


class Target(Struct, frozen=True, array_like=True):
    """An area that leads to a web page, or to a height on a page of the document, counted from 0."""

    left: float
    bottom: float
    right: float
    top: float
    address: str = ""
    page: int = -1
    y: float = 0.0


class Page(Struct, frozen=True, array_like=True):
    """A page: of each character of `text` where it begins and ends, and its baseline; `runs` are places and styles."""

    label: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    text: str = ""
    left: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    pictures: int = 0
    unmapped: int = 0
    is_full: bool = False
    """Whether it has more characters than are read, and none of them is here."""


class Entry(Struct, frozen=True, array_like=True):
    """A bookmark: its level from 1, its title, and the page it leads to."""

    level: int
    title: str
    page: int


class Head(Struct, frozen=True, array_like=True):
    """What a document says of itself, or the number of the error with which it can't be opened."""

    fault: int = 0
    pages: int = 0
    title: str = ""
    author: str = ""
    language: str = ""
    outline: list[Entry] = field(default_factory=list)


def run(source: BinaryIO, sink: BinaryIO, pages: int, characters: int, memory: int, begin: int) -> None:
    """Read a PDF from `source`, and write its head and its pages to `sink`, each after its length.

    No more `pages` are read, and of none more `characters`; the process takes `memory`, in megabytes, and in the
    beginning so many seconds of processor time, where the system can keep it to them.
    """
    raw = source.read()
    _limit("RLIMIT_AS", memory * MEGABYTE, memory * MEGABYTE)
    _limit("RLIMIT_CORE", 0, 0)
    import pypdfium2.raw as pdfium

    encoder = Encoder()

    def send(message: Struct) -> None:
        packed = encoder.encode(message)
        sink.write(len(packed).to_bytes(_NUMBER, "big") + packed)
        sink.flush()

    seconds = float(begin)
    _limit("RLIMIT_CPU", ceil(seconds), _NO_LIMIT)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        send(Head(fault=int(pdfium.FPDF_GetLastError()) or 1))
        return
    count = int(pdfium.FPDF_GetPageCount(document))
    send(_head(pdfium, document, count))
    for number in range(count if count <= pages else 0):
        page = _page(pdfium, document, number, characters)
        send(page)
        seconds += A_PAGE + len(page.text) * A_CHARACTER
        _limit("RLIMIT_CPU", ceil(seconds), _NO_LIMIT)


def _limit(what: str, amount: int, most: int) -> None:
    """Let the system keep the process to so much of something, where it can."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        resource.setrlimit(getattr(resource, what), (amount, most))


def _words(call: Any, *arguments: Any) -> str:
    """What a function of PDFium writes as UTF-16 into a buffer that is as long as it asks for."""
    length = int(call(*arguments, None, 0))
    if not 2 < length < 100_000:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    call(*arguments, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


def _bytes(call: Any, *arguments: Any) -> str:
    """The same of a function that writes single bytes."""
    length = int(call(*arguments, None, 0))
    if not 1 < length < 100_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(*arguments, buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", "replace")


def _head(pdfium: Any, document: Any, count: int) -> Head:
    return Head(
        pages=count,
        title=_words(pdfium.FPDF_GetMetaText, document, b"Title"),
        author=_words(pdfium.FPDF_GetMetaText, document, b"Author"),
        language=_words(pdfium.FPDFCatalog_GetLanguage, document),
        outline=list(_outline(pdfium, document)),
    )


def _outline(pdfium: Any, document: Any) -> Iterator[Entry]:
    """The bookmarks in order; those that lead to themselves end somewhere."""
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(document, None), 1)]
    for _ in range(_ENTRIES):
        while waiting and not waiting[-1][0]:
            waiting.pop()
        if not waiting:
            return
        mark, level = waiting.pop()
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(document, mark), level))
        if level < _LEVELS:
            waiting.append((pdfium.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        target = pdfium.FPDFBookmark_GetDest(document, mark)
        page = int(pdfium.FPDFDest_GetDestPageIndex(document, target)) if target else -1
        yield Entry(level, _words(pdfium.FPDFBookmark_GetTitle, mark), page)


def _page(pdfium: Any, document: Any, number: int, most: int) -> Page:
    label = _words(pdfium.FPDF_GetPageLabel, document, number)
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return Page(label)
    text = pdfium.FPDFText_LoadPage(page)
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    rules, pictures = _drawings(pdfium, page)
    taken = _Characters(pdfium, text)
    if text:
        count = int(pdfium.FPDFText_CountChars(text))
        if count <= most:
            taken.take(count)
        pdfium.FPDFText_ClosePage(text)
        if count > most:
            pdfium.FPDF_ClosePage(page)
            return Page(label, is_full=True)
    targets = list(_targets(pdfium, document, page))
    pdfium.FPDF_ClosePage(page)
    characters = ("".join(taken.text), taken.left, taken.right, taken.y, taken.runs, list(taken.styles))
    edges = (box.left, box.bottom, box.right, box.top)
    return Page(label, edges, *characters, rules, targets, pictures, taken.unmapped)


class _Characters:
    """The characters of a page as they are taken; those that PDFium puts between words and lines are not."""

    def __init__(self, pdfium: Any, text: Any) -> None:
        self.pdfium, self.source = pdfium, text
        self.text: list[str] = []
        self.left: list[float] = []
        self.right: list[float] = []
        self.y: list[float] = []
        self.runs: list[tuple[int, int]] = []
        self.styles: dict[Style, int] = {}
        self.unmapped = 0
        self._fonts: dict[int, tuple[str, bool, bool, bool]] = {}

    def take(self, count: int) -> None:
        """Every character in the order in which the page draws them."""
        pdfium, source = self.pdfium, self.source
        x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        last, turned = 0, False
        for number in range(count):
            code = int(pdfium.FPDFText_GetUnicode(source, number))
            if not code or pdfium.FPDFText_IsGenerated(source, number) == 1:
                continue
            is_character = code < 0xD800 or 0xE000 <= code < 0x110000
            char = "-" if code == _HYPHEN else chr(code) if is_character else "\ufffd"
            drawn = pdfium.FPDFText_GetTextObject(source, number)
            address = ctypes.cast(drawn, ctypes.c_void_p).value or 0
            if address != last or not self.runs:
                last = address
                style = self._style(number, drawn)
                turned = style.turned
                mark = self.styles.setdefault(style, len(self.styles))
                if not self.runs or self.runs[-1][1] != mark:
                    self.runs.append((len(self.text), mark))
            pdfium.FPDFText_GetCharOrigin(source, number, x, y)
            pdfium.FPDFText_GetLooseCharBox(source, number, box)
            self.unmapped += pdfium.FPDFText_HasUnicodeMapError(source, number) == 1
            self.text.append(char)
            self.left.append(round(box.left if turned else min(x.value, box.left), 2))
            self.right.append(round(box.right, 2))
            self.y.append(round(y.value, 2))

    def _style(self, number: int, drawn: Any) -> Style:
        pdfium = self.pdfium
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.source, number, matrix)
        scale = (matrix.c**2 + matrix.d**2) ** 0.5
        size = round(min(float(pdfium.FPDFText_GetFontSize(self.source, number)) * scale, 2_000), 1)
        turned = abs(matrix.b) > abs(matrix.a) or matrix.a < 0
        font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
        if not font:
            return Style("", size, turned=turned)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        if address not in self._fonts:
            self._fonts[address] = self._font(font)
        name, bold, italic, fixed = self._fonts[address]
        slanted = abs(matrix.c) > 0.1 * abs(matrix.d) and not turned
        return Style(name, size, bold, italic or slanted, turned, fixed)

    def _font(self, font: Any) -> tuple[str, bool, bool, bool]:
        """The name of a font without the tag of a subset, and whether it is bold, italic and fixed."""
        pdfium = self.pdfium
        name = _bytes(pdfium.FPDFFont_GetBaseFontName, font)
        name = name[7:] if name[6:7] == "+" else name
        angle = ctypes.c_int()
        pdfium.FPDFFont_GetItalicAngle(font, angle)
        flags = int(pdfium.FPDFFont_GetFlags(font))
        weight = int(pdfium.FPDFFont_GetWeight(font))
        plain = name.lower()
        bold = (
            any(word in plain for word in _BOLD) or plain.startswith(_BOLD_TEX) or (weight >= 700 and flags < 1 << 20)
        )
        italic = any(word in plain for word in _ITALIC) or plain.startswith(_ITALIC_TEX)
        italic = italic or (angle.value != 0 and abs(angle.value) < 45) or bool(flags & 64)
        return name, bold, italic, bool(flags & 1) or any(word in plain for word in _FIXED)


_BOLD = ("bold", "black", "heavy", "-demi", "semibd", "-bd")
_ITALIC = ("ital", "obli", "slant", "kursiv", "-it")
_FIXED = ("mono", "courier", "typewriter", "consolas", "cmtt", "sftt", "lmtt", "nimbusmon")
_BOLD_TEX, _ITALIC_TEX = ("cmbx", "sfbx", "ecbx"), ("cmti", "cmsl", "cmmi", "sfti", "ecti")
"""What the names of bold, italic and fixed fonts hold, and how those of TeX begin."""


def _drawings(pdfium: Any, page: Any) -> tuple[list[Rule], int]:
    """The rules of a page, and how many pictures, and groups that may be one, it has."""
    rules: list[Rule] = []
    pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    for number in range(min(int(pdfium.FPDFPage_CountObjects(page)), _OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind in (_IMAGE, _FORM):
            pictures += 1
        if kind not in (_PATH, _IMAGE) or not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if top - bottom <= _THIN and right - left >= _LONG:
            rules.append(Rule(round(left, 1), round(right, 1), round((top + bottom) / 2, 1)))
            pictures -= kind == _IMAGE
    return rules, pictures


def _targets(pdfium: Any, document: Any, page: Any) -> Iterator[Target]:
    """The areas of a page that lead somewhere."""
    place, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(_ENTRIES):
        if not pdfium.FPDFLink_Enumerate(page, place, link):
            return
        if not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        left, right = sorted((round(box.left, 1), round(box.right, 1)))
        bottom, top = sorted((round(box.bottom, 1), round(box.top, 1)))
        action = pdfium.FPDFLink_GetAction(link)
        address = _bytes(pdfium.FPDFAction_GetURIPath, document, action) if action else ""
        target = pdfium.FPDFLink_GetDest(document, link)
        if address:
            yield Target(left, bottom, right, top, address)
        elif target:
            has = [ctypes.c_int() for _ in range(3)]
            at = [ctypes.c_float() for _ in range(3)]
            pdfium.FPDFDest_GetLocationInPage(target, *has, *at)
            number = int(pdfium.FPDFDest_GetDestPageIndex(document, target))
            yield Target(left, bottom, right, top, "", number, round(at[1].value, 1) if has[1].value else 0.0)


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer, *map(int, sys.argv[1:]))
