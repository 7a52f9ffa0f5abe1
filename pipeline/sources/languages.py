"""Languages: tags of BCP 47 as documents write them, and whether words are in another language than those around."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?!zxx|und|mul|mis)[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
"""A tag that names one language; `zxx` is said of words that are in none, or are not to be spelled."""


def tongue(tag: str) -> str:
    """What a tag begins with: `en` of `en-GB`; nothing of one that names no language."""
    return tag.partition("-")[0].lower() if _TAG.fullmatch(tag) else ""


def is_other(tag: str, around: str) -> bool:
    """Whether a tag names another language than the one around, where that is known; a country is none."""
    return tongue(around) != "" and tongue(tag) not in ("", tongue(around))
