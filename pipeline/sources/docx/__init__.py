"""DOCX: Office Open XML as Word, LibreOffice, Google Docs and converters write it.

Tracked changes are read as accepted, comments are kept for queries, pictures that stand by themselves are taken over;
deletions and tables of contents are left out, and counted.
"""

from __future__ import annotations

from msgspec.structs import replace

from ...markup import About
from ..gallery import Gallery
from ..office.flow import write_blocks, write_note
from ..office.languages import keep_foreign, main_language
from ..office.paragraphs import shaped
from ..writer import Read, Writer
from .body import Body
from .notes import read_notes
from .numbering import read_numbering
from .package import Element, Package, Part, W, local, open_package
from .runs import Words
from .styles import read_styles

_NOBODY = frozenset({"", "python-docx", "un-named", "user", "windows user", "microsoft office user", "admin", "author"})
"""What programs write where nobody has told them a name."""


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The words of a DOCX, with what its styles and its words’ looks declare.

    Raises:
        SourceError: damaged, encrypted, or no DOCX.
    """
    package = open_package(raw, name)
    styles = read_styles(_root(package, "styles"))
    notes = read_notes(package)
    writer = Writer()
    main = package.main
    words = _words(main, Words(styles, notes, writer, {}, True))
    body = Body(words, read_numbering(_root(package, "numbering")), gallery, package.archive.read)
    text = next(main.root.iterchildren(W + "body"), main.root)
    blocks = shaped(body.read(text))
    language = main_language(blocks)
    keep_foreign(blocks, language)
    write_blocks(writer, blocks)
    _write_notes(body, language)
    return writer.finish(_about(package, language or styles.language, body))


def _root(package: Package, kind: str) -> Element | None:
    part = package.others.get(kind)
    return part.root if part is not None else None


def _words(part: Part, words: Words) -> Words:
    """What reads the words of a part; where fields are not all closed, nothing is taken for a field’s code."""
    kinds = [field.get(W + "fldCharType") for field in part.root.iter(W + "fldChar")]
    return replace(
        words, relations=part.relations, closes_fields=kinds.count("begin") == kinds.count("end"), fields=[], links=[]
    )


def _write_notes(body: Body, language: str) -> None:
    """The notes in the order of their calls, those too that other notes call; then those that nothing calls."""
    notes, writer = body.words.notes, body.words.writer
    readers = {id(part): _words(part, body.words) for _, part in notes.texts.values()}
    written: set[str] = set()
    waiting = list(notes.called)
    while waiting:
        for key in waiting:
            written.add(key)
            if key in notes.texts:
                element, part = notes.texts[key]
                blocks = replace(body, words=readers[id(part)]).read(element)
                keep_foreign(blocks, language)
                write_note(writer, key, blocks, notes.signs.get(key, ""))
        waiting = [key for key in notes.called if key not in written]
        if not waiting:
            deleted = notes.deleted & notes.texts.keys() - written
            if deleted:
                writer.leave_out("notes whose call is deleted", len(deleted))
                written |= deleted
            waiting = [key for key in notes.texts if key not in written]


def _about(package: Package, language: str, body: Body) -> About:
    """What the title page says, by its styles; else what the properties of the file do.

    When the file was made is not when its text was written.
    """
    said: dict[str, str] = {}
    for entry in package.properties if package.properties is not None else ():
        said[local(entry)] = " ".join((entry.text or "").split())
    creators = [author.strip() for author in said.get("creator", "").split(";")]
    return About(
        title=next(iter(body.titles), "") or said.get("title", ""),
        authors=tuple(body.authors) or tuple(author for author in creators if author.casefold() not in _NOBODY),
        date=next(iter(body.dates), ""),
        language=said.get("language", "") or language,
    )
