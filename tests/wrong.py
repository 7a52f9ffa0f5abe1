"""Wrong books: what is wrong, the files of the book folder that show it, how the message begins, what it says to do."""

from __future__ import annotations

import random

from .conftest import Files

HEAD = 'title = "T"\nlanguage = "en"\ndate = 2024-01-01\n\n'
CHAPTER = '[[chapter]]\nfile = "a.txt"\ntitle = "A"\n'
BOOK = HEAD + CHAPTER
TEXT = "The first note is here.[1] The second note is there.[2] No more notes.\n\nFootnotes\n\n[1] This is its text.\n"
NOTE = '[[note]]\nchapter = "a.txt"\nlabel = "{}"\ntext = "Words."\n'
TERM = '[[term]]\nheadword = "note"\n'
EMENDATION = '[[emendation]]\nfind = "{}"\nreplace = "{}"\nreason = "why"\n'
RUSSIAN = "Исполнительный комитет союза потребовал прекращения гражданской войны и создания правительства.\n" * 3
WESTERN = "Après la fête, “l’élève” était déjà là — où êtes-vous ? À l’hôtel, près de la gare, pour 5 €.\n" * 3
NOISE = bytes(byte for byte in random.Random(1917).randbytes(3000) if byte)


def toml(old: str, new: str) -> Files:
    """A book.toml with something new in place of something old, or at its end."""
    return {"book.toml": BOOK.replace(old, new) if old else BOOK + new}


def said(encoding: str, content: bytes) -> Files:
    """A text, and what book.toml says its encoding is."""
    return {"a.txt": content, **toml("", f'encoding = "{encoding}"\n')}


def emend(*pairs: tuple[str, str]) -> Files:
    """An emendations.toml."""
    return {"emendations.toml": "".join(EMENDATION.format(*pair) for pair in pairs)}


def kept(lines: str, find: str = "No more notes") -> Files:
    """An emendations.toml that keeps words."""
    return {"emendations.toml": f'[[emendation]]\nfind = "{find}"\n{lines}\n'}


BROKEN = "\ufeffVoilà, déjà vu, élève.\r\nTrès ".encode() + b"\xe9trange.\n"
SHOWN = "a.txt:2:6: not valid UTF-8: byte 0xE9 can't stand here\n  Très étrange.\n       ^\n"
NO_TEXT = "a.txt: this is not a text: it holds NUL bytes"
OVERLAP = "emendations.toml:6:1: this emendation changes words that another one changes"

COMPANIONS = (
    "book.toml",
    "notes.toml",
    "emendations.toml",
    "figures.toml",
    "glossary.toml",
    "glossary.csv",
    "style.css",
)

WRONG: dict[str, tuple[Files, str, str]] = {
    "empty": ({"a.txt": b""}, "a.txt: the file is empty", "put a text into it"),
    "white space": ({"a.txt": b" \n\t\r\n\n"}, "a.txt: the file is empty", "put a text into it"),
    "only invisible": ({"a.txt": "\ufeff\u00a0\u200b\f\n"}, "a.txt: the file is empty", "put a text into it"),
    "NUL bytes": ({"a.txt": b"Words\0words"}, NO_TEXT, "plain text (UTF-8)"),
    "a picture": ({"a.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"}, NO_TEXT, "plain text (UTF-8)"),
    "a picture as Latin-1": (said("latin-1", b"\x89PNG\r\n\x1a\n\0\0"), NO_TEXT, "plain text (UTF-8)"),
    "UTF-32": ({"a.txt": TEXT.encode("utf-32")}, NO_TEXT, "plain text (UTF-8)"),
    "noise": ({"a.txt": NOISE}, "a.txt: the encoding of the file can't be told, or it is not a text", "as UTF-8"),
    "Latin-1 as UTF-8": (said("utf-8", b"One.\nThe caf\xe9.\n"), "a.txt:2:8: not valid UTF-8", '= "windows-1252"'),
    "one broken byte": ({"a.txt": BROKEN}, SHOWN, "save the file as UTF-8"),
    "half a character": ({"a.txt": "Là".encode("utf-16") + b"x"}, "a.txt:1:3: not valid UTF-16-LE", "as UTF-8"),
    "no such encoding": (said("utf-9", b"Words."), "a.txt: no encoding is called “utf-9”", 'such as "utf-8"'),
    "no encoding of files": (said("undefined", b"W."), "a.txt: no encoding is called “undefined”", 'such as "utf-8"'),
    "too large": ({"a.txt": b"Words. " * 2_860_000}, "a.txt: the file has 20.0 MB; texts up to 16 MB", "source_mb"),
    **{
        f"{name} too large": (
            {name: b"#" * 2_100_000},
            f"{name}: the file has 2.1 MB; beside the texts, files up to 2 MB are read",
            "[limits] companion_mb" if name != "book.toml" else "take out what the book does not need",
        )
        for name in COMPANIONS
    },
    "style.css a folder": ({"style.css/x": b""}, "style.css: can't read", "check the name and the rights"),
    "no such file": (toml("a.txt", "aa.txt"), "book.toml:6:1: there is no file “aa.txt”", "did you mean “a.txt”?"),
    "a name too long": (toml("a.txt", "a" * 300), "book.toml:6:1: there is no file “aaa", "there are: a.txt"),
    "a file elsewhere": (toml("a.txt", "../a.txt"), "book.toml:6:1: “../a.txt” leads out of", "copy the file"),
    "a key that the head has": (
        toml("", '[epub]\nlicence = "x"\n'),
        "book.toml:9:1: unknown key “licence”",
        "it belongs at the head of book.toml, above the first [table]",
    ),
    "… a chapter, though it looks like another": (
        toml("", 'editors = ["E"]\n'),
        "book.toml:8:1: unknown key “editors”",
        "it belongs at the head",
    ),
    "… a table": ({"book.toml": f"embed_fonts = true\n{BOOK}"}, "book.toml:1:1: unknown key", "belongs under [epub]"),
    "… tables": (
        toml("", '[pdf]\nsort = "x"\n'),
        "book.toml:9:1: unknown key “sort”",
        "belongs under [[contributor]]",
    ),
    "… a table in a table": (
        toml("", 'section = "x"\n'),
        "book.toml:8:1: unknown key “section”",
        "belongs under [chapter.notes]",
    ),
    "a misspelt choice": ({"book.toml": f'theme = "modren"\n{BOOK}'}, "book.toml:1:1: “theme” can't", "mean “modern”?"),
    "a series by name": (
        {"book.toml": f'series = "S"\n{BOOK}'},
        "book.toml:1:1: “series” must be a table",
        'write series = {name = "…", number = 1}',
    ),
    "a number below": (
        {"book.toml": f'series = {{name = "S", number = -1}}\n{BOOK}'},
        "book.toml:1:23: “series.number” can't be -1",
        "write 0 or a larger number",
    ),
    "a table for a name": (
        {"book.toml": f'notes = "chapter"\n{BOOK}'},
        "book.toml:1:1: “notes” must be a table",
        "write [notes] on a line of its own, and below it numbering, missing and placement",
    ),
    "single brackets": (
        toml("", '[contributor]\nname = "A"\n'),
        "book.toml:8:1: [contributor] may stand more than once",
        "write [[contributor]], in double",
    ),
    "… twice": (toml("", "[chapter]\n"), "book.toml:8:1: [chapter] stands twice", "double brackets: [[chapter]]"),
    "double brackets": (toml("", "[[epub]]\n"), "book.toml:8:3: [[epub]] stands only once", "write [epub], in single"),
    "a table twice": (toml("", "[pdf]\n[epub]\n[pdf]\n"), "book.toml:10:1: [pdf] stands twice", "below one [pdf]"),
    "a key twice": (
        {"book.toml": f'publisher = "P"\nrights = "R"\npublisher = "Q"\n{BOOK}'},
        "book.toml:3:1: “publisher” stands twice",
        "the other is in line 1",
    ),
    "… among the keys of a chapter": (
        toml("", 'title = "B"\n'),
        "book.toml:8:1: “title” stands twice",
        "the other is in line 7",
    ),
    "an open string": (
        {"book.toml": f'publisher = "P\n{BOOK}'},
        "book.toml:1:15: not valid TOML: a string has no end",
        "the closing quotation mark is missing",
    ),
    "… in single marks": (
        {"book.toml": f"publisher = 'P\n{BOOK}"},
        "book.toml:1:15: not valid TOML: a string has no end",
        "the closing quotation mark is missing",
    ),
    "… closed by a curly mark": (
        {"book.toml": f'rights = "P”\n{BOOK}'},
        "book.toml:1:13: not valid",
        "marks are curly",
    ),
    "marks within a string": (
        {"book.toml": f'rights = "The "Press""\n{BOOK}'},
        "book.toml:1:16: not valid TOML",
        "write quotation marks within a string as “ and ”",
    ),
    "an open list": (
        {"book.toml": f'editors = ["E", "F"\n{BOOK}'},
        "book.toml:2:1: not valid TOML: unclosed array",
        "or the closing bracket ]",
    ),
    "a day that is none": (
        toml("2024-01-01", "2024-1-1"),
        "book.toml:3:12: not valid TOML: this is not a",
        "2026-11-22",
    ),
    "a number for an ISBN": (
        {"book.toml": f'identifier = "2026-11-22-001"\n{BOOK}'},
        "book.toml:1:1: “2026-11-22-001” is not an ISBN",
        "a name of your own needs a letter",
    ),
    "an ISBN with its binding": (
        {"book.toml": f'identifier = "9780306406157 (pbk)"\n{BOOK}'},
        "book.toml:1:1: “9780306406157 (pbk)” is not an ISBN alone",
        "nothing but its digits",
    ),
    "… so named": (
        {"book.toml": f'identifier = "ISBN 0306406152 (pbk)"\n{BOOK}'},
        "book.toml:1:1: “ISBN",
        "its digits",
    ),
    "a broken address": (
        {"book.toml": f'source = "From http:/example/papers, 1917."\n{BOOK}'},
        "book.toml:1:1: “http:/example/papers” is not the address of a web page",
        "in full",
    ),
    "… in the source of a chapter": (
        toml("", 'source = "See https://example, p. 1."\n'),
        "book.toml:8:1: “https://example” is not the address",
        "in full",
    ),
    "a chapter twice": (toml("", CHAPTER), "book.toml:9:1: “a.txt” is listed twice", "remove one"),
    "… as ./": (toml("", CHAPTER.replace("a.", "./a.")), "book.toml:9:1: “./a.txt” is listed twice", "remove one"),
    "no chapter": (toml(CHAPTER, ""), "book.toml:1:1: the book has no chapters", "add a [[chapter]]"),
    "no title": (toml('title = "A"', ""), "book.toml:5:3: “chapter.title” is missing", "“title = …”"),
    "an empty title": (toml('"T"', '" "'), "book.toml:1:1: “title” is empty", "put words between"),
    "an unknown key": ({"book.toml": f'titel = "T"\n{BOOK}'}, "book.toml:1:1: unknown key “titel”", "mean “title”?"),
    "… of a chapter": (toml("", 'credits = "C"\n'), "book.toml:8:1: unknown key “credits”", "did you mean “credit”?"),
    "… of [notes]": (toml("", "[notes]\nnumber = 1\n"), "book.toml:9:1: unknown key “number”", "mean “numbering”?"),
    "… like no other": (toml("", "[pdf]\nzzz = 1\n"), "book.toml:9:1: unknown key “zzz”", "here are: note_lines"),
    "… of a term": ({"glossary.toml": TERM + 'form = ""\n'}, "glossary.toml:3:1: unknown key “form”", "“forms”?"),
    "… of a note": ({"notes.toml": NOTE + 'txt = ""\n'}, "notes.toml:5:1: unknown key “txt”", "mean “text”?"),
    "… of an emendation": ({"emendations.toml": EMENDATION + "fnd = 1"}, "emendations.toml:5:1: unknown", "“find”?"),
    "a wrong type": (
        {"book.toml": f'editors = "E"\n{BOOK}'},
        "book.toml:1:1: “editors” must be a list",
        "write a list",
    ),
    "… in a list": (
        {"book.toml": f'editors = ["E", 7]\n{BOOK}'},
        "book.toml:1:17: each value in “editors” must be a string",
        "quotation marks",
    ),
    "no such table": ({"book.toml": f"[[chapters]]\n{BOOK}"}, "book.toml:1:3: unknown key “chapters”", "“chapter”"),
    "a misspelt key that is needed": (
        {"book.toml": BOOK.replace("title", "tilte")},
        "book.toml:7:1: unknown key “tilte”",
        "“title”",
    ),
    "curly quotes": (
        {"book.toml": BOOK.replace('"T"', "“T”")},
        "book.toml:1:9: not valid TOML",
        "these quotation marks are curly",
    ),
    "style.css that fetches": ({"style.css": "p { background: url(x.png) }"}, "style.css:1:17: url(…)", "leave it out"),
    "style.css that is none": ({"style.css": "}}} p"}, "style.css:1:5: not valid CSS", "mend it"),
    "no date": (toml("2024-01-01", '"May"'), "book.toml:3:1: “date” must be a date", "2026-11-22"),
    "no language": (toml('"en"', '"?"'), "book.toml:2:1: “?” is not a language tag", '"en-GB"'),
    "no ISBN": ({"book.toml": f'identifier = "978-0-306-40615-8"\n{BOOK}'}, "book.toml:1:1: the last digit", "in 7"),
    "half an ISBN": ({"book.toml": f'identifier = "ISBN 978-0-306-4065"\n{BOOK}'}, "book.toml:1:1: “978", "13 digits"),
    "no UUID": ({"book.toml": f'identifier = "urn:uuid:1"\n{BOOK}'}, "book.toml:1:1: “urn:uuid:1” is not", "32 hexa"),
    "a licence by name": ({"book.toml": f'licence = "MIT"\n{BOOK}'}, "book.toml:1:1: “MIT” is not the addr", "in full"),
    "a report that is none": (
        toml("", '[accessibility]\ncertified_by = "A"\nreport = "javascript:x"\n'),
        "book.toml:10:1: “javascript:x” is not the address",
        "in full",
    ),
    "a claim of nobody": (
        toml("", '[accessibility]\nreport = "x"\n'),
        "book.toml:8:1: “accessibility.certified_by” is missing",
        "certified_by = …",
    ),
    "no such role": (
        toml("", '[[contributor]]\nname = "A"\nrole = "king"\n'),
        "book.toml:10:1: “contributor.role” can't be “king”",
        '"editor", "translator"',
    ),
    "no such style": (
        {"book.toml": f'house_style = "uk"\n{BOOK}'},
        "book.toml:1:1: “house_style” can't be “uk”",
        'of "british", ',
    ),
    "no such kind": (
        {"glossary.toml": f'{TERM}kind = "x"\n'},
        "glossary.toml:3:1: “term.kind” can't be",
        '"person", "place"',
    ),
    "no TOML": (toml("", "rights = \n"), "book.toml:8:10: not valid TOML: invalid value", "quotation marks"),
    "no TOML at the end": (toml("", 'rights = "'), "book.toml:8:11: not valid TOML: a string has no end", "closing"),
    "book.toml in Latin-1": ({"book.toml": b'title = "\xc9t\xe9"'}, "book.toml:1:10: not valid UTF-8", "as UTF-8"),
    "book.toml in UTF-16": ({"book.toml": BOOK.encode("utf-16")}, "book.toml:1:1: not valid UTF-8", "as UTF-8"),
    "not printable": (toml('"A"', '"A\\u0001"'), "book.toml:7:1: the character U+0001", "remove it"),
    "no headword": ({"glossary.toml": TERM.replace("note", "")}, "glossary.toml:2:1: “headword” is", "put words"),
    "an empty form": ({"glossary.toml": f'{TERM}forms = ["x", ""]'}, "glossary.toml:3:15: “forms” is", "put words"),
    "glossary.toml a folder": ({"glossary.toml/x": b""}, "can't read", "check the path"),
    "a note elsewhere": ({"notes.toml": NOTE.replace("a.", "b.")}, "notes.toml:2:1: no chapter has", "“a.txt”?"),
    "a text for no note": ({"notes.toml": NOTE.format(3)}, "notes.toml:3:1: no note “3” is called", "text are 2"),
    "a second text": ({"notes.toml": NOTE.format(1)}, "notes.toml:3:1: note “1” of a.txt has a text", "take this"),
    "a note twice": ({"notes.toml": NOTE.format(2) * 2}, "notes.toml:7:1: note “2” of a.txt has a text", "take this"),
    "an empty note": ({"notes.toml": NOTE.replace("Words.", " ")}, "notes.toml:4:1: “text” is empty", "put words"),
    "an empty emendation": (emend(("", "x")), "emendations.toml:2:1: “find” is empty", "put words between"),
    "it fits nowhere": (emend(("second nota", "x")), "emendations.toml:2:1: these words stand nowhere", "second note"),
    "it fits twice": (emend(("note is", "x")), "emendations.toml:2:1: these words stand in 2 places", "quote more"),
    "it overlaps": (emend(("first note is", "last note was"), ("is here", "was here")), OVERLAP, "join the two"),
    "a wrong table of rules": (
        {"book.toml": f"rules = true\n{BOOK}"},
        "book.toml:1:1: “rules” must be a table",
        "[rules] on a line of its own",
    ),
    "no such rule": (
        toml("", "[rules]\nspace.double = false\n"),
        "book.toml:9:1: there is no rule",
        "“spaces.double”?",
    ),
    "… quoted": (toml("", '[rules]\n"stop.mising" = false'), "book.toml:9:1: there is no rule", "“stop.missing”?"),
    "… in a chapter": (
        toml("", "[chapter.rules]\nstop.mising = false"),
        "book.toml:9:1: there is no rule",
        "missing”?",
    ),
    "… on one line": (toml("", "rules = { stop.mising = false }\n"), "book.toml:8:11: there is no rule", "missing”?"),
    "a family of rules": (
        toml("", "[rules]\nspaces = false"),
        "book.toml:9:1: there is no rule “spaces”",
        "name each by itself: spaces.exotic",
    ),
    "a class of rules": (
        toml("", "[rules]\ntransport = false"),
        "book.toml:9:1: there is no rule",
        "begin with chars, lines",
    ),
    "a rule that is neither": (
        toml("", '[rules]\nspaces.double = "no"'),
        "book.toml:9:1: “spaces.double” is switched neither on nor off",
        "write true or false",
    ),
    "a rule twice": (
        toml("", '[rules]\nspaces.double = false\n"spaces.double" = true'),
        "book.toml:10:1: “spaces.double” is switched twice",
        "keep one",
    ),
    "no such quotes": (
        {"book.toml": f'quotes = "triple"\n{BOOK}'},
        "book.toml:1:1: “quotes” can't be “triple”",
        'write one of "source", "single"',
    ),
    "textual notes": (
        {"book.toml": f'textual_notes = "yes"\n{BOOK}'},
        "book.toml:1:1: “textual_notes” must be true or false",
        "true or false",
    ),
    "no list to split at": (toml("", 'split = "I."\n'), "book.toml:8:1: “chapter.split”", "write a list"),
    "no words to split at": (toml("", 'split = [" "]\n'), "book.toml:8:10: “split” is empty", "put words"),
    "no heading to split at": (toml("", 'split = ["PART"]\n'), "book.toml:8:10: no heading", "take “split” out"),
    "kept by no boolean": (kept('keep = "yes"'), "emendations.toml:3:1: “emendation.keep”", "true or false"),
    "neither kept nor changed": (kept("keep = false"), "emendations.toml:1:3: “replace” is missing", "keep = true"),
    "kept and changed": (
        kept('keep = true\nreplace = "x"'),
        "emendations.toml:4:1: an entry can’t both",
        "take out “replace”",
    ),
    "no such query": (
        kept('keep = true\nquery = "stop.mising"'),
        "emendations.toml:4:1: there is no query “stop.mising”",
        "did you mean “stop.missing”?",
    ),
    "a rule for a query": (
        kept('keep = true\nquery = "spaces.double"'),
        "emendations.toml:4:1: there is no query",
        "begin with verse",
    ),
    "an empty query": (kept('keep = true\nquery = " "'), "emendations.toml:4:1: “query” is empty", "put words"),
    "a query without keep": (kept('query = "stop.missing"'), "emendations.toml:3:1: “query” says", "keep = true"),
    "kept words elsewhere": (
        kept('keep = true\nchapter = "b.txt"'),
        "emendations.toml:4:1: no chapter has the file",
        "“a.txt”?",
    ),
    "kept words nowhere": (
        kept("keep = true", "No more boats"),
        "emendations.toml:2:1: these words stand nowhere",
        "No more notes",
    ),
    "kept words twice": (kept("keep = true", "note is"), "emendations.toml:2:1: these words stand in 2", "quote more"),
    "it has a twin": (emend(("No more", "No, no more"), ("No more", "No, no more")), OVERLAP, "join the two"),
}
