"""Pictures: an image file that a book brings along, and whether readers can show it as a cover."""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from .folder import is_file, is_inside
from .toml_file import Path_, TomlFile

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}
ENDINGS = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",)}
"""The formats that every reading system shows (EPUB 3.3, 3.2), by Pillow's names for them."""
KNOWN = frozenset({".bmp", ".gif", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp"})
"""Endings of files that are named where one is wanting."""
LEAST_EDGE = 600
"""Pixels of the shorter edge below which a cover is blurred on a telephone."""
MOST_BYTES = 5_000_000
"""Above this, some shops refuse a cover, and small readers take seconds to show it."""


MOST_READ = 100_000_000
"""Bytes of a file that is looked at."""


class Picture(Struct, frozen=True):
    """An image: its bytes, their media type, and its width and height in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def read_cover(toml: TomlFile, name: str | None) -> Picture | None:
    """The cover that book.toml names, if it names one.

    Raises:
        ManifestError: there is no such file, or readers could not show it.
    """
    if name is None:
        return None
    path = find_picture(toml, ("cover",), name)
    try:
        return read_picture(path)
    except UnfitPicture as unfit:
        hint = f"save it as a JPEG or PNG{unfit.how}, best of 1600 × 2400 pixels"
        raise toml.wrong(("cover",), f"“{name}” can’t be the cover: {unfit}", hint) from None


def pictures_in(folder: Path, outputs: str) -> Iterator[Path]:
    """The pictures in a folder by their endings, in order; not in hidden folders, nor in those that hold `outputs`."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not Path(here, n, outputs).exists())
        for name in sorted(files):
            path = Path(here, name)
            if path.suffix.lower() in KNOWN and is_file(path) and is_inside(path, folder) and os.access(path, os.R_OK):
                yield path


def find_picture(toml: TomlFile, way: Path_, name: str) -> Path:
    """The path of the picture of the book folder that a companion names at `way`.

    Raises:
        ManifestError: there is no such file, or it lies elsewhere, be it by a link.
    """
    folder = toml.path.parent
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts or not is_inside(path, folder):
        hint = "copy the file into the book folder"
        raise toml.wrong(way, f"“{name}” leads out of the book folder", hint)
    if not is_file(path):
        beside = path.parent if path.parent.is_dir() else folder
        known = (file for file in beside.iterdir() if file.suffix.lower() in KNOWN)
        there = sorted(file.relative_to(folder).as_posix() for file in known)
        hint = f"the pictures there are: {', '.join(there)}" if there else "copy the picture into the book folder"
        raise toml.wrong(way, f"there is no file “{name}” in the book folder", hint)
    return path


class UnfitPicture(ValueError):
    """What is wrong with a picture, and `how` to save it besides."""

    def __init__(self, wrong: str, how: str = "") -> None:
        super().__init__(wrong)
        self.how = how


def read_picture(path: Path) -> Picture:
    """The picture of a file.

    Raises:
        UnfitPicture: it can't be read, is no JPEG or PNG, is damaged, too small, too large, or in the inks of a press.
    """
    content = read_bytes(path)
    with open_picture(content) as image:
        kind, mode, (width, height) = image.format or "", image.mode, image.size
        image.load()
    if kind not in MEDIA_TYPES:
        raise UnfitPicture(f"it is a {kind}, which not every reader shows")
    if path.suffix.lower() not in ENDINGS[kind]:
        ending = ENDINGS[kind][0]
        raise UnfitPicture(f"it is a {kind}, which its name does not say", f" with a name that ends in {ending}")
    if mode == "CMYK":
        raise UnfitPicture("it is in CMYK, the inks of a press, which screens can’t show", " in RGB")
    if min(width, height) < LEAST_EDGE:
        raise UnfitPicture(f"it is small, {width} × {height} pixels, and would be blurred")
    if len(content) > MOST_BYTES:
        raise UnfitPicture(f"it has {len(content) / 1e6:.1f} MB, which many readers refuse", " below 5 MB")
    return Picture(content, MEDIA_TYPES[kind], width, height)


def read_bytes(path: Path) -> bytes:
    """The file of a picture.

    Raises:
        UnfitPicture: it can't be read, or is larger than any picture need be.
    """
    try:
        if (size := path.stat().st_size) > MOST_READ:
            raise UnfitPicture(f"it has {size / 1e6:,.0f} MB", f" with no more than {MOST_READ / 1e6:.0f} MB")
        return path.read_bytes()
    except OSError as failure:
        raise UnfitPicture(f"it can’t be read: {failure.strerror}") from None


@contextmanager
def open_picture(content: bytes, formats: tuple[str, ...] | None = None) -> Iterator[ImageFile]:
    """A picture to be looked at, of one of some formats by Pillow's names; its pixels are read when they are asked for.

    Raises:
        UnfitPicture: it can't be read, is damaged, or has so many pixels that opening it would harm.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), _refusing_torn_files():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=formats) as image:
                yield image
    except UnfitPicture:
        raise
    except UnidentifiedImageError:
        raise UnfitPicture("it is no picture that can be read") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnfitPicture("it has too many pixels") from None
    except (OSError, SyntaxError, ValueError) as failure:
        raise UnfitPicture(f"it is damaged, or can’t be read: {failure}") from None


@contextmanager
def _refusing_torn_files() -> Iterator[None]:
    """Pillow as it is by itself: WeasyPrint, once imported, tells it to show what there is of a torn file."""
    from PIL import ImageFile

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
