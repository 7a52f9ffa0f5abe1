"""What book.toml and its companions may say: one frozen dataclass a table, one field a key, every default here.

Types only; `manifest` reads the files into them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from .folder import COMPANION_MB

Numbering = Literal["source", "chapter", "book"]
Placement = Literal["foot", "chapter", "book"]
MissingNotes = Literal["explain", "plain", "omit"]
HouseStyle = Literal["british", "american", "source"]
Quotes = Literal["source", "single", "double"]
ThemeName = Literal["classic", "modern", "large-print"]
"""The folders of styles/themes."""
PageFormat = Literal["a5", "b5", "demy", "trade", "handout", "large-print"]
"""The sheets of styles/formats."""
RuleTable = dict[str, Any]
"""`[rules]` as TOML reads it: `spaces.double = false` is a table in a table, `"spaces.double" = false` is not."""
Kind = Literal["body", "party", "person", "place", "press", "document", "event", "office", "term"]

LinkPolicy = Literal["first", "all", "none"]

Role = Literal[
    "author",
    "editor",
    "translator",
    "compiler",
    "annotator",
    "introduction",
    "afterword",
    "transcriber",
    "proofreader",
    "designer",
    "illustrator",
    "contributor",
]
"""What somebody did for a book; `introduction` and `afterword` are those who wrote one."""

_CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class NoteReading:
    """`notes` of a chapter: how its source calls notes, shown by examples, and the heading over their texts.

    `style = ["[1]", "*"]` allows these forms alone, `style = []` none; `section = "Remarks"` is the heading as printed.
    """

    style: tuple[str, ...] | None = None
    section: str | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Contributor:
    """`[[contributor]]`: somebody who made the book; `sort` is the name as a catalogue files it: `Lenin, V. I.`."""

    name: str
    role: Role = "contributor"
    sort: str | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Series:
    """`series`: the series a book stands in, and its number there."""

    name: str
    number: Annotated[int, Field(ge=0)] | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Accessibility:
    """`[accessibility]`: who vouches that the book meets EPUB Accessibility 1.1 and WCAG 2.2 AA, and how it is known.

    `credential` is a badge or title that `certified_by` bears, or its address; `report` the address of a report.
    """

    certified_by: str
    credential: str | None = None
    report: str | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class ChapterSettings:
    """`[[chapter]]`: one text of the book, or with `split` several: cut at each heading that begins with such words.

    Then `title` names what stands before the first of them, if anything does.
    """

    file: str
    title: str
    short_title: str | None = None
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    credit: str | None = None
    date: str | None = None
    source: str | None = None
    language: str | None = None
    encoding: str | None = None
    split: tuple[str, ...] = ()
    notes: NoteReading = field(default_factory=NoteReading)
    rules: RuleTable = field(default_factory=dict)
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class NoteSettings:
    """`[notes]`: numbering, what becomes of a note whose text is missing, and where print sets the notes."""

    numbering: Numbering = "source"
    missing: MissingNotes = "explain"
    placement: Placement = "foot"
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class PdfSettings:
    """`[pdf]`: a note longer than about `note_lines` lines goes to the end of its chapter; without, none does.

    `format` is the page, by default the theme's own; `medium` what it is made for. Of the print medium alone, `recto`
    lets chapters open on right-hand pages, and `crop_marks` brings marks and bleed for the printer.
    """

    note_lines: Annotated[int, Field(ge=1)] | None = None
    format: PageFormat | None = None
    medium: Literal["print", "screen"] = "print"
    recto: bool = False
    crop_marks: bool = False
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class EpubSettings:
    """`[epub]`: with `embed_fonts` the fonts of the theme come along; without, the reader's own font is used."""

    embed_fonts: bool = False
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: the largest text, and the largest companion of book.toml, in megabytes of 1,000,000 bytes.

    Of a DOCX, an ODT or an EPUB, which holds packed files: how many, what they and each of them come to unpacked, and
    how many times as much as packed. `members` is also how many pictures a document may bring, and `megapixels` what
    they have in all, in millions.

    Of a PDF: its pages, the characters of one, and what reading it may take: memory, and processor time to begin with,
    to which every page, character and picture adds.
    """

    source_mb: Annotated[int, Field(ge=1)] = 16
    companion_mb: Annotated[int, Field(ge=1)] = COMPANION_MB
    members: Annotated[int, Field(ge=1)] = 5000
    unpacked_mb: Annotated[int, Field(ge=1)] = 128
    member_mb: Annotated[int, Field(ge=1)] = 48
    ratio: Annotated[int, Field(ge=1)] = 250
    megapixels: Annotated[int, Field(ge=1)] = 500
    pdf_pages: Annotated[int, Field(ge=1)] = 5000
    pdf_page_characters: Annotated[int, Field(ge=1)] = 100_000
    pdf_memory_mb: Annotated[int, Field(ge=1)] = 400
    pdf_seconds: Annotated[int, Field(ge=1)] = 5
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class TermEntry:
    """`[[term]]` of glossary.toml: what the editor says of a term. It wins over anything found in the texts.

    In the phrases `not_forms` no form is looked for; `sort` is what the entry is filed under, `language` that of the
    headword; `link` says which uses in a chapter lead to the entry; a term that is `exclude`d is none.
    """

    headword: str
    forms: tuple[str, ...] = ()
    kind: Kind = "term"
    expansion: str | None = None
    definition: str | None = None
    see: str | None = None
    not_forms: tuple[str, ...] = ()
    sort: str | None = None
    language: str | None = None
    link: LinkPolicy = "first"
    exclude: bool = False
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """`[[note]]` of notes.toml: a note text the editor supplies; `text` is Markdown.

    Or a ruling: the words `find` hold the call of the note `label`, or with `keep` they hold none; the text that the
    source gives of it `ends` with these words.
    """

    chapter: str
    label: str | None = None
    text: str | None = None
    find: str | None = None
    ends: str | None = None
    keep: bool = False
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """`[[figure]]` of figures.toml: a picture of the book folder, and what it shows for those who can't see it (`alt`).

    It goes with what the source prints for the figure, which `find` quotes, or stands `after` the paragraph with such
    words. `caption` is Markdown, for a figure to which the source gives none; `alt` is empty for an ornament. Without a
    `picture` the entry is about the one that the source brings itself.
    """

    alt: str
    picture: str | None = None
    find: str | None = None
    after: str | None = None
    caption: str | None = None
    chapter: str | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Emendation:
    """`[[emendation]]` of emendations.toml: `find` must fit once in the chapter (or, with none given, in the book).

    `replace` says how the words shall read, and `reason` why; or `keep` that they are right, which settles the queries
    about them, or only those of the code `query`.
    """

    find: str
    replace: str | None = None
    reason: str | None = None
    chapter: str | None = None
    keep: bool = False
    query: str | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class BookFile:
    """book.toml as written."""

    title: str
    language: str
    date: datetime.date
    chapter: tuple[ChapterSettings, ...] = ()
    subtitle: str | None = None
    sort_title: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    contributor: tuple[Contributor, ...] = ()
    series: Series | None = None
    subjects: tuple[str, ...] = ()
    publisher: str | None = None
    description: str | None = None
    source: str | None = None
    rights: str | None = None
    licence: str | None = None
    slug: str | None = None
    identifier: str | None = None
    house_style: HouseStyle = "british"
    quotes: Quotes = "source"
    theme: ThemeName = "classic"
    cover: str | None = None
    cover_alt: str | None = None
    textual_notes: bool = False
    glossary: str | None = None
    rules: RuleTable = field(default_factory=dict)
    notes: NoteSettings = field(default_factory=NoteSettings)
    pdf: PdfSettings = field(default_factory=PdfSettings)
    epub: EpubSettings = field(default_factory=EpubSettings)
    limits: Limits = field(default_factory=Limits)
    accessibility: Accessibility | None = None
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Glossary:
    """glossary.toml as written."""

    term: tuple[TermEntry, ...] = ()
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class NoteTexts:
    """notes.toml as written."""

    note: tuple[NoteEntry, ...] = ()
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Figures:
    """figures.toml as written."""

    figure: tuple[FigureEntry, ...] = ()
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Emendations:
    """emendations.toml as written."""

    emendation: tuple[Emendation, ...] = ()
    __pydantic_config__ = _CLOSED
