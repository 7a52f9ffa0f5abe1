"""Topics: what the glossary asks an editor about, each with the name that switches it off."""

from __future__ import annotations

from ..queries import Topic

TOPICS = (
    Topic("glossary.undefined", "abbreviations that nothing explains"),
    Topic("glossary.conflict", "abbreviations that the texts explain in two ways"),
    Topic("glossary.empty", "entries that say nothing"),
    Topic("glossary.ambiguous", "short forms that two entries could own"),
    Topic("glossary.near", "names that are spelt nearly alike"),
)
