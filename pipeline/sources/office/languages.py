"""Languages: which words of a document are in another language than most of it.

Word processors write a language at every word, for their spelling; what the document itself says of its language is
often that of the program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ..languages import is_other, tongue
from .paragraphs import Block, Paragraph, Plate


def main_language(blocks: Iterable[Block]) -> str:
    """The tag that most letters of some blocks have; of two for one language the more frequent."""
    counts: Counter[str] = Counter()
    for paragraph in _paragraphs(blocks):
        for run in paragraph.runs:
            counts[run.language] += sum(map(str.isalpha, run.text))
    tags = {tag: count for tag, count in counts.items() if tongue(tag)}
    tongues: Counter[str] = Counter()
    for tag, count in tags.items():
        tongues[tongue(tag)] += count
    most = max(tongues, key=lambda name: tongues[name], default="")
    return max((tag for tag in tags if tongue(tag) == most), key=lambda tag: tags[tag], default="")


def keep_foreign(blocks: Iterable[Block], main: str) -> None:
    """Let no words say their language that are in the main one, or have no letters."""
    for paragraph in _paragraphs(blocks):
        paragraph.runs = [
            run if is_other(run.language, main) and any(map(str.isalpha, run.text)) else replace(run, language="")
            for run in paragraph.runs
        ]


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of some blocks, those in tables too."""
    waiting = [iter(blocks)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Plate):
            yield from block.caption
        else:
            waiting.append(iter([inner for row in block.rows for cell in row.cells for inner in cell]))
