"""Notes: which elements are notes, what calls them, and what they are called by in print.

A note may stand where it is called, or apart and be called by a reference; or it names in `target` where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from .elements import XML_ID, Element, name_of, targets_of, words_of

_APART = frozenset({"div", *(f"div{n}" for n in range(8)), "back", "body", "front", "list", "noteGrp", "text", "lg"})
"""Elements in which a note stands between blocks, not in a line."""

_NOTE_TYPE = re.compile(r"note|anm|fn", re.IGNORECASE)
_LABEL = re.compile(r"[\[(]?\s*(?:\d{1,4}[a-z]?|[^\W\d_]|[ivxlc]{1,7}|[*†‡§¶‖+#]{1,6})\s*[\])]?[.:]?", re.IGNORECASE)
_BACK = re.compile(r"[\s\[\]()↩↑^←▲⏎\ufe0e]+|back", re.IGNORECASE)


class Notes(Struct, frozen=True):
    """The notes of a text, each under its key, with what is printed for it.

    `inline` are called where they stand; `calls` are the references that call others, `anchors` the elements that notes
    say they belong to; `backs` the references that lead from a note to its call.
    """

    keys: Mapping[Element, str]
    labels: Mapping[str, str]
    inline: frozenset[Element]
    calls: Mapping[Element, str]
    anchors: Mapping[Element, tuple[str, ...]]
    backs: frozenset[Element]


def find_notes(texts: Sequence[Element]) -> Notes:
    """The notes of texts."""
    elements = [element for text in texts for element in text.iter("*")]
    ids = {name: element for element in elements if (name := element.get(XML_ID) or element.get("id"))}
    refs = [e for e in elements if name_of(e) in ("ref", "ptr")]
    aims = {ref: [ids[name] for name in targets_of(ref) if name in ids] for ref in refs}
    aimed = {target for targets in aims.values() for target in targets}
    notes = [e for e in elements if _is_note(e) or (e in aimed and _is_item_of_notes(e))]
    keys = {note: f"n{number}" for number, note in enumerate(notes)}
    inside = {ref: _note_around(ref, keys) for ref in refs}
    apart = {note for note in notes if _is_apart(note)}
    calls: dict[Element, str] = {}
    for ref in refs:
        target = next((target for target in aims[ref] if target in apart), None)
        if target is not None and target is not inside[ref]:
            calls[ref] = keys[target]
        elif target is None and not aims[ref] and _NOTE_TYPE.search(ref.get("type", "")) and targets_of(ref):
            calls[ref] = f"missing {targets_of(ref)[0]}"
    anchors = _anchors(notes, keys, ids, set(calls.values()), apart)
    placed = {note for note in notes if note not in apart}
    back = frozenset(
        ref for ref in refs if (note := inside[ref]) is not None and _leads_back(ref, note, aims[ref], calls)
    )
    held = {key for held_keys in anchors.values() for key in held_keys}
    inline = frozenset(note for note in placed if keys[note] not in held)
    return Notes(
        keys, dict(_labels(keys, calls)), inline, {r: k for r, k in calls.items() if r not in back}, anchors, back
    )


def is_label(words: str) -> bool:
    """Whether words may call a note or number an item: `12`, `[a]`, `*`."""
    return _LABEL.fullmatch(words) is not None


def is_way_back(words: str) -> bool:
    """Whether words are but a sign that leads back: `↩`."""
    return _BACK.fullmatch(words) is not None


def take_label(note: Element, label: str) -> str:
    """Take out of a note the label that is printed at its head, `<label>12</label>` or `12.`; nothing, if it has none.

    `label` is what its call says.
    """
    first = next(note.iterchildren("*"), None)
    while first is not None and name_of(first) in ("p", "ab") and not (note.text or "").strip():
        note, first = first, next(first.iterchildren("*"), None)
    text = (note.text or "").lstrip()
    if first is not None and not text and name_of(first) in ("label", "num") and words_of(first) != words_of(note):
        if not is_label(words_of(first)):
            return ""
        words, note.text = words_of(first), first.tail
        note.remove(first)
        return words
    bare = label.strip("[](). :")
    match = re.match(rf"[\[(]?{re.escape(bare)}(?:[\])]?[.:]|[\])])?(?=\s+\S)", text) if bare else None
    if match is None or (match.group() == bare and not bare.isdigit()):
        return ""
    note.text = text[match.end() :]
    return match.group()


def _is_note(element: Element) -> bool:
    return name_of(element) == "note" and element.get("place") not in ("inline", "inspace")


def _is_item_of_notes(element: Element) -> bool:
    """Whether an item or a paragraph, which something refers to, stands among notes."""
    if name_of(element) not in ("item", "p", "ab"):
        return False
    return any(
        name_of(outer) in _APART and re.search("notes", outer.get("type", ""), re.IGNORECASE)
        for outer in element.iterancestors()
    )


def _is_apart(note: Element) -> bool:
    parent = note.getparent()
    return name_of(note) != "note" or (parent is not None and name_of(parent) in _APART)


def _note_around(element: Element, keys: Mapping[Element, str]) -> Element | None:
    return next((outer for outer in element.iterancestors() if outer in keys), None)


def _anchors(
    notes: Iterable[Element],
    keys: Mapping[Element, str],
    ids: Mapping[str, Element],
    called: set[str],
    apart: set[Element],
) -> dict[Element, tuple[str, ...]]:
    """The elements that notes apart, which no reference calls, say they belong to."""
    anchors: dict[Element, tuple[str, ...]] = {}
    for note in notes:
        if note in apart and keys[note] not in called:
            names = (target.removeprefix("#") for target in (note.get("targetEnd") or note.get("target") or "").split())
            there = next((ids[name] for name in names if name in ids and ids[name] is not note), None)
            if there is not None and not any(outer is note for outer in there.iterancestors()):
                anchors[there] = (*anchors.get(there, ()), keys[note])
    return anchors


def _leads_back(ref: Element, note: Element, targets: Sequence[Element], calls: Mapping[Element, str]) -> bool:
    """Whether a reference in a note only leads back to its call."""
    words = words_of(ref)
    if is_way_back(words):
        return True
    if words and not is_label(words):
        return False
    own = {name.removeprefix("#") for name in (note.get("target") or "").split()}
    names = {target.get(XML_ID, "") for target in targets}
    return bool(own & names) or any(target in calls or name_of(target) == "anchor" for target in targets)


def _labels(keys: Mapping[Element, str], calls: Mapping[Element, str]) -> Iterator[tuple[str, str]]:
    """What is printed for each note: its `n`, or what a reference to it reads, or the number that counts on."""
    read = {key: words_of(ref) for ref, key in reversed([*calls.items()]) if is_label(words_of(ref))}
    named = {key: note.get("n", "").strip() for note, key in keys.items()}
    own = {key: read.get(key) or (name if is_label(name) else "") for key, name in named.items()}
    count = 0
    for key in dict.fromkeys((*own, *calls.values())):
        if label := own.get(key) or read.get(key):
            yield key, label
        else:
            count += 1
            yield key, str(count)
