"""The editor's figures: figures.toml of the book folder, read and checked with the pictures it names.

The file need not be there; an empty one and a missing one are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from .artwork import Artwork, check_artwork, prepare
from .companions import check_names_chapter, check_prose, read_companion
from .errors import ManifestError
from .picture import MEDIA_TYPES, Picture, UnfitPicture, find_picture, read_bytes
from .queries import Place
from .settings import FigureEntry, Figures, Limits
from .toml_file import Path_, TomlFile

NAME = "figures.toml"
NONE: Mapping[str, Picture] = MappingProxyType({})


class PlacedFigure(Struct, frozen=True):
    """A picture, and the words it goes with: those that the source prints for it, or that it stands `after`.

    Without a `picture` it is about the one that the source brings.
    `chapter` is the file they stand in, if it is named, and `alt` what the picture shows. `place` is where figures.toml
    quotes the words, `picture_place` where it names the picture, `caption_place` where it gives a caption, if it does.
    """

    find: str
    is_after: bool
    chapter: str | None
    picture: str | None
    alt: str
    caption: str | None
    place: Place
    picture_place: Place
    caption_place: Place


def read_figures(folder: Path, files: list[str], limits: Limits) -> tuple[PlacedFigure, ...]:
    """What the editor supplies for the figures of a book.

    Raises:
        ManifestError: an entry is wrong, or its picture is not there, or is none that every reader can show.
    """
    toml, figures = read_companion(folder / NAME, Figures, limits)
    return tuple(_read(toml, number, entry, files) for number, entry in enumerate(figures.figure))


def picture_files(folder: Path, figures: Sequence[PlacedFigure]) -> Iterator[Path]:
    """The pictures that are named, each once."""
    return (folder / name for name in dict.fromkeys(f.picture for f in figures if f.picture is not None))


def make_artwork(
    folder: Path, figures: Sequence[PlacedFigure], brought: Mapping[str, Picture] = NONE
) -> dict[str, Artwork]:
    """The pictures ready for the book, by the names that its figures have for them.

    First those of figures.toml, then those that the documents bring.

    Raises:
        ManifestError: one is damaged.
    """
    pictures: dict[str, Picture] = {}
    for figure in figures:
        if figure.picture is not None and figure.picture not in pictures:
            try:
                pictures[figure.picture] = prepare(read_bytes(folder / figure.picture))
            except UnfitPicture as unfit:
                raise _unfit(figure.picture, unfit, figure.picture_place) from None
    named = enumerate((pictures | dict(brought)).items(), 1)
    return {name: Artwork(_file(number, picture), picture) for number, (name, picture) in named}


def _file(number: int, picture: Picture) -> str:
    """The name in the book of its n-th picture."""
    return f"images/figure-{number}.{'png' if picture.media_type == MEDIA_TYPES['PNG'] else 'jpg'}"


def _read(toml: TomlFile, number: int, entry: FigureEntry, files: list[str]) -> PlacedFigure:
    way: Path_ = ("figure", number)
    if entry.chapter is not None:
        check_names_chapter(toml, (*way, "chapter"), files, entry.chapter)
    if (entry.find is None) == (entry.after is None):
        hint = "quote what the source prints for the figure in “find”, or the words it is to stand “after”"
        raise toml.wrong(way, "one of “find” and “after” must say where the figure stands, and not both", hint)
    if not entry.alt and entry.caption is not None:
        hint = "say in “alt” what it shows"
        raise toml.wrong((*way, "caption"), "an ornament, which has no “alt”, can’t have a caption", hint)
    if entry.caption is not None:
        check_prose(toml, (*way, "caption"), entry.caption)
    place = toml.place((*way, "picture"))
    if entry.picture is not None:
        path = find_picture(toml, (*way, "picture"), entry.picture)
        try:
            check_artwork(path.name, read_bytes(path))
        except UnfitPicture as unfit:
            raise _unfit(entry.picture, unfit, place) from None
    return PlacedFigure(
        entry.find or entry.after or "",
        entry.find is None,
        entry.chapter,
        entry.picture,
        entry.alt,
        entry.caption,
        toml.place((*way, "after" if entry.find is None else "find")),
        place,
        toml.place((*way, "caption")),
    )


def _unfit(name: str, unfit: UnfitPicture, place: Place) -> ManifestError:
    hint = f"save it as a PNG or JPEG{unfit.how}"
    return ManifestError(f"“{name}” can’t be a figure: {unfit}", hint=hint, place=place)
