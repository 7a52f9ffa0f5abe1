"""Dashes that were typed as hyphens, made what the house style has for them."""

from __future__ import annotations

import re

from ..rule import Evidence, Found

NO_BREAK = "\u00a0"
EN, EM = "–", "—"

_SPACED_EN, _SPACED_EM = f"{NO_BREAK}{EN} ", f"{NO_BREAK}{EM} "
_OF_LANGUAGE = {"de": _SPACED_EN, "fr": _SPACED_EM, "ru": _SPACED_EM}
_OF_STYLE = {"british": _SPACED_EN, "american": EM}

_TYPED = re.compile(r"-(?<!--)(?:--?(?!-)|(?<= -)(?= ))")
_OPENING, _CLOSING, _STRAIGHT = frozenset("([{“‘«„\u202f"), frozenset(")]}”»,;:.!?…"), frozenset("\"'’")
_DASHES, _NO_WORD = frozenset(f"-{EN}{EM}>"), frozenset(f"-{EN}{EM} \t\n")
"""What can't stand by hyphens that are a dash; the `>` ends an arrow or a comment of a mark-up."""

_CUT_NAME = re.compile(r"(?<![^\W_])(?<!['’])[^\W\d_AaIiOo]\Z")
_COLUMNS = re.compile(r"[\t|]|[^\s.!?:] {2,}\S")
_NO_PROSE = re.compile(r"[ \t]*(?:[-+|=]|\$ |> |# )")
_DOUBT_BEFORE = re.compile(r"[\"'“”‘’–—-][\"'].\Z|[\"'][“”‘’].\Z|(?:\A|\s)[\"'] \Z")
_DOUBT_AFTER = re.compile(r"-[\"'](?![^\W\d_]|[\s,;:!?)]|\Z)| [\"'](?![^\W\d_])")
_REACH = 200


def typed_dashes(text: str, evidence: Evidence) -> Found:
    """Hyphens that stand for a dash: British `war--he` → `war – he`, American `war -- he` → `war—he`.

    A spaced en rule in Britain, a closed em dash in America (*New Hart's Rules* 4.11.2; *Chicago* 6.85); for German,
    French and Russian the dash of the language. Names cut short (`Mr. B--`), tables, commands and rules are left.
    """
    dash = _OF_LANGUAGE.get(evidence.speech) or (_OF_STYLE.get(evidence.style) if evidence.speech == "en" else None)
    for match in _TYPED.finditer(text) if dash else ():
        start, end = match.span()
        start -= start > 0 and text[start - 1] == " "
        end += text.startswith(" ", end)
        if _is_range(text, start, end):
            yield start, end, EN
        elif _is_dash(text, start, end, match.group()) and not _is_by_doubt(text, start, end):
            yield start, end, _fit(dash or "", text, start, end)


def _is_range(text: str, start: int, end: int) -> bool:
    return text[start] == "-" and text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()


def _is_dash(text: str, start: int, end: int, typed: str) -> bool:
    """Whether hyphens, with the blanks around them, part words: not `--option`, `Mr. B--` or `<!--`."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not before or before in _NO_WORD or after in _DASHES or text.endswith("<!", 0, start):
        return False
    if len(typed) == 1 or (before.isdigit() and after.isdigit()):
        return not (before.isdigit() or after.isdigit() or after.isspace() or not after)
    if text[start] == " " and text[end - 1] != " " and (after.isalnum() or after in _OPENING):
        return False
    if _is_columns(text, start):
        return False
    is_cut = text[start] != " " and _CUT_NAME.search(text[max(0, start - 2) : start])
    return not is_cut or (after.isupper() and text[end - 1] != " ")


def _is_columns(text: str, at: int) -> bool:
    """Whether the line is one of a table, a rule, a list or a command."""
    start = text.rfind("\n", max(0, at - _REACH), at) + 1
    end = text.find("\n", at, at + _REACH)
    line = text[start or max(0, at - _REACH) : end if end >= 0 else at + _REACH]
    is_whole = start > 0 or at <= _REACH
    return bool((is_whole and _NO_PROSE.match(line)) or _COLUMNS.search(line.lstrip()))


def _is_by_doubt(text: str, start: int, end: int) -> bool:
    """Whether beside hyphens stands a straight mark that a dash and its blanks would make another mark."""
    return bool(_DOUBT_BEFORE.search(text[max(0, start - 2) : start + 1]) or _DOUBT_AFTER.match(text, end - 1))


def _fit(dash: str, text: str, start: int, end: int) -> str:
    """A dash without the blank before it after an opening mark, and without that after it before a closing one."""
    dash = dash.lstrip(NO_BREAK) if _opens(text, start) else dash
    return dash.rstrip(" ") if _closes(text, end) else dash


def _opens(text: str, at: int) -> bool:
    """Whether the character before an offset is a mark that opens; a typographic apostrophe does not."""
    return text[at - 1] in _OPENING or (text[at - 1] in "\"'" and (at == 1 or text[at - 2].isspace()))


def _closes(text: str, at: int) -> bool:
    """Whether the character at an offset is a mark that closes; an apostrophe there begins a word."""
    char = text[at : at + 1]
    is_mark = char in _CLOSING or (char in _STRAIGHT and not text[at + 1 : at + 2].isalpha())
    return is_mark or not char or char.isspace()
