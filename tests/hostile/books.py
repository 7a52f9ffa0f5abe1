"""Hostile book folders: names that break out, companions that nest, swell or fetch, pictures that burst, links out.

Each comes to a book or to one clear message, as the files do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from ..conftest import Files
from ..wrong import BOOK, NOTE, TEXT
from . import HOST, SECRET
from .pictured import png, swollen

DEEP = 5_000

NAMES = {
    "way-out": "../../x",
    "script": "<script>alert('x')</script>",
    "pdf-string": ") Tj ET endobj (",
    "backslash": "\\",
    "template": "{{ 7 * 7 }}{% for x %}{# #}",
    "format": "%s %n {0.__class__} ${x}",
    "device": "CON",
    "bidi": "a\u202eb\u202c \u2066c",
    "long": "One Long Title " * 200,
    "one-word": "A" * 2_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "address": HOST,
    "cdata": "]]><x/><!--",
    "line-ends": "a\nb\u2028c",
    "attribute": 'a" onload="alert()',
    "style": "} * { color: red } \\9",
    "signs": "***___```[^x]",
    "marks": "…’“—",
}
"""Of books, chapters, sources, terms, notes and emendations."""

STYLES: Files = {
    "deep-brackets": "a{b:" + "(" * DEEP,
    "deep-blocks": "a{" * DEEP,
    "deep-functions": "a{b:" + "calc(" * DEEP + "1" + ")" * DEEP + "}",
    "deep-selector": ":not(" * DEEP + "p" + ")" * DEEP + "{color:red}",
    "import": f"@import '{HOST}.css';",
    "escaped-import": f"@\\69mport '{HOST}.css';",
    "inner-import": f"@media print {{ @import '{HOST}.css'; }}",
    "address": f"p{{background:u\\72l({HOST}.png)}}",
    "file": f"p{{background:URL( 'file:///{SECRET}' )}}",
    "font": f"@font-face{{font-family:x;src:local('x'),url({HOST}.ttf)}}",
    "namespace": f"@namespace url({HOST}); p{{color:red}}",
    "variable": f":root{{--x:url({HOST})}} p{{background:var(--x)}}",
    "attribute": "a::before{content:attr(href url)} p{background:attr(title url)}",
    "end-of-style": "p::before{content:'</style><script>alert(1)</script>'}",
    "numbers": "p{width:1e30px;font-size:1e9px;margin:-1e30mm;line-height:0}",
    "page": "@page{size:1000000mm 1000000mm}",
    "no-page": "@page{size:1mm 1mm}",
    "counter": "p{counter-increment:x 99999999999} p::before{content:counter(x, hebrew)}",
    "nothing": "*{display:none}",
    "selectors": "p " * DEEP + "{color:red}",
    "floats": "*{float:left;columns:9;position:fixed}",
    "not-utf8": b"p{color:\xff}",
    "nul": b"p{color:\0}",
    "swollen": "p{}" * 700_000,
}


def _pictures() -> Iterator[tuple[str, str, bytes]]:
    yield "pixels", "c.png", png(50_000, 50_000, rows=1)
    yield "white", "c.png", png(13_000, 13_000)
    yield "text", "c.png", png(700, 700, (b"zTXt", swollen()))
    yield "profile", "c.png", png(700, 700, (b"iCCP", swollen()))
    yield "torn", "c.png", png(700, 700)[:-30]
    yield "noise", "c.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50
    yield "directory", "c.tif", b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 70_000
    yield "svg", "c.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{HOST}'/></svg>".encode()
    yield "way-out", f"../{SECRET}.png", b""


def hostile_books() -> dict[str, Files]:
    """The files of each book folder, by the name of the folder."""
    books: dict[str, Files] = {f"name-{what}": _named(name) for what, name in NAMES.items()}
    books |= {f"style-{what}": {"style.css": style} for what, style in STYLES.items()}
    for what, name, content in _pictures():
        files: Files = {} if name.startswith("..") else {name: content}
        books[f"cover-{what}"] = {"book.toml": f'cover = "{name}"\n{BOOK}', **files}
        figure = f'[[figure]]\nafter = "No more notes."\npicture = "{name}"\nalt = "A mill."\n'
        books[f"figure-{what}"] = {"figures.toml": figure, **files}
    books |= {f"companion-{what}": files for what, files in _companions()}
    return {name: {"book.toml": BOOK, "a.txt": TEXT, **files} for name, files in books.items()}


def _named(name: str) -> Files:
    said = json.dumps(name, ensure_ascii=False)
    head = BOOK.replace('"T"', said).replace('"A"', said) + f"source = {said}\ncredit = {said}\n"
    return {
        "book.toml": f"authors = [{said}]\ndescription = {said}\nsubjects = [{said}]\n{head}",
        "glossary.toml": f'[[term]]\nheadword = "first note"\nforms = [{said}]\ndefinition = {said}\n',
        "notes.toml": NOTE.format(2).replace('"Words."', said),
    }


def _companions() -> Iterator[tuple[str, Files]]:
    yield "deep-lists", {"book.toml": f"a = {'[' * DEEP}\n{BOOK}"}
    yield "deep-tables", {"book.toml": f"{BOOK}x = {'{a=' * DEEP}"}
    yield "deep-keys", {"book.toml": f"{BOOK}x{'.x' * DEEP} = 1\n"}
    yield "long-line", {"book.toml": f"# {'x' * 1_000_000}\n{BOOK}"}
    yield "slug-out", {"book.toml": f'slug = "../x"\n{BOOK}'}
    yield "chapter-out", {"book.toml": BOOK.replace("a.txt", f"../{SECRET}")}
    yield "glossary-out", {"book.toml": f'glossary = "../../{SECRET}"\n{BOOK}'}
    yield (
        "circle",
        {"glossary.toml": '[[term]]\nheadword = "note"\nsee = "text"\n[[term]]\nheadword = "text"\nsee = "note"\n'},
    )
    yield "many-terms", {"glossary.toml": "".join(f'[[term]]\nheadword = "note{n}"\n' for n in range(4_000))}
    used = range(15_000)
    yield (
        "used-terms",
        {
            "glossary.toml": "".join(f'[[term]]\nheadword = "note{n}"\ndefinition = "A note."\n' for n in used),
            "a.txt": " ".join(f"See note{n}." for n in used),
        },
    )
    names = (" ".join(f"W{n}" for n in range(last)) for last in range(1, 200))
    nested = "".join(f'[[term]]\nheadword = "{name}"\n' for name in names)
    yield "nested-terms", {"glossary.toml": nested, "a.txt": " ".join(f"W{n}" for n in range(200))}
    yield "long-field", {"glossary.csv": f"headword,definition\nnote,{'x' * 200_000}\n"}
    yield "open-field", {"glossary.csv": 'headword,definition\n"note,x\n'}
    yield (
        "links",
        {
            "notes.toml": NOTE.format(2).replace(
                "Words.", f"[a](javascript:alert%281%29) ![b]({HOST}) [c](file:///{SECRET})"
            )
        },
    )
    yield "markup", {"notes.toml": NOTE.format(2).replace("Words.", f"<img src={HOST}> <script>x</script> {{{{ 7 }}}}")}


LINKS = ("a.txt", "style.css", "c.png", "notes.toml", "glossary.toml", "book.toml")
"""Files that a book folder may have as links to another place."""


def write_books(folder: Path) -> list[Path]:
    """Write every book folder, and some whose files are links out of them, or what never ends."""
    paths = []
    for name, files in hostile_books().items():
        paths.append(folder / name)
        for file, content in files.items():
            (folder / name).mkdir(exist_ok=True)
            (folder / name / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / SECRET).write_text(SECRET, "utf-8")
    for file in LINKS:
        paths.append(_linked(folder / f"link-{file}", file, folder / SECRET))
        paths.append(_linked(folder / f"endless-{file}", file, Path("/dev/zero")))
    pipe = _linked(folder / "pipe", "style.css", Path())
    (pipe / "style.css").unlink()
    os.mkfifo(pipe / "style.css")
    paths.append(pipe)
    paths.append(_linked(folder / "round", "a.txt", Path("a.txt")))
    return paths


def _linked(book: Path, file: str, to: Path) -> Path:
    book.mkdir()
    (book / "book.toml").write_text(f'cover = "c.png"\n{BOOK}' if file == "c.png" else BOOK, "utf-8")
    (book / "a.txt").write_text(TEXT, "utf-8")
    (book / file).unlink(missing_ok=True)
    (book / file).symlink_to(to)
    return book
