"""The build: the flow of a book from its folder to its files. The only module that knows all the stages."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from .anchors import Anchors, make_anchors
from .checks import check_book, check_epub, check_web
from .cleaning import Evidence, assign, clean, gather_evidence, repair
from .desk import all_queries, settle
from .document import Book, Chapter
from .epub import make_epub
from .errors import MissingLibrary
from .figure_file import make_artwork
from .footnotes import check_styles, relocate, supply_texts
from .glossary import Survey, add_glossary, survey, write_todo
from .ledger_file import write_ledger
from .manifest import Manifest
from .outputs import Outputs, State, book_time, digest_inputs, fingerprint, is_past
from .pagination import choose_pages
from .progress import ChapterCount, Progress, Stage, tell_nobody
from .proofreading import proofread, read_corpus
from .queries import Query
from .report import Changes, compare, report_html, report_json, take_account
from .rulebook import check_rules
from .settings import BookFile, ChapterSettings
from .sources import read_source
from .structure import arrange, cut, read_structure, supply_pictures
from .templating import Setting
from .web import STYLE, WEB, make_landing, make_web, names_of, offer
from .wording import figure

if TYPE_CHECKING:
    from .pdf import Printed
    from .typesetting.pool import Lender

Format = Literal["epub", "pdf", "web"]
FORMATS: tuple[Format, ...] = ("epub", "pdf", "web")
TODO = "glossary.todo.toml"
"""The file of a build that has an entry ready for every name without one."""

CACHE = ".cache"
"""The folder in that of the outputs where the set pages are kept."""


class Built(Struct, frozen=True):
    """What a build made: the files, the queries, what the checks found, and what could not be made and why.

    `files` are those an editor looks for. With `findings` nothing was written. `unchanged` says that the files were
    there already; then only the number of queries is known. `older` are books in the folder that an earlier build
    made, `changes` what is new since then, `undefined` the names that want a definition. `is_past` says that a file of
    the book folder was saved or removed meanwhile: the book is what was read, and the next build makes it again.
    """

    files: tuple[Path, ...]
    query_count: int
    findings: tuple[str, ...] = ()
    missing: tuple[MissingLibrary, ...] = ()
    queries: tuple[Query, ...] = ()
    unchanged: bool = False
    older: tuple[Path, ...] = ()
    changes: Changes | None = None
    undefined: tuple[str, ...] = ()
    is_past: bool = False


def edit_book(manifest: Manifest, progress: Progress = tell_nobody) -> Book:
    """From the book folder to the tree: everything but the files."""
    return _edit(manifest, progress)[0]


def _edit(manifest: Manifest, progress: Progress) -> tuple[Book, Survey]:
    """The tree, and what its texts offer the glossary, which the report looks at again."""
    check_rules(manifest)
    check_styles(manifest)
    settings = manifest.book.chapter
    off = {chapter.file: manifest.off(chapter.file) for chapter in settings}
    sources = [read_source(manifest.folder / c.file, c.file, c.encoding, manifest.book.limits) for c in settings]
    length = sum(len(source.text) for source in sources)
    progress(Stage("Sources", f"{figure(len(sources), 'text', 'texts')}, {length:,} characters"))

    gathered = gather_evidence((source.text for source in sources), manifest.book.language)
    evidence = {chapter.file: _evidence(gathered, manifest.book, chapter) for chapter in settings}
    repaired = [repair(source, evidence[source.name], off[source.name]) for source in sources]
    emendations = assign(manifest.emendations, {text.source.name: text for text in repaired})
    names = [text.source.name for text in repaired]
    texts = [clean(t, emendations[n], evidence[n], off[n]) for t, n in zip(repaired, names, strict=True)]
    edits = sum(len(step.edits) for text in texts for step in text.steps)
    progress(Stage("Cleaning", f"{figure(edits, 'edit', 'edits')}, all in the ledger"))

    pairs = enumerate(zip(texts, settings, strict=True), 1)
    chapters = [read_structure(text, s, f"ch{n}", off[s.file]) for n, (text, s) in pairs]
    chapters = [
        supply_texts(relocate(chapter, evidence[chapter.settings.file], manifest.calls), manifest.notes)
        for chapter in chapters
    ]
    arranged = [arrange(chapter, off[chapter.settings.file]) for chapter in chapters]
    chapters = [part for c in supply_pictures(arranged, manifest.figures) for part in cut(c, manifest)]
    progress(Stage("Structure", _count_blocks(chapters)))
    progress(Stage("Footnotes", _count_notes(chapters)))

    book = Book(manifest, tuple(chapters), ())
    corpus = read_corpus(book)
    book, seen = proofread(book, corpus), survey(book, corpus)
    book = settle(add_glossary(book, seen))
    progress(Stage("Glossary", _count_terms(book)))
    return book, seen


def build(
    manifest: Manifest,
    out: Path,
    only: Format | None = None,
    progress: Progress = tell_nobody,
    lender: Lender | None = None,
) -> Built:
    """Make the book's files in `out`; if nothing has changed since they were made, do nothing.

    Pages are set by what `lender` lends, by default by processes that end with the build.

    Raises:
        CannotContinue: an input is wrong, an output can't be written, or the one format asked for can't be made.
    """
    outputs = Outputs(out)
    outputs.prepare()
    with outputs.alone(out / CACHE, lambda: progress(Stage("Waiting", "for another build into the same folder"))):
        return _build(manifest, outputs, only, progress, lender)


def _build(
    manifest: Manifest, outputs: Outputs, only: Format | None, progress: Progress, lender: Lender | None
) -> Built:
    out = outputs.folder
    formats = (only,) if only else FORMATS
    time = book_time(manifest)
    inputs = digest_inputs(manifest)
    print_of_all = fingerprint(inputs, (*formats, time.isoformat()))
    if (state := outputs.current(print_of_all)) is not None:
        return Built(_told(out, state.files), state.queries, unchanged=True, undefined=state.undefined)

    with _setters(formats, lender) as setters:
        book, seen = _edit(manifest, progress)
        anchors = make_anchors(book)
        book = replace(book, artwork=make_artwork(manifest.folder, manifest.figures, book.brought()))
        findings = [*check_book(book, anchors)]
        books = _make_books(book, anchors, formats, time, out / CACHE, setters, progress)
    if only and books.missing:
        raise books.missing[0]
    findings += books.findings
    queries = all_queries(book)
    if findings:
        return Built((), len(queries), tuple(findings), books.missing, queries)

    account = take_account(book, seen)
    undefined = tuple(candidate.headword for candidate in account.stock.undefined)
    changes = compare(account, inputs, outputs.read("report.json"))
    files = books.files | make_landing(book, anchors, offer(manifest, books.files, books.page_count), time)
    files |= {
        "report.html": report_html(account, changes),
        "report.json": report_json(account, inputs),
        "ledger.jsonl": write_ledger(book),
        TODO: write_todo(book, account.stock).encode(),
    }
    past = is_past(manifest, inputs)
    state = None if books.missing or past else State(print_of_all, len(queries), tuple(files), undefined)
    outputs.write_all(files, state)
    if "web" in formats:
        outputs.clear_pages(WEB, files)
    progress(Stage("Report", f"{figure(len(queries), 'query', 'queries')} to the editor"))
    older = tuple(out / name for name in names_of(manifest) if name not in files and (out / name).exists())
    return Built(_told(out, files), len(queries), (), books.missing, queries, False, older, changes, undefined, past)


@contextmanager
def _setters(formats: Iterable[Format], lender: Lender | None) -> Iterator[Executor | None]:
    """The processes that set pages, which load what they need while the texts are read; none where none are needed."""
    if "pdf" not in formats or (os.cpu_count() or 1) < 2:
        yield None
        return
    from .typesetting.pool import open_pool

    with (lender or open_pool)() as executor:
        yield executor


class _Books(Struct, frozen=True):
    """The editions that readers get, what the checks found in them, and what could not be made and why."""

    files: dict[str, bytes]
    findings: tuple[str, ...]
    missing: tuple[MissingLibrary, ...]
    page_count: int | None


def _make_books(
    book: Book,
    anchors: Anchors,
    formats: tuple[Format, ...],
    time: datetime.datetime,
    cache: Path,
    setters: Executor | None,
    progress: Progress,
) -> _Books:
    """The editions of a book. Print is set first, because the EPUB says where its pages begin."""
    slug = book.manifest.slug
    printed: Printed | None = None
    missing: list[MissingLibrary] = []
    files: dict[str, bytes] = {}
    findings: list[str] = []
    if "pdf" in formats:
        try:
            printed = _set_pages(book, anchors, time, cache, setters, progress)
        except MissingLibrary as failure:
            missing.append(failure)
    if "epub" in formats:
        setting = Setting(book, anchors, "epub", pagination=choose_pages(book, printed.starts if printed else ()))
        pages = setting.pages()
        progress(Stage("Templating", f"{figure(len(pages), 'page', 'pages')} of XHTML"))
        content = files[f"{slug}.epub"] = make_epub(setting, pages, time)
        findings += check_epub(content, setting)
        progress(Stage("EPUB", f"{len(content) / 1000:,.0f} kB"))
    if printed:
        files[f"{slug}.pdf"] = printed.content
    if "web" in formats:
        setting = Setting(book, anchors, "web")
        web = make_web(setting, setting.pages())
        findings += check_web(web, setting)
        files |= {f"{WEB}/{name}": content for name, content in web.items()}
        progress(Stage("Web", f"{len(web)} files, {sum(map(len, web.values())) / 1000:,.0f} kB"))
    return _Books(files, tuple(findings), tuple(missing), printed.page_count if printed else None)


def _set_pages(
    book: Book,
    anchors: Anchors,
    time: datetime.datetime,
    cache: Path,
    setters: Executor | None,
    progress: Progress,
) -> Printed:
    from .pdf import make_pdf  # what sets pages is a tenth of the time to begin, and an EPUB has none

    chapters = ChapterCount({anchors.chapters[c.key].page: c.settings.title for c in book.chapters}, progress)
    chapters.begin()
    printed = make_pdf(book, time, cache=cache, executor=setters, told=chapters.count)
    pages = figure(printed.page_count, "page", "pages")
    progress(Stage("PDF", f"{pages}, {len(printed.content) / 1000:,.0f} kB; {chapters}"))
    return printed


def _told(out: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """The files that an editor looks for: of the web edition its first page, and of the landing page no style."""
    apart = (f"{WEB}/", STYLE)
    return tuple(out / name for name in names if not name.startswith(apart) or name == f"{WEB}/index.html")


def _evidence(gathered: Evidence, book: BookFile, chapter: ChapterSettings) -> Evidence:
    """What the rules of cleaning may know of one chapter: the words of the book, its language, its house style."""
    language = chapter.language or book.language
    return replace(gathered, language=language, style=book.house_style, quotes=book.quotes)


def _count_blocks(chapters: list[Chapter]) -> str:
    kinds = Counter(type(block).__name__ for chapter in chapters for block in chapter.blocks)
    names = {"Para": "paragraph", "Heading": "heading", "Quote": "block quotation"}
    return ", ".join(figure(kinds[kind], name, f"{name}s") for kind, name in names.items())


def _count_notes(chapters: list[Chapter]) -> str:
    notes = [note for chapter in chapters for note in chapter.notes]
    without = sum(not note.blocks for note in notes)
    return f"{figure(len(notes), 'note', 'notes')}, {without} of them without text in the source"


def _count_terms(book: Book) -> str:
    uses = sum(len(term.uses) for term in book.terms)
    return f"{figure(len(book.terms), 'term', 'terms')}, {figure(uses, 'use', 'uses')}"
