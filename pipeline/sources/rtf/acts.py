"""Acts: what the control words of an RTF file do, and what the end of a group does that holds something of its own."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from ...superscripts import raised
from ..numerals import numeral
from ..office.fields import Field
from ..office.paragraphs import comment_of
from ..office.symbols import in_font
from .machine import Machine, Note
from .pictures import PICTURE_ACTS, PICTURE_CLOSING
from .state import State
from .story import Words, make_style
from .tables import CODE_PAGES, SYMBOL_CHARSET

LONGEST_SIGN = 4
"""Characters of a note’s own sign."""


def end_paragraph(machine: Machine, number: int | None) -> None:
    """The paragraph in hand is whole; where no text goes, its end is a blank."""
    state = machine.states[-1]
    if state.goes_to != "text":
        machine.add(" ")
    elif not state.deleted:
        machine.stories[-1].end_paragraph(state.shape)


def _end_cell(machine: Machine, number: int | None) -> None:
    machine.stories[-1].end_cell(machine.states[-1].shape)


def _end_inner_cell(machine: Machine, number: int | None) -> None:
    machine.stories[-1].end_paragraph(replace(machine.states[-1].shape, in_table=True))


def _begin_row(machine: Machine, number: int | None) -> None:
    machine.stories[-1].covers, machine.stories[-1].is_head, machine.is_covered = [], False, False


def _cover(machine: Machine, number: int | None) -> None:
    machine.is_covered = True


def _define_cell(machine: Machine, number: int | None) -> None:
    machine.stories[-1].covers.append(machine.is_covered)
    machine.is_covered = False


def _head_row(machine: Machine, number: int | None) -> None:
    machine.stories[-1].is_head = True


def _end_row(machine: Machine, number: int | None) -> None:
    machine.stories[-1].end_row()


def _set_font(machine: Machine, number: int | None) -> None:
    machine.states[-1].font = number or 0
    if machine.states[-1].goes_to == "fonttbl":
        machine.fonts[number or 0] = ("", "")


def _set_charset(machine: Machine, number: int | None) -> None:
    if machine.states[-1].goes_to == "fonttbl":
        page = "latin-1" if number == SYMBOL_CHARSET else CODE_PAGES.get(number or 0, "")
        machine.fonts[machine.states[-1].font] = (machine.fonts.get(machine.states[-1].font, ("", ""))[0], page)


def _set_style(machine: Machine, number: int | None) -> None:
    if machine.states[-1].goes_to == "stylesheet":
        machine.sheet.number = number or 0
    else:
        machine.states[-1].shape = replace(machine.states[-1].shape, style=number or 0)


def _set_other_style(machine: Machine, number: int | None) -> None:
    machine.sheet.number = None


def _set_base(machine: Machine, number: int | None) -> None:
    machine.sheet.of = number


def _close_style(machine: Machine, state: State) -> None:
    sheet = machine.sheet
    if sheet.number is not None:
        name = sheet.name.split(";")[0].strip()
        base = machine.styles.get(sheet.of) if sheet.of is not None else None
        machine.styles[sheet.number] = make_style(name, state.shape.outline, state.slanted, state.bold, base)
        if sheet.number == 0:
            machine.size = state.size


def _enter_note(machine: Machine, number: int | None) -> None:
    state = machine.states[-1]
    if state.goes_to != "text" or state.deleted or state.hidden:
        state.goes_to = "silence"
        return
    key = f"note-{len(machine.notes) + 1}"
    machine.notes[key] = Note([])
    machine.open_notes.append(key)
    _call(machine, key)
    machine.stories.append(machine.story())
    machine.states[-1] = State(font=state.font, fallback=state.fallback, closes="note")


def _call(machine: Machine, key: str) -> None:
    """Where the note in hand is called: where its number stands, or by the raised sign just before."""
    story = machine.stories[-1]
    last = story.words[-1] if story.words else Words("")
    if story.number is not None and story.number < len(story.words):
        story.words[story.number] = replace(story.words[story.number], note=key)
        story.number = None
    elif last.shift == "superscript" and not last.note and 0 < len(last.text.strip()) <= LONGEST_SIGN:
        machine.notes[key].sign = raised(last.text.strip())
        story.words[-1] = replace(last, note=key)
    else:
        story.words.append(Words("", note=key))


def _put_number(machine: Machine, number: int | None) -> None:
    if machine.states[-1].goes_to == "text" and not machine.open_notes and not machine.states[-1].deleted:
        machine.stories[-1].number = len(machine.stories[-1].words)
        machine.stories[-1].words.append(Words(""))


def _make_endnote(machine: Machine, number: int | None) -> None:
    if machine.open_notes:
        machine.notes[machine.open_notes[-1]].is_endnote = True


def _close_note(machine: Machine, state: State) -> None:
    key = machine.open_notes.pop()
    note = machine.notes[key]
    note.blocks = machine.stories.pop().end(state.shape)
    kind = "aftn" if note.is_endnote else "ftn"
    if not note.sign:
        machine.counts[kind] = machine.counts.get(kind, 0) + 1
    machine.calls[key] = note.sign or f"[{numeral(machine.counts[kind], machine.numerals[kind])}]"


def _enter_box(machine: Machine, number: int | None) -> None:
    state = machine.states[-1]
    machine.stories.append(machine.story())
    machine.states[-1] = State(font=state.font, fallback=state.fallback, closes="box")


def _close_box(machine: Machine, state: State) -> None:
    blocks = machine.stories.pop().end(state.shape)
    machine.stories[-1].boxes += blocks


def _enter_field(machine: Machine, number: int | None) -> None:
    machine.fields.append(Field())
    machine.states[-1].closes = "field"


def _enter_result(machine: Machine, number: int | None) -> None:
    if machine.fields:
        machine.fields[-1].is_result = True
        if machine.fields[-1].is_list:
            machine.writer.leave_out("lists of contents or an index, by page")


def _close_field(machine: Machine, state: State) -> None:
    machine.fields.pop()


def _close_annotation(machine: Machine, state: State) -> None:
    said = comment_of(machine.caught.pop("atnauthor", ""), machine.caught["annotation"])
    machine.writer.leave_out(said)
    machine.stories[-1].words.append(Words("", comment=said))


def _close_label(machine: Machine, state: State) -> None:
    machine.stories[-1].label = in_font(machine.caught[state.closes], "").strip()


def _enter_fact(machine: Machine, fact: str) -> None:
    if machine.states[-1].goes_to == "info":
        machine.states[-1].goes_to = fact


def _show(machine: Machine, number: int | None) -> None:
    machine.states[-1].goes_to = "text"


ACTS: dict[str, Callable[[Machine, int | None], None]] = {
    **dict.fromkeys(("par", "sect"), end_paragraph),
    "cell": _end_cell,
    "nestcell": _end_inner_cell,
    "row": _end_row,
    "trowd": _begin_row,
    "trhdr": _head_row,
    **dict.fromkeys(("clmrg", "clvmrg"), _cover),
    "cellx": _define_cell,
    "f": _set_font,
    "fcharset": _set_charset,
    "s": _set_style,
    **dict.fromkeys(("cs", "ts", "ds"), _set_other_style),
    "sbasedon": _set_base,
    "footnote": _enter_note,
    "ftnalt": _make_endnote,
    "chftn": _put_number,
    "shptxt": _enter_box,
    "field": _enter_field,
    "fldrslt": _enter_result,
    "title": lambda machine, number: _enter_fact(machine, "title"),
    "author": lambda machine, number: _enter_fact(machine, "author"),
    "ud": _show,
    **PICTURE_ACTS,
}

CLOSING: dict[str, Callable[[Machine, State], None]] = {
    "style": _close_style,
    "note": _close_note,
    "box": _close_box,
    "field": _close_field,
    "annotation": _close_annotation,
    "listtext": _close_label,
    "pntext": _close_label,
    **PICTURE_CLOSING,
}
