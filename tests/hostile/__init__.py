"""Hostile files: what no editor should have to fear, by name; each comes to a book or to one clear message.

Whole book folders are in `books`.

Where a file asks for another one, it asks for `SECRET`, which nothing may open.
"""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from .. import test_prose as prose
from .. import test_sources_commonmark as commonmark
from .. import test_sources_html as html
from .. import test_sources_tei as tei
from .. import test_typography as typography
from ..ooxml import call, docx, note, p
from ..small_epub import PAGE
from ..test_sources_archive import damaged, locked, lying
from ..test_sources_odt import odt
from ..test_sources_odt import p as odt_p
from ..test_sources_rtf import note as rtf_note
from ..test_sources_rtf import p as rtf_p
from ..test_sources_rtf import rtf
from .pictured import pictured
from .portable import portable, scrambled

SECRET = "secret-that-nobody-reads"
HOST = "http://127.0.0.1:9/taken"

WORDS = "He left the hall.[1] The meeting went on “without him”, and the crowd — all of it — waited.\n\n"
PLAIN = f"A Day in May\n\n{WORDS * 30}Notes\n\n[1] It was raining, and late.\n"
MARKDOWN = (
    f"---\ntitle: A Day\n---\n\n# One\n\n{WORDS.replace('[1]', '[^1]') * 30}> A quotation.\n\n[^1]: It was raining.\n"
)
HTML = PAGE.format(
    title="A Day",
    body="<main><h1>One</h1>"
    + '<p>He left the hall.<sup><a href="#n1" id="r1">1</a></sup> The meeting went on without him.</p>' * 30
    + '<h2>Notes</h2><p id="n1"><a href="#r1">1</a> It was raining.</p></main>',
)
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A Day</title></titleStmt>'
    "</fileDesc></teiHeader><text><body><div><head>One</head>"
    + "<p>He left the hall.<note>It was raining.</note> The meeting went on.</p>" * 30
    + "</div></body></text></TEI>"
)
LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:CipherData><e:CipherReference URI="a.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
)
DEEP = 10_000


def hostile_files() -> dict[str, bytes]:
    """Every file, by a name whose ending is that of its format."""
    texts = {f"text-{name}.txt": content for name, content in _texts()}
    texts |= {f"{kind}-of-tests-{name.replace(' ', '-')}": content for kind, name, content in _of_tests()}
    others = dict(_marked_up()) | dict(_rich()) | dict(_containers()) | dict(portable(SECRET, HOST)) | dict(scrambled())
    others |= dict(pictured(SECRET, HOST))
    return texts | others | dict(_cut()) | dict(_scrambled())


def _of_tests() -> Iterator[tuple[str, str, bytes]]:
    """Those that the tests of readers, of names and of typography look at more closely."""
    for name, text in commonmark.HOSTILE.items():
        yield "markdown", f"{name}.md", text.encode()
    for name, text in html.HOSTILE.items():
        yield "page", f"{name}.html", text.encode()
    for name, text in tei.HOSTILE.items():
        yield "tei", f"{name}.xml", tei.tei(text)
    for name, long in prose.LONG.items():
        yield "text", f"names-{name}.txt", long(8_000).encode()
    for number, piece in enumerate(typography.HARD):
        yield "text", f"signs-{number}.txt", (f"{piece * (40_000 // len(piece))} word").encode()


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "nul", b"One\0Two\n"
    yield "latin", "Caf\xe9 na\xefve\n".encode("latin-1") * 40
    yield "torn-utf8", "Café “naïve” Россия".encode()[:-1]
    yield "surrogates", b"One \xed\xa0\x80 two"
    yield "overlong", b"One \xc0\xaf two"
    yield "utf16-odd", "One two".encode("utf-16") + b"x"
    yield "bidi", "Send \u202etxt.exe\u202c now. \u2066A\u2069\n".encode()
    yield "joined", ("a" + "\u0301" * 5_000 + " word").encode()
    yield "one-line", b"word " * 100_000
    yield "no-blank", b"x" * 300_000
    yield "empty-lines", b"\n" * 300_000 + b"word"
    yield "brackets", b"[" * 50_000 + b"]" * 50_000
    yield "quotes", "“".encode() * 30_000
    yield "calls", b"word[1] " * 20_000
    yield "cyclic-notes", b"Word.[1]\n\nNotes\n\n[1] See.[2]\n\n[2] See.[1]\n\n[3] Itself.[3]\n"
    yield "labels", b"".join(b"[%d] A note that nothing calls.\n\n" % n for n in range(3_000))
    yield "template", b"{{ 7 * 7 }} {% for x in y %} {# no #} ${x} <%= y %> %s {0.__class__}\n"
    yield "markup", b"<script>alert(1)</script> <img src=x onerror=alert(1)> ]]> <!-- --> &amp; &lt;\n"
    yield "xml-forbidden", b"One \x01\x02\x0b\x0c\x1f two \xef\xbf\xbe\n"
    yield "pdf-string", rb"(unbalanced ( \) \\ endstream endobj %%EOF" + b"\n"
    yield "terminal", b"\x1b]0;title\x07 \x1b[2J word \x9b31m\n"
    yield "underscores", b"_a " * 20_000
    yield "rows", b"a  b\n" * 5_000
    yield "hyphens", b"word-\n" * 20_000
    yield "private", "\ue000\uf8ff\U000f0000 word\n".encode()
    yield "emoji", "👩‍👩‍👧‍👦🏳️‍🌈 word\n".encode() * 50
    yield "zalgo", "".join(chr(c) for c in (0x48, *range(0x300, 0x36F))).encode() * 20
    yield "numbers", b"9" * 5_000 + b" word\n"
    yield "dates", b"1 (14) May 1917, " * 8_000


def _marked_up() -> Iterator[tuple[str, bytes]]:
    for name, text in (
        ("deep", "<div>" * DEEP + "word" + "</div>" * DEEP),
        ("deep-inline", "<i>" * DEEP + "word"),
        ("deep-list", "<ul><li>" * DEEP + "word"),
        ("deep-table", "<table><tr><td>" * 2_000 + "word"),
        ("unclosed", "<p <p <a href='word"),
        ("remote", f'<p>word<img src="{HOST}.png"><link rel=stylesheet href="{HOST}.css"><iframe src="{HOST}">'),
        ("file", f'<p>word <img src="file:///{SECRET}"> <object data="{SECRET}"></object>'),
        ("script", "<p onclick=alert(1)>word <a href='javascript:alert(1)'>link</a><script>alert(1)</script>"),
        ("base", f"<base href='{HOST}'><p>word <a href='x'>link</a>"),
        ("svg", "<svg onload=alert(1)><script>alert(1)</script><text>word</text></svg><p>word"),
        ("refresh", f'<meta http-equiv=refresh content="0;url={HOST}"><p>word'),
        ("charset", '<meta charset="utf-7"><p>+ADw-script+AD4-word'),
        ("no-charset", '<meta charset="no-such-thing"><p>word'),
        ("cycle", '<p>word<a href="#a" id="b">1</a></p><p id="a"><a href="#b">1</a> see <a href="#a">1</a></p>'),
        ("span", '<table><tr><td colspan="1000000" rowspan="1000000">a</td><td>b</td></tr></table>'),
        ("attributes", "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">word"),
        ("bare-call", '<p>word</p>><sup>1</sup><blockquote>1"<p>F'),
        ("entities", "<p>&#x110000; &#0; &#xD800; &nosuch; &lt;script&gt; word"),
    ):
        yield f"page-{name}.html", text.encode()
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE TEI [<!ENTITY l0 "lol">{lol}]>'
    outside = f'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///{SECRET}">]>'
    remote = f'<!DOCTYPE TEI [<!ENTITY % p SYSTEM "{HOST}"> %p;]>'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{SECRET}"/>'
    for name, text in (
        ("laughs", bomb + TEI.replace("He left", "&l9;")),
        ("outside", outside + TEI.replace("He left", "&x;")),
        ("remote", remote + TEI),
        ("dtd", f'<!DOCTYPE TEI SYSTEM "{HOST}.dtd">' + TEI),
        ("include", TEI.replace("<p>", f"<p>{include}", 1)),
        ("deep", TEI.replace("<p>", "<div>" * DEEP + "<p>", 1)),
        ("stylesheet", f'<?xml-stylesheet href="{HOST}.xsl"?>' + TEI),
        ("no-tei", "<html/>"),
        ("torn", TEI[: len(TEI) // 2]),
        ("empty", ""),
        ("cycle", TEI.replace("<note>", '<note xml:id="a" target="#a">', 1)),
    ):
        yield f"tei-{name}.xml", text.encode()
    for name, text in (
        ("deep-quotes", ">" * DEEP + " word"),
        ("deep-lists", "".join(" " * (2 * n) + "- word\n" for n in range(500))),
        ("emphasis", "*a **a " * 10_000),
        ("links", "[" * 20_000 + "word"),
        ("images", "![" * 5_000 + f"]({HOST})"),
        ("cycle", "word[^1]\n\n[^1]: see[^2]\n\n[^2]: see[^1]\n"),
        ("yaml", "---\na: &a [*a, *a]\ntitle: !!python/object/apply:os.system ['true']\n---\nword\n"),
        ("yaml-laughs", "---\na: &a [x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(50)) + "---\nword\n"),
        ("tables", "|a" * 5_000 + "\n" + "|-" * 5_000 + "\nword\n"),
        ("backticks", "".join("`" * n + " " for n in range(1, 800))),
        ("html", f'<img src="{HOST}"> <script>alert(1)</script> word'),
    ):
        yield f"markdown-{name}.md", text.encode()


def _rich() -> Iterator[tuple[str, bytes]]:
    for name, text in (
        ("deep", "{" * DEEP + "word" + "}" * DEEP),
        ("unclosed", "{" * 300 + "word"),
        ("closed", "word" + "}" * 300),
        ("stars", r"{\*" * 3_000 + "word"),
        ("picture", rf'{{\field{{\*\fldinst INCLUDEPICTURE "{HOST}.png"}}{{\fldrslt word}}}}'),
        ("file", rf'{{\field{{\*\fldinst INCLUDETEXT "file:///{SECRET}"}}{{\fldrslt word}}}}'),
        ("link", r'{\field{\*\fldinst HYPERLINK "javascript:alert(1)"}{\fldrslt word}}'),
        ("object", r"word {\object\objemb{\*\objdata 4d5a" + "90" * 20_000 + "}}"),
        ("template", rf"{{\*\template {HOST}.dotm}}word {{\*\datafield 00}}"),
        ("binary", r"word \bin999999999 word"),
        ("numbers", r"\fs99999999999999999999 \u-99999999999? \li-2147483649 word"),
        ("surrogates", r"\u-10179? word \u-9216? \uc3\u-10179abc word"),
        ("words", "\\" + "a" * 100_000 + " word"),
        ("rows", r"\trowd\cellx1" + r"\pard\intbl a\cell" * 3_000 + r"\row word"),
        ("notes", r"word{\footnote {\footnote {\footnote a}}}" * 500),
        ("circle", r"{\stylesheet{\s1\sbasedon2 a;}{\s2\sbasedon1 b;}}\pard\s1 word\par"),
    ):
        yield f"rich-{name}.rtf", rf"{{\rtf1\ansi {text}}}".encode()


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@functools.cache
def small_epub() -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Day</dc:title><dc:identifier id="u">u</dc:identifier>'
        '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    members = {"mimetype": b"application/epub+zip", "META-INF/container.xml": container.encode()}
    return _zip(members | {"p.opf": package.encode(), "a.xhtml": HTML.encode()})


@functools.cache
def small_docx() -> bytes:
    body = "".join(p(f"He left the hall{n}.") for n in range(60)) + "<w:p>" + call(1) + "</w:p>"
    return docx(body, footnotes=note(1, p("It was raining.")))


@functools.cache
def small_odt() -> bytes:
    return odt("".join(odt_p(f"He left the hall {n}.") for n in range(60)))


@functools.cache
def small_rtf() -> bytes:
    body = "".join(rtf_p(f"He left the hall {n}.") for n in range(60))
    return rtf(body + rtf_p("It rained." + rtf_note("It was raining.")))


def _members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _containers() -> Iterator[tuple[str, bytes]]:
    deep = docx("<w:tbl><w:tr><w:tc>" * 3_000 + p("word"))
    outside = docx(p("word"), links={"r1": f"file:///{SECRET}", "r2": "javascript:alert(1)"})
    for ending in ("docx", "odt", "epub"):
        yield f"bomb.{ending}", _zip({"mimetype": b"x", "word/document.xml": bytes(60_000_000), "content.xml": b"x"})
        yield f"many.{ending}", _zip({f"m{n}": b"" for n in range(6_000)}, zipfile.ZIP_STORED)
        yield f"slip.{ending}", _zip({"../../evil.txt": b"x", f"/{SECRET}": b"x", "C:\\evil": b"x"})
        yield f"empty.{ending}", _zip({})
        yield f"no-zip.{ending}", b"PK\x03\x04 is how they begin"
        yield f"plain.{ending}", PLAIN.encode()
        yield f"ole.{ending}", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4_096)
        yield f"locked.{ending}", locked()
        yield f"lying.{ending}", lying(200)
        yield f"damaged.{ending}", damaged()
        yield f"zip-in-zip.{ending}", _zip({"word/document.xml": small_docx(), "content.xml": small_odt()})
    yield "deep.docx", deep
    yield "locked-pages.epub", _zip(_members(small_epub()) | {"META-INF/encryption.xml": LOCKED.encode()})
    yield "links.docx", outside
    yield "wrong-ending.html", small_docx()
    yield "wrong-ending.txt", small_epub()
    yield "wrong-ending.md", small_odt()
    yield "wrong-ending.docx", small_epub()


def _cut() -> Iterator[tuple[str, bytes]]:
    """Files that break off, a kilobyte later each."""
    whole = {"md": MARKDOWN.encode(), "html": HTML.encode(), "xml": TEI.encode(), "txt": PLAIN.encode()}
    whole |= {"epub": small_epub(), "docx": small_docx(), "odt": small_odt(), "rtf": small_rtf()}
    for ending, content in whole.items():
        yield f"whole.{ending}", content
        step = 1_024 if len(content) > 4_096 else max(len(content) // 5, 1)
        for end in range(step, len(content), step):
            yield f"cut-{end}.{ending}", content[:end]


def _scrambled() -> Iterator[tuple[str, bytes]]:
    """Files in which some bytes are others."""
    chance = random.Random(11)
    for ending, content in (
        ("epub", small_epub()),
        ("docx", small_docx()),
        ("odt", small_odt()),
        ("html", HTML.encode()),
        ("rtf", small_rtf()),
    ):
        for turn in range(6):
            scrambled = bytearray(content)
            for _ in range(1 + turn * 4):
                scrambled[chance.randrange(len(scrambled))] = chance.randrange(256)
            yield f"scrambled-{turn}.{ending}", bytes(scrambled)


def write_files(folder: Path) -> list[Path]:
    """Write every file into a folder."""
    paths = []
    for name, content in hostile_files().items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths
