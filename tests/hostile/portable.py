"""Hostile PDFs, written by hand: loops, bombs, scripts, attachments, locks, lies about lengths, and what breaks off."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator

TEXT = b"BT /F1 10 Tf 40 700 Td (He left the hall, and the meeting went on without him.) Tj ET\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
BOMB = 300_000_000
DEEP = 20_000


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of some objects, numbered from 1; the first is its catalogue."""
    parts, places, length = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer))
    return b"".join((*parts, b"startxref\n%d\n%%%%EOF\n" % length))


def stream(content: bytes, more: bytes = b"", length: int | None = None) -> bytes:
    """A stream object; it may lie about its length."""
    said = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (said, more, content)


def book(
    content: bytes = TEXT * 3,
    more: bytes = b"",
    catalogue: bytes = b"",
    page: bytes = b"",
    objects: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page: 1 catalogue, 2 pages, 3 the page, 4 its content, 5 its font, and from 6 other objects."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page,
        stream(content, more),
        FONT,
        *objects,
    )


def portable(secret: str, host: str) -> Iterator[tuple[str, bytes]]:
    """Every file, by its name."""
    address, path = host.encode(), secret.encode()
    script = b"<< /S /JavaScript /JS (app.launchURL('%s')) >>" % address
    packed = zlib.compress(bytes(BOMB), 9)
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 500 800] /Resources << /XObject << /X 6 0 R >> >>"
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    many = b"<< /Type /Pages /Kids [%s] /Count 6000 >>" % (b"3 0 R " * 6_000)
    locked = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
    yield "whole.pdf", book()
    yield "no-text.pdf", book(b"0 0 500 800 re f")
    yield "script.pdf", book(catalogue=b"/OpenAction %s /AA << /WC %s >>" % (script, script))
    yield "launch.pdf", book(catalogue=b"/OpenAction << /S /Launch /F (%s) >>" % path)
    yield "remote.pdf", book(catalogue=b"/OpenAction << /S /URI /URI (%s) >>" % address)
    yield (
        "link.pdf",
        book(page=b"/Annots [<< /Subtype /Link /Rect [0 0 500 800] /A << /S /URI /URI (javascript:alert) >> >>]"),
    )
    yield "attachment.pdf", book(catalogue=b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 4 0 R >> >>] >> >>")
    yield "outside.pdf", book(more=b"/F (%s) /FFilter /FlateDecode" % path)
    yield (
        "external-form.pdf",
        book(b"/X Do", objects=(stream(TEXT, b"/Type /XObject /Subtype /Form /Ref << /F (%s) >>" % path),)),
    )
    yield "bomb.pdf", book(packed, b"/Filter /FlateDecode")
    yield "bomb-twice.pdf", book(zlib.compress(packed, 9), b"/Filter [/FlateDecode /FlateDecode]")
    yield "bomb-text.pdf", book(zlib.compress(TEXT * 300_000, 9), b"/Filter /FlateDecode")
    yield "bomb-objects.pdf", book(objects=(stream(packed, b"/Type /ObjStm /N 100000 /First 10 /Filter /FlateDecode"),))
    yield "filters.pdf", book(packed, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 500))
    yield "form-cycle.pdf", book(b"/X Do " * 50, objects=(stream(b"/X Do " * 50 + TEXT, form),))
    yield "kids-cycle.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", kids)
    yield (
        "outline-cycle.pdf",
        book(
            catalogue=b"/Outlines 6 0 R",
            objects=(
                b"<< /First 7 0 R /Last 7 0 R >>",
                b"<< /Title (A) /Parent 6 0 R /Next 7 0 R /First 7 0 R /Dest [3 0 R /Fit] >>",
            ),
        ),
    )
    yield "reference-cycle.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"3 0 R", b"2 0 R")
    yield (
        "pages.pdf",
        pdf(b"<< /Type /Catalog /Pages 2 0 R >>", many, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
    )
    yield "deep.pdf", book(objects=(b"[" * DEEP + b"]" * DEEP,))
    yield "deep-states.pdf", book(b"q " * DEEP + TEXT)
    yield "length.pdf", book(b"", objects=(stream(TEXT, length=2**31 - 1),))
    yield "far.pdf", book(b"BT /F1 10 Tf 1e30 -1e30 Td (word) Tj 1e38 0 0 1e38 0 0 Tm (word) Tj ET " + TEXT)
    yield "not-a-number.pdf", book(b"BT /F1 nan Tf inf 0 Td (word) Tj ET " + TEXT)
    yield "tiny.pdf", book(b"BT /F1 0.0001 Tf 1 1 Td (word word) Tj ET BT /F1 0 Tf (word) Tj ET " + TEXT)
    yield "heap.pdf", book(b"".join(b"BT /F1 10 Tf 40 700 Td (%d) Tj ET\n" % n for n in range(20_000)))
    yield "turned.pdf", book(b"BT /F1 10 Tf 0 1 -1 0 300 300 Tm (sideways words) Tj ET " + TEXT)
    yield "rules.pdf", book(b"".join(b"40 %d m 440 %d l S\n" % (n % 800, n % 800) for n in range(30_000)) + TEXT)
    yield "labels.pdf", book(b"".join(b"BT /F1 5 Tf 40 %d Td (%d a note) Tj ET\n" % (400 - n, n) for n in range(300)))
    yield "box.pdf", book(page=b"/CropBox [0 0 1e9 -1e9] /Rotate 45 /UserUnit 1e9")
    yield "surrogates.pdf", book(b"BT /F1 10 Tf 40 700 Td <FEFFD800DC00D800> Tj (\\000\\377\\001) Tj ET" + TEXT)
    yield (
        "locked.pdf",
        pdf(
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [] /Count 0 >>",
            trailer=locked % (b"00" * 32, b"11" * 32),
        ),
    )
    yield "empty.pdf", pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>")
    yield "nothing.pdf", b""
    yield "plain-words.pdf", b"He left the hall."
    yield "no-table.pdf", book().partition(b"xref")[0]
    yield "late.pdf", b"%" * 2_000 + book()


def scrambled() -> Iterator[tuple[str, bytes]]:
    """Files that break off, and some in which bytes are others."""
    whole, chance = book(TEXT * 30), random.Random(5)
    for end in range(0, len(whole), len(whole) // 8):
        yield f"cut-{end}.pdf", whole[:end]
    for turn in range(8):
        damaged = bytearray(whole)
        for _ in range(1 + turn * 6):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        yield f"scrambled-{turn}.pdf", bytes(damaged)
