"""Pictures: what the control words of pictures and shapes in an RTF file do, and the ends of their groups."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from .drawings import ENDINGS, OFFICE, OTHERS, UNSEEN, Drawing
from .machine import Machine
from .state import State


def _enter_shape(machine: Machine, number: int | None) -> None:
    machine.drawings.append(Drawing())
    machine.states[-1].goes_to = machine.states[-1].closes = "shpinst"


def _close_shape(machine: Machine, state: State) -> None:
    """What a shape shows stands beside the paragraph that it is tied to."""
    shape = machine.drawings.pop()
    machine.stories[-1].sketches += [replace(each, alt=shape.alt or each.alt, floats=True) for each in shape.inner]


def _enter_picture(machine: Machine, number: int | None) -> None:
    state = machine.states[-1]
    if state.goes_to == "text" or (state.goes_to == "sv" and machine.drawings and _property(machine) == "pib"):
        machine.drawings.append(Drawing())
        state.goes_to = state.closes = "pict"
    else:
        state.goes_to = "silence"


def _close_picture(machine: Machine, state: State) -> None:
    drawing = machine.drawings.pop()
    machine.picture_count += 1
    name = f"picture-{machine.picture_count}.{drawing.ending or 'data'}"
    if drawing.ending in OTHERS.values():
        machine.gallery.leave_out(OFFICE, name)
    elif state.deleted or state.hidden:
        machine.gallery.leave_out(UNSEEN, name)
    else:
        machine.held[name] = drawing.content
        is_filling = bool(machine.states and machine.drawings) and machine.states[-1].goes_to == "sv"
        within = machine.drawings[-1].inner if is_filling else machine.stories[-1].sketches
        within.append(drawing.sketch(name, len(machine.stories[-1].words)))


def _close_property(machine: Machine, state: State) -> None:
    """What a picture or a shape shows, as its maker says it."""
    if machine.drawings and _property(machine) == "wzDescription":
        machine.drawings[-1].alt = machine.caught["sv"]


def _property(machine: Machine) -> str:
    """The name of the property whose value is at hand."""
    return machine.caught.get("sn", "").strip()


def _read_kind(ending: str, machine: Machine, number: int | None) -> None:
    if machine.states[-1].closes == "pict":
        machine.drawings[-1].ending = ending


def _read_length(name: str, machine: Machine, number: int | None) -> None:
    if machine.states[-1].closes == "pict":
        setattr(machine.drawings[-1], name, number or 0)


PICTURE_ACTS: dict[str, Callable[[Machine, int | None], None]] = {
    "shpinst": _enter_shape,
    "pict": _enter_picture,
    "pichgoal": partial(_read_length, "height"),
    "picscaley": partial(_read_length, "scale"),
    **{word: partial(_read_kind, ending) for word, ending in (ENDINGS | OTHERS).items()},
}

PICTURE_CLOSING: dict[str, Callable[[Machine, State], None]] = {
    "shpinst": _close_shape,
    "pict": _close_picture,
    "sv": _close_property,
}
