"""The build: the flow of a book from its folder to its files. The only module that knows all the stages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from .anchors import make_anchors
from .checks import check_book, check_epub
from .cleaning import Evidence, assign, clean, gather_evidence, repair
from .desk import all_queries, settle
from .document import Book, Chapter
from .epub import make_epub
from .errors import MissingLibrary
from .footnotes import check_styles, relocate, supply_texts
from .glossary import add_glossary, write_todo
from .ledger_file import write_ledger
from .manifest import Manifest
from .outputs import Outputs, State, book_time, digest_inputs, fingerprint
from .pdf import make_pdf
from .proofreading import proofread, proofread_book
from .queries import Query
from .report import Changes, compare, report_html, report_json, take_account
from .rulebook import check_rules
from .settings import BookFile, ChapterSettings
from .sources import read_source
from .structure import arrange, cut, read_structure
from .templating import Setting

Format = Literal["epub", "pdf"]
FORMATS: tuple[Format, ...] = ("epub", "pdf")
CACHE = ".cache"
"""The folder in that of the outputs where the set pages are kept."""

Progress = Callable[[str, str], None]
"""Called with the name of a stage that is done and what came of it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: the files, the queries, what the checks found, and what could not be made and why.

    With `findings` nothing was written. `unchanged` says that the files were there already; then only the number of
    queries is known. `older` are books in the folder that an earlier build made, `changes` what is new since then.
    """

    files: tuple[Path, ...]
    query_count: int
    findings: tuple[str, ...] = ()
    missing: tuple[MissingLibrary, ...] = ()
    queries: tuple[Query, ...] = ()
    unchanged: bool = False
    older: tuple[Path, ...] = ()
    changes: Changes | None = None


def edit_book(manifest: Manifest, progress: Progress = lambda stage, result: None) -> Book:
    """From the book folder to the tree: everything but the files."""
    check_rules(manifest)
    check_styles(manifest)
    settings = manifest.book.chapter
    off = {chapter.file: manifest.off(chapter.file) for chapter in settings}
    sources = [read_source(manifest.folder / c.file, c.file, c.encoding, manifest.book.limits) for c in settings]
    progress("Sources", f"{len(sources)} texts, {sum(len(s.text) for s in sources):,} characters")

    gathered = gather_evidence((source.text for source in sources), manifest.book.language)
    evidence = {chapter.file: _evidence(gathered, manifest.book, chapter) for chapter in settings}
    repaired = [repair(source, evidence[source.name], off[source.name]) for source in sources]
    emendations = assign(manifest.emendations, {text.source.name: text for text in repaired})
    names = [text.source.name for text in repaired]
    texts = [clean(t, emendations[n], evidence[n], off[n]) for t, n in zip(repaired, names, strict=True)]
    progress("Cleaning", f"{sum(len(step.edits) for t in texts for step in t.steps)} edits, all in the ledger")

    pairs = enumerate(zip(texts, settings, strict=True), 1)
    chapters = [read_structure(text, s, f"ch{n}", off[s.file]) for n, (text, s) in pairs]
    chapters = [
        supply_texts(relocate(chapter, evidence[chapter.settings.file], manifest.calls), manifest.notes)
        for chapter in chapters
    ]
    chapters = [part for c in chapters for part in cut(arrange(c, off[c.settings.file]), manifest)]
    progress("Structure", _count_blocks(chapters))
    progress("Footnotes", _count_notes(chapters))

    book = Book(manifest, tuple(proofread(chapter) for chapter in chapters), ())
    book = settle(add_glossary(proofread_book(book)))
    progress("Glossary", f"{len(book.terms)} terms, {sum(len(term.uses) for term in book.terms)} uses")
    return book


def build(
    manifest: Manifest, out: Path, only: Format | None = None, progress: Progress = lambda stage, result: None
) -> Built:
    """Make the book's files in `out`; if nothing has changed since they were made, do nothing.

    Raises:
        CannotContinue: an input is wrong, an output can't be written, or the one format asked for can't be made.
    """
    outputs = Outputs(out)
    outputs.prepare()
    formats = (only,) if only else FORMATS
    time = book_time(manifest)
    print_of_all = fingerprint(manifest, (*formats, time.isoformat()))
    if (state := outputs.current(print_of_all)) is not None:
        return Built(tuple(out / name for name in state.files), state.queries, unchanged=True)

    book = edit_book(manifest, progress)
    findings = [*check_book(book)]
    files: dict[str, bytes] = {}
    missing: list[MissingLibrary] = []
    if "epub" in formats:
        setting = Setting(book, make_anchors(book), "epub")
        pages = setting.pages()
        progress("Templating", f"{len(pages)} pages of XHTML")
        content = files[f"{manifest.slug}.epub"] = make_epub(setting, pages, time)
        findings += check_epub(content, setting)
        progress("EPUB", f"{len(content) / 1000:,.0f} kB")
    if "pdf" in formats:
        try:
            content, count = make_pdf(book, time, cache=out / CACHE)
        except MissingLibrary as failure:
            if only:
                raise
            missing.append(failure)
        else:
            files[f"{manifest.slug}.pdf"] = content
            progress("PDF", f"{count} pages, {len(content) / 1000:,.0f} kB")
    queries = all_queries(book)
    if findings:
        return Built((), len(queries), tuple(findings), tuple(missing), queries)

    account, inputs = take_account(book), digest_inputs(manifest)
    changes = compare(account, inputs, outputs.read("report.json"))
    files |= {
        "report.html": report_html(account, changes),
        "report.json": report_json(account, inputs),
        "ledger.jsonl": write_ledger(book),
        "glossary.todo.toml": write_todo(book).encode(),
    }
    outputs.write_all(files, None if missing else State(print_of_all, len(queries), tuple(files)))
    progress("Report", f"{len(queries)} queries to the editor")
    books = (out / f"{manifest.slug}.{ending}" for ending in FORMATS)
    older = tuple(path for path in books if path.name not in files and path.exists())
    written = tuple(out / name for name in files)
    return Built(written, len(queries), (), tuple(missing), queries, older=older, changes=changes)


def _evidence(gathered: Evidence, book: BookFile, chapter: ChapterSettings) -> Evidence:
    """What the rules of cleaning may know of one chapter: the words of the book, its language, its house style."""
    language = chapter.language or book.language
    return replace(gathered, language=language, style=book.house_style, quotes=book.quotes)


def _count_blocks(chapters: list[Chapter]) -> str:
    kinds = Counter(type(block).__name__ for chapter in chapters for block in chapter.blocks)
    return f"{kinds['Para']} paragraphs, {kinds['Heading']} headings, {kinds['Quote']} block quotations"


def _count_notes(chapters: list[Chapter]) -> str:
    notes = [note for chapter in chapters for note in chapter.notes]
    return f"{len(notes)} notes, {sum(not note.blocks for note in notes)} of them without text in the source"
