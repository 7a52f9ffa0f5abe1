"""Block quotations: paragraphs that a sentence of saying introduces, in another voice and without quotation marks."""

from __future__ import annotations

import re

_SAYING = re.compile(
    r"\b(?:declar|demand|insist|stat|wr[io]t|sa(?:id|ys)|saying|announc|repl(?:y|ied)|answer|argu|add|resolv|proclaim"
    r"|read|ran|continu|conclud|observ|remark|explain|report|telegraph|wired?|quot)\w*\b[^.!?]{0,60}$"
)
_OPEN_CLAUSE = re.compile(r"(?:\b(?:that|as follows|the following)|,)$")
_STOP = re.compile(r"[.!?…:;][\"'”’)\]]*\d{0,3}$")


def is_quotation(text: str, before: str) -> bool:
    """Whether a line is quoted: the line before introduces it, and the voice is another."""
    return bool(before) and _introduces_quotation(before) and _shifts_voice(text)


def _introduces_quotation(text: str) -> bool:
    """A paragraph that ends in the middle of saying something: `… declared:`, `He argued that`."""
    if text.endswith(":"):
        return _SAYING.search(text[-100:-1]) is not None
    return _OPEN_CLAUSE.search(text) is not None and _SAYING.search(text[-100:]) is not None


def _shifts_voice(text: str) -> bool:
    """A quotation set as a block has no quotation marks, begins a sentence and ends one; a list item does not."""
    return text[0].isupper() and _STOP.search(text) is not None and not re.match(r"\w{1,3}[.)]\s", text)
