"""Markdown: what its signs declare comes to the right tree, nothing written is lost, and no file harms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.sources.commonmark import read
from pipeline.sources.commonmark.rules import DEEPEST
from pipeline.sources.gallery import Gallery
from pipeline.tree import Block, Emph, Link, Strong

from .formats import faults, notes_of, outline, read_document

NAME = "text.md"


def chapter_of(text: str) -> Chapter:
    return read_document(text.encode(), NAME)


FORMS = {
    "a heading underlined": ("Title\n===\n\nPart\n---\n\nWords.", ["2 Title", "3 Part", "p Words."]),
    "a heading by signs": ("## Part *one* ##\n\n### Deeper\n", ["2 Part /one/", "3 Deeper"]),
    "a heading with a name": ("# Title {#top .unnumbered}\n\n# Set {a, b}\n", ["2 Title", "2 Set {a, b}"]),
    "soft line ends": ("One line\nand the next.\n", ["p One line and the next."]),
    "hard line ends": (
        f"A line that is far too long to be one of verse, or of an address, {'or so ' * 6}\\\nand another.",
        [
            f"p A line that is far too long to be one of verse, or of an address, {'or so ' * 6}".rstrip(),
            "p and another.",
        ],
    ),
    "short lines": ("Roses are red,  \nviolets *blue*.", ["v Roses are red, | violets /blue/."]),
    "short lines by tags": ("Roses are red,<br>\nviolets blue.", ["v Roses are red, | violets blue."]),
    "a line block": (
        "| One,\n|   set in\n|   and on\n    to here\n|\n| Other",
        ["v One, | >set in | >and on to here || Other"],
    ),
    "a line block in a quotation": ("> | One\n> | Two", ["q(v One | Two)"]),
    "a quotation": ("> One\nlazy\n>\n> > Two", ["q(p One lazy; q(p Two))"]),
    "a list": ("- one\n- two\n\n  more\n", ["l(p • one)(p • two; p more)"]),
    "a list that counts": ("3) three\n4) four\n   - *sub*", ["l(p 3) three)(p 4) four; l(p • /sub/))"]),
    "a list of quotations": ("1. > quoted\n2. # Head", ["l(q(p 1. quoted))(2 2. Head)"]),
    "definitions": (
        "Term *x*\n: One\n\n    More.\n\nOther\n: Two\n",
        ["l(p Term /x/; p One; p More.)(p Other; p Two)"],
    ),
    "a table": ("| a | b |\n|:--|--:|\n| *c* | 1 |\n", ["t [a,b]! [/c/,1]"]),
    "a table with a line end": ("|a|b|\n|-|-|\n|c<br>d|e\\|f|\n", ["t [a,b]! [c d,e|f]"]),
    "a table with long and short rows": ("|a|b|\n|-|-|\n|c|d|e|\n|f|\n", ["t [a,b,]! [c,d,e] [f,,]"]),
    "a table of columns": (
        "  Town    Souls\n  ------ ------\n  *Perm*     45\n  Orel\n\nx",
        ["t [Town,Souls]! [/Perm/,45] [Orel,]", "p x"],
    ),
    "a table of columns in a quotation": ("> a b\n> - -\n> c d\n> - -\n> e", ["q(t [a,b]! [c,d]; p e)"]),
    "columns that cut words": ("Some words\n- ---\nMore words", ["p Some words", "---", "p More words"]),
    "dashes that are no table": ("One\n- - -\n\nTwo\n-- --\n\nThree", ["p One", "---", "p Two", "---", "p Three"]),
    "a thought break": ("One\n\n- - -\n\nTwo", ["p One", "---", "p Two"]),
    "a thought break in a quotation": ("> ***\n\nTwo", ["q(p * * *)", "p Two"]),
    "code": ("Use `a  b`:\n\n    first\n      second\n\n    third", ["p Use a b:", "v first | >second || third"]),
    "signs escaped": ("\\*not\\* 3 &lt; 4 &amp; \\[x\\]", ["p *not* 3 < 4 & [x]"]),
    "typed quotes stay": ('"It\'s" -- he said...', ['p "It\'s" -- he said...']),
    "raised and lowered": ("m^2^, 1<sup>er</sup>, H~2~O, a^b c^, x~y z~", ["p m², 1ᵉʳ, H₂O, a^b c^, x~y z~"]),
    "words raised and lowered": ("M^ME^ x~max~ <sup>To</sup>", ["p M^ME^ x~max~ ^To^"]),
    "languages": (
        '---\nlang: en-GB\n---\n\n[zwei *Worte*]{lang=de} [two]{lang=en-US} [*trois*]{.sc lang="fr-CA"}',
        ["p de:zwei /Worte/: two =fr-CA:/trois/:="],
    ),
    "tags that give form": ("<i>a *b*</i> <b>c</b> <em>d", ["p /a b/ *c* /d/"]),
    "tags crossed": ("*a <b>b* c</b> d", ["p /a *b*/ c d"]),
    "other tags": ("<div>\nIn *it*.\n</div> <u>x</u>", ["p <div> In /it/. </div> <u>x</u>"]),
    "comments": ("One <!-- *x* --> two.\n\n<!-- three\n\nfour -->\n\nFive", ["p One two.", "p Five"]),
    "a comment that never ends": ("One <!-- two.\n\nThree", ["p One <!-- two.", "p Three"]),
    "a comment and words": ("<!-- x --> words", ["p words"]),
    "attributes": (
        '[One *two*]{.smallcaps} []{#p1}[three](https://e.org){.u k="v w"} `x`{.py} {.y} [z]{a} `<b>`{=html}w',
        ["p =One /two/= <https://e.org three> x {.y} [z]{a} w"],
    ),
    "parts in another format": ("```{=html}\n<p>x</p>\n```\n\nOne", ["p One"]),
    "divisions": ("::: {.verse}\nWords.\n:::\n", ["p Words."]),
    "links": (
        "[a *b*](https://e.org/x) [c][r] [d](#e) <https://e.org>\n\n[r]: https://e.org/r 'T'",
        ["p <https://e.org/x a /b/> <https://e.org/r c> d <https://e.org https://e.org>"],
    ),
    "links in other letters": (
        "[a](https://e.org/Ленин) [b](https://e.org/x%20y) [c](<https://e.org/x y>)",
        ["p <https://e.org/%D0%9B%D0%B5%D0%BD%D0%B8%D0%BD a> <https://e.org/x%20y b> c"],
    ),
    "links that run something": (
        "[a](javascript:alert(1)) [b](data:x,y)",
        ["p [a](javascript:alert(1)) [b](data:x,y)"],
    ),
    "pictures": ("![A *dog*](dog.png) runs", ["p runs"]),
    "struck words": ("Kept ~~gone *all*~~ kept", ["p Kept kept"]),
    "no front matter": ("---\nWords here.\n---\n\nMore", ["---", "2 Words here.", "p More"]),
    "a mark at the head": ("\ufeff# Title\r\n\r\nWords\r\nhere", ["2 Title", "p Words here"]),
    "emphasis in emphasis": ("*a **b *c* d** e*", ["p /a *b c d* e/"]),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    text, wanted = FORMS[name]
    assert outline(chapter_of(text).blocks) == wanted


NOTES = {
    "a call and its note": ("Words.[^1]\n\n[^1]: Its *text*.", ["p Words.{1}"], ["1: p Its /text/."]),
    "two calls of one": ("A[^1] b[^1].\n\n[^1]: T.", ["p A{1} b{1}."], ["1: p T."]),
    "the numbers of the source": ("A[^12] b[^7].\n\n[^7]: S.\n\n[^12]: T.", ["p A{12} b{7}."], ["12: p T.", "7: p S."]),
    "names": ("A[^smith] b[^7].\n\n[^7]: S.\n\n[^smith]: T.", ["p A{1} b{2}."], ["1: p T.", "2: p S."]),
    "signs": ("A[^*] b[^†].\n\n[^*]: S.\n\n[^†]: T.", ["p A{sign12a} b{sign12020}."], ["*: p S.", "†: p T."]),
    "in the line": ("A^[One *note* [b](https://e.org).] b.", ["p A{1} b."], ["1: p One /note/ <https://e.org b>."]),
    "in the line, in a note": ("A^[One^[two].]", ["p A{1}"], ["1: p One{2}.", "2: p two"]),
    "in the line and below": ("A^[One] b[^9].\n\n[^9]: Two", ["p A{1} b{2}."], ["1: p One", "2: p Two"]),
    "several paragraphs": (
        "A[^1]\n\n[^1]: One.\n\n    Two.\n\n    > Three.\n\nB",
        ["p A{1}", "p B"],
        ["1: p One. / p Two. / q(p Three.)"],
    ),
    "with no blank line between": (
        "A[^1] b[^2]\n\n[^1]: > One.\n[^2]: Two.",
        ["p A{1} b{2}"],
        ["1: q(p One.)", "2: p Two."],
    ),
    "a note that calls one": ("A[^1]\n\n[^1]: One[^2].\n\n[^2]: Two.", ["p A{1}"], ["1: p One{2}.", "2: p Two."]),
    "notes that call each other": ("A[^1]\n\n[^1]: B[^2]\n\n[^2]: C[^1]", ["p A{1}"], ["1: p B{2}", "2: p C{1}"]),
    "a note that calls itself": ("A[^1]\n\n[^1]: B[^1]", ["p A{1}"], ["1: p B[1]"]),
    "in a quotation": ("> A[^1]\n>\n> [^1]: One.\n\nB", ["q(p A{1})", "p B"], ["1: p One."]),
    "in a list": ("- A[^1]\n\n  [^1]: One.\n- B", ["l(p • A{1})(p • B)"], ["1: p One."]),
    "in a note": (
        "A[^1] b[^2]\n\n[^1]: One.\n\n    [^2]: Two.\n\n    Three.",
        ["p A{1} b{2}"],
        ["1: p One. / p Three.", "2: p Two."],
    ),
    "in a table": ("|a[^1]|\n|-|\n|b^[Two]|\n\n[^1]: One", ["t [a{1}]! [b{2}]"], ["1: p One", "2: p Two"]),
    "in a heading": ("# A[^1] {#x}\n\n[^1]: One", ["2 A{1}"], ["1: p One"]),
    "in verse": ("| A[^1]\n| b\n\n[^1]: One", ["v A{1} | b"], ["1: p One"]),
    "in emphasis": ("*A[^1] b*\n\n[^1]: One", ["p /A{1} b/"], ["1: p One"]),
    "raised": ("A^[^1]^ b\n\n[^1]: One", ["p A{1} b"], ["1: p One"]),
    "in raised letters": ("A<sup>[^1]</sup>\n\n[^1]: One", ["p A{1}"], ["1: p One"]),
    "never called": (
        "A[^1]\n\n[^1]: One\n\n[^2]: Two\n\n[^x]: Three",
        ["p A{1}"],
        ["1: p One", "2: p Two", "x: p Three"],
    ),
    "defined twice": ("A[^1]\n\n[^1]: One\n\n[^1]: Two", ["p A{1}"], ["1: p One", "1: p Two"]),
    "not defined": ("A[^1] b[^2]\n\n[^1]: One", ["p A{1} b[^2]"], ["1: p One"]),
    "empty": ("A[^1] b\n\n[^1]:\n\nC", ["p A{1} b", "p C"], ["1: "]),
    "under a heading": ("A[^1]\n\n## Notes\n\n[^1]: One", ["p A{1}"], ["1: p One"]),
}


@pytest.mark.parametrize("name", NOTES)
def test_notes(name: str) -> None:
    text, main, notes = NOTES[name]
    chapter = chapter_of(text)
    assert outline(chapter.blocks) == main
    assert notes_of(chapter) == notes
    assert not faults(chapter)


def test_an_uncalled_note_is_a_query() -> None:
    asked = [query.code for query in chapter_of(NOTES["never called"][0]).queries]
    assert asked == ["notes.uncalled", "notes.uncalled"]


ABOUT = {
    "all of it": (
        "title: The Talks\nauthor: Jane Doe\ndate: 1917-11-05\nlang: en-GB",
        About("The Talks", ("Jane Doe",), "1917-11-05", "en-GB"),
    ),
    "several authors": (
        "author:\n- A. B.\n- name: C. D.\n  at: X\nlanguage: de_AT",
        About("", ("A. B.", "C. D."), "", "de-AT"),
    ),
    "folded and quoted": ('title: >\n  One\n  two\nauthors: ["É. F."]', About("One two", ("É. F.",))),
    "what is no name": ("title: [a]\nauthor: {x: y}\ndate: {}\nlang: no", About(language="no")),
    "a tag that makes an object": ("title: !!python/object/apply:os.getcwd []\nlang: en", About(language="en")),
}


@pytest.mark.parametrize("name", ABOUT)
def test_front_matter(name: str) -> None:
    fields, wanted = ABOUT[name]
    taken = read(f"---\n{fields}\n---\n\nWords.".encode(), NAME, None, Gallery(NAME))
    assert (taken.text, taken.about) == ("Words.", wanted)


def test_what_is_left_out_is_counted() -> None:
    text = "---\ntitle: T\nabstract: A\ntags: [x]\n---\n<!-- a -->\n\n![b](c) d <!-- e --> ~~f~~\n\n:::\ng\n:::\n"
    left = {entry.what: entry.count for entry in read(text.encode(), NAME, None, Gallery(NAME)).left_out}
    assert left == {
        "comments": 2,
        "marks of divisions": 2,
        "other fields of the front matter": 2,
        "struck passages": 1,
    }


LAUGHS = "a: &a [x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(24)
)

WRONG = {
    "front matter that is no YAML": (b"---\ntitle: a: b\n---\nWords", "the front matter is not YAML, line 2: "),
    "front matter without an end": (b"---\ntitle: [a\n---\nWords", "the front matter is not YAML, line 2: "),
    "front matter nested too deep": (b"---\na: " + b"[" * 9000 + b"\n---\nWords", "the front matter is not YAML"),
    "bytes": (b"\x00\x01\x02", "this is not a text"),
    "a ZIP file": (b"PK\x03\x04" + bytes(256), "this is not a text"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_are_one_message(name: str) -> None:
    raw, message = WRONG[name]
    with pytest.raises(SourceError) as failure:
        read(raw, NAME, None, Gallery(NAME))
    assert failure.value.message.startswith(message)
    assert failure.value.place == NAME
    assert failure.value.hint


SIZE = 20_000
HOSTILE = {
    "brackets": "[" * SIZE,
    "closed brackets": "[" * SIZE + "x" + "]" * SIZE,
    "links in links": "[a](" * SIZE,
    "pictures in pictures": "![" * SIZE,
    "stars": "*" * SIZE,
    "emphasis": "*a **b " * SIZE,
    "deep emphasis": "*a " * SIZE + " b*" * SIZE,
    "tags": "<i>" * SIZE + "x",
    "half tags": "<i " * SIZE,
    "comments that never end": "<!--" * SIZE,
    "comment lines that never end": "<!-- a\n\n" * SIZE,
    "notes that never end": "^[" * SIZE,
    "notes in notes": "^[x" * SIZE + "]" * SIZE,
    "names of notes that never end": "[^a" * SIZE + "\n\n[^1]: x",
    "calls": "[^1]" * SIZE + "\n\n[^1]: x",
    "notes in a chain": "".join(f"[^{n}]: a[^{n + 1}]\n\n" for n in range(SIZE // 10)),
    "notes set in": "".join(f"{'    ' * n}[^{n}]: a\n\n" for n in range(200)),
    "quotations": "> " * SIZE + "x",
    "lazy quotations": "> " * 200 + "x\n" + "y\n" * (SIZE // 5),
    "lists": "- " * SIZE + "x",
    "lists set in": "".join(f"{'  ' * n}- a\n" for n in range(300)),
    "definitions": "a\n: " * SIZE,
    "line ends": "a  \n" * SIZE,
    "rows": "|a|b|\n|-|-|\n" + "|c\n" * (SIZE // 2),
    "columns": "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|\n" * 200,
    "attributes": "[a]{.b " * SIZE,
    "braces": "[a]{#b}" * SIZE,
    "spans in spans": "[" * 3000 + "a" + "]{.b}" * 3000,
    "carets": "^a" * SIZE,
    "ticks": "".join(f"e{'`' * n}" for n in range(200)),
    "aliases": f"---\n{LAUGHS}---\nx",
    "one line": "word " * SIZE,
    "templates": "{{ 7 * 7 }} {% raw %} ${x} " * 50,
    "directions": "\u202eabc\u202c \u2066x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_or_refused(name: str) -> None:
    text = HOSTILE[name]
    try:
        taken = read(text.encode(), NAME, None, Gallery(NAME))
    except SourceError as failure:
        assert failure.hint
    else:
        assert taken.text or not re.search(r"\w", text)


@pytest.mark.parametrize(
    "name", ["quotations", "lists", "lists set in", "notes set in", "deep emphasis", "columns", "tags"]
)
def test_hostile_texts_come_to_a_book(name: str) -> None:
    chapter = chapter_of(HOSTILE[name])
    assert deepest(chapter.blocks) <= DEEPEST + 1
    assert not faults(chapter)


def deepest(blocks: tuple[Block, ...]) -> int:
    """How many blocks stand in each other at most."""
    return 1 + max((line.count("(") for line in outline(blocks)), default=0) if blocks else 0


def test_a_text_cut_anywhere_is_read() -> None:
    whole = "".join(f"{text}\n\n{main}\n\n" for text, main, _ in NOTES.values())[:6000]
    for end in range(0, len(whole), 37):
        taken = read(whole[:end].encode(), NAME, None, Gallery(NAME))
        assert set(re.findall("[A-Z][a-z]{2,}", whole[:end])) == set(re.findall("[A-Z][a-z]{2,}", taken.text))


_SIGNS = (
    "* ** ␣ >␣ -␣ 1.␣ #␣ ↵ ↵↵ ↵␣␣␣␣ ␣␣↵ |␣ | ` ```↵ [^1] [^2] ↵↵[^1]:␣ ↵↵[^2]:␣ ^[ ] [ ( ) <i> </i> <br> <sup> </sup> "
    '^ ~ _ ↵:␣ ↵:::↵ |-|-|↵ ---↵ ***↵ ===↵ \\ " < >'
)
SIGNS = st.sampled_from(_SIGNS.replace("↵", "\n").split(" ")).map(lambda sign: sign.replace("␣", " "))
WORDS = st.sampled_from([f"word{letter}" for letter in "abcdefghij"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS, SIGNS), min_size=2, max_size=40))
def test_no_word_is_lost_whatever_the_signs(pieces: list[str]) -> None:
    text = "".join(pieces)
    taken = read(text.encode(), NAME, None, Gallery(NAME))
    assert sorted(re.findall("word[a-j]", taken.text)) == sorted(re.findall("word[a-j]", text))
    if taken.text.strip():
        chapter = chapter_of(text)
        assert not faults(chapter)


def test_sets_apart_what_the_tree_has_names_for() -> None:
    (paragraph,) = chapter_of("*a* **b** [c](https://e.org)").blocks
    kinds = [type(inline) for inline in getattr(paragraph, "inlines", ()) if not hasattr(inline, "text")]
    assert kinds == [Emph, Strong, Link]
