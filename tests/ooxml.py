"""Office Open XML: documents of Word made of a few pieces of XML, with the styles and lists that the tests speak of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pipeline.document import Chapter

from .formats import read_document
from .test_sources_archive import packed

NAME = "text.docx"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:v" xmlns:o="urn:o" '
    'xmlns:a="urn:a" xmlns:wps="urn:wps" xmlns:wp="urn:wp"'
)
_RELATIONS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def docx(body: str, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A DOCX of some XML in its body and of other parts by name; `links` are addresses by id."""
    relations = "".join(
        f'<Relationship Id="{part}" Type="{_OFFICE}/{part}" Target="{part}.xml"/>' for part in parts if part != "core"
    )
    relations += "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for key, target in (links or {}).items()
    )
    members = {
        "_rels/.rels": f'<Relationships {_RELATIONS}><Relationship Id="m" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships {_RELATIONS}>{relations}</Relationships>",
    }
    for part, xml in parts.items():
        members[f"word/{part}.xml"] = f"<w:{part} {_SPACES}>{xml}</w:{part}>"
    if "core" in parts:
        members["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"{parts['core']}</cp:coreProperties>"
        )
    return packed({name: content.encode() for name, content in members.items()})


def with_media(raw: bytes, media: Mapping[str, bytes]) -> bytes:
    """A DOCX with some pictures, by the names that `picture` has for them."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    related = (f'<Relationship Id="{name}" Type="{_OFFICE}/image" Target="media/{name}"/>' for name in media)
    parts = members["word/_rels/document.xml.rels"].partition(b"</Relationships>")
    members["word/_rels/document.xml.rels"] = b"".join((parts[0], "".join(related).encode(), parts[1]))
    return packed(members | {f"word/media/{name}": content for name, content in media.items()})


def p(words: str = "", style: str = "", properties: str = "") -> str:
    """A paragraph of words, or of XML."""
    inner = words if words.startswith("<") else r(words)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def r(words: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def picture(name: str, alt: str = "", *, floats: bool = False, more: str = "") -> str:
    """A run with a picture of the media, in its line or beside it."""
    place = "anchor" if floats else "inline"
    drawn = f'<wp:docPr id="1" name="Picture 1" descr="{alt}">{more}</wp:docPr><a:graphic><a:blip r:embed="{name}"/>'
    return f"<w:r><w:drawing><wp:{place}>{drawn}</a:graphic></wp:{place}></w:drawing></w:r>"


def style(name: str, of: str = "", inner: str = "", kind: str = "paragraph", key: str = "") -> str:
    based = f'<w:basedOn w:val="{of}"/>' if of else ""
    return f'<w:style w:type="{kind}" w:styleId="{key or name}"><w:name w:val="{name}"/>{based}{inner}</w:style>'


def call(number: int, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"{more}/></w:r>'


def note(number: int, inner: str, kind: str = "footnote", more: str = "") -> str:
    return f'<w:{kind} w:id="{number}"{more}>{inner}</w:{kind}>'


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f"<w:r><w:instrText>{code[:4]}</w:instrText></w:r><w:r><w:instrText>{code[4:]}</w:instrText></w:r>"
    return mark.format("begin") + instruction + mark.format("separate") + result + mark.format("end")


def in_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def cell(inner: str, shape: str = "") -> str:
    return f"<w:tc><w:tcPr>{shape}</w:tcPr>{inner}</w:tc>"


def table(*rows: str, look: str = "") -> str:
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, head: bool = False) -> str:
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' * head}</w:trPr>{''.join(map(cell, map(p, cells)))}</w:tr>"


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = "".join(
    (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
        style("heading 1", key="berschrift1"),
        style("My Part", of="berschrift1"),
        style("Outlined", inner='<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
        style("Numbered", inner=f'<w:pPr>{in_list(1)}<w:outlineLvl w:val="1"/></w:pPr>'),
        style("Quote", inner="<w:rPr><w:i/></w:rPr>"),
        style("Intense Quote", of="Quote", key="Intense"),
        style("Title"),
        style("Author"),
        style("Date"),
        style("Verse"),
        style("caption"),
        style("toc 1", key="TOC1"),
        style("Emphasis", inner="<w:rPr><w:i/></w:rPr>", kind="character"),
        style("A circle", of="B circle"),
        style("B circle", of="A circle"),
    )
)
LONG = "Words that go on for so long that nobody can take them for anything but prose, " * 2
PROSE = LONG.strip()
LINKS = {"web": "https://example.org/é x", "file": "file:///etc/passwd"}


def foot(*texts: str) -> dict[str, str]:
    line = note(-1, p("____"), more=' w:type="separator"') + note(0, p("__"), more=' w:type="continuationSeparator"')
    return {"footnotes": line + "".join(note(n, text) for n, text in enumerate(texts, 1))}


def chapter_of(body: str, **parts: str) -> Chapter:
    return read_document(docx(body, LINKS, **{"styles": STYLES, "numbering": NUMBERING, **parts}), NAME)
