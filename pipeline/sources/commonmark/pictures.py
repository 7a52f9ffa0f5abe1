"""Pictures: an image of Markdown that stands alone in its paragraph is a figure.

Its title is the caption; where its attributes say what it shows, as pandoc writes them, the words in its brackets are.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from ..gallery import Gallery, alternative
from ..writer import Writer


def images_alone(inline: Token) -> Sequence[Token]:
    """The images of a paragraph, if it holds nothing else but blanks, line ends and links around them."""
    images: list[Token] = []
    for token in inline.children or ():
        if token.type == "image":
            images.append(token)
        elif token.content.strip() or token.type not in _BETWEEN:
            return ()
    return images


_BETWEEN = frozenset({"text", "softbreak", "hardbreak", "link_open", "link_close"})


def write_picture(writer: Writer, gallery: Gallery, image: Token) -> None:
    """A figure, if the picture is found."""
    if picture := gallery.find(str(image.attrs.get("src", ""))):
        words, said = _words(image), image.meta.get("alt")
        caption = str(image.attrs.get("title", "")) or (words if said is not None else "")
        with writer.figure(alternative(words if said is None else said), picture):
            if caption.strip():
                with writer.block("paragraph"):
                    writer.add(caption)


def _words(token: Token) -> str:
    """The words of an image in its square brackets, without the signs that set them apart."""
    return "".join(
        " " if child.type == "softbreak" else child.content if not child.children else _words(child)
        for child in token.children or ()
    )
