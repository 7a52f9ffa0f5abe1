"""The scribe of Markdown: takes the parser’s tokens in turn and tells the writer what they declare."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext

from markdown_it.token import Token
from msgspec import Struct, field

from ...addresses import is_address
from ...markup import BlockKind, InlineKind
from ...superscripts import Shift, shifted
from ..gallery import IN_LINE, Gallery
from ..languages import is_other
from ..writer import SHORT_LINE, Writer
from .pictures import images_alone, write_picture

_LABEL = re.compile(r"\d{1,4}[a-z]?|[^\W\d_]|[*†‡§¶‖]{1,6}")
"""What a note may be called by in print; where one has another name, as `[^smith]` has, all are counted."""

_SHIFTS: dict[str, Shift] = {
    "raised": "superscript",
    "sup": "superscript",
    "lowered": "subscript",
    "sub": "subscript",
}
_LINE_BREAK = re.compile(r"<br\s*/?>\n?|(?: {2,}|\\)\n", re.IGNORECASE)
_BLOCKS: dict[str, BlockKind] = {
    "blockquote": "quotation",
    "bullet_list": "list",
    "ordered_list": "list",
    "dl": "list",
    "dt": "paragraph",
    "verse": "verse",
    "table": "table",
}
_INLINES: dict[str, InlineKind] = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "strong": "strong",
    "b": "strong",
    "link": "link",
}
_IN_ONE_LINE = frozenset({"heading", "dt", "td", "th"})
_LEFT_OUT = {
    "comment": "comments",
    "division": "marks of divisions",
    "foreign": "parts in other formats",
}


class Scribe(Struct):
    """Notes that stand among the tokens are put off to the end: `inner` are those that stand in a line, by number.

    `blocks` and `words` are what is open; `indent`, `label` and `note_label` what is to stand before the next words.
    """

    writer: Writer
    gallery: Gallery
    inner: Mapping[int, Mapping[str, object]]
    called: frozenset[str]
    counts_notes: bool
    language: str
    notes: deque[tuple[str, str, Sequence[Token]]] = field(default_factory=deque)
    put_off: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    blocks: list[tuple[str, AbstractContextManager[None]]] = field(default_factory=list)
    words: list[tuple[str, AbstractContextManager[object]]] = field(default_factory=list)
    indent: int = 0
    label: str = ""
    note_label: str = ""
    struck: int = 0
    shift: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, writer: Writer, gallery: Gallery, notes: Mapping[int, Mapping[str, object]], language: str) -> Scribe:
        """A scribe of a text in a language that calls these notes; those with a `label` are among its tokens."""
        labels = [note.get("label") for note in notes.values()]
        counts = not all(isinstance(label, str) and _LABEL.fullmatch(label) for label in labels)
        return cls(
            writer, gallery, notes, frozenset(label for label in labels if isinstance(label, str)), counts, language
        )

    def write_all(self, tokens: Sequence[Token]) -> None:
        """The text, then its notes."""
        self.write(tokens)
        while self.notes:
            key, self.note_label, body = self.notes.popleft()
            with self.writer.note(key):
                self.write(body)
            self.note_label = ""

    def write(self, tokens: Sequence[Token]) -> None:
        """Blocks in turn."""
        number = 0
        while number < len(tokens):
            token = tokens[number]
            if token.type == "footnote_reference_open":
                end = _end_of_note(tokens, number)
                self._put_off(str(token.meta["label"]), tokens[number + 1 : end])
                number = end
            elif token.type == "paragraph_open" and (images := images_alone(tokens[number + 1])):
                for image in images:
                    write_picture(self.writer, self.gallery, image)
                number += 2
            elif token.type == "inline":
                self._write_line(token.children or ())
            elif token.nesting > 0:
                self._open(token, tokens[number + 1])
            elif token.nesting < 0:
                self._close(token.type.removesuffix("_close"))
            else:
                self._write_leaf(token)
            number += 1

    # ---- blocks ---------------------------------------------------------------------------------------------------

    def _open(self, token: Token, following: Token) -> None:
        name = token.type.removesuffix("_open")
        match name:
            case "paragraph":
                self._enter(name, self.writer.block("verse" if _is_verse(following) else "paragraph"))
            case "heading":
                self._enter(name, self.writer.block("heading", token.tag[1:]))
            case "list_item":
                self.label = f"{token.info}{token.markup} " if token.info else "• "
                self._enter(name, self.writer.block("item"))
            case "dt":
                if self.blocks[-1][0] == "defined":
                    self._close("defined")
                self._enter("defined", self.writer.block("item"))
                self._enter(name, self.writer.block("paragraph"))
            case "tr":
                self._enter(name, self.writer.block("row", "head" if following.type == "th_open" else ""))
            case "td" | "th":
                self._enter(name, self.writer.block("cell"))
            case _:
                self._enter(name, self.writer.block(_BLOCKS[name]) if name in _BLOCKS else nullcontext())

    def _enter(self, name: str, holder: AbstractContextManager[None]) -> None:
        holder.__enter__()
        self.blocks.append((name, holder))

    def _close(self, name: str) -> None:
        """Ends a block; the last definition of a list ends with the list."""
        if name == "dl" and self.blocks[-1][0] == "defined":
            self._close("defined")
        if name in ("list_item", "defined"):
            self.label = ""
        self.blocks.pop()[1].__exit__(None, None, None)

    def _write_leaf(self, token: Token) -> None:
        match token.type:
            case "hr":
                self.writer.rule()
            case "fence" if token.info.strip().startswith("{="):
                self.writer.leave_out(_LEFT_OUT["foreign"])
            case "code_block" | "fence":
                with self.writer.block("verse"):
                    for line in token.content.splitlines():
                        self._begin_line(len(line) - len(line.lstrip()))
                        self._say(line) if line.strip() else self.writer.end_block()
            case "line":
                self._begin_line(token.meta["indent"])
            case "gap":
                self.writer.end_block()
            case kind if kind in _LEFT_OUT:
                self.writer.leave_out(_LEFT_OUT[kind])

    # ---- notes ----------------------------------------------------------------------------------------------------

    def _put_off(self, label: str, body: Sequence[Token]) -> None:
        """A note to the end; a second one of the same name is one that nothing calls."""
        is_called = label in self.called and label not in self.put_off
        key = f"^{label}" if label not in self.put_off else f"^{label}^{len(self.notes)}^{len(self.put_off)}"
        self.put_off.add(label)
        self.notes.append((key, "" if is_called else label, body))

    def _call(self, token: Token) -> None:
        label = token.meta.get("label")
        key = f"^{label}" if label is not None else str(token.meta["id"])
        if label is None and key not in self.numbers:
            self._put_off_inner(key, self.inner[token.meta["id"]])
        printed = self.numbers.setdefault(key, str(len(self.numbers) + 1) if self.counts_notes else str(label))
        if not self.struck:
            self._lead()
            with self.writer.noteref(key):
                self.writer.add(f"[{printed}]")

    def _put_off_inner(self, key: str, note: Mapping[str, object]) -> None:
        content = note.get("tokens")
        inline = Token("inline", "", 0, children=content if isinstance(content, list) else [])
        paragraph = (Token("paragraph_open", "p", 1), inline, Token("paragraph_close", "p", -1))
        self.notes.append((key, "", paragraph))

    # ---- words ----------------------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        if not self.struck:
            if text.strip():
                self._lead()
            self.writer.add(text)

    def _lead(self) -> None:
        """What stands before the next words."""
        if self.indent:
            self.writer.indent(self.indent)
        if self.note_label:
            with self.writer.label():
                self.writer.add(self.note_label)
            self.writer.add(" ")
        self.writer.add(self.label)
        self.indent, self.label, self.note_label = 0, "", ""

    def _write_line(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._write_inline(token)
        while self.words:
            self._leave(self.words[-1][0])
        self.struck = 0
        self.shift.clear()

    def _write_inline(self, token: Token) -> None:
        name, _, edge = token.type.rpartition("_")
        match token.type:
            case "text" | "text_special" | "code_inline" | "raised" | "lowered" | "softbreak":
                self._say_shifted(token)
            case "span_open" if token.meta:
                self._set_apart_span(token.meta)
            case "hardbreak":
                self._break_line()
            case "footnote_ref":
                self._call(token)
            case "image":
                self.gallery.leave_out(IN_LINE, str(token.attrs.get("src", "")))
            case "tag":
                self._read_tag(token.meta["name"], is_end=token.meta["end"])
            case "s_open" | "s_close":
                self.struck += token.nesting
                self.writer.leave_out("struck passages", int(edge == "open"))
            case kind if kind in _LEFT_OUT:
                self.writer.leave_out(_LEFT_OUT[kind])
            case _ if edge == "open":
                self._set_apart(name, str(token.attrs.get("href", "")))
            case _:
                self._leave(name)

    def _say_shifted(self, token: Token) -> None:
        """Words, raised or lowered where they stand so."""
        shift = _SHIFTS.get(token.type) or _SHIFTS.get("".join(self.shift[-1:]), "")
        text, set_apart = shifted(" " if token.type == "softbreak" else token.content, shift)
        if set_apart:
            self._lead()
        with self.writer.inline(set_apart) if set_apart else nullcontext():
            self._say(text)

    def _set_apart_span(self, looks: Mapping[str, str]) -> None:
        """Words in small capitals, or in another language than the text."""
        holder = ExitStack()
        self._lead()
        if "small-caps" in looks:
            holder.enter_context(self.writer.inline("small-caps"))
        if is_other(looks.get("language", ""), self.language):
            holder.enter_context(self.writer.inline("language", looks["language"]))
        self.words.append(("span", holder))

    def _read_tag(self, name: str, *, is_end: bool) -> None:
        if name == "br":
            self._break_line()
        elif name in ("sup", "sub"):
            if not is_end:
                self.shift.append(name)
            elif self.shift:
                self.shift.pop()
        elif is_end:
            self._leave(name)
        else:
            self._set_apart(name)

    def _break_line(self) -> None:
        if self.blocks and self.blocks[-1][0] in _IN_ONE_LINE:
            self.writer.add(" ")
        else:
            self.writer.end_line()

    def _begin_line(self, indent: int) -> None:
        self.writer.end_line()
        self.indent = indent

    def _set_apart(self, name: str, href: str = "") -> None:
        """Words that are set apart, unless they are in such words already or lead nowhere outside."""
        kind = _INLINES.get(name)
        is_new = kind is not None and all(_INLINES.get(other) != kind for other, _ in self.words)
        is_shown = kind is not None and is_new and (kind != "link" or is_address(href))
        holder = self.writer.inline(kind, href) if kind is not None and is_shown else nullcontext()
        self._lead()
        holder.__enter__()
        self.words.append((name, holder))

    def _leave(self, name: str) -> None:
        """Ends words that are set apart, and whatever was opened in them and not ended."""
        if any(other == name for other, _ in self.words):
            ended = ""
            while ended != name:
                ended, holder = self.words.pop()
                holder.__exit__(None, None, None)


def _end_of_note(tokens: Sequence[Token], start: int) -> int:
    """The token that closes the note which the token `start` opens; notes may stand within it."""
    depth = 0
    for number in range(start, len(tokens)):
        depth += (tokens[number].type == "footnote_reference_open") - (
            tokens[number].type == "footnote_reference_close"
        )
        if depth == 0:
            return number
    return len(tokens) - 1


def _is_verse(inline: Token) -> bool:
    """Whether a paragraph is lines that are meant as lines: short, and each but the last ends in a line break."""
    lines = _LINE_BREAK.split(inline.content.strip())
    return len(lines) > 1 and all("\n" not in line and len(line) <= SHORT_LINE for line in lines)
