"""Markup: what the format of a source itself says of its text, as spans; the stages after it do not know the format.

Types only. What a format declares is believed; what it leaves open is read from the text as in a plain one.
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from .ledger import Span

BlockKind = Literal[
    "heading",
    "paragraph",
    "quotation",
    "verse",
    "list",
    "item",
    "table",
    "row",
    "cell",
    "break",
    "figure",
    "picture",
    "ornament",
]
"""Every block stands on lines of its own, blank lines between blocks, a stanza’s lines and a table’s rows together.

A figure holds the caption of a picture, or `PICTURE` where there is none. If the document brings the picture, the whole
stands in a `picture` within the figure, or in an `ornament` if the document says that it shows nothing.
"""

PICTURE = "[Illustration]"
"""What a figure without a caption reads."""

UNDESCRIBED = "Illustration, not described"
"""What our editions give as the alternative text of a picture of which nobody has said what it shows."""

InlineKind = Literal["emphasis", "strong", "small-caps", "superscript", "subscript", "language", "link"]
NoteKind = Literal["noteref", "note", "label"]
Kind = BlockKind | InlineKind | NoteKind | Literal["page", "comment", "furniture"]

BLOCKS: frozenset[Kind] = frozenset(get_args(BlockKind))
INLINES: frozenset[Kind] = frozenset(get_args(InlineKind))


SET_IN = "reader-edition:house-style"
"""The metadata (`meta name`) by which an EPUB of ours says which house style its text is set in."""


class Markup(Struct, frozen=True):
    """A stretch of a text and what it is declared to be. Stretches lie inside each other or apart.

    `value` is of a `heading` its level from 1, of a `figure` what its picture shows, of a `picture` and an `ornament`
    its name among those of the source, of a `paragraph` its role in a letter (a `Role` of the tree), of a `row` “head”
    if it heads the columns, of a `link` where it leads, of a `language` its tag in BCP 47, of a `page` its label, of a
    `comment` whose it is and what it says, of a `noteref` the id of the note it calls, and of a `note` its id. A
    `label` is what the source prints before the text of the note around it, `furniture` what a web site puts round a
    text.
    """

    kind: Kind
    span: Span
    value: str = ""


class LeftOut(Struct, frozen=True):
    """What a reader left out of a source, in words for the report (“lines of navigation”), and how often."""

    what: str
    count: int


class About(Struct, frozen=True):
    """What a document says of itself; `date` as it has it, `language` in BCP 47.

    `chapters` are the headings over its chapters, if it is made of several. A document that `is_set` is an edition of
    ours, whose spaces, marks and dashes a house style has set already.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    chapters: tuple[str, ...] = ()
    is_set: bool = False
