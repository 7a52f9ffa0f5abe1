"""Ellipses: three points, typed one by one, made one character."""

from __future__ import annotations

import re

from ..rule import Found

ELLIPSIS = "…"

_POINTS = re.compile(r"\.(?<!\.\.)(?:\.\.+| \.(?: \.)+| ?\.\.\.)")
_ONLY_POINTS = re.compile(r"[ \t.]*")
_LEADS_TO = re.compile(r"[ \t.]*((?<=[ \t])(?:\d+|[ivxlcIVXLC]+))?[ \t]*(?=\n|\Z)")
_STOP_AND_THREE = 4
_REACH = 80


def typed_points(text: str) -> Found:
    """Three points, or a full stop and three: `word...`, `word . . .`, `word....` → `word…`, `word …`, `word.…`.

    *New Hart's Rules* 4.7; *Chicago* 13.50–53. Blanks around them stay as they are. Longer rows, which lead to a page
    in a table of contents or stand for lines left out, are left.
    """
    for match in _POINTS.finditer(text):
        start, end = match.span()
        points = [at for at in range(start, end) if text[at] == "."]
        if len(points) > _STOP_AND_THREE or _has_more(text, start, end) or _leads(text, start, end):
            continue
        if len(points) == _STOP_AND_THREE:
            start, end = (start, points[2] + 1) if text[start - 1 : start].isspace() else (points[1], end)
        yield start, end, ELLIPSIS


def _has_more(text: str, start: int, end: int) -> bool:
    """Whether other points stand beside these, so that they are part of a longer row."""
    return text[max(0, start - 2) : start].rstrip(" ").endswith(".") or text[end : end + 2].lstrip(" ").startswith(".")


def _leads(text: str, start: int, end: int) -> bool:
    """Whether points lead to a number at the line's end, or are all that the line has."""
    leads_to = _LEADS_TO.match(text, end)
    return leads_to is not None and (leads_to[1] is not None or _is_bare(text, start))


def _is_bare(text: str, start: int) -> bool:
    """Whether only points stand before an offset in its line."""
    head = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    return len(head) < _REACH and _ONLY_POINTS.fullmatch(head) is not None
