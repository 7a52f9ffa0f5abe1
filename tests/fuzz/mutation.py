"""Mutation: changes that keep a file of its kind, so that what comes of it is read and not refused at its first byte.

An XML file stays well formed, a bundle a bundle, and a text is changed by lines and words as well as by bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

from .bundle import bundle, files_of

Change = Callable[[bytes, int], bytes]
"""A change of bytes as the fuzzer itself makes them, given the most bytes that it may give."""

SIGNS = (
    "[1]", "[2]", "[^1]", "¹", "²", "*", "†", "(1)", "{1}", "1", "11.", "[a]", "\n\n", "\n", "\t", "    ", "Notes\n\n",
    "Footnotes\n", "1. ", "[1] ", "* ", "— ", "--", "“", "”", '"', "'", "_", "…", "pp. 277-79", "5 May 1917",
    "CHAPTER I\n\n", "* * *\n", "- 17 -\n", "\f", "\u00ad", "\u200b", "\u202e", "\ufeff", "\u2028", "\x85", "\x1b",
    "é", "ﬁ", "Ð¡", "ß", "İ", "ǅ", "\U0001f3f4", "a\u0301", "{{ 7 * 7 }}", "<b>", "&amp;", "]]>",
    "[Illustration: A mill]", "|a|b|\n|-|-|\n", "> ", "# ", "```\n", "[x](y)", "![", "http://x.example/",
    "(R.S.D.L.P.)", "V. I. Lenin", "a -\nb", "word-\nword", " " * 40, "0", "99999999999", "-1",
)  # fmt: skip
"""What means something to one stage or another."""

_PIECE = re.compile(r"\n|[ \t]+|\w+|[^\w\s]+")


def mutate(data: bytes, most: int, seed: int, change: Change, pool: Sequence[bytes]) -> bytes:
    """A file made of another; `pool` are the good files, from which pieces are taken."""
    chance = Random(seed)
    if chance.random() < (0.05 if data[:1] in (b"\0", b"<") else 0.3):
        return change(data, most)
    other = chance.choice(pool)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        data = _step(data, other, chance, change, most)
    return data[:most]


def _step(data: bytes, other: bytes, chance: Random, change: Change, most: int) -> bytes:
    if data.startswith(b"\0") and len(files := files_of(data)) > 0:
        name = chance.choice(sorted(files))
        theirs = files_of(other)
        content = theirs.get(name) or chance.choice([b"", *theirs.values()])
        return bundle(files | {name: _step(files[name], content, chance, change, most)})
    if data.lstrip()[:1] == b"<" and (root := _parse(data)) is not None:
        return _change_tree(root, _parse(other), chance)
    text = data.decode("utf-8", "surrogateescape")
    return _change_text(text, other.decode("utf-8", "ignore"), chance).encode("utf-8", "surrogateescape")


def _parse(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _change_text(text: str, other: str, chance: Random) -> str:
    """Some pieces, of a word to a few lines, taken out, doubled, put elsewhere, or put in from another text."""
    pieces = text.splitlines(keepends=True) if chance.random() < 0.5 else _PIECE.findall(text)
    start = chance.randrange(len(pieces) + 1)
    end = min(len(pieces), start + chance.choice((1, 1, 2, 5)))
    there = chance.randrange(len(pieces) + 1)
    taken = pieces[start:end]
    match chance.randrange(6):
        case 0:
            pieces[start:end] = []
        case 1:
            pieces[there:there] = taken * chance.choice((1, 1, 3, 20))
        case 2:
            pieces[start:end] = []
            pieces[there:there] = taken
        case 3:
            theirs = other.splitlines(keepends=True) or [""]
            begin = chance.randrange(len(theirs))
            pieces[there:there] = theirs[begin : begin + chance.choice((1, 3))]
        case _:
            pieces[there:there] = [chance.choice(SIGNS)]
    return "".join(pieces)


def _change_tree(root: etree._Element, other: etree._Element | None, chance: Random) -> bytes:
    """An element taken out, doubled, put elsewhere, renamed, put in from another file; or its words, attributes."""
    elements = [element for element in root.iter(etree.Element) if element is not root] or [root]
    theirs = list(other.iter(etree.Element)) if other is not None else elements
    one, there, model = chance.choice(elements), chance.choice(elements), chance.choice(theirs)
    match chance.randrange(8):
        case 0 if (parent := one.getparent()) is not None:
            parent.remove(one)
        case 1:
            there.insert(chance.randrange(len(there) + 1), deepcopy(one))
        case 2 if one not in (there, *there.iterancestors()):
            there.insert(chance.randrange(len(there) + 1), one)
        case 3:
            one.tag = model.tag
        case 4:
            there.insert(chance.randrange(len(there) + 1), deepcopy(model))
        case 5:
            one.attrib.update(dict(model.attrib))
        case 6 if one.attrib:
            value = chance.choice([*map(str, model.attrib.values()), *SIGNS[:4], "-1", ""])
            one.set(chance.choice(sorted(map(str, one.attrib))), value)
        case _:
            words = _change_text(one.text or "", model.text or "", chance)
            one.text = "".join(char for char in words if " " <= char < "\ud800" or char in "\n\t")
    return etree.tostring(root, encoding="utf-8")
