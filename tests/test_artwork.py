"""Artwork: the pictures that figures.toml names: what can be none, and what is made of the others."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from pipeline.artwork import LONGEST_EDGE, MOST_LOSSLESS, prepare
from pipeline.figure_file import make_artwork
from pipeline.manifest import load_manifest
from pipeline.picture import MOST_READ

from .conftest import Run, refused
from .test_figures import FIND, drawing, entry_of, folder_of

# ---- what is wrong -----------------------------------------------------------------------------------------------


WRONG: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "no alt": ('[[figure]]\nfind = "a"\npicture = "plan.png"', "figures.toml:1:3: ", ("“figure.alt” is missing",)),
    "no picture": (
        '[[figure]]\nfind = "[Illustration]"\nalt = "b"',
        "figures.toml:2:1: ",
        ("the text brings no picture", "picture = “…”"),
    ),
    "still to write": (entry_of("…"), "figures.toml:3:1: ", ("“picture” is still to be written",)),
    "misspelt": (entry_of("plan.png", more='capton = "a"'), "figures.toml:5:1: ", ("“caption”",)),
    "no place": (entry_of("plan.png", ""), "figures.toml:1:3: ", ("“find” and “after”",)),
    "two places": (entry_of("plan.png", 'find = "a"\nafter = "b"'), "figures.toml:1:3: ", ("not both",)),
    "no chapter": (entry_of("plan.png", more='chapter = "b.txt"'), "figures.toml:5:1: ", ("“a.txt”",)),
    "nowhere": (entry_of("plan.png", 'find = "[Ilustration]"'), "figures.toml:2:1: ", ("stand nowhere", "a.txt:3")),
    "twice": (entry_of("plan.png", 'after = "water rise"'), "figures.toml:2:1: ", ("in 12 places", "quote more")),
    "no figure": (entry_of("plan.png", 'find = "last words"'), "figures.toml:2:1: ", ("hold nothing", "“after”")),
    "not printed": (entry_of("plan.png", 'after = "Notes"'), "figures.toml:2:1: ", ("not among those",)),
    "filled twice": (entry_of("plan.png") * 2, "figures.toml:6:1: ", ("“plan.png” already",)),
    "two captions": (FIND + 'caption = "b"', "figures.toml:5:1: ", ("the text has a caption",)),
    "no words": (entry_of("plan.png", more='caption = ">"'), "figures.toml:5:1: ", ("nothing of this",)),
    "ornament, caption": (entry_of("plan.png", alt="", more='caption = "b"'), "figures.toml:5:1: ", ("ornament",)),
    "ornament, text": (FIND.replace("A mill & a wheel.", ""), "figures.toml:2:1: ", ("no ornament", "“alt”")),
    "not there": (
        entry_of("plans.png"),
        "figures.toml:3:1: ",
        ("no file “plans.png”", "the pictures there are: bomb.png, "),
    ),
    "a folder": (entry_of("folder"), "figures.toml:3:1: ", ("no file “folder”",)),
    "outside": (entry_of("../plan.png"), "figures.toml:3:1: ", ("leads out of the book folder", "copy")),
    "absolute": (entry_of("/etc/hosts"), "figures.toml:3:1: ", ("leads out of the book folder",)),
    "linked": (entry_of("link.png"), "figures.toml:3:1: ", ("leads out of the book folder",)),
    "no image": (entry_of("text.png"), "figures.toml:3:1: ", ("no picture that can be read", "PNG or JPEG")),
    "vector": (entry_of("drawing.svg"), "figures.toml:3:1: ", ("SVG", "programs", "2,400 pixels")),
    "moving": (entry_of("moving.gif"), "figures.toml:3:1: ", ("3 frames, and moves", "one of them alone")),
    "pages": (entry_of("pages.tif"), "figures.toml:3:1: ", ("3 pages",)),
    "inks": (entry_of("inks.jpg"), "figures.toml:3:1: ", ("CMYK", "in RGB")),
    "measured": (entry_of("measured.tif"), "figures.toml:3:1: ", ("32 bits",)),
    "bomb": (entry_of("bomb.png"), "figures.toml:3:1: ", ("too many pixels",)),
    "large": (entry_of("large.png"), "figures.toml:3:1: ", ("it has 100 MB",)),
    "torn": (entry_of("torn.png"), "figures.toml:3:1: ", ("damaged",)),
}


def write_unfit(folder: Path) -> None:
    """Files that can be no figures."""
    (folder / "folder").mkdir()
    drawing().save(folder.parent / "other.png")
    (folder / "link.png").symlink_to(folder.parent / "other.png")
    (folder / "text.png").write_text("no picture")
    (folder / "drawing.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    frames = [Image.new("L", (9, 9), n) for n in (10, 20, 30)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:])
    frames[0].save(folder / "pages.tif", save_all=True, append_images=frames[1:])
    Image.new("CMYK", (9, 9)).save(folder / "inks.jpg")
    Image.new("F", (9, 9)).save(folder / "measured.tif")
    header = b"IHDR" + struct.pack(">IIBBBBB", 60000, 60000, 1, 0, 0, 0, 0)
    chunks = [header, b"IDAT" + zlib.compress(b"\0"), b"IEND"]
    packed = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    with (folder / "large.png").open("wb") as file:
        file.truncate(MOST_READ + 1)
    whole = (folder / "plan.png").read_bytes()
    (folder / "torn.png").write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_message(run: Run, tmp_path: Path, name: str) -> None:
    figures, place, fragments = WRONG[name]
    folder = folder_of(tmp_path, figures)
    write_unfit(folder)
    refused(run("build", folder, "--only", "epub"), place, *fragments)


# ---- the pictures ------------------------------------------------------------------------------------------------


def saved(folder: Path, image: Image.Image, name: str, **options: Any) -> Path:
    image.save(folder / name, **options)
    return folder / name


def photograph(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 60 + n) for n in range(3)])


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_what_is_plain_stays_as_it_is(tmp_path: Path) -> None:
    plain = [
        saved(tmp_path, drawing(), "a.png"),
        saved(tmp_path, drawing().convert("1"), "b.png", dpi=(300, 300)),
        saved(tmp_path, photograph((80, 60)), "c.jpg"),
    ]
    assert [prepare(path.read_bytes()).content for path in plain] == [path.read_bytes() for path in plain]


def test_nothing_goes_along_that_is_not_the_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker Of Cameras"
    exif.get_ifd(0x8825)[1] = "N"
    files = [saved(tmp_path, photograph((80, 60)), name, exif=exif) for name in ("a.jpg", "b.png", "c.webp", "d.tif")]
    files.append(saved(tmp_path, photograph((80, 60)), "e.jpg", comment=b"Maker Of Cameras"))
    behind = saved(tmp_path, photograph((80, 60)), "f.jpg")
    behind.write_bytes(behind.read_bytes() + b"Maker Of Cameras")
    for path in (*files, behind):
        assert b"Maker Of Cameras" in path.read_bytes()
        made = prepare(path.read_bytes())
        assert b"Maker Of Cameras" not in made.content
        assert not opened(made.content).getexif()
        assert made == prepare(path.read_bytes())


def test_a_turned_picture_is_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = prepare(saved(tmp_path, photograph((80, 60)), "a.jpg", exif=exif).read_bytes())
    assert (made.width, made.height) == opened(made.content).size == (60, 80)


MADE: dict[str, tuple[Image.Image, str, str]] = {
    "drawing.gif": (drawing().convert("P"), "image/png", "P"),
    "drawing.webp": (drawing(), "image/png", "RGB"),
    "scan.bmp": (drawing().convert("1"), "image/png", "1"),
    "photograph.tif": (photograph((900, 900)), "image/jpeg", "RGB"),
    "large.png": (drawing((3000, 2000)), "image/png", "RGB"),
    "large.jpg": (photograph((2500, 900)), "image/jpeg", "RGB"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_not_every_reader_shows_is_written_anew(tmp_path: Path, name: str) -> None:
    image, media_type, mode = MADE[name]
    path = saved(tmp_path, image, name)
    made = prepare(path.read_bytes())
    shown, before = opened(made.content), opened(path.read_bytes())
    assert (made.media_type, shown.mode, shown.size) == (media_type, mode, (made.width, made.height))
    assert max(shown.size) == min(max(image.size), LONGEST_EDGE)
    assert media_type == "image/jpeg" or len(made.content) <= MOST_LOSSLESS
    grey = [picture.convert("RGB").convert("L").resize((1, 1)).getpixel((0, 0)) for picture in (before, shown)]
    assert grey[0] == pytest.approx(grey[1], abs=2)


GROUNDLESS = {"a.png": "RGBA", "b.png": "LA", "c.webp": "RGBA", "d.gif": "RGBA", "e.png": "P"}


@pytest.mark.parametrize("name", GROUNDLESS)
def test_what_has_no_ground_gets_a_white_one(tmp_path: Path, name: str) -> None:
    made = prepare(saved(tmp_path, drawing(mode="RGBA").convert(GROUNDLESS[name]), name).read_bytes())
    shown = opened(made.content)
    assert not shown.has_transparency_data
    assert [shown.convert("L").getpixel(at) for at in ((600, 10), (350, 225))] == [255, 0]


def test_a_scan_of_16_bits_keeps_its_shades(tmp_path: Path) -> None:
    image = Image.new("I;16", (2, 1))
    image.putpixel((1, 0), 0x8000)
    shown = opened(prepare(saved(tmp_path, image, "scan.tif").read_bytes()).content)
    assert [shown.getpixel((x, 0)) for x in (0, 1)] == [0, 128]


def test_colours_of_another_profile_are_those_of_screens(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = saved(tmp_path, Image.new("RGB", (4, 4), "#a63"), "a.png", icc_profile=lab)
    shown = opened(prepare(path.read_bytes()).content)
    assert "icc_profile" not in shown.info
    assert shown.getpixel((0, 0)) == (0xAA, 0x66, 0x33)
    torn = saved(tmp_path, Image.new("RGB", (4, 4), "#a63"), "b.png", icc_profile=b"no profile")
    assert opened(prepare(torn.read_bytes()).content).getpixel((0, 0)) == (0xAA, 0x66, 0x33)


def test_one_picture_of_many_figures_is_one_file(tmp_path: Path) -> None:
    entries = FIND + entry_of("ornament.gif", alt="") + entry_of("plan.png", 'find = "[Map:"')
    manifest = load_manifest(folder_of(tmp_path, entries))
    artwork = make_artwork(manifest.folder, manifest.figures)
    assert {name: art.file for name, art in artwork.items()} == {
        "plan.png": "images/figure-1.png",
        "ornament.gif": "images/figure-2.png",
    }
    assert {path.name for path in manifest.inputs} >= {"figures.toml", "plan.png", "ornament.gif"}
