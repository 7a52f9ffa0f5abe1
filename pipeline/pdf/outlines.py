"""Outlines: the bookmarks of a book, and the destinations of its links by name, as objects of its file."""

from __future__ import annotations

from collections.abc import Iterator

from ..typesetting.objects import numeral, string
from ..typesetting.sheets import Bookmark, Place, Shift
from .numbering import Run
from .volume import Volume


def write_names(volume: Volume, run: Run, sheets: list[int], shifts: list[Shift]) -> int:
    """Write the destinations of all links, by name; the number of their tree."""
    names: dict[str, bytes] = {}
    for _, start, part in run.parts:
        for name, place in part.places.items():
            if name not in names:
                names[name] = _destination(start, place, sheets, shifts)
    pairs = b" ".join(string(name) + names[name] for name in sorted(names, key=str.encode))
    return volume.add(b"<</Names[%s]>>" % pairs)


def _destination(start: int, place: Place, sheets: list[int], shifts: list[Shift]) -> bytes:
    """A place of the part that starts with a folio, as a destination."""
    number = start - 1 + place.page
    x, y = place.x + shifts[number].x, place.y + shifts[number].y
    return b"[%d 0 R/XYZ %s %s 0]" % (sheets[number], numeral(x), numeral(y))


def write_outline(volume: Volume, run: Run, sheets: list[int], shifts: list[Shift]) -> bytes:
    """Write the bookmarks; what the catalogue says of them, which is nothing if there are none."""

    def entries(bookmarks: tuple[Bookmark, ...], start: int) -> Iterator[tuple[bytes, int, tuple[Bookmark, ...]]]:
        for mark in bookmarks:
            said = b"/Title%s/Dest%s" % (string(mark.title), _destination(start, mark.place, sheets, shifts))
            yield said, start, mark.children

    def write(items: list[tuple[bytes, int, tuple[Bookmark, ...]]], holder: int) -> bytes:
        """Write the bookmarks below another; what that one says of them."""
        if not items:
            return b""
        first, count = volume.reserve(len(items)), len(items)
        for number, (said, start, children) in enumerate(items, first):
            below = [*entries(children, start)]
            said += write(below, number) + b"/Parent %d 0 R" % holder
            said += b"/Prev %d 0 R" % (number - 1) if number > first else b""
            said += b"/Next %d 0 R" % (number + 1) if number < first + len(items) - 1 else b""
            volume.put(number, b"<<%s>>" % said)
            count += sum(1 for _ in _all(children))
        return b"/First %d 0 R/Last %d 0 R/Count %d" % (first, first + len(items) - 1, count)

    tops = [entry for _, start, part in run.parts for entry in entries(part.bookmarks, start)]
    if not tops:
        return b""
    root = volume.reserve()
    volume.put(root, b"<</Type/Outlines%s>>" % write(tops, root))
    return b"/Outlines %d 0 R" % root


def _all(bookmarks: tuple[Bookmark, ...]) -> Iterator[Bookmark]:
    for bookmark in bookmarks:
        yield bookmark
        yield from _all(bookmark.children)
