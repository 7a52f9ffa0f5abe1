"""Citations of the book, from its metadata, in the styles that readers are asked for.

Written out here because a whole book is all there is to cite: a processor of CSL would bring along megabytes of styles.
A name is set last name first only where it is known how a catalogue files it; to guess would be wrong too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape
from msgspec import Struct

from ..credits import Credit, all_credits, creators
from ..settings import BookFile, Role

_TEX = {sign: f"\\{sign}" for sign in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


class Citation(Struct, frozen=True):
    """A citation: the name of its style, its text as HTML, and whether it is code, to be copied as it stands."""

    style: str
    text: Markup
    is_code: bool = False


class _Style(Struct, frozen=True):
    """How a style speaks: the labels of editors, and the names it lists of more than `most` before `et al.`."""

    editor: str
    editors: str
    most: int
    shown: int


_CHICAGO = _Style("ed.", "eds.", 6, 3)
"""Notes and Bibliography (Chicago 18, 13.23 and 14.6)."""
_MLA = _Style("editor", "editors", 2, 1)
"""A list of works cited (MLA 9, 5.1 to 5.7)."""


def cite(about: BookFile, slug: str, forms: Iterable[str]) -> tuple[Citation, ...]:
    """The book in the styles of Chicago, of the MLA, and for BibTeX; `forms` are the formats it is read in."""
    year = str(about.date.year)
    made = [f"{about.publisher}, {year}" if about.publisher else year]
    chicago = (_head(about, _CHICAGO), _title(about), *_others(about), _series(about), *made, ", ".join(forms))
    contained = ", ".join((*_others(about), "e-book ed.", *made))
    mla = (_head(about, _MLA), _title(about), contained[:1].upper() + contained[1:], _series(about))
    return (
        Citation("Chicago", _sentences(chicago)),
        Citation("MLA", _sentences(mla)),
        Citation("BibTeX", escape(_bibtex(about, slug)), is_code=True),
    )


def _people(about: BookFile, role: Role) -> tuple[Credit, ...]:
    """Those who did something for the book as a whole, not for a chapter of it."""
    named = {"author": about.authors, "editor": about.editors}.get(role, ())
    own = {*named, *(entry.name for entry in about.contributor if entry.role == role)}
    return tuple(credit for credit in all_credits(about) if credit.role == role and credit.name in own)


def _head(about: BookFile, style: _Style) -> str:
    """The names an entry begins with: authors, or else editors and what they are, or else those of the chapters."""
    if authors := _people(about, "author"):
        return _inverted(authors, style)
    if editors := _people(about, "editor"):
        return f"{_inverted(editors, style)}, {style.editor if len(editors) == 1 else style.editors}"
    return _inverted(creators(about), style)


def _others(about: BookFile) -> list[str]:
    """Those who are named after the title."""
    editors = _people(about, "editor") if _people(about, "author") else ()
    told = (("Edited by", editors), ("Translated by", _people(about, "translator")))
    return [f"{phrase} {_listed([person.name for person in people])}" for phrase, people in told if people]


def _inverted(people: tuple[Credit, ...], style: _Style) -> str:
    """The first as a catalogue files it, the others as they are said; a comma parts the first from them."""
    shown = people[: style.shown] if len(people) > style.most else people
    names = [person.name for person in shown]
    names[:1] = [person.sort or person.name for person in shown[:1]]
    if len(shown) < len(people):
        return f"{', '.join(names)}, et al."
    return f"{names[0]}, and {names[1]}" if len(names) == 2 and names[0] != shown[0].name else _listed(names)


def _listed(names: list[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, and {names[-1]}"


def _title(about: BookFile) -> Markup:
    return Markup("<cite>{}</cite>").format(_whole_title(about))


def _whole_title(about: BookFile) -> str:
    """Title and subtitle, parted by a colon unless the title ends with a mark of its own."""
    if not about.subtitle:
        return about.title
    return f"{about.title}{'' if about.title[-1] in '?!:' else ':'} {about.subtitle}"


def _series(about: BookFile) -> str:
    """The series, and the book's number in it."""
    if about.series is None:
        return ""
    return about.series.name if about.series.number is None else f"{about.series.name} {about.series.number}"


def _sentences(parts: Iterable[str | Markup]) -> Markup:
    """Parts of an entry, each closed with a full stop unless it has a mark of its own."""
    given = [escape(part) for part in parts if part]
    return Markup(" ").join(part if re.search(r"[.?!](</cite>)?$", part) else part + "." for part in given)


def _bibtex(about: BookFile, slug: str) -> str:
    fields = {role: " and ".join(p.sort or p.name for p in _people(about, role)) for role in ("author", "editor")}
    series = about.series
    fields |= {
        "title": _whole_title(about),
        "publisher": about.publisher or "",
        "year": str(about.date.year),
        "series": series.name if series else "",
        "number": str(series.number) if series and series.number is not None else "",
    }
    said = {key: f"{{{_tex(value)}}}" for key, value in fields.items() if value}
    said["title"] = f"{{{said['title']}}}"  # Styles of BibTeX lower the capitals of what stands in one brace alone.
    lines = [f"  {key:<9} = {value}," for key, value in said.items()]
    return "\n".join([f"@book{{{slug}-{about.date.year},", *lines, "}"])


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in " ".join(text.split()))
