"""Artwork: the pictures of a book's figures as every reader can show them, without what their makers left in them.

A PNG or JPEG that is sound, plain and not too large goes in as it is; any other picture is written anew.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from .picture import MEDIA_TYPES, Picture, UnfitPicture, open_picture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")
"""What is taken, by Pillow's names."""

LONGEST_EDGE = 2400
"""Pixels: 20 cm at 300 to the inch, and more than any screen that books are read on has."""

MOST_LOSSLESS = 1_000_000
"""Bytes up to which a picture that was neither PNG nor JPEG is kept without loss; only photographs are larger."""

QUALITY = 90
"""Of a JPEG made of another format, out of 100."""

_PLAIN_JPEG = frozenset({"APP0", "APP14"})
"""The segments of a JPEG that only say how to read it: JFIF, and Adobe's for the colours."""

_PLAIN_PNG = frozenset({"aspect", "chromaticity", "dpi", "gamma", "interlace", "srgb"})
_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<![^>]{0,500}>\s*)*<svg\b", re.IGNORECASE)
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}


class Artwork(Struct, frozen=True):
    """The picture of a figure, and the name of its file in the book."""

    file: str
    picture: Picture


def check_artwork(name: str, content: bytes) -> tuple[int, int]:
    """See by its first bytes that a file is a picture that can be taken; its width and height in pixels.

    Raises:
        UnfitPicture: it is no picture, an SVG, one that moves, of several pages, too large, or in the inks of a press.
    """
    if name.lower().endswith((".svg", ".svgz")) or _SVG.match(content):
        wrong = "it is an SVG, which may hold programs and fetch files, and which paper and screens show differently"
        raise UnfitPicture(wrong, f": draw it as a PNG {LONGEST_EDGE:,} pixels wide")
    with open_picture(content, FORMATS) as image:
        if image.mode == "CMYK":
            raise UnfitPicture("it is in CMYK, the inks of a press, which screens can’t show", " in RGB")
        if image.mode in {"I", "F"}:
            raise UnfitPicture("its pixels have 32 bits, and are measurements rather than shades", " in 8 or 16 bits")
        if image.format != "MPO" and (count := getattr(image, "n_frames", 1)) > 1:
            what = "pages" if image.format == "TIFF" else "frames, and moves"
            raise UnfitPicture(f"it has {count} {what}", ", one of them alone")
        return image.size


def prepare(content: bytes) -> Picture:
    """The picture of a file that `check_artwork` lets pass. The same file gives the same bytes.

    Raises:
        UnfitPicture: it is damaged.
    """
    with open_picture(content, FORMATS) as image:
        image.load()
        if _is_plain(image, content):
            return Picture(content, MEDIA_TYPES[str(image.format)], *image.size)
        return _write(image)


def _is_plain(image: ImageFile, content: bytes) -> bool:
    """Whether a PNG or JPEG has nothing in it but the picture, and no more of that than is shown."""
    kind = image.format or ""
    if max(image.size) > LONGEST_EDGE or kind not in _ENDS or not content.endswith(_ENDS[kind]):
        return False
    if image.has_transparency_data:
        return False
    if kind == "JPEG":
        return {name for name, _ in getattr(image, "applist", ())} <= _PLAIN_JPEG
    return set(image.info) <= _PLAIN_PNG and not getattr(image, "private_chunks", ()) and image.mode[:2] != "I;"


def _write(image: ImageFile) -> Picture:
    """A picture as what it was, or else as a PNG, or as a JPEG if without loss it would take too many bytes."""
    seen = _as_seen(image)
    if image.format not in {"JPEG", "MPO"}:
        content = _encode(seen, "PNG")
        if image.format == "PNG" or len(content) <= MOST_LOSSLESS:
            return Picture(content, MEDIA_TYPES["PNG"], *seen.size)
    content = _encode(seen.convert("L" if seen.mode in {"1", "L"} else "RGB"), "JPEG", optimize=True, **_quality(image))
    return Picture(content, MEDIA_TYPES["JPEG"], *seen.size)


def _quality(image: ImageFile) -> dict[str, Any]:
    """How a picture is to be kept as a JPEG: one that was a JPEG as well as it was."""
    from PIL.JpegImagePlugin import get_sampling

    if image.format not in {"JPEG", "MPO"}:
        return {"quality": QUALITY}
    return {"qtables": image.quantization, "subsampling": get_sampling(image)}  # type: ignore[attr-defined]


def _as_seen(image: ImageFile) -> Image:
    """The picture upright, on white, in the colours of screens, no larger than it need be; and nothing but the picture.

    A drawing on no ground of its own would be black on black at night. Of a large picture there is one copy at most.
    """
    from PIL import Image as Pillow
    from PIL import ImageOps

    ImageOps.exif_transpose(image, in_place=True)
    seen: Image = image
    if seen.mode.startswith("I;16"):
        seen = seen.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if seen.has_transparency_data:
        seen = _on_white(seen)
    if seen.mode not in {"1", "L", "P", "RGB"}:
        seen = seen.convert("RGB")
    if max(seen.size) > LONGEST_EDGE:
        if seen.mode in {"1", "P"}:
            seen = seen.convert("L" if seen.mode == "1" else "RGB")
        seen.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Pillow.Resampling.LANCZOS)
    if seen.mode == "RGB" and (profile := image.info.get("icc_profile")):
        seen = _in_srgb(seen, profile)
    seen.info = {}
    return seen


def _on_white(image: Image) -> Image:
    from PIL import Image as Pillow

    kind = "L" if image.mode in {"1", "L", "LA"} else "RGB"
    inked = image if image.mode in {"LA", "RGBA"} else image.convert("RGBA")
    ground = Pillow.new(kind, image.size, "white")
    ground.paste(inked if kind == "RGB" else inked.convert("L"), mask=inked.getchannel("A"))
    return ground


def _in_srgb(image: Image, profile: bytes) -> Image:
    """A picture in the colours that are meant where nothing is said of them; one whose own profile is torn as it is."""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return image
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _encode(image: Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
