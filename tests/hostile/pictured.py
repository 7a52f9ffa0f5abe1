"""Documents with hostile pictures: they burst, hold scripts, lie, come by the thousand, or stand where none is read."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

from ..illustrated import LAST, PICTURES, book, data_url, encoded, html, markdown, opendocument, rich, word
from .portable import TEXT, pdf, stream
from .portable import book as portable

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
    yield from _drawn()
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


def _drawn() -> Iterator[tuple[str, bytes]]:
    """PDFs whose images lie about their size, burst, break off, hold each other, or come by the thousand."""
    leaf = PICTURES["leaf.png"]
    bomb, noise = zlib.compress(bytes(120_000_000), 9), random.Random(7).randbytes(60_000)
    images = {
        "size": _image(50_000, 50_000, leaf),
        "minus": _image(-5, 2**31, leaf),
        "huge": _image(8_000, 4_900, bomb, b"/Filter /FlateDecode"),
        "short": _image(6_000, 6_000, leaf[:20]),
        "bomb": _image(200, 200, zlib.compress(bomb, 9), b"/Filter [/FlateDecode /FlateDecode]"),
        "noise": _image(300, 300, noise, b"/Filter /FlateDecode"),
        "jpx": _image(3_000, 3_000, noise, b"/Filter /JPXDecode"),
        "jbig": _image(6_000, 6_000, noise, b"/Filter /JBIG2Decode", 1),
        "fax": _image(6_000, 6_000, noise, b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 6000 >>", 1),
        "jpeg": _image(300, 300, b"\xff\xd8" + noise, b"/Filter /DCTDecode"),
        "mask": _image(300, 300, leaf, b"/SMask 6 0 R /Mask 6 0 R"),
        "colours": _image(300, 300, leaf, b"/ColorSpace [/Indexed 6 0 R 255 6 0 R]"),
        "outside": _image(300, 300, leaf, b"/F (/etc/passwd) /FFilter /DCTDecode"),
    }
    shown = b"q 200 0 0 130 100 300 cm /X Do Q\n"
    for what, image in images.items():
        yield f"pictured-{what}.pdf", portable(TEXT + shown, objects=(image,))
    white = _image(7_900, 4_900, zlib.compress(bytes(7_900 * 4_900), 9), b"/Filter /FlateDecode")
    places = b"".join(b"q 200 0 0 %d 100 %d cm /X Do Q\n" % (90 + n, n * 100) for n in range(7))
    yield "pictured-white.pdf", portable(TEXT + places, objects=(white,))
    yield "pictured-many.pdf", portable(TEXT + shown * MANY, objects=(_image(300, 300, leaf),))
    inline = b"q 200 0 0 130 100 300 cm BI /W 9 /H 9 /BPC 8 /CS /G ID " + noise[:200] + b"\nEI Q\n"
    yield "pictured-inline.pdf", portable(TEXT + inline * 9)
    turned = b"q 1e30 nan -1e30 0 inf 300 cm /X Do Q\nq 0 0 0 0 0 0 cm /X Do Q\nq 1e5 0 0 1e5 0 0 cm /X Do Q\n"
    yield "pictured-far.pdf", portable(TEXT + turned, objects=(_image(300, 300, leaf),))
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 500 800] /Resources << /XObject << /X 6 0 R >> >>"
    yield "pictured-cycle.pdf", portable(TEXT + shown, objects=(stream(shown, form),))
    clipped = b"q " + b"0 0 500 800 re W n " * 20_000 + shown + b"Q "
    yield "pictured-clips.pdf", portable(TEXT + clipped, objects=(_image(300, 300, leaf),))
    yield "pictured-pages.pdf", _paged(shown, images["noise"])


def _image(width: int, height: int, raw: bytes, more: bytes = b"", bits: int = 8) -> bytes:
    size = b"/Width %d /Height %d /BitsPerComponent %d" % (width, height, bits)
    colours = b"" if b"/ColorSpace" in more else b"/ColorSpace /DeviceGray"
    return stream(raw, b"/Type /XObject /Subtype /Image %s %s %s" % (size, colours, more))


def _paged(shown: bytes, image: bytes, count: int = 600) -> bytes:
    """A PDF of hundreds of pages with a picture each, no two of the same size."""
    kids = b" ".join(b"%d 0 R" % (n + 5) for n in range(count))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 %d 500 800] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> "
    )
    pages = [page % (-n, 5 + count + n) + b"/XObject << /X 4 0 R >> >> >>" for n in range(count)]
    sizes = (b"%d 0 0 %d" % (100 + n % 300, 90 + n // 300) for n in range(count))
    texts = [stream(TEXT + shown.replace(b"200 0 0 130", size)) for size in sizes]
    head = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(*head, b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>", image, *pages, *texts)
