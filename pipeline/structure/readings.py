"""The readings: what structure may make of a text, and what it asks about, each with the name that switches it off."""

from __future__ import annotations

from msgspec import Struct

from ..queries import Topic


class Reading(Struct, frozen=True):
    """`says` is what is read, as the report has it."""

    name: str
    says: str


READINGS = (
    Reading("read.frames", "what a library or a web site puts round a text left out"),
    Reading("read.headings", "headings told by their form"),
    Reading("read.quotations", "paragraphs set as block quotations"),
    Reading("read.breaks", "thought breaks"),
    Reading("read.verse", "verse, its lines and stanzas kept"),
    Reading("read.tables", "tables, their columns kept"),
    Reading("read.lists", "lists of labelled items"),
    Reading("read.figures", "illustrations that are not there"),
    Reading("read.pictures", "pictures that documents bring set as illustrations, with their captions"),
    Reading("read.letters", "letters and telegrams, their datelines and signatures"),
    Reading("read.emphasis", "words between _underscores_ set in italics"),
    Reading("read.pages", "the pages of the source edition kept"),
)

TOPICS = (
    Topic("verse.perhaps", "lines that may be verse"),
    Topic("heading.perhaps", "paragraphs that may be headings"),
    Topic("list.perhaps", "paragraphs that may be items of a list"),
    Topic("table.perhaps", "paragraphs that may be rows of a table"),
    Topic("figure.missing", "illustrations without a picture"),
    Topic("figure.undescribed", "pictures of documents without an alternative text"),
    Topic("notes.in-title", "calls of notes that stood in titles"),
)
