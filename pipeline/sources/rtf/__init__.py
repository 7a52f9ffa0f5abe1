"""RTF: Rich Text Format as Word, LibreOffice, WordPad, TextEdit and converters write it.

Tracked changes are read as accepted, comments are kept for queries; deletions and tables of contents are left out, and
counted.
"""

from __future__ import annotations

from ...errors import SourceError
from ...markup import About
from ..gallery import Gallery
from ..office.flow import write_blocks, write_note
from ..office.languages import keep_foreign, main_language
from ..office.paragraphs import Paragraph, shaped
from ..writer import Read, Writer
from .machine import Machine
from .reader import take
from .story import Shape
from .tokens import tokens

_OPENING = b"{\\rtf"
_MOST_WHITE = 64
TOKENS_A_MB = 200_000
"""Words, braces and control words of a file, for each megabyte that a text may have: one for five bytes."""


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The words of an RTF, with what its styles and its words’ looks declare.

    Raises:
        SourceError: no RTF, broken off, nested too deep, or with more control words and groups than are read.
    """
    head = raw[:_MOST_WHITE].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(_OPENING):
        raise SourceError(
            "the file is no RTF: it does not begin with {\\rtf",
            hint="save the text again as .rtf, or give the file the ending of what it is",
            place=name,
        )
    writer = Writer()
    machine = Machine(name, writer, gallery)
    most = gallery.limits.source_mb * TOKENS_A_MB
    for number, token in enumerate(tokens(raw[raw.index(_OPENING) :].decode("latin-1"))):
        take(machine, token)
        if number > most:
            raise _too_full(most, name)
        if not machine.states:
            break
    if machine.states:
        raise SourceError(
            f"the file breaks off: {len(machine.states)} of its groups do not end",
            hint="open it in the program that made it and save it again, or copy it anew",
            place=name,
        )
    story = machine.stories[0]
    blocks = shaped(story.end(Shape()))
    language = main_language(blocks)
    keep_foreign(blocks, language)
    write_blocks(writer, blocks)
    for key, note in machine.notes.items():
        keep_foreign(note.blocks, language)
        write_note(writer, key, note.blocks, note.sign)
    titles = [block for block in blocks if isinstance(block, Paragraph) and block.form == "heading" and not block.level]
    return writer.finish(_about(machine, [" ".join(title.text.split()) for title in titles], language))


def _too_full(most: int, name: str) -> SourceError:
    return SourceError(
        f"the file has more than {most:,} control words and groups",
        hint="open it in a word processor and save it again, or raise the limit of the book in its book.toml: "
        "[limits] source_mb = …",
        place=name,
    )


def _about(machine: Machine, titles: list[str], language: str) -> About:
    facts = {key: " ".join(machine.caught.get(key, "").split()) for key in ("title", "author")}
    return About(
        title=titles[0] if titles else facts["title"],
        authors=tuple(author.strip() for author in facts["author"].split(";") if author.strip()),
        language=language or machine.language,
    )
