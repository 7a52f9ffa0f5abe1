"""Reader: the tokens of an RTF file in turn, with no recursion however deep its groups nest."""

from __future__ import annotations

import codecs

from msgspec.structs import replace

from ...errors import SourceError
from .acts import ACTS, CLOSING, end_paragraph
from .machine import Machine, Sheet
from .state import CHANGES, State
from .tables import CHARACTER_SETS, CONTROL_SIGNS, KNOWN, NUMERALS, SIGNS, SILENT, WIDE, language_tag
from .tokens import Token

DEEPEST = 1000
"""Groups within groups; word processors write a few dozen."""

_CATCHING = frozenset("stylesheet fonttbl fldinst annotation atnauthor listtext pntext info upr sp sn sv".split())
"""Groups whose words are not text, but are read."""


def take(machine: Machine, token: Token) -> None:
    """Take the next token."""
    if token.text:
        _take_text(machine, token)
        machine.is_first = False
        return
    machine.flush()
    if token.brace == "{":
        _open(machine)
    elif token.brace == "}":
        _close(machine)
    elif token.sign == "*" and machine.is_first:
        machine.is_starred = True
    elif machine.states and machine.states[-1].goes_to != "silence":
        if token.sign:
            _take_sign(machine, token.sign)
        else:
            _take_word(machine, token.word, token.number)
            if token.data:
                machine.add_data(token.data)
        machine.is_first = machine.is_starred = False


def _open(machine: Machine) -> None:
    if len(machine.states) >= DEEPEST:
        raise SourceError(
            f"the file has more than {DEEPEST} groups within each other",
            hint="open it in a word processor and save it again",
            place=machine.name,
        )
    outer = machine.states[-1] if machine.states else State()
    state = replace(outer)
    state.closes = "style" if outer.closes == "stylesheet" else ""
    if state.closes:
        machine.sheet = Sheet()
    machine.states.append(state)
    machine.skipped, machine.is_first, machine.is_starred = 0, True, False


def _close(machine: Machine) -> None:
    machine.skipped, machine.is_first = 0, False
    if machine.states:
        state = machine.states.pop()
        if closing := CLOSING.get(state.closes):
            closing(machine, state)


def _take_text(machine: Machine, token: Token) -> None:
    text = token.text
    if machine.skipped:
        cut = min(machine.skipped, len(text))
        machine.skipped -= cut
        text = text[cut:]
    if not machine.states or not text or machine.states[-1].goes_to == "silence":
        return
    if token.is_coded or not text.isascii() or (machine.bytes and machine.page() in WIDE):
        machine.bytes += text.encode("latin-1")
    else:
        machine.flush()
        machine.add(text)


def _take_sign(machine: Machine, sign: str) -> None:
    if machine.skipped:
        machine.skipped -= 1
    elif sign in "\r\n":
        end_paragraph(machine, None)
    else:
        machine.add(CONTROL_SIGNS.get(sign, sign if sign in "{}\\" else ""))


def _take_word(machine: Machine, word: str, number: int | None) -> None:
    state = machine.states[-1]
    if machine.skipped and word != "u":
        machine.skipped -= 1
    elif machine.is_first and (word in SILENT or (machine.is_starred and word not in KNOWN)):
        state.goes_to = "silence"
    elif word in SIGNS:
        machine.add(SIGNS[word])
    elif word == "u":
        machine.add_unicode(number or 0)
        machine.skipped = state.fallback
    elif change := CHANGES.get(word):
        change(state, number)
    elif act := ACTS.get(word):
        act(machine, number)
    elif word in _CATCHING:
        state.goes_to = state.closes = word
        machine.caught[word] = ""
    else:
        _take_setting(machine, word, number)


def _take_setting(machine: Machine, word: str, number: int | None) -> None:
    """What holds for the whole file."""
    bare = word.removeprefix("s")
    kind = "aftn" if bare.startswith("aftn") else "ftn"
    if found := NUMERALS.get(bare.removeprefix(kind)):
        machine.numerals[kind] = found
    elif bare == f"{kind}start":
        machine.counts[kind] = min(max(number or 1, 1), 9999) - 1
    elif word in CHARACTER_SETS:
        machine.code_page = CHARACTER_SETS[word]
    elif word == "ansicpg":
        machine.code_page = _known_page(f"cp{number}") or machine.code_page
    elif word == "deflang":
        machine.language = machine.language or language_tag(number or 0)


def _known_page(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
