"""State: what holds in a group of an RTF file, and the control words that change nothing else."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from ...superscripts import Shift
from .story import Shape

SIZE = 24
"""Of letters, in half points, where nothing is said."""

Change = Callable[["State", int | None], None]


class State(Struct):
    """What holds until the group ends: where its words go, and what they look like. `size` is in half points.

    `fallback` is how many characters after a Unicode one stand in for it; `closes` is what ends with the group.
    """

    goes_to: str = "text"
    closes: str = ""
    shape: Shape = field(default_factory=Shape)
    fallback: int = 1
    font: int = 0
    size: int = SIZE
    bold: bool = False
    slanted: bool = False
    shift: Shift = ""
    small_caps: bool = False
    language: int = 0
    hidden: bool = False
    deleted: bool = False


def _switch(name: str) -> Change:
    def change(state: State, number: int | None) -> None:
        setattr(state, name, number != 0)

    return change


def _plain(state: State, number: int | None) -> None:
    state.bold = state.slanted = state.small_caps = state.hidden = state.deleted = False
    state.shift, state.language = "", 0
    state.size = SIZE


def _new_paragraph(state: State, number: int | None) -> None:
    state.shape = Shape()


def _shape(name: str, usual: int = 0) -> Change:
    def change(state: State, number: int | None) -> None:
        state.shape = replace(state.shape, **{name: usual if number is None else number})

    return change


def _flag(name: str) -> Change:
    def change(state: State, number: int | None) -> None:
        state.shape = replace(state.shape, **{name: number != 0})

    return change


def _shifts(shift: Shift) -> Change:
    def change(state: State, number: int | None) -> None:
        state.shift = shift if number != 0 else ""

    return change


def _speak(state: State, number: int | None) -> None:
    state.language = number or 0


def _no_line(state: State, number: int | None) -> None:
    state.slanted = False


def _size(state: State, number: int | None) -> None:
    state.size = SIZE if number is None else number


def _fallback(state: State, number: int | None) -> None:
    state.fallback = min(max(number or 0, 0), 100)


CHANGES: dict[str, Change] = {
    "b": _switch("bold"),
    "i": _switch("slanted"),
    **dict.fromkeys(("ul", "uld", "uldash", "uldb", "ulw", "ulth", "ulwave"), _switch("slanted")),
    "ulnone": _no_line,
    "super": _shifts("superscript"),
    "sub": _shifts("subscript"),
    "nosupersub": _shifts(""),
    "scaps": _switch("small_caps"),
    "lang": _speak,
    "v": _switch("hidden"),
    "deleted": _switch("deleted"),
    "plain": _plain,
    "fs": _size,
    "uc": _fallback,
    "pard": _new_paragraph,
    "li": _shape("left"),
    "lin": _shape("left"),
    "fi": _shape("first"),
    "ls": _shape("listed"),
    "ilvl": _shape("depth"),
    "outlinelevel": _shape("outline"),
    "intbl": _flag("in_table"),
    "brdrb": _flag("is_ruled"),
}
