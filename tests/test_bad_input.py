"""Bad input: whatever is wrong, there is one message with place, fault and remedy, and the last outputs stay whole.

Most tests are rows of a table: what is wrong, the files that show it, and the message that must come.
"""

from __future__ import annotations

import builtins
import errno
import io
import itertools
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from lxml import etree

from pipeline.build import build
from pipeline.manifest import load_manifest
from pipeline.sources import read_source

from .conftest import Files, MakeFolder, Outcome, Run

BOOK = """title = "T"
language = "en"
date = 2024-01-01

[[chapter]]
file = "a.txt"
title = "A"
"""
TEXT = "The first note is here.[1] The second note is there.[2] No more notes.\n\nFootnotes\n\n[1] This is its text.\n"
NOTE = '[[note]]\nchapter = "a.txt"\nlabel = "{}"\ntext = "Words."\n'
TERM = '[[term]]\nheadword = "note"\n'
RUSSIAN = "Исполнительный комитет союза потребовал прекращения гражданской войны и создания правительства.\n" * 3
WESTERN = "Après la fête, “l’élève” était déjà là — où êtes-vous ? À l’hôtel, près de la gare, pour 5 €.\n" * 3
NOISE = bytes(byte for byte in random.Random(1917).randbytes(3000) if byte)  # noqa: S311

Row = tuple[str, Files, str, str]
"""What is wrong, the files that show it, how the message begins, and what it says to do."""


def emend(*pairs: tuple[str, str]) -> Files:
    """An emendations.toml."""
    entries = (f'[[emendation]]\nfind = "{find}"\nreplace = "{after}"\nreason = "why"\n' for find, after in pairs)
    return {"emendations.toml": "".join(entries)}


def declared(encoding: str, content: bytes) -> Files:
    """A text, and what book.toml says its encoding is."""
    return {"a.txt": content, "book.toml": f'{BOOK}encoding = "{encoding}"\n'}


TEXTS: list[Row] = [
    ("empty", {"a.txt": b""}, "a.txt: the file is empty", "put a text into it"),
    ("white space", {"a.txt": b" \n\t\r\n\n"}, "a.txt: the file is empty", "put a text into it"),
    ("only invisible", {"a.txt": "\ufeff\u00a0\u200b\f\n"}, "a.txt: the file is empty", "put a text into it"),
    ("NUL bytes", {"a.txt": b"Words\0words"}, "a.txt: this is not a text: it holds NUL bytes", "plain text (UTF-8)"),
    ("a picture", {"a.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"}, "a.txt: this is not a text", "plain text (UTF-8)"),
    ("a picture called Latin-1", declared("latin-1", b"\x89PNG\r\n\x1a\n\0\0"), "a.txt: this is not a text", "plain text"),
    ("UTF-32", {"a.txt": TEXT.encode("utf-32")}, "a.txt: this is not a text", "plain text (UTF-8)"),
    ("noise", {"a.txt": NOISE}, "a.txt: the encoding of the file can't be told, or it is not a text", "as UTF-8"),
    (
        "Latin-1 called UTF-8",
        declared("utf-8", "One line.\nThe café there.\n".encode("latin-1")),
        "a.txt:2:8: not valid UTF-8: byte 0xE9 can't stand here\n  The café there.\n         ^\n",
        'encoding = "windows-1252"',
    ),
    (
        "UTF-8 with one broken byte",
        {"a.txt": "\ufeffVoilà, déjà vu, élève, café.\r\nTrès ".encode() + b"\xe9trange.\n"},
        "a.txt:2:6: not valid UTF-8: byte 0xE9 can't stand here\n  Très étrange.\n       ^\n",
        "save the file as UTF-8",
    ),
    (
        "half a character of UTF-16",
        {"a.txt": "Café".encode("utf-16") + b"x"},
        "a.txt:1:5: not valid UTF-16-LE: byte 0x78 can't stand here",
        "save the file as UTF-8",
    ),
    ("no such encoding", declared("utf-9", b"Words."), "a.txt: no encoding is called “utf-9”", '"utf-8" or "windows'),
    ("no encoding of files", declared("undefined", b"Words."), "a.txt: no encoding is called “undefined”", '"utf-8"'),
    ("too large", {"a.txt": b"Words. " * 2_860_000}, "a.txt: the file has 20.0 MB; texts up to 16 MB", "source_mb"),
    ("style.css no file", {"style.css/x": b""}, "style.css: can't read", "check the name and the rights"),
]

MANIFESTS: list[Row] = [
    ("missing file", {"book.toml": BOOK.replace("a.txt", "aa.txt")}, "book.toml:6:1: there is no file “aa.txt”", "“a.txt”?"),
    ("endless file name", {"book.toml": BOOK.replace("a.txt", "a" * 300)}, "book.toml:6:1: there is no file", "a.txt"),
    ("file elsewhere", {"book.toml": BOOK.replace("a.txt", "../a.txt")}, "book.toml:6:1: “../a.txt” leads out", "copy"),
    (
        "chapter twice",
        {"book.toml": BOOK + '[[chapter]]\nfile = "./a.txt"\ntitle = "B"\n'},
        "book.toml:9:1: “./a.txt” is listed twice",
        "remove one",
    ),
    ("no chapter", {"book.toml": BOOK.split("[[")[0]}, "book.toml:1:1: the book has no chapters", "add a [[chapter]]"),
    ("no title", {"book.toml": BOOK.replace('title = "A"', "")}, "book.toml:5:3: “chapter.title” is missing", "add a line"),
    ("empty title", {"book.toml": BOOK.replace('"T"', '" "')}, "book.toml:1:1: “title” is empty", "put words between"),
    ("unknown key", {"book.toml": f'titel = "T"\n{BOOK}'}, "book.toml:1:1: unknown key “titel”", "“title”?"),
    ("… of a chapter", {"book.toml": BOOK + 'credits = "C"\n'}, "book.toml:8:1: unknown key “credits”", "“credit”?"),
    ("… of [notes]", {"book.toml": BOOK + "[notes]\nnumber = 1\n"}, "book.toml:9:1: unknown key “number”", "“numbering”?"),
    ("… of no likeness", {"book.toml": BOOK + "[pdf]\nzzz = 1\n"}, "book.toml:9:1: unknown key “zzz”", "here are: note_lines"),
    ("… of a term", {"glossary.toml": TERM + 'form = ""\n'}, "glossary.toml:3:1: unknown key “form”", "“forms”?"),
    ("… of a note", {"notes.toml": NOTE + 'txt = ""\n'}, "notes.toml:5:1: unknown key “txt”", "“text”?"),
    ("… of an emendation", {"emendations.toml": '[[emendation]]\nfinds = ""\n'}, "emendations.toml:", "“find”"),
    ("wrong type", {"book.toml": f'editors = "E"\n{BOOK}'}, "book.toml:1:1: “editors”: input should be a valid array", "→"),
    ("… in a list", {"book.toml": f'editors = ["E", 7]\n{BOOK}'}, "book.toml:1:17: “editors”: input should be a valid str", "→"),
    ("no date", {"book.toml": BOOK.replace("2024-01-01", '"May"')}, "book.toml:3:1: “date”: input should be a valid date", "→"),
    ("no language", {"book.toml": BOOK.replace('"en"', '"?"')}, "book.toml:2:1: “?” is not a language tag", '"en-GB"'),
    ("no such choice", {"book.toml": f'house_style = "uk"\n{BOOK}'}, "book.toml:1:1: “house_style”", "→"),
    ("no TOML", {"book.toml": BOOK + "rights = \n"}, "book.toml:8:10: not valid TOML: invalid value", "quotation marks"),
    ("no TOML at the end", {"book.toml": BOOK + 'rights = "'}, "book.toml:8:11: not valid TOML", "quotation marks"),
    (
        "no UTF-8",
        {"book.toml": BOOK.replace("T", "Été").encode("latin-1")},
        'book.toml:1:10: not valid UTF-8: byte 0xC9 can\'t stand here\n  title = "Été"\n           ^\n',
        "save the file as UTF-8",
    ),
    ("UTF-16", {"book.toml": BOOK.encode("utf-16")}, "book.toml:1:1: not valid UTF-8", "save the file as UTF-8"),
    ("unprintable", {"book.toml": BOOK.replace('"A"', '"A\\u0001"')}, "book.toml:7:1: the character U+0001", "remove it"),
    ("empty headword", {"glossary.toml": '[[term]]\nheadword = ""\n'}, "glossary.toml:2:1: “headword” is empty", "put words"),
    ("empty form", {"glossary.toml": TERM + 'forms = ["x", ""]\n'}, "glossary.toml:3:15: “forms” is empty", "put words"),
    ("glossary.toml no file", {"glossary.toml/x": b""}, "can't read", "check the path"),
    ("note of no chapter", {"notes.toml": NOTE.replace("a.txt", "b.txt")}, "notes.toml:2:1: no chapter has the file “b.txt”", "“a.txt”?"),
    ("text of no note", {"notes.toml": NOTE.format(3)}, "notes.toml:3:1: no note “3” is called in a.txt", "without text are 2"),
    ("second text", {"notes.toml": NOTE.format(1)}, "notes.toml:3:1: note “1” of a.txt has a text already", "take this entry out"),
    ("third text", {"notes.toml": NOTE.format(2) * 2}, "notes.toml:7:1: note “2” of a.txt has a text already", "take this entry out"),
    ("empty note", {"notes.toml": NOTE.format(2).replace("Words.", " ")}, "notes.toml:4:1: “text” is empty", "put words"),
    ("emendation of nothing", emend(("", "x")), "emendations.toml:2:1: “find” is empty", "put words between"),
    (
        "emendation that fits nowhere",
        emend(("second nota is there", "x")),
        "emendations.toml:2:1: these words stand nowhere in the text",
        "the nearest words are in a.txt: “second note is there",
    ),
    ("… twice", emend(("note is", "x")), "emendations.toml:2:1: these words stand in 2 places", "quote more of the sentence"),
    (
        "… on another",
        emend(("first note is here", "last note was here"), ("note is here", "note is gone")),
        "emendations.toml:6:1: this emendation changes words that another one changes",
        "join the two into one",
    ),
    (
        "… beside its twin",
        emend(("No more", "No, no more"), ("No more", "No, no more")),
        "emendations.toml:6:1: this emendation changes words that another one changes",
        "join the two into one",
    ),
]
