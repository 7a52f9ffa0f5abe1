"""What the sources of other typesetters have in common: the words and notes of a chapter, written as each has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.document import Chapter
from pipeline.tree import Emph, Inline, NoteRef, PageBreak, Phrase, Str, Strong, TermRef, paragraphs


@dataclass(frozen=True, slots=True)
class Notation:
    """How a typesetter has emphasis and notes, each around `%s`, what parts paragraphs, and how words are escaped."""

    emphasis: str
    footnote: str
    parting: str
    escape: Callable[[str], str]

    def inlines(self, inlines: tuple[Inline, ...], chapter: Chapter) -> str:
        """Inlines of a chapter, with the notes that they call."""
        return "".join(self._inline(inline, chapter) for inline in inlines)

    def _inline(self, inline: Inline, chapter: Chapter) -> str:
        match inline:
            case Emph() | Strong():
                return self.emphasis % self.inlines(inline.children, chapter)
            case Phrase():
                return self.inlines(inline.children, chapter)
            case NoteRef():
                note = next(note for note in chapter.notes if note.key == inline.key)
                return self.footnote % self.parting.join(
                    self.inlines(p.inlines, chapter) for p in paragraphs(note.blocks)
                )
            case TermRef():
                return self.escape(inline.child.text)
            case PageBreak():
                return ""
            case Str():
                return self.escape(inline.text)
