"""Machine: what is known at a place of an RTF file, and where the words that come there go."""

from __future__ import annotations

from msgspec import Struct, field

from ..gallery import Gallery
from ..office.fields import Field
from ..office.paragraphs import Block
from ..office.symbols import SYMBOL_FONTS, in_font
from ..writer import Writer
from .drawings import Drawing
from .state import SIZE, State
from .story import Story, Style, Words
from .tables import language_tag

LONGEST_CAUGHT = 100_000
"""Characters that are kept of what is no text: a comment, a name, the code of a field."""

LARGE = 1.2
"""How much larger than the text letters are that stand out."""


class Note(Struct):
    """The text of a note, and the sign of its own that it may have instead of a number."""

    blocks: list[Block]
    sign: str = ""
    is_endnote: bool = False


class Sheet(Struct):
    """A style of the sheet while it is read; a `number` of None is of a style that is not of paragraphs."""

    number: int | None = 0
    of: int | None = None
    name: str = ""


class Machine(Struct):
    """What the tokens of a file have come to so far.

    `gallery` takes its pictures, `drawings` are those that are open, and `held` the files of those that wait for the
    end of their paragraph, by their names.

    `stories[0]` holds its blocks, `notes` its notes in order, by key, with the `calls` printed for them, and
    `language` the one that it names for all. `caught` are words that go elsewhere, by where they go.
    """

    name: str
    writer: Writer
    gallery: Gallery
    styles: dict[int, Style] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    fonts: dict[int, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    open_notes: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    held: dict[str, bytes] = field(default_factory=dict)
    picture_count: int = 0
    caught: dict[str, str] = field(default_factory=dict)
    language: str = ""
    numerals: dict[str, str] = field(default_factory=lambda: {"ftn": "decimal", "aftn": "lowerRoman"})
    counts: dict[str, int] = field(default_factory=dict)
    sheet: Sheet = field(default_factory=Sheet)
    code_page: str = "cp1252"
    bytes: bytearray = field(default_factory=bytearray)
    high: int = 0
    skipped: int = 0
    is_first: bool = False
    is_starred: bool = False
    is_covered: bool = False
    is_in_deletion: bool = False
    size: int = SIZE

    def __post_init__(self) -> None:
        self.stories.append(self.story())

    def story(self) -> Story:
        """A story that begins."""
        return Story(self.styles, self.calls, self.gallery, self.held)

    def page(self) -> str:
        """The code page of the font in hand."""
        return self.fonts.get(self.states[-1].font, ("", ""))[1] or self.code_page

    def flush(self) -> None:
        """Bytes in figures, as letters of the code page of their font."""
        if self.bytes and self.states:
            raw = bytes(self.bytes)
            self.bytes.clear()
            self.add(raw.decode(self.page(), "replace"))

    def add_unicode(self, number: int) -> None:
        """A character by its number, or half of one, as UTF-16 has it; a number is signed."""
        code = number + 0x10000 if number < 0 else number
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000 and self.high:
            self.add(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00))
            self.high = 0
        else:
            self.add(chr(code) if 0x20 <= code < 0x110000 and not 0xDC00 <= code < 0xE000 else "\ufffd")

    def add(self, text: str) -> None:
        """Words go where the group that they stand in goes to."""
        state = self.states[-1]
        if not text:
            return
        if state.goes_to == "text":
            self._add_to_story(text, state)
        elif state.goes_to == "pict":
            if state.closes == "pict":
                self.drawings[-1].data.append(text)
        elif state.goes_to == "fldinst":
            if self.fields:
                self.fields[-1].code = _grown(self.fields[-1].code, text)
        elif state.goes_to == "stylesheet":
            self.sheet.name = _grown(self.sheet.name, text)
        elif state.goes_to == "fonttbl":
            name, page = self.fonts.get(state.font, ("", ""))
            self.fonts[state.font] = (_grown(name, text), page)
        else:
            self.caught[state.goes_to] = _grown(self.caught.get(state.goes_to, ""), text)

    def add_data(self, data: str) -> None:
        """Bytes that are no words go to the picture that they stand in, if they stand in one."""
        if self.states[-1].closes == "pict":
            self.drawings[-1].raw.append(data)

    def _add_to_story(self, text: str, state: State) -> None:
        if state.deleted or state.hidden:
            if text.strip() and not (state.deleted and self.is_in_deletion):
                self.writer.leave_out("tracked deletions" if state.deleted else "stretches of hidden text")
                self.is_in_deletion = state.deleted
            return
        self.is_in_deletion = False
        if any(entry.is_result and entry.is_list for entry in self.fields):
            return
        font = self.fonts.get(state.font, ("", ""))[0].strip(" ;")
        shown = in_font(text, font) if font.lower() in SYMBOL_FONTS or not text.isascii() else text
        link = next((entry.link for entry in reversed(self.fields) if entry.is_result and entry.link), "")
        is_large = state.size >= self.size * LARGE
        self.stories[-1].words.append(
            Words(
                shown,
                state.slanted and not link,
                state.bold,
                is_large,
                link,
                shift=state.shift,
                small_caps=state.small_caps,
                language=language_tag(state.language) or self.language,
            )
        )


def _grown(text: str, more: str) -> str:
    return text if len(text) > LONGEST_CAUGHT else text + more[:LONGEST_CAUGHT]
