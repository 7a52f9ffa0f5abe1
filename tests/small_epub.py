"""A small EPUB in which no rule is broken, and ways to break it."""

from __future__ import annotations

import zipfile
from pathlib import Path

Members = dict[str, str | bytes]

PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body>
{body}
</body>
</html>
"""
CHAPTER = """<section epub:type="chapter" role="doc-chapter" id="ch1">
<h1>Bread</h1>
<span epub:type="pagebreak" role="doc-pagebreak" id="p1" aria-label="1"></span>
<p id="para">Of <a epub:type="glossref" role="doc-glossref" id="use" href="b.xhtml#term">bread</a>\
<a epub:type="noteref" role="doc-noteref" id="call" href="#note">1</a>
and <i lang="ru" xml:lang="ru">хлеб</i>.</p>
<h2>Of rye</h2>
<p><img src="rye.svg" alt="An ear of rye"/></p>
<aside epub:type="footnote" role="doc-footnote" id="note">
<p>What it is made of. <a role="doc-backlink" href="#call" aria-label="Back">↩</a></p>
</aside>
</section>"""
GLOSSARY = """<section epub:type="glossary" role="doc-glossary"><h1>Glossary</h1>
<dl><div id="term"><dt><dfn>bread</dfn></dt>
<dd>Food. <a role="doc-backlink" href="a.xhtml#use">Bread</a></dd></div></dl>
</section>"""
NAV = """<nav epub:type="toc" role="doc-toc"><h1>Contents</h1>
<ol><li><a href="a.xhtml">Bread</a></li><li><a href="b.xhtml">Glossary</a></li></ol></nav>
<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">
<ol><li><a epub:type="toc" href="nav.xhtml">Contents</a></li>
<li><a epub:type="bodymatter" href="a.xhtml">Text</a></li></ol></nav>
<nav epub:type="page-list" role="doc-pagelist" hidden="hidden"><ol><li><a href="a.xhtml#p1">1</a></li></ol></nav>"""
PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:uuid:12345678-1234-4123-8123-123456789abc</dc:identifier>
<dc:title>Bread</dc:title><dc:language>en</dc:language><dc:date>2026-01-31</dc:date>
<dc:description>Of bread.</dc:description><dc:publisher>A Press</dc:publisher><dc:rights>CC0</dc:rights>
<dc:source>A manuscript</dc:source><dc:subject>Food</dc:subject>
<dc:creator id="author">Ann Baker</dc:creator>
<meta refines="#author" property="role" scheme="marc:relators">aut</meta>
<meta refines="#author" property="file-as">Baker, Ann</meta>
<meta property="dcterms:modified">2026-01-31T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text and one picture, which is described.</meta>
<meta property="pageBreakSource">A manuscript</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="b" href="b.xhtml" media-type="application/xhtml+xml" properties="glossary"/>
<item id="css" href="style.css" media-type="text/css"/>
<item id="rye" href="rye.svg" media-type="image/svg+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
</manifest>
<spine toc="ncx"><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine>
</package>
"""
NCX = """<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="en">
<head><meta name="dtb:uid" content="urn:uuid:12345678-1234-4123-8123-123456789abc"/></head>
<docTitle><text>Bread</text></docTitle>
<navMap>
<navPoint id="n1" playOrder="1"><navLabel><text>Bread</text></navLabel><content src="a.xhtml"/></navPoint>
<navPoint id="n2" playOrder="2"><navLabel><text>Glossary</text></navLabel><content src="b.xhtml"/></navPoint>
</navMap>
</ncx>
"""
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
MEMBERS: Members = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "EPUB/package.opf": PACKAGE,
    "EPUB/nav.xhtml": PAGE.format(title="Contents", body=NAV),
    "EPUB/a.xhtml": PAGE.format(title="Bread", body=CHAPTER),
    "EPUB/b.xhtml": PAGE.format(title="Glossary", body=GLOSSARY),
    "EPUB/style.css": "p { margin: 0; text-indent: 1em; }\n",
    "EPUB/rye.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Rye</title></svg>',
    "EPUB/toc.ncx": NCX,
}


def write_epub(file: Path, members: Members) -> Path:
    """An EPUB of these members, in this order."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            stored = name == "mimetype"
            member = zipfile.ZipInfo(name, (2026, 1, 31, 0, 0, 0))
            archive.writestr(member, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return file


def changed(name: str, before: str, after: str) -> Members:
    """The members with one passage of one of them changed; one that is not there fails the test."""
    text = MEMBERS[name]
    assert isinstance(text, str)
    assert before in text, before
    return MEMBERS | {name: text.replace(before, after)}
