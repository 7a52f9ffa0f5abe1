"""Tables: the names that RTF gives to code pages, signs, numerals and what is not text."""

from __future__ import annotations

from functools import cache
from locale import windows_locale

CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""Of a font, by its `\\fcharset`."""

CHARACTER_SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
WIDE = frozenset({"cp932", "cp949", "johab", "gbk", "cp950"})
"""Code pages of which a character may take two bytes."""

SYMBOL_CHARSET = 2

SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": "\t", "emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n", "softline": "\n",
    "page": " ", "column": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
CONTROL_SIGNS = {"~": "\u00a0", "_": "\u2011", "-": ""}

NUMERALS = {
    "nar": "decimal", "nalc": "lowerLetter", "nauc": "upperLetter", "nrlc": "lowerRoman", "nruc": "upperRoman",
    "nchi": "chicago",
}  # fmt: skip
"""Of notes, by what follows `\\ftn` or `\\aftn`."""

SILENT = frozenset(
    "colortbl listtable listoverridetable revtbl rsidtbl generator xmlnstbl themedata colorschememapping latentstyles "
    "datastore filetbl stylerestrictions header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc "
    "ftncn aftnsep aftnsepc aftncn nonshppict shprslt objdata objclass bkmkstart bkmkend xe tc tcn rxe "
    "pnseclvl pn nonesttables nesttableprops template mmathPict mmathPr atnid atndate atnref atntime atnicn "
    "atnparent background passwordhash userprops docvar falt panose fontemb wgrffmtfilter ebcstart ebcend "
    "company category manager comment doccomm operator keywords subject creatim revtim printim buptim hlinkbase "
    "blipuid private tblpPr htmltag mhtmltag oldcprops oldpprops oldsprops oldtprops".split()
)
"""Groups that hold no text of the document; those marked `\\*` that are not known hold none either."""

KNOWN = frozenset(
    "footnote fldinst fldrslt annotation shpinst shptxt shppict picprop upr ud moMath pntext listtext atnauthor cs ts "
    "ds title author".split()
)
"""Groups that may be marked `\\*`, but are read."""


@cache
def language_tag(number: int) -> str:
    """The tag of the language that Windows numbers so; nothing for no language, which is 1024, or for none known."""
    return windows_locale.get(number, "").replace("_", "-")
