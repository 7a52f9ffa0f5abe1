"""Tables: the results as Markdown, with what is asked for beside what came out."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from .damage import ALL
from .results import NeedlessEdit, Result
from .score import Difference, Score, Share
from .speed import SIZES, Speed

CHARACTERS, PARAGRAPHS, VERSE, SECONDS = 0.9995, 0.995, 0.98, 1.5
"""What issue 3 asks: shares of characters, paragraph breaks and verse lines; seconds per million characters."""

GROWTH = 1.3
"""How much dearer a character of the longest text may be than one of the shorter, for the time to count as linear."""

LISTED_WORDS, LISTED_A_FAULT, LISTED_EDITS = 20, 5, 10

Rows = Iterable[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of some results over the books that have what is measured; words are counted, not averaged."""

    characters: float
    paragraphs: float
    verse: float
    set_lines: float
    changed: int

    @classmethod
    def of(cls, results: Sequence[Result]) -> Mean:
        """The mean of results, or one result as it is."""
        scores = [result.score for result in results]
        return cls(
            characters=fmean(score.characters for score in scores),
            paragraphs=_mean(score.paragraphs for score in scores),
            verse=_mean(score.verse for score in scores),
            set_lines=_mean(score.set_lines for score in scores),
            changed=sum(len(score.changed) for score in scores),
        )

    @property
    def passes(self) -> bool:
        """Whether all that is asked is reached."""
        enough = self.characters >= CHARACTERS and self.paragraphs >= PARAGRAPHS and self.verse >= VERSE
        return enough and not self.changed


def table(head: Sequence[str], rows: Rows) -> str:
    """A Markdown table whose first column is words and whose others are figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def verdicts(results: Sequence[Result], edits: Sequence[NeedlessEdit], speeds: Sequence[Speed]) -> str:
    """What is asked, what came of all faults together, and the verdict."""
    together = [result for result in results if result.fault == ALL.name]
    mean, each = Mean.of(together), [Mean.of([result]) for result in together]
    worst, growth = max(max(s.seconds) for s in speeds), max(s.seconds[-1] / max(s.seconds[:-1]) for s in speeds)
    changed_alone = sum(len(r.score.changed) for r in results if r.fault != ALL.name)
    return table(
        ("All faults together", "asked", "mean", "worst book", "verdict"),
        (
            _verdict("characters right", CHARACTERS, mean.characters, min(m.characters for m in each)),
            _verdict("paragraph breaks right", PARAGRAPHS, mean.paragraphs, min(m.paragraphs for m in each)),
            _verdict("verse lines kept", VERSE, mean.verse, min(m.verse for m in each)),
            _limit("undamaged words changed", "0", mean.changed, mean.changed == 0, max(m.changed for m in each)),
            _limit("… by single faults", "0", changed_alone, changed_alone == 0),
            _limit("edits of undamaged books", "0", len(edits), not edits),
            _limit("seconds per million characters", f"≤ {SECONDS}", f"{worst:.2f}", worst <= SECONDS),
            _limit("… at 5 million, against fewer", f"≤ {GROWTH}", f"{growth:.2f}", growth <= GROWTH),
        ),
    )


def by_fault(results: Sequence[Result]) -> str:
    """The mean over the books for every fault."""
    rows = []
    for name in dict.fromkeys(result.fault for result in results):
        mean = Mean.of([result for result in results if result.fault == name])
        shares = (mean.characters, mean.paragraphs, mean.verse, mean.set_lines)
        rows.append((name, *map(share, shares), str(mean.changed), "PASS" if mean.passes else "FAIL"))
    asked = ("asked", f"{CHARACTERS:.5f}", f"{PARAGRAPHS:.5f}", f"{VERSE:.5f}", "", "0", "")
    head = ("Fault", "characters", "paragraphs", "verse lines", "list lines", "words changed", "verdict")
    return table(head, (asked, *rows))


def by_book(results: Sequence[Result], what: Callable[[Score], float | None]) -> str:
    """One measure for every fault that is not wholly undone, with its mean, and for every book that has it."""
    books = list(dict.fromkeys(result.book for result in results))
    rows = []
    for name in dict.fromkeys(result.fault for result in results):
        found = [what(result.score) for result in results if result.fault == name]
        known = [value for value in found if value is not None]
        if known and min(known) < 1:
            rows.append((name, share(fmean(known)), *("" if value is None else share(value) for value in found)))
    return table(("Fault", "mean", *books), rows)


def changed_words(results: Sequence[Result]) -> Iterator[str]:
    """The first words of each fault that were changed though no damage had touched them."""
    listed = [
        f"- {name}, *{result.book}*: {difference(word)}"
        for name in dict.fromkeys(result.fault for result in results)
        for result, word in _first_words(result for result in results if result.fault == name)
    ]
    return iter(listed[:LISTED_WORDS])


def _first_words(results: Iterable[Result]) -> Iterator[tuple[Result, Difference]]:
    """One word of each book, up to a handful, then more of the same."""
    words = [(n, result, word) for result in results for n, word in enumerate(result.score.changed)]
    for _, result, word in sorted(words, key=lambda item: item[0])[:LISTED_A_FAULT]:
        yield result, word


def examples(results: Sequence[Result]) -> Iterator[str]:
    """For every fault that is not wholly undone, the first differences in its worst book."""
    for name in dict.fromkeys(result.fault for result in results):
        here = [result for result in results if result.fault == name]
        worst = min(here, key=lambda result: result.score.characters)
        what = worst.failure or "; ".join(map(difference, worst.score.examples))
        if what:
            yield f"- {name}, *{worst.book}*: {what}"


def edit_list(edits: Sequence[NeedlessEdit]) -> Iterator[str]:
    """The first edits of undamaged books."""
    for edit in edits[:LISTED_EDITS]:
        yield f"- `{edit.rule}`, *{edit.book}*: {code(edit.before)} → {code(edit.after)} in {code(edit.context)}"


def speed_table(speeds: Sequence[Speed]) -> str:
    """Seconds of processor time per million characters."""
    head = ("Text", *(f"{size / 1e6:g} million" for size in SIZES))
    return table(head, [(speed.state, *(f"{seconds:.2f}" for seconds in speed.seconds)) for speed in speeds])


def difference(words: Difference) -> str:
    """Words as they should stand, in their surroundings, and what stands there."""
    return f"{code(words.before)} {code(words.wanted)} → {code(words.got)} {code(words.after)}"


def code(text: str, longest: int = 72) -> str:
    r"""Text as Markdown code, in one line, with what can't be seen spelt out.

    >>> code("a\nb\u200b")
    '`a¶b\\u200b`'
    """
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    seen = "".join(c if c == "¶" or c.isprintable() else ascii(c)[1:-1] for c in shown.replace("\n", "¶"))
    return "`" + re.sub("[`|]", "'", seen) + "`" if seen else "∅"


def share(value: float) -> str:
    """A share with five digits, never rounded up; 1 is wholly right."""
    return "1" if value == 1 else f"{math.floor(value * 1e5) / 1e5:.5f}"


def _mean(shares: Iterable[Share]) -> float:
    return fmean([part.value for part in shares if part.of] or [1.0])


def _verdict(what: str, asked: float, mean: float, worst: float) -> tuple[str, ...]:
    return what, f"≥ {asked}", share(mean), share(worst), "PASS" if mean >= asked else "FAIL"


def _limit(what: str, asked: str, found: object, is_right: bool, worst: object = "") -> tuple[str, ...]:
    return what, asked, str(found), str(worst), "PASS" if is_right else "FAIL"
