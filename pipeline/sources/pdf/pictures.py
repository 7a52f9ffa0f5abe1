"""Pictures: which of those on the pages of a PDF stand by themselves, and their files.

What is small, comes again and again, or lies beneath words is left out, and named with the reason.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from ...settings import Limits
from ..gallery import LEAST_EDGE, MOST_PIXELS, TINY, Gallery, alternative
from ..office.paragraphs import Plate
from . import imaging
from .extraction import Page
from .imaging import Box, Drawn, Image, Wanted
from .opening import NUMBER, messages

PROGRAM = Path(imaging.__file__)

LEAST_SIDE, LEAST_LENGTH = 36.0, 72.0
"""Points, half an inch and an inch: the sides that a picture has at least which is no sign in a line."""

TOUCH = 1.5
"""Points: parts of a picture that was cut into strips lie no further apart."""

WHOLE = 0.8
"""Of a page: as much is covered by a scan of it."""

MOST_WORDS, FEW_WORDS = 400, 30
"""Characters on a picture that is a ground for words, and those that may stand on any."""

AGAIN = 3
"""How often a document has a picture that is a sign of its publisher, or an ornament of its pages."""

MOST_PARTS = 300
"""Pictures of a page."""

TRIES = 3
"""How often the process is started that draws pictures; each that ends it is left out."""

SMALL = "pictures too small to stand by themselves"
BENEATH = "pictures beneath words, as scans of pages are"
REPEATED = "pictures that come again and again"
HARD = "pictures that are blank or damaged, or ask for more time or memory than a picture does"
MANY = f"pages of more than {MOST_PARTS} pictures each"


class Found(Struct, frozen=True):
    """A picture that stands by itself: its page, its box on it, and its parts."""

    page: int
    box: Box
    parts: tuple[Drawn, ...]

    @property
    def wanted(self) -> Wanted:
        """What is asked of the process that draws: as many pixels to the inch as its first part has."""
        first, box = self.parts[0], self.box
        across = (box[2] - box[0]) / max(first.box[2] - first.box[0], 0.01) if len(self.parts) > 1 else 1.0
        up = (box[3] - box[1]) / max(first.box[3] - first.box[1], 0.01) if len(self.parts) > 1 else 1.0
        size = round(first.width * across), round(first.height * up)
        return Wanted(self.page, tuple(part.number for part in self.parts), box, *size)


class Hung(Struct, frozen=True):
    """A picture that is taken, and where it stands on which page."""

    page: int
    box: Box
    plate: Plate


def hang_pictures(raw: bytes, pages: Sequence[Page], gallery: Gallery) -> list[Hung]:
    """The pictures of a document that stand by themselves, in the order of its pages.

    Raises:
        SourceError: they are more, or come to more pixels, than the book allows.
    """
    numbers = [number for number, page in enumerate(pages) if page.pictures]
    if not numbers:
        return []
    limits = gallery.limits
    lists = [Decoder(list[Drawn]).decode(answer) for answer in _answers(raw, numbers, [], limits)]
    drawn = zip(numbers, lists, strict=False)
    found = [each for number, pictures in drawn for each in _whole_pictures(number, pictures, gallery)]
    for number in numbers[len(lists) :]:
        gallery.leave_out(HARD, f"page {number + 1}")
    return list(_taken(raw, list(_standing(found, pages, gallery)), gallery))


def _whole_pictures(number: int, drawn: Sequence[Drawn], gallery: Gallery) -> Iterator[Found]:
    """The pictures of a page, those put together that were cut into strips."""
    if len(drawn) > MOST_PARTS:
        gallery.leave_out(MANY, f"page {number + 1}")
        return
    groups = [Found(number, part.box, (part,)) for part in drawn if min(part.width, part.height) > 0]
    merged: list[Found] = []
    for group in sorted(groups, key=lambda each: (-each.box[3], each.box[0])):
        beside = next((n for n, other in enumerate(merged) if _touch(other.box, group.box)), None)
        if beside is None:
            merged.append(group)
        else:
            other = merged[beside]
            box = (*map(min, other.box[:2], group.box[:2]), *map(max, other.box[2:], group.box[2:]))
            merged[beside] = Found(number, (box[0], box[1], box[2], box[3]), (*other.parts, *group.parts))
    yield from merged


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes have one side in common, of the same length."""
    (left, bottom, right, top), (west, south, east, north) = one, other
    is_column = abs(left - west) < TOUCH and abs(right - east) < TOUCH
    is_row = abs(bottom - south) < TOUCH and abs(top - north) < TOUCH
    return (is_column and min(abs(bottom - north), abs(top - south)) < TOUCH) or (
        is_row and min(abs(left - east), abs(right - west)) < TOUCH
    )


def _standing(found: Sequence[Found], pages: Sequence[Page], gallery: Gallery) -> Iterator[Found]:
    """The pictures that stand by themselves; the others are left out."""
    again = Counter(_look(each) for each in found)
    beneath = {id(each) for each in found if _is_beneath(each, pages[each.page])}
    scans = {each.page for each in found if id(each) in beneath and _covers(each, pages[each.page])}
    is_scan = len(scans) * 2 > sum(bool(page.text.strip()) for page in pages)
    for each in found:
        across, up = each.box[2] - each.box[0], each.box[3] - each.box[1]
        first = each.parts[0]
        if min(across, up) < LEAST_SIDE or max(across, up) < LEAST_LENGTH:
            reason = SMALL
        elif min(first.width, first.height) < LEAST_EDGE:
            reason = TINY
        elif again[_look(each)] >= AGAIN:
            reason = REPEATED
        elif id(each) in beneath or (is_scan and _covers(each, pages[each.page])):
            reason = BENEATH
        elif sum(part.width * part.height for part in each.parts) > MOST_PIXELS:
            reason = "pictures left out (it has too many pixels)"
        else:
            yield each
            continue
        gallery.leave_out(reason, f"page {each.page + 1}")


def _look(found: Found) -> tuple[object, ...]:
    """What is the same of one picture wherever it stands."""
    left, bottom, right, top = found.box
    parts = ((part.width, part.height, part.length) for part in found.parts)
    return (round(right - left), round(top - bottom), *parts)


def _covers(found: Found, page: Page) -> bool:
    left, bottom, right, top = page.box
    across, up = found.box[2] - found.box[0], found.box[3] - found.box[1]
    return across * up >= WHOLE * (right - left) * (top - bottom)


def _is_beneath(found: Found, page: Page) -> bool:
    """Whether words stand on a picture: many, or nearly all of its page."""
    left, bottom, right, top = found.box
    places = zip(page.left, page.y, strict=True)
    count = sum(left < x < right and bottom < y < top for x, y in places)
    return count > MOST_WORDS or (count > FEW_WORDS and count * 2 > len(page.left))


def _taken(raw: bytes, found: Sequence[Found], gallery: Gallery) -> Iterator[Hung]:
    """The pictures that the gallery takes, one after the other."""
    at = tries = 0
    while at < len(found) and tries < TRIES:
        for answer in _answers(raw, [], [each.wanted for each in found[at:]], gallery.limits):
            each, image = found[at], Decoder(Image).decode(answer)
            at += 1
            if not image.content:
                gallery.leave_out(HARD, f"page {each.page + 1}")
            elif picture := gallery.take(f"page-{each.page + 1}-{at}", partial(bytes, image.content)):
                yield Hung(each.page, each.box, Plate(picture, alternative(image.alt)))
        if at < len(found):
            gallery.leave_out(HARD, f"page {found[at].page + 1}")
            at, tries = at + 1, tries + 1
    for each in found[at:]:
        gallery.leave_out(HARD, f"page {each.page + 1}")


def _answers(raw: bytes, pages: Sequence[int], wanted: Sequence[Wanted], limits: Limits) -> Iterator[bytes]:
    """What the process says of the pictures of some pages, then those that are wanted; it may break off."""
    encode = Encoder().encode
    command = [sys.executable, "-P", str(PROGRAM), str(limits.pdf_memory_mb), str(limits.pdf_seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):
            for message in (raw, encode(pages), encode(wanted)):
                process.stdin.write(len(message).to_bytes(NUMBER, "big") + message)
            process.stdin.close()
        yield from messages(process.stdout)
