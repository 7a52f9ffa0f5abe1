"""Seeds: the good files that fuzzing begins from, which are those of the tests themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from pathlib import Path

from .. import hostile, ooxml, small_epub, test_sources_commonmark, test_sources_docx
from .. import test_sources_epub as epub
from .. import test_sources_html as html
from .. import test_sources_html_notes as html_notes
from .. import test_sources_odt as odt
from .. import test_sources_rtf as rtf
from .. import test_sources_tei as tei
from ..conftest import Files
from ..wrong import BOOK, RUSSIAN, TEXT, WESTERN, WRONG
from .bundle import bundle, unzip

CASES = Path(__file__).parent.parent / "cases"
LARGEST = 20_000
"""Bytes of a file that is tried; the time a text takes grows with it, and its faults do not."""


def seeds_of(target: str) -> list[bytes]:
    """The files that a target begins from, each once."""
    return [seed for seed in dict.fromkeys(SEEDS[target]()) if len(seed) <= LARGEST]


def _cases() -> list[bytes]:
    """The texts of all cases."""
    files = (tomllib.loads(path.read_text("utf-8")) for path in sorted(CASES.rglob("*.toml")))
    cases = chain.from_iterable(file["case"] for file in files)
    return [case[key].encode() for case in cases for key in ("text", "before") if key in case]


def _plain() -> list[bytes]:
    encodings = ((WESTERN, "cp1252"), (WESTERN, "utf-16"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp1251"), (RUSSIAN, "utf-8"))
    return [text.encode(encoding) for text, encoding in encodings]


def _html() -> list[bytes]:
    bodies = chain((page for page, _ in html.FORMS.values()), (page for page, *_ in html_notes.MAKERS.values()))
    return [*(page.encode() for page in bodies), hostile.HTML.encode()]


def _epub() -> list[bytes]:
    members = {name: _raw(content) for name, content in small_epub.MEMBERS.items()}
    pages = [epub.epub({"a.xhtml": epub.page(page), "b.xhtml": epub.page("<p>The end.")}) for page in _bodies()]
    return [bundle(members), *map(unzip, (*pages, hostile.small_epub()))]


def _bodies() -> Iterable[str]:
    return (page for page, *_ in html_notes.MAKERS.values())


def _docx() -> list[bytes]:
    whole: dict[str, str] = {"styles": ooxml.STYLES, "numbering": ooxml.NUMBERING}
    bodies = [ooxml.docx(body, ooxml.LINKS, **whole) for body, _ in test_sources_docx.FORMS.values()]
    notes = [ooxml.docx(body, ooxml.LINKS, **(whole | parts)) for body, parts, *_ in test_sources_docx.NOTES.values()]
    return [unzip(raw) for raw in (*bodies, *notes)]


def _odt() -> list[bytes]:
    return [unzip(odt.odt(str(body))) for body, *_ in (*odt.FORMS.values(), *odt.NOTES.values())]


def _rtf() -> list[bytes]:
    return [rtf.rtf(str(body)) for body, *_ in (*rtf.FORMS.values(), *rtf.NOTES.values())]


def _markdown() -> list[bytes]:
    forms = test_sources_commonmark.FORMS.values(), test_sources_commonmark.NOTES.values()
    return [*(str(text).encode() for text, *_ in chain(*forms)), hostile.MARKDOWN.encode()]


def _tei() -> list[bytes]:
    return [tei.tei(str(body)) for body, *_ in (*tei.FORMS.values(), *tei.NOTES.values())]


def _folders() -> list[bytes]:
    """Book folders that are wrong in one thing, and so have everything that one may have."""
    folders: Iterable[Files] = ({"book.toml": BOOK, **files} for files, *_ in WRONG.values())
    style = "@media print { h1 { string-set: head content(); color: #123 } }\np::before { content: “x” counter(a) }"
    csv = "headword,forms,definition\nnote,notes; noted,A text below.\n"
    figures = f'[[figure]]\nafter = "{TEXT[:26]}"\npicture = "x.png"\nalt = "A mill."\n'
    more: Files = {"book.toml": BOOK, "style.css": style, "glossary.csv": csv, "figures.toml": figures}
    kept = ({name: _raw(content) for name, content in files.items() if name != "a.txt"} for files in (*folders, more))
    return [bundle(files) for files in kept]


def _raw(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()


SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "plain": _plain,
    "html": _html,
    "epub": _epub,
    "docx": _docx,
    "odt": _odt,
    "rtf": _rtf,
    "markdown": _markdown,
    "tei": _tei,
    "container": lambda: [hostile.small_docx(), hostile.small_odt(), hostile.small_epub()],
    "cleaning": _cases,
    "footnotes": _cases,
    "folder": _folders,
    "edition": _cases,
}
"""How the seeds of a target are made."""
