"""The writer: readers of formats tell it what they come upon, and it lays out the text with the markup on it.

Every block stands on a line of its own between blank lines, white space is one blank, and nothing begins or ends with
it; so what is declared keeps its place through cleaning, and reads as a plain text of the same words would.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext

from msgspec import Struct, field

from ..ledger import Span
from ..markup import PICTURE, About, BlockKind, InlineKind, Kind, LeftOut, Markup

RULE = "* * *"
"""What a thought break reads that is only a line, or a rule."""

SHORT_LINE = 60
"""Characters: where no line that ends in a line break is longer, the lines are meant as lines."""

_WHITE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINE, _LINE = 2, 1
_TOGETHER: frozenset[Kind] = frozenset(("row",))
"""Blocks that no blank line parts."""


class Read(Struct, frozen=True):
    """What a reader took from a file, as `Source` keeps it; `guessed` says that its encoding was inferred."""

    text: str
    markup: tuple[Markup, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    about: About = About()
    encoding: str = "utf-8"
    guessed: bool = False


class _Open(Struct):
    kind: Kind
    value: str
    order: int
    start: int | None = None


class Writer(Struct):
    """A text that grows; each of `block`, `inline` and `note` holds what is added within it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    newlines: int = 0
    blank: bool = False
    opened: list[_Open] = field(default_factory=list)
    closed: list[tuple[int, Markup]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def add(self, text: str) -> None:
        """Words, whose white space is one blank wherever it stands between words of one line."""
        words = _WHITE.sub(" ", text)
        self.blank = self.blank or words.startswith(" ")
        bare = words.strip(" ")
        if bare:
            self._put(bare)
            self.blank = words.endswith(" ")

    def indent(self, blanks: int) -> None:
        """Set the line that begins here in; words have to follow."""
        self._flush()
        self.parts.append(" " * blanks)
        self.length += blanks

    def end_line(self) -> None:
        """What comes next stands on a line of its own."""
        self.newlines, self.blank = max(self.newlines, _LINE), False

    def end_block(self) -> None:
        """What comes next stands below a blank line."""
        self.newlines, self.blank = _BLANK_LINE, False

    def leave_out(self, what: str, count: int = 1) -> None:
        """Something that is not taken over, for the report."""
        self.left_out[what] += count

    def comment(self, what: str) -> None:
        """A comment upon the last words, in words for the report; it is left out no more."""
        self.left_out[what] -= 1
        self.count += 1
        self.closed.append((self.count, Markup("comment", Span(self.length, self.length), what)))

    def page(self, label: str) -> None:
        """The beginning of a page of the edition that the file was made from."""
        self.count += 1
        self.opened.append(_Open("page", label, self.count))

    @contextmanager
    def block(self, kind: BlockKind, value: str = "") -> Iterator[None]:
        """A block, or a part of a list or a table."""
        if kind == "cell":
            if self.newlines:  # The first of its row, which begins with it even if it is empty.
                self._flush()
                self._start(self.length)
            with self._marked(kind, value):
                yield
            self._put_tab()
            return
        part = self.end_line if kind in _TOGETHER else self.end_block
        part()
        with self._marked(kind, value):
            yield
        part()

    def rule(self) -> None:
        """A thought break that prints no ornament of its own."""
        with self.block("break"):
            self.add(RULE)

    @contextmanager
    def figure(self, alt: str, picture: str = "", *, is_ornament: bool = False) -> Iterator[None]:
        """A figure, in which its caption is added, if it has one; `picture` is the name that a gallery gave.

        A page that begins here without a caption begins with what comes next.
        """
        held = self._marked("ornament" if is_ornament else "picture", picture) if picture else nullcontext()
        with self.block("figure", alt), held:
            before = self.length
            yield
            if self.length == before:
                pages = [entry for entry in self.opened if entry.kind == "page"]
                self.opened = [entry for entry in self.opened if entry.kind != "page"]
                self.add(PICTURE)
                self.opened += pages

    @contextmanager
    def inline(self, kind: InlineKind, value: str = "") -> Iterator[None]:
        """Words of a line that are set apart."""
        with self._marked(kind, value):
            yield

    def furniture(self, lines: Iterable[str]) -> None:
        """What a web site puts round a text, in paragraphs; it is set aside, and the editor may take it back."""
        self.end_block()
        with self._marked("furniture", ""):
            for line in lines:
                with self.block("paragraph"):
                    self.add(line)

    @contextmanager
    def noteref(self, note: str) -> Iterator[None]:
        """The call of a note, as it is printed."""
        with self._marked("noteref", note):
            yield

    @contextmanager
    def note(self, key: str) -> Iterator[None]:
        """The text of the note that `noteref` calls by this key: one block or more."""
        self.end_block()
        with self._marked("note", key):
            yield
        self.end_block()

    @contextmanager
    def label(self) -> Iterator[None]:
        """What is printed before the text of a note."""
        with self._marked("label", ""):
            yield

    def finish(self, about: About = About()) -> Read:  # noqa: B008 (it is frozen)
        """The text, its markup in order, the outer before the inner, and what was left out."""
        self._start(self.length)
        self.closed += [(o.order, Markup(o.kind, Span(self.length, self.length), o.value)) for o in self.opened]
        self.closed.sort(key=lambda entry: (entry[1].span.start, entry[0]))
        left_out = tuple(LeftOut(what, count) for what, count in sorted(self.left_out.items()) if count)
        return Read("".join(self.parts), tuple(mark for _, mark in self.closed), left_out, about)

    @contextmanager
    def _marked(self, kind: Kind, value: str) -> Iterator[None]:
        self.count += 1
        entry = _Open(kind, value, self.count)
        self.opened.append(entry)
        yield
        self.opened.remove(entry)
        if entry.start is not None or kind == "cell":
            start = self.length if entry.start is None else entry.start
            self.closed.append((entry.order, Markup(kind, Span(start, self.length), value)))

    def _flush(self) -> None:
        """Whatever has to stand between what was put and what comes next."""
        between = "\n" * self.newlines if self.newlines else " " * self.blank
        if self.length and between:
            self.parts.append(between)
            self.length += len(between)
        self.newlines, self.blank = 0, False

    def _put(self, text: str) -> None:
        self._flush()
        self._start(self.length)
        self.parts.append(text)
        self.length += len(text)

    def _put_tab(self) -> None:
        self.parts.append("\t")
        self.length += 1
        self.blank = False

    def _start(self, here: int) -> None:
        """Everything that was opened and has no words yet begins here; a page is a point."""
        for entry in self.opened:
            if entry.start is None:
                entry.start = here
        for entry in [entry for entry in self.opened if entry.kind == "page"]:
            self.opened.remove(entry)
            self.closed.append((entry.order, Markup("page", Span(here, here), entry.value)))
