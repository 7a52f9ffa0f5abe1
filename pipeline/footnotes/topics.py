"""Topics: what the reading of notes asks an editor about, each with the name that switches it off."""

from __future__ import annotations

from ..queries import Topic

TOPICS = (
    Topic("notes.perhaps", "figures and signs that may call a note"),
    Topic("notes.end", "notes whose last words are in doubt"),
    Topic("notes.gap", "numbers of notes that nothing calls"),
    Topic("notes.uncalled", "texts of notes that nothing calls"),
    Topic("notes.empty-section", "headings that announce notes where none follow"),
    Topic("notes.unread", "texts of notes that were not read as such"),
    Topic("notes.no-text", "notes that have no text in the source"),
)
