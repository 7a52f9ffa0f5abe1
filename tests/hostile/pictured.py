"""Documents with hostile pictures: they burst, hold scripts, lie, come by the thousand, or stand where none is read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import cache

from ..illustrated import LAST, PICTURES, book, data_url, encoded, html, markdown, opendocument, rich, word

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
MANY = 20_000


def png(width: int, height: int, *chunks: tuple[bytes, bytes], rows: int | None = None) -> bytes:
    """A white PNG, or one that says so of itself and has fewer rows."""
    pixels = zlib.compress(b"\0" * ((width + 1) * (height if rows is None else rows)), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


@cache
def swollen() -> bytes:
    """What a text in a picture comes to, packed."""
    return b"a\0\0" + zlib.compress(b"x" * 60_000_000)


def pictured(secret: str, host: str) -> Iterator[tuple[str, bytes]]:
    """The files by name; `secret` is a file that nothing may open, `host` an address that nothing may ask."""
    kinds = {
        "script": SVG,
        "byte": b"x",
        "pixels": png(50_000, 50_000, rows=1),
        "white": png(8_000, 4_900),
        "text": png(300, 300, (b"zTXt", swollen())),
        "profile": png(300, 300, (b"iCCP", swollen())),
        "torn": png(300, 300)[:-30],
        "frames": b"GIF89a" + bytes(range(256)) * 20,
        "page": f"<script src='{host}'></script>".encode(),
    }
    for what, content in kinds.items():
        held = PICTURES | {"mill.png": content}
        yield f"pictured-{what}.docx", word(held)
        yield f"pictured-{what}.odt", opendocument(held)
        yield f"pictured-{what}.epub", book(held)
        yield f"pictured-{what}.rtf", rich(held)
        yield f"pictured-{what}.html", html(*map(data_url, held.values()))
    large = png(7_900, 4_900)
    yield from _figures()
    yield "pictured-many.docx", word({f"{n}.png": large + bytes([n]) for n in range(3)})
    yield "pictured-many.html", html(*(data_url(large + bytes([n])) for n in range(3)))
    outside = f"../{secret}", f"/{secret}", f"file:///{secret}"
    remote = f"{host}.png", host.removeprefix("http:"), f"{host}?{secret}"
    for kind, make in (("html", html), ("md", markdown), ("xml", encoded)):
        yield f"pictured-outside.{kind}", make(*outside)
        yield f"pictured-remote.{kind}", make(*remote)
        yield f"pictured-template.{kind}", make("{{ 7 * 7 }}.png", "%s%n", "\u202egnp.png")
    image = f"<img src='{host}' alt='word'>"
    yield "pictured-row.html", f"<p>word {image * MANY}".encode()
    yield "pictured-spans.html", f"<p>word {f'<span>{image}</span>' * MANY}".encode()
    yield "pictured-figure.html", f"<figure>{image * MANY}<figcaption>word</figcaption></figure>".encode()
    yield "pictured-figures.html", (f"<div class=thumb>{image}" * 1_000 + "word").encode()
    yield "pictured-row.md", (f"![word]({host}) " * MANY + f"\n\n{LAST}").encode()


def _figures() -> Iterator[tuple[str, bytes]]:
    """RTF files whose pictures have odd figures, or more than there can be of."""
    leaf = PICTURES["leaf.png"].hex()
    for what, body in (
        ("odd", leaf + "8"),
        ("no-figures", "xyz" * 99_999),
        ("lines", "\n".join(leaf) + "\n8" * 4_000_000),
        ("endless", "8" * 15_000_000),
        ("groups", "8{}" * 5_000_000),
        ("bytes", r"\bin2147483647 " + leaf),
        ("minus", r"\bin-5 " + leaf),
        ("deep", r"{\pict" * 900 + "}" * 900),
        ("large", r"\pichgoal2147483647\picscaley-2147483648 " + leaf),
    ):
        yield f"pictured-{what}.rtf", (rf"{{\rtf1 word\par {{\pict\pngblip {body}}}\par {LAST}\par}}").encode()
    many = "".join(rf"{{\pict\pngblip {leaf}{n:06x}}}\par " for n in range(MANY))
    yield "pictured-many.rtf", rf"{{\rtf1 word\par {many}}}".encode()
