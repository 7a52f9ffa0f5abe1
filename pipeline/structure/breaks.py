"""Thought breaks: lines that hold an ornament and no words. A blank line more than usual is none: it may be chance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from ..tree import Break
from .claims import Claim
from .lines import Layout

_BREAK = re.compile(
    r"(?:[*⁎∗⁂✱✻✽❦❧☙•·●○◆◇■□☆★#~+]\s*){1,9}|(?:\\\*\s*){2,9}"
    r"|[-–—_=]{3,}|(?:[-–—]\s+){2,}[-–—]|[-–—=~]{1,5}\s?(?:[*o0•·◦]\s?){1,5}[-–—=~]{1,5}"
)
"""`* * *`, `⁂`, `❦`, escaped stars `\\* \\* \\*`, rules of dashes, and an ornament between dashes: `--o0o--`."""


def read_breaks(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The thought breaks of a text."""
    for number, line in enumerate(layout.lines):
        if number not in taken and _BREAK.fullmatch(line.text):
            yield Claim(number, number + 1, (Break(line.span),))
