"""Shaping: what Pango makes of a word, asked once for each face; lines are broken and drawn from it.

Where fonts kern words with spaces, Pango's widths of a line depend on which of its words are followed by one. So a word
is shaped twice: between spaces, as it stands while lines are broken, and beside spaces that are widened, as it stands
in a justified line, where Pango shapes it apart. Words that these differ in by more than the kern are left to Pango,
and so is every text that is not of one script, or has anything that could join words to others or part them.

Only `patches`, and what it puts in WeasyPrint's place, imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple
from weakref import WeakSet

from msgspec import msgpack
from weasyprint.text import line_break as _line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from .memos import known_of, type_of
from .vocabulary import Shelf, Vocabulary

MOST_WORDS = 50_000
"""Words that are kept for a face, so that those of a very long book do not fill memory."""

AT_ONCE = 100
"""Words that Pango is given at once."""

UNUSUAL = 0x0FFFFFFF
"""The first number that is no glyph's: Pango means by it that there is none, or a character without one."""

GLYPH = 5
"""Integers in Pango’s record of a glyph: its number, its width, its offsets across and upwards, its flags."""

COMMON = r" !-@\[-`{-~\u00a0¡§¶·»«¿–—‘’‚“”„†‡•…′″‹›№"
"""Characters of no script that stand in text of any, take its direction, and are no pictures (Unicode’s UAX 9, UTS 51).

Spaces of other widths, soft hyphens, marks that combine and marks of direction are not among them.
"""

SCRIPTS = (
    *(
        (re.compile(f"[{COMMON}{letters}]*[{letters}][{COMMON}{letters}]*"), neighbour)
        for letters, neighbour in (
            (r"A-Za-zªºÀ-ÖØ-öø-ʯ\u1e00-\u1eff", "n"),
            (r"Ѐ-\u0482\u048a-\u052f", "н"),
            (r"\u0386\u0388-\u03e1\u1f00-\u1fbc\u1fbe\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc", "ν"),
        )
    ),
    (re.compile(f"[{COMMON}]+"), "1"),
)
"""For each script the texts that are of it alone, or of none, and a character that stands beside a word while it is
shaped."""

SMALLEST = 1e-6
"""Pixels below which type is not drawn."""

PLAIN = (
    ("letter_spacing", ("normal", 0)),
    ("word_spacing", (0,)),
    ("text_decoration_line", ("none",)),
    ("direction", ("ltr",)),
)
"""What a style says whose words stand by themselves."""


class Glyph(NamedTuple):
    """A glyph: its number, its width and its offset in Pango's units, and the characters that it shows."""

    number: int
    width: int
    shift: int
    text: str


class Run(NamedTuple):
    """The glyphs of a run, Pango's font, and whether all of them can be written as they are, from left to right."""

    font: Any
    glyphs: list[Glyph]
    is_usual: bool
    is_backward: bool


class Word(NamedTuple):
    """What a word is drawn with where it stands apart; all lengths in Pango's units.

    `kern` is what its last glyph gains where a space follows it in the same run, `gap` the width of one before it.
    `parts` is whether a line can end within it.
    """

    glyphs: tuple[Glyph, ...]
    width: int
    kern: int
    gap: int
    parts: bool


_decoder = msgpack.Decoder(Word | None)
_faces: WeakSet[Face] = WeakSet()
_shelf = Shelf()


def use(shelf: Shelf) -> None:
    """Take words that were shaped before from a shelf, from now on."""
    global _shelf
    _shelf = shelf


def keep() -> None:
    """Keep the words that were shaped."""
    for face in _faces:
        face.vocabulary.keep(MOST_WORDS)


class Face:
    """The words of a style's type; `height` and `baseline` of its lines in pixels.

    `font` is Pango's, and lives as long as the face; `space` is a space that nothing follows, `end` is it as a word.
    """

    def __init__(self, style: Any) -> None:
        self.style = style.copy()
        self.vocabulary = Vocabulary(_shelf, repr(type_of(style)))
        _faces.add(self)
        self._words: dict[tuple[str, str], Word | None] = {}
        self._learnt = ""
        self._sample = _line_break.Layout(self.style)
        self._sample.set_text("n ")
        line, _ = self._sample.get_first_line()
        _, self.height = _line_break.line_size(line, self.style)
        self.baseline = pango.pango_layout_get_baseline(self._sample.layout) * FROM_UNITS
        self.font, glyphs, *_ = next(runs(line, "n "))
        self.space = glyphs[-1]
        self.end = Word((self.space,), self.space.width, 0, 0, parts=True)

    def learn(self, text: str, neighbour: str) -> None:
        """Shape the words of a text at once, if it is of the script of a letter and no rest of the one before it."""
        if not self._learnt.endswith(text) and neighbour_of(text) == neighbour:
            self._learnt = text
            self._keep(text.split(" "), neighbour)

    def word(self, word: str, neighbour: str) -> Word | None:
        """What a word is drawn with in a text of the script of a letter; None if it must be left to Pango."""
        if (word, neighbour) not in self._words:
            self._keep([word], neighbour)
        return self._words.get((word, neighbour))

    def _keep(self, words: list[str], neighbour: str) -> None:
        if len(self._words) > MOST_WORDS:
            self._words.clear()
        new: list[str] = []
        known = self.vocabulary.known.get(neighbour, {})
        for word in dict.fromkeys(words):
            if word in known:
                self._words[word, neighbour] = _decoder.decode(known[word])
            elif word and (word, neighbour) not in self._words:
                new.append(word)
        for at in range(0, len(new), AT_ONCE):
            some = new[at : at + AT_ONCE]
            shaped = dict(zip(some, self._shape(some, neighbour), strict=True))
            self._words |= {(word, neighbour): found for word, found in shaped.items()}
            self.vocabulary.add(neighbour, shaped)

    def _shape(self, words: list[str], neighbour: str) -> list[Word | None]:
        text = f" {neighbour} ".join(["", *words, ""]).strip()
        among, apart = _Laid(self, text, 0), _Laid(self, text, FROM_UNITS)
        ends = list(accumulate(len(word) + len(neighbour) + 2 for word in words))
        return [_compare(among, apart, end - len(word) - 1, end - 1) for word, end in zip(words, ends, strict=True)]


class _Laid:
    """A text as Pango lays it out in a face, its spaces widened by some pixels."""

    def __init__(self, face: Face, text: str, spacing: float) -> None:
        layout = self._layout = _line_break.Layout(face.style, spacing)
        layout.set_text(text, justify=True)
        self._glyphs: list[Glyph] = []
        self._places: dict[int, int] = {}
        place = 0
        for run in runs(layout.get_first_line()[0], text):
            is_usual = run.is_usual and not run.is_backward and run.font == face.font
            for glyph in run.glyphs:
                self._places.setdefault(place, len(self._glyphs))
                self._glyphs.append(glyph if is_usual else glyph._replace(number=UNUSUAL))
                place += len(glyph.text)

    def glyphs(self, start: int, end: int) -> list[Glyph]:
        """The glyphs of some characters; none, if one is unusual or belongs to others too."""
        if start not in self._places or end not in self._places:
            return []
        found = self._glyphs[self._places[start] : self._places[end]]
        return [] if any(glyph.number >= UNUSUAL for glyph in found) else found

    def breaks(self, start: int, end: int) -> bool:
        """Whether a line can end before any of some characters."""
        attributes = pango.pango_layout_get_log_attrs_readonly(self._layout.layout, ffi.NULL)
        return any(attributes[place].is_line_break for place in range(start, end))


def _compare(among: _Laid, apart: _Laid, start: int, end: int) -> Word | None:
    """A word of a text, if it is drawn alike among spaces and apart from them but for a kern at its end."""
    first, alone, before = among.glyphs(start, end), apart.glyphs(start, end), among.glyphs(start - 1, start)
    if not first or not alone or len(before) != 1 or not among.glyphs(end, end + 1):
        return None
    kern = first[-1].width - alone[-1].width
    if [*first[:-1], first[-1]._replace(width=alone[-1].width)] != alone:
        return None
    width = sum(glyph.width for glyph in alone)
    return Word(tuple(alone), width, kern, before[0].width, among.breaks(start + 1, end))


def face_of(style: Any) -> Face | None:
    """The face of a style; None if lines in it must be left to Pango."""
    face: Face | None
    if "shaped" in style.__dict__:
        face = style.shaped
        return face
    face = None
    if all(style[name] in values for name, values in PLAIN) and style["font_size"] >= SMALLEST:
        faces, key = known_of(style, "shaped"), type_of(style)
        if key not in faces:
            faces[key] = Face(style)
        face = faces[key]
    style.shaped = face
    return face


def neighbour_of(text: str) -> str | None:
    """The letter that words of a text are shaped beside; None if it must be left to Pango."""
    return next((letter for script, letter in SCRIPTS if script.fullmatch(text)), None)


def runs(line: Any, text: str) -> Iterator[Run]:
    """The runs of a line of a text: stretches of one font, and each space of a justified line."""
    encoded = text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, string = run.data.item, run.data.glyphs
        is_backward = bool(item.analysis.level % 2)
        length = string.num_glyphs * ffi.sizeof("PangoGlyphInfo")
        values = memoryview(ffi.buffer(string.glyphs, length)).cast("i").tolist()
        starts = list(string.log_clusters[0 : string.num_glyphs])
        ends = [item.length, *starts[:-1]] if is_backward else [*starts[1:], item.length]
        said = [encoded[item.offset + a : item.offset + b].decode() for a, b in zip(starts, ends, strict=True)]
        glyphs = list(map(Glyph, values[::GLYPH], values[1::GLYPH], values[2::GLYPH], said))
        is_usual = not any(values[3::GLYPH]) and all(glyph.number < UNUSUAL for glyph in glyphs)
        yield Run(item.analysis.font, glyphs, is_usual, is_backward)
        run = run.next
