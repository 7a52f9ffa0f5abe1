"""Documents of each format with the same pictures: one with a caption, one described, one that nobody describes."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageDraw

from .ooxml import STYLES, docx, p, picture, with_media
from .test_sources_epub import Members, epub, page
from .test_sources_odt import odt
from .test_sources_odt import p as text_p
from .test_sources_tei import tei

LAST = "It rained on the mill for as many days as nights."
PROSE = "The men of the village stood in the road by the mill, and saw the water rise above the wheel. " * 3


def drawn(ink: str, size: tuple[int, int] = (120, 80)) -> bytes:
    """A PNG of a line in an ink."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).line((0, 0, *size), fill=ink, width=3)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


PICTURES = {"mill.png": drawn("navy"), "road.png": drawn("darkred"), "leaf.png": drawn("green")}
"""By their names, in the order of the documents."""

SAID = [("Two wheels.", "The mill at Corve."), ("A road.", ""), (None, "")]
"""Of each picture its alternative text and its caption."""


def data_url(content: bytes, kind: str = "image/png") -> str:
    """The address that holds a file."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


_WEB = (
    '<h1>A mill</h1><p>{0}</p><figure><img src="{1}" alt="Two wheels."/><figcaption>The mill at Corve.</figcaption>'
    '</figure><p>{0}</p><p><a href="x"><img src="{2}" alt="A road."/></a></p><p>{0}</p><div><img src="{3}"/></div>'
    f"<p>{LAST}</p>"
)


def html(*addresses: str) -> bytes:
    """A web page with its pictures at these addresses."""
    return f"<!DOCTYPE html><html><body>{_WEB.format(PROSE, *addresses)}</body></html>".encode()


def markdown(*addresses: str) -> bytes:
    """The same in Markdown; the caption is a title."""
    mill, road, leaf = addresses
    shown = f'![Two *wheels*.]({mill} "The mill at Corve.")', f"![A road.]({road})", f"![]({leaf})"
    return ("# A mill\n\n" + "".join(f"{PROSE}\n\n{image}\n\n" for image in shown) + LAST).encode()


def encoded(*addresses: str) -> bytes:
    """The same in TEI."""
    mill, road, leaf = (f'<graphic url="{address}"/>' for address in addresses)
    said = f"<figure>{mill}<head>The mill at Corve.</head><figDesc>Two wheels.</figDesc></figure>"
    more = f"<p><figure>{road}<figDesc>A road.</figDesc></figure></p><p>{PROSE}</p><p>{leaf}</p><p>{LAST}</p>"
    return tei(f"<head>A mill</head><p>{PROSE}</p>{said}<p>{PROSE}</p>{more}")


def word(pictures: dict[str, bytes] | None = None) -> bytes:
    """The same in a DOCX that holds the pictures."""
    mill, road, leaf = pictures or PICTURES
    caption = p("The mill at Corve.", "caption")
    body = f"{p(PROSE)}{p(picture(mill, 'Two wheels.'))}{caption}{p(PROSE)}{p(picture(road, 'A road.'))}{p(PROSE)}"
    raw = docx(f"{body}{p(picture(leaf))}{p(LAST)}", styles=STYLES)
    return with_media(raw, pictures or PICTURES)


def frame(name: str, said: str = "", anchor: str = "as-char") -> str:
    """A picture of an ODT."""
    image = f'<draw:image xlink:href="Pictures/{name}"/>'
    return f'<draw:frame text:anchor-type="{anchor}">{image}{said}</draw:frame>'


def opendocument(pictures: dict[str, bytes] | None = None) -> bytes:
    """The same in an ODT; picture and caption stand in a text box, as LibreOffice puts them."""
    mill, road, leaf = pictures or PICTURES
    inner = frame(mill, "<svg:title>Two wheels.</svg:title>")
    caption = text_p(f"{inner}The mill at Corve.", "Illustration")
    box = f"<draw:frame><draw:text-box>{caption}</draw:text-box></draw:frame>"
    shown = text_p(box), text_p(frame(road, "<svg:desc>A road.</svg:desc>")), text_p(frame(leaf))
    body = "".join(f"{text_p(PROSE)}{paragraph}" for paragraph in shown)
    held = {f"Pictures/{name}": content for name, content in (pictures or PICTURES).items()}
    return odt(body + text_p(LAST), "", **held)


def blip(content: bytes, said: str = "", height: int = 80) -> str:
    """A picture of an RTF, as word processors write it: once more for old programs, which show another format."""
    prop = rf"{{\*\picprop{{\sp{{\sn wzName}}{{\sv mill}}}}{{\sp{{\sn wzDescription}}{{\sv {said}}}}}}}" if said else ""
    figures = content.hex()
    lines = "\n".join(figures[n : n + 78] for n in range(0, len(figures), 78))
    shown = rf"{{\*\shppict{{\pict{prop}\pichgoal{height * 15}\pngblip\bliptag7{{\*\blipuid 01ab}}" + f"\n{lines}}}}}"
    return shown + r"{\nonshppict{\pict\wmetafile8 0100}}"


def rich(pictures: dict[str, bytes] | None = None) -> bytes:
    """The same in an RTF."""
    mill, road, leaf = (pictures or PICTURES).values()
    shown = blip(mill, "Two wheels."), r"\s1 The mill at Corve.", PROSE, blip(road, "A road."), PROSE, blip(leaf), LAST
    body = "".join(rf"\pard {each}\par" + "\n" for each in (PROSE, *shown))
    return (r"{\rtf1\ansi{\stylesheet{\s1 caption;}}" + body + "}").encode()


def book(pictures: dict[str, bytes] | None = None) -> bytes:
    """The same in an EPUB."""
    more: Members = {f"E/images/{name}": content for name, content in (pictures or PICTURES).items()}
    return epub({"text/a.xhtml": page(_WEB.format(PROSE, *(f"../images/{name}" for name in PICTURES)))}, more=more)


DOCUMENTS = {
    "a.html": html(*PICTURES),
    "b.md": markdown(*PICTURES),
    "c.xml": encoded(*PICTURES),
    "d.docx": word(),
    "e.odt": opendocument(),
    "f.epub": book(),
    "h.rtf": rich(),
    "g.html": html(*map(data_url, PICTURES.values())),
}
"""The files of one book folder, in which the pictures stand too."""
