"""ODT: OpenDocument text as LibreOffice, Google Docs, Word and converters write it.

Tracked changes are read as accepted, comments are kept for queries, pictures that stand by themselves are taken over;
deletions and tables of contents are left out, and counted.
"""

from __future__ import annotations

from ...errors import SourceError
from ...markup import About
from ..archive import Archive, open_archive
from ..gallery import Gallery
from ..office.flow import write_blocks, write_note
from ..office.languages import keep_foreign, main_language
from ..office.paragraphs import shaped
from ..safe_xml import parse_xml
from ..writer import Read, Writer
from .body import Body
from .lists import Counter, read_list_styles
from .names import Element, tag
from .styles import read_styles
from .words import Words, labels_of

_KINDS = ("application/vnd.oasis.opendocument.text", "application/vnd.sun.xml.writer")


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The words of an ODT, with what its styles and its words’ looks declare.

    Raises:
        SourceError: damaged, encrypted, or no ODT.
    """
    archive = open_archive(raw, name)
    _check(archive)
    content = _part(archive, "content.xml")
    assert content is not None
    others = [part for part in (_part(archive, "styles.xml"),) if part is not None]
    text = content.find(f"{tag('office:body')}/{tag('office:text')}")
    if text is None:
        raise SourceError("the file holds no text", hint="save the text again as .odt", place=name)
    styles, writer = read_styles([content, *others]), Writer()
    lists = read_list_styles([content, *others])
    words, numbers = Words(styles, writer, labels_of(text)), Counter(lists.get("", {}))
    body = Body(words, lists, gallery, archive.read, numbers)
    _count_deletions(text, writer)
    blocks = shaped(body.read(text))
    language = main_language(blocks)
    keep_foreign(blocks, language)
    write_blocks(writer, blocks)
    _write_notes(body, language)
    return writer.finish(_about(_part(archive, "meta.xml"), language or styles.language, body))


def _check(archive: Archive) -> None:
    """Refuse what is no text, or is locked."""
    kind = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in archive else _KINDS[0]
    if not kind.startswith(_KINDS):
        raise SourceError(f"the file is no text, but “{kind[:80]}”", hint="save a text as .odt", place=archive.name)
    manifest = _part(archive, "META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter(tag("manifest:encryption-data")), None) is not None:
        raise SourceError(
            "the file is locked with a password", hint="save it again with no password", place=archive.name
        )
    if "content.xml" not in archive:
        raise SourceError("the file holds no text", hint="save the text again as .odt", place=archive.name)


def _part(archive: Archive, path: str) -> Element | None:
    return parse_xml(archive.read(path), archive.name, path) if path in archive else None


def _count_deletions(text: Element, writer: Writer) -> None:
    for deletion in text.iter(tag("text:deletion")):
        if any(str(words).strip() for part in deletion.iterchildren(tag("text:p")) for words in part.itertext()):
            writer.leave_out("tracked deletions")


def _write_notes(body: Body, language: str) -> None:
    """The notes in the order of their calls, then those that other notes call."""
    written: set[str] = set()
    while waiting := [key for key in body.words.notes if key not in written]:
        for key in waiting:
            written.add(key)
            text = body.words.notes[key].find(tag("text:note-body"))
            sign = body.words.labels[key]
            if text is not None:
                blocks = body.read(text)
                keep_foreign(blocks, language)
                write_note(body.words.writer, key, blocks, "" if sign.startswith("[") else sign)


def _about(meta: Element | None, language: str, body: Body) -> About:
    """What the title page says, by its styles; else what the properties of the file do.

    When the file was made is not when its text was written.
    """
    facts = (
        {str(entry.tag): " ".join((entry.text or "").split()) for entry in meta.iter("*")} if meta is not None else {}
    )
    author = facts.get(tag("meta:initial-creator"), "") or facts.get(tag("dc:creator"), "")
    return About(
        title=next(iter(body.titles), "") or facts.get(tag("dc:title"), ""),
        authors=tuple(body.authors) or tuple(name.strip() for name in author.split(";") if name.strip()),
        date=next(iter(body.dates), ""),
        language=facts.get(tag("dc:language"), "") or language,
    )
