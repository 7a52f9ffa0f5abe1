"""The cover: the book's own picture, or one drawn from its title by its theme, in the fonts of its pages.

Pillow draws it. Where its FriBiDi is wanting, letters are set without kerning. Words that a font has no letters for are
set in another that comes along; if none has them, they are left out, of the alternative text too, and the editor is
asked for a picture.
"""

from __future__ import annotations

import hashlib
import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from .credits import titled
from .manifest import Manifest
from .picture import MEDIA_TYPES, Picture
from .settings import BookFile
from .theme import THEMES, CoverText, Palette, Theme, characters, load_theme

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

COVER_PAGE = "cover"
SIZE = (1600, 2400)
"""Pixels: the proportion of most books, and enough for the largest readers."""
QUALITY = 82
"""Of the JPEG, out of 100: no edge of a letter is seen to blur."""
STEP = 0.94
"""By how much words are made smaller until they fit."""


class Cover(Struct, frozen=True):
    """A cover: its picture, the name of its file, and what it shows in words."""

    picture: Picture
    file: str
    alt: str


def make_cover(manifest: Manifest) -> Cover:
    """The cover of a book: its own picture, or what its theme draws. The same book gives the same bytes."""
    about = manifest.book
    picture = manifest.cover or Picture(draw_cover(load_theme(about.theme), about), "image/jpeg", *SIZE)
    return Cover(picture, cover_file(manifest), alternative(about))


def cover_file(manifest: Manifest) -> str:
    """The name of its file."""
    is_png = manifest.cover is not None and manifest.cover.media_type == MEDIA_TYPES["PNG"]
    return "cover.png" if is_png else "cover.jpg"


def alternative(about: BookFile) -> str:
    """What it shows in words: the editor's, or what is printed on it."""
    return about.cover_alt or f"Cover. {spoken(about)}".strip()


def spoken(about: BookFile) -> str:
    """What a cover says, as a sentence would.

    >>> import datetime
    >>> spoken(BookFile("Of Cats", "en", datetime.date(2026, 1, 1), subtitle="A Life", editors=("A. B.", "C. D.")))
    'Of Cats: A Life. Edited by A. B. and C. D.'
    """
    words = _words(about)
    said = {name: "" if name in unshown(about) else words[name] for name in words}
    title = ": ".join(filter(None, (said["title"], said["subtitle"])))
    parts = (part for part in (title, said["people"], said["publisher"]) if part)
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in parts)


def unshown(about: BookFile) -> dict[str, str]:
    """What a drawn cover leaves out, by its names in `CoverText.say`; of an editor's picture nothing is known."""
    if about.cover is not None:
        return {}
    words = _words(about)
    lost = {text.say for text, _, font in _sayings(load_theme(about.theme), words) if font is None}
    return {name: said for name, said in words.items() if f"{{{name}}}" in lost}


def _words(about: BookFile) -> dict[str, str]:
    """All that a cover may say."""
    return {
        "title": about.title,
        "subtitle": about.subtitle or "",
        "people": _people(about),
        "publisher": about.publisher or "",
    }


def draw_cover(theme: Theme, about: BookFile) -> bytes:
    """The cover that a theme draws for a book, as a JPEG of `SIZE`."""
    return _draw(theme, **_words(about))


@lru_cache(maxsize=1)
def _draw(theme: Theme, title: str, subtitle: str, people: str, publisher: str) -> bytes:
    """The same, kept for the next that asks: the EPUB and the landing page have one cover."""
    from PIL import Image, ImageDraw

    palette = _choose(theme.cover.palette, title)
    image = Image.new("RGB", SIZE, palette.paper)
    draw = ImageDraw.Draw(image)
    for shape in theme.cover.shape:
        colour = getattr(palette, shape.colour)
        fill, outline = (None, colour) if shape.line else (colour, None)
        left, top, right, bottom = shape.box
        draw.rectangle((left, top, right - 1, bottom - 1), fill, outline, shape.line)
    words = {"title": title, "subtitle": subtitle, "people": people, "publisher": publisher}
    _draw_texts(draw, theme, words, palette)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _draw_texts(draw: ImageDraw, theme: Theme, words: Mapping[str, str], palette: Palette) -> None:
    end = 0
    for text, said, font in _sayings(theme, words):
        if font is not None:
            setting = fit(text, said, font)
            top = min(text.box[1], end + text.box[1] - _bottom_before(theme, text)) if text.after else setting.top
            end = setting.draw(draw, top, getattr(palette, text.colour))


def _sayings(theme: Theme, words: Mapping[str, str]) -> Iterator[tuple[CoverText, str, Path | None]]:
    """What a cover says, text by text, and the font it is set in; None where no font has all the letters."""
    for text in theme.cover.text:
        said = " ".join(text.say.format(**words).split())
        if said:
            said = said.upper() if text.capitals else said
            yield text, said, next((font for font in _fonts(theme, text.file) if _has(font, said)), None)


def _fonts(theme: Theme, file: str) -> Iterator[Path]:
    """A font of a theme, then all that come along with us."""
    yield theme.font(file)
    for other in (theme, *map(load_theme, THEMES)):
        yield from (family.path(face) for family in other.family for face in family.face)


def _has(font: Path, said: str) -> bool:
    known = characters(font)
    return all(character.isspace() or ord(character) in known for character in said)


def _bottom_before(theme: Theme, text: CoverText) -> int:
    """Where the box of the words before these ends."""
    return theme.cover.text[theme.cover.text.index(text) - 1].box[3]


class SetText(Struct, frozen=True):
    """Words of the cover as they are set: their font, and their lines with the width of each in pixels."""

    text: CoverText
    font: FreeTypeFont
    lines: tuple[str, ...]

    @property
    def leading(self) -> int:
        """Pixels from line to line."""
        return round(self.font.size * self.text.leading)

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the foot of the last."""
        return self.leading * (len(self.lines) - 1) + sum(self.font.getmetrics())

    @property
    def top(self) -> int:
        """Where the first line begins."""
        _, top, _, bottom = self.text.box
        room = bottom - top - self.height
        return top + {"top": 0, "middle": room // 2, "bottom": room}[self.text.stand]

    def fits(self) -> bool:
        """Whether all lines stand in the box."""
        left, top, right, bottom = self.text.box
        is_wide = any(width(line, self.font, self.text) > right - left for line in self.lines)
        return not is_wide and self.height <= bottom - top and len(self.lines) <= self.text.most

    def draw(self, draw: ImageDraw, top: int, colour: str) -> int:
        """Draw the lines from `top` on; the height where they end."""
        left, _, right, _ = self.text.box
        for number, line in enumerate(self.lines):
            room = right - left - width(line, self.font, self.text)
            x = left + (room / 2 if self.text.align == "center" else 0)
            y = top + number * self.leading
            if self.text.tracking:
                for character in line:
                    draw.text((round(x), y), character, colour, self.font)
                    x += width(character, self.font, self.text) + self.text.tracking * self.font.size
            else:
                draw.text((round(x), y), line, colour, self.font)
        return top + self.height


def fit(text: CoverText, said: str, file: Path) -> SetText:
    """Words set as large as their box lets them be; what is too long at the smallest size is cut with an ellipsis."""
    from PIL import ImageFont

    size, smallest = map(float, text.sizes)
    path = str(file)
    while True:
        font = ImageFont.truetype(path, round(size))
        setting = SetText(text, font, balance(said, font, text))
        if setting.fits():
            return setting
        if size <= smallest:
            break
        size = max(size * STEP, smallest)
    said = " ".join(_broken(word, font, text) for word in said.split())
    while not (setting := SetText(text, font, balance(said, font, text))).fits() and len(said) > 1:
        said = f"{said[: len(said) * 9 // 10].rstrip()}…"
    return setting


def _broken(word: str, font: FreeTypeFont, text: CoverText) -> str:
    """A word in pieces that a line can hold."""
    room = float(text.box[2] - text.box[0])
    fitting = bisect_right(range(len(word) + 1), room, key=lambda count: width(f"{word[:count]}-", font, text))
    most = max(fitting - 1, 1)
    pieces = [word[start : start + most] for start in range(0, len(word), most)]
    return "- ".join(pieces)


def balance(said: str, font: FreeTypeFont, text: CoverText) -> tuple[str, ...]:
    """Words in lines that fill their box as evenly as can be: the squares of what they leave empty sum to the least."""
    words = said.split()
    widths = [width(word, font, text) for word in words]
    space = width(" ", font, text) + 2 * text.tracking * font.size
    measure = text.box[2] - text.box[0]
    best: list[tuple[float, int]] = [(0.0, 0)]
    """For the first words of a number: the least sum, and how many of them stand before the last line."""
    for end in range(1, len(words) + 1):
        used, ways = -space, []
        for start in range(end - 1, -1, -1):
            used += widths[start] + space
            if used > measure and start < end - 1:
                break
            ways.append((best[start][0] + (measure - used) ** 2, start))
        best.append(min(ways))
    breaks = [len(words)]
    while breaks[-1]:
        breaks.append(best[breaks[-1]][1])
    return tuple(" ".join(words[a:b]) for a, b in pairwise(reversed(breaks)))


def width(line: str, font: FreeTypeFont, text: CoverText) -> float:
    """Pixels that a line takes; tracked letters are set one by one, so they are not kerned."""
    if text.tracking:
        return sum(_length(c, font) for c in line) + text.tracking * font.size * (len(line) - 1)
    return _length(line, font)


@lru_cache(maxsize=4096)
def _length(letters: str, font: FreeTypeFont) -> float:
    """Pixels of letters without tracking; kept, for words are measured anew in every line they are tried in."""
    return font.getlength(letters)


def _choose(palettes: tuple[Palette, ...], title: str) -> Palette:
    """A palette that a title always gets, so that the books on a shelf differ."""
    return palettes[hashlib.sha256(title.encode()).digest()[0] % len(palettes)]


def _people(about: BookFile) -> str:
    """Those named on the cover: the authors; or else the first of the others, with what they did."""
    return next((f"{phrase} {_series(names)}".strip() for phrase, names in titled(about)), "")


def _series(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
