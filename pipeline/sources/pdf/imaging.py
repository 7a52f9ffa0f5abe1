"""Imaging: the pictures of a PDF as its pages show them, which PDFium draws in a process of its own.

It is another process than the one that reads the words: a picture that breaks it is left out, and the text is not.
This module is that process, run as a program, and says what goes over the pipe.
"""

from __future__ import annotations

import ctypes
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import ceil
from typing import Any, BinaryIO

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

LONGEST_EDGE = 2400
"""Pixels of what is drawn; no picture of a book need have more."""

MEGABYTE = 1_000_000

A_PAGE, A_PICTURE, A_PIXEL = 0.02, 0.1, 0.25e-6
"""Seconds of processor time that every page, picture and pixel gives in addition to those to begin with."""

Box = tuple[float, float, float, float]

_NO_LIMIT = -1
_NUMBER = 4
_IMAGE, _FORM = 3, 5
_OBJECTS, _DEEPEST, _POINTS = 100_000, 8, 20
"""Objects of a page that are looked at, groups within each other, and points of a path that clips a picture."""

_JPEG = "DCTDecode"
_GRAYS, _COLOURS = (1, 4), (1, 2, 4, 5, 7)
"""Grey, RGB, both calibrated, and by a profile: colours that a JPEG of its own may have."""

_GRAY, _BGRX, _BGRA = 1, 3, 4
_CLEAR, _WHITE = 0x00000000, 0xFFFFFFFF
_SOLID, _SAMPLE = 0.98, 256
"""The part of a picture that must hide what lies beneath it, and the edge of a drawing that shows it, in pixels."""

_POINT = 0.01
_EVEN = 0.02
"""By how much a picture may be stretched more one way than the other."""

_ELEMENTS, _DEEP = 5_000, 40
_ALT = 20_000


class Drawn(Struct, frozen=True, array_like=True):
    """A picture: its number among the objects of the page, the box of what is seen of it, its pixels, its bytes.

    Boxes are left, bottom, right and top, in points from the bottom left.
    """

    number: int
    box: Box
    width: int
    height: int
    length: int


class Wanted(Struct, frozen=True, array_like=True):
    """The parts of a picture: their page, their numbers among its objects, their box on it, and their pixels in all."""

    page: int
    numbers: tuple[int, ...]
    box: Box
    width: int
    height: int


class Image(Struct, frozen=True, array_like=True):
    """A picture as a file, a JPEG or a BMP, or as none; and what the PDF says that it shows."""

    content: bytes = b""
    alt: str = ""


def run(source: BinaryIO, sink: BinaryIO, memory: int, begin: int) -> None:
    """Read from `source` a PDF, the numbers of pages, and what is wanted then, each after its length.

    Write to `sink` the pictures that each of the pages has, and the files of those that are wanted. The process takes
    so many megabytes, and in the beginning seconds of processor time, where the system can keep it to them.
    """
    raw = _read(source)
    _limit("RLIMIT_AS", memory * MEGABYTE, memory * MEGABYTE)
    _limit("RLIMIT_CORE", 0, 0)
    import pypdfium2.raw as pdfium

    encoder = Encoder()

    def send(message: object) -> None:
        packed = encoder.encode(message)
        sink.write(len(packed).to_bytes(_NUMBER, "big") + packed)
        sink.flush()

    seconds = float(begin)
    _limit("RLIMIT_CPU", ceil(seconds), _NO_LIMIT)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    is_tagged = bool(pdfium.FPDFCatalog_IsTagged(document))
    for number in Decoder(list[int]).decode(_read(source)):
        send(_pictures(pdfium, document, number))
        seconds += A_PAGE
        _limit("RLIMIT_CPU", ceil(seconds), _NO_LIMIT)
    for picture in Decoder(list[Wanted]).decode(_read(source)):
        send(_image(pdfium, document, picture, is_tagged))
        seconds += A_PICTURE + picture.width * picture.height * A_PIXEL
        _limit("RLIMIT_CPU", ceil(seconds), _NO_LIMIT)


def _read(source: BinaryIO) -> bytes:
    return source.read(int.from_bytes(source.read(_NUMBER), "big"))


def _limit(what: str, amount: int, most: int) -> None:
    """Let the system keep the process to so much of something, where it can."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        resource.setrlimit(getattr(resource, what), (amount, most))


def _pictures(pdfium: Any, document: Any, number: int) -> list[Drawn]:
    """The pictures of a page; lines that are drawn as such are none."""
    page = pdfium.FPDF_LoadPage(document, number)
    found: list[Drawn] = []
    for place in range(min(int(pdfium.FPDFPage_CountObjects(page)), _OBJECTS) if page else 0):
        drawn = pdfium.FPDFPage_GetObject(page, place)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        image = drawn if kind == _IMAGE else _only_image(pdfium, drawn) if kind == _FORM else None
        if image is None or (box := _box(pdfium, drawn)) is None:
            continue
        width, height = ctypes.c_uint(), ctypes.c_uint()
        pdfium.FPDFImageObj_GetImagePixelSize(image, width, height)
        length = int(pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0))
        seen = _clipped(pdfium, drawn, box)
        size = _seen(pdfium, drawn, width.value, height.value, box, seen)
        found.append(Drawn(place, seen, *size, length))
    if page:
        pdfium.FPDF_ClosePage(page)
    return found


def _only_image(pdfium: Any, form: Any) -> Any | None:
    """The image of a group that holds one and nothing else."""
    for _ in range(_DEEPEST):
        count = int(pdfium.FPDFFormObj_CountObjects(form))
        if count != 1:
            return None
        form = pdfium.FPDFFormObj_GetObject(form, 0)
        kind = pdfium.FPDFPageObj_GetType(form)
        if kind != _FORM:
            return form if kind == _IMAGE else None
    return None


def _box(pdfium: Any, drawn: Any) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(drawn, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _clipped(pdfium: Any, drawn: Any, box: Box) -> Box:
    """What of a box the clip of an object leaves to be seen."""
    left, bottom, right, top = box
    clip = pdfium.FPDFPageObj_GetClipPath(drawn)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(int(pdfium.FPDFClipPath_CountPaths(clip)), _DEEPEST) if clip else 0):
        xs, ys = [], []
        for part in range(min(int(pdfium.FPDFClipPath_CountPathSegments(clip, path)), _POINTS)):
            if pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, part), x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs and min(xs) < right and max(xs) > left and min(ys) < top and max(ys) > bottom:
            left, right = max(left, min(xs)), min(right, max(xs))
            bottom, top = max(bottom, min(ys)), min(top, max(ys))
    return left, bottom, right, top


def _seen(pdfium: Any, drawn: Any, width: int, height: int, box: Box, seen: Box) -> tuple[int, int]:
    """The pixels of what is seen of a picture."""
    across = (seen[2] - seen[0]) / max(box[2] - box[0], _POINT)
    up = (seen[3] - seen[1]) / max(box[3] - box[1], _POINT)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    if abs(matrix.b) > abs(matrix.a):
        across, up = up, across
    return round(width * min(across, 1.0)), round(height * min(up, 1.0))


def _image(pdfium: Any, document: Any, wanted: Wanted, is_tagged: bool) -> Image:
    page = pdfium.FPDF_LoadPage(document, wanted.page)
    if not page:
        return Image()
    numbers = frozenset(wanted.numbers)
    for number in range(int(pdfium.FPDFPage_CountObjects(page))):
        if number not in numbers:
            pdfium.FPDFPageObj_SetIsActive(pdfium.FPDFPage_GetObject(page, number), False)
    objects = [pdfium.FPDFPage_GetObject(page, number) for number in wanted.numbers]
    hidden = _hidden(pdfium, page, wanted)
    content = _own_file(pdfium, page, objects, wanted) if hidden >= _SOLID else b""
    if not content and hidden:
        is_gray = all(_metadata(pdfium, page, image).colorspace in _GRAYS for image in objects)
        content = _drawn(pdfium, page, wanted, is_gray)
    alt = _alt(pdfium, page, objects) if is_tagged else ""
    pdfium.FPDF_ClosePage(page)
    return Image(content, alt)


def _own_file(pdfium: Any, page: Any, objects: list[Any], wanted: Wanted) -> bytes:
    """The JPEG that a picture is by itself, if the page shows it upright, whole and evenly."""
    matrix = pdfium.FS_MATRIX()
    if len(objects) != 1 or pdfium.FPDFPage_GetRotation(page) or not pdfium.FPDFPageObj_GetMatrix(objects[0], matrix):
        return b""
    (image,) = objects
    name = ctypes.create_string_buffer(32)
    is_jpeg = (
        pdfium.FPDFImageObj_GetImageFilterCount(image) == 1
        and pdfium.FPDFImageObj_GetImageFilter(image, 0, name, 32)
        and name.value.decode("latin-1") == _JPEG
    )
    said = _metadata(pdfium, page, image)
    is_plain = said.colorspace in _COLOURS and said.bits_per_pixel in (8, 24)
    is_whole = (said.width, said.height) == (wanted.width, wanted.height)
    is_upright = min(matrix.a, matrix.d) > 100 * max(abs(matrix.b), abs(matrix.c))
    if not (is_jpeg and is_plain and is_whole and is_upright and _is_even(wanted)):
        return b""
    length = int(pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0))
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFImageObj_GetImageDataRaw(image, buffer, length)
    return buffer.raw


def _metadata(pdfium: Any, page: Any, image: Any) -> Any:
    said = pdfium.FPDF_IMAGEOBJ_METADATA()
    pdfium.FPDFImageObj_GetImageMetadata(image, page, said)
    return said


def _is_even(wanted: Wanted) -> bool:
    left, bottom, right, top = wanted.box
    across, up = (right - left) / wanted.width, (top - bottom) / wanted.height
    return abs(across - up) <= _EVEN * max(across, up)


def _hidden(pdfium: Any, page: Any, wanted: Wanted) -> float:
    """How much of what lies beneath a picture it hides: nothing, if it is blank, as one is that can't be drawn."""
    _, _, pixels = _render(pdfium, page, wanted, _SAMPLE, _BGRA, _CLEAR)
    alphas = pixels[3::4]
    if all(len(set(pixels[part::4])) == 1 for part in range(4)):
        return 0.0
    return max(sum(alphas.count(bytes((alpha,))) for alpha in range(250, 256)) / len(alphas), 0.01)


def _drawn(pdfium: Any, page: Any, wanted: Wanted, is_gray: bool) -> bytes:
    """A picture as the page shows it, on white, as a BMP."""
    width, height, pixels = _render(pdfium, page, wanted, LONGEST_EDGE, _GRAY if is_gray else _BGRX, _WHITE)
    shades = b"".join(bytes((n, n, n, 0)) for n in range(256)) if is_gray else b""
    start = 54 + len(shades)
    head = struct.pack("<2sIII", b"BM", start + len(pixels), 0, start)
    bits = 8 if is_gray else 32
    more = struct.pack("<IiiHHIIiiII", 40, width, -height, 1, bits, 0, len(pixels), 2835, 2835, len(shades) // 4, 0)
    return head + more + shades + pixels


def _render(pdfium: Any, page: Any, wanted: Wanted, longest: int, kind: int, ground: int) -> tuple[int, int, bytes]:
    """The width and the height of the box of a picture in pixels, and its pixels from the top, rows padded to four."""
    left, top, right, bottom = _place(pdfium, page, wanted.box)
    width, height = _size(wanted, right - left, bottom - top, longest)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, kind, None, 0)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, ground)
    across, down = width / (right - left), height / (bottom - top)
    matrix = pdfium.FS_MATRIX(across, 0, 0, down, -left * across, -top * down)
    clip = pdfium.FS_RECTF(0, 0, width, height)
    pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, 0)
    stride = int(pdfium.FPDFBitmap_GetStride(bitmap))
    pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    pdfium.FPDFBitmap_Destroy(bitmap)
    return width, height, pixels


def _place(pdfium: Any, page: Any, box: Box) -> Box:
    """The box of a page as it is drawn: in points from the top left, the page turned as it is shown."""
    fine = 1000
    size = int(pdfium.FPDF_GetPageWidthF(page) * fine), int(pdfium.FPDF_GetPageHeightF(page) * fine)
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for corner in ((box[0], box[1]), (box[2], box[3])):
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, *corner, x, y)
        corners.append((x.value / fine, y.value / fine))
    (one, other), (third, fourth) = corners
    return min(one, third), min(other, fourth), max(one, third), max(other, fourth)


def _size(wanted: Wanted, across: float, down: float, longest: int) -> tuple[int, int]:
    """The pixels that a picture takes which is so many points wide and high: its own, if they fit and are no more."""
    width, height = wanted.width, wanted.height
    if abs(across / down - width / height) > _EVEN * width / height:
        fine = (width * height / (across * down)) ** 0.5
        width, height = max(round(across * fine), 1), max(round(down * fine), 1)
    shrunk = min(longest / max(width, height), 1.0)
    return max(round(width * shrunk), 1), max(round(height * shrunk), 1)


def _alt(pdfium: Any, page: Any, objects: list[Any]) -> str:
    """What a tagged PDF says that a picture shows."""
    marks = {int(pdfium.FPDFPageObj_GetMarkedContentID(drawn)) for drawn in objects} - {-1}
    tree = pdfium.FPDF_StructTree_GetForPage(page) if marks else None
    said = next((alt for mark, alt in _figures(pdfium, tree) if mark in marks), "") if tree else ""
    if tree:
        pdfium.FPDF_StructTree_Close(tree)
    return said


def _figures(pdfium: Any, tree: Any) -> Iterator[tuple[int, str]]:
    """The marks of a page that belong to figures with an alternative text."""
    count = min(int(pdfium.FPDF_StructTree_CountChildren(tree)), _ELEMENTS)
    waiting = [(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n), "", 0) for n in range(count)][::-1]
    for _ in range(_ELEMENTS):
        if not waiting:
            return
        element, alt, depth = waiting.pop()
        if not element or depth > _DEEP:
            continue
        alt = _words(pdfium.FPDF_StructElement_GetAltText, element) or alt
        if alt:
            for n in range(min(int(pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)), _ELEMENTS)):
                yield int(pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, n)), alt
        count = min(int(pdfium.FPDF_StructElement_CountChildren(element)), _ELEMENTS)
        waiting += [(pdfium.FPDF_StructElement_GetChildAtIndex(element, n), alt, depth + 1) for n in range(count)][::-1]


def _words(call: Any, element: Any) -> str:
    length = int(call(element, None, 0))
    if not 2 < length < _ALT:
        return ""
    buffer = (ctypes.c_ushort * (length // 2))()
    call(element, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


if __name__ == "__main__":
    run(sys.stdin.buffer, sys.stdout.buffer, *map(int, sys.argv[1:]))
