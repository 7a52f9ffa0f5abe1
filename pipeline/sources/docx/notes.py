"""Notes: the footnotes, endnotes and comments of a DOCX, and what Word prints as the call of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from ..numerals import numeral
from ..office.paragraphs import comment_of
from .package import Element, Package, Part, W, local, number, value

_NOTES = ("footnote", "endnote")
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Notes(Struct):
    """The notes by their key, `footnote-3`, each with the part it stands in; `sections` say how they are numbered.

    `bookmarks` says which note the call between two marks is of; `called` are those called so far, in order, and
    `deleted` those whose call was deleted.
    """

    texts: Mapping[str, tuple[Element, Part]]
    comments: Mapping[str, str]
    bookmarks: Mapping[str, str]
    sections: Sequence[Element]
    settings: Element | None
    section: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    signs: dict[str, str] = field(default_factory=dict)

    def call(self, kind: str, key: str) -> str:
        """The number of the next note of a kind, which is counted, as it is printed."""
        if key in self.called:
            return self.called[key]
        count = self.counts.get(kind)
        following = (self._number(kind, "numStart") or 1) if count is None else count + 1
        self.counts[kind] = following
        usual = "decimal" if kind == "footnote" else "lowerRoman"
        self.called[key] = numeral(following, self._value(kind, "numFmt") or usual)
        return self.called[key]

    def end_section(self) -> None:
        """The next section begins, and its notes are counted anew if the document says so."""
        self.section += 1
        for kind in _NOTES:
            if self._value(kind, "numRestart") == "eachSect":
                self.counts.pop(kind, None)

    def _value(self, kind: str, what: str) -> str | None:
        return next((said for where in self._where(kind) if (said := value(where, what))), None)

    def _number(self, kind: str, what: str) -> int | None:
        return next((said for where in self._where(kind) if (said := number(where, what)) is not None), None)

    def _where(self, kind: str) -> list[Element]:
        section = self.sections[self.section] if self.section < len(self.sections) else None
        found = (place.find(f"{W}{kind}Pr") for place in (section, self.settings) if place is not None)
        return [place for place in found if place is not None]


def read_notes(package: Package) -> Notes:
    """The notes of a package, without the lines that part them from the text."""
    texts = {}
    for kind in _NOTES:
        part = package.others.get(f"{kind}s")
        for note in part.root.iterchildren(W + kind) if part else ():
            if note.get(W + "type") not in _SEPARATORS and part:
                texts[f"{kind}-{note.get(W + 'id')}"] = (note, part)
    settings = package.others.get("settings")
    main = package.main.root
    sections = [section for section in main.iter(W + "sectPr") if section.getparent().tag != W + "sectPrChange"]  # type: ignore[union-attr]
    return Notes(texts, _comments(package), _bookmarks(main), sections, settings.root if settings else None)


def _comments(package: Package) -> dict[str, str]:
    part = package.others.get("comments")
    comments = {}
    for comment in part.root.iterchildren(W + "comment") if part else ():
        words = " ".join("".join(text.text or "" for text in p.iter(W + "t")) for p in comment.iter(W + "p"))
        comments[comment.get(W + "id", "")] = comment_of(comment.get(W + "author", ""), words)
    return comments


def _bookmarks(root: Element) -> dict[str, str]:
    """The note that is called first after each bookmark begins and before it ends."""
    opened: dict[str, str] = {}
    found: dict[str, str] = {}
    for mark in root.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "footnoteReference", W + "endnoteReference"):
        name = local(mark)
        if name == "bookmarkStart":
            opened[mark.get(W + "id", "")] = mark.get(W + "name", "")
        elif name == "bookmarkEnd":
            opened.pop(mark.get(W + "id", ""), None)
        else:
            found |= dict.fromkeys(opened.values(), f"{name.removesuffix('Reference')}-{mark.get(W + 'id')}")
            opened.clear()
    return found
