"""Sayings: the words that introduce what someone said or wrote."""

from __future__ import annotations

import re

SAYING = re.compile(
    r"\b(?:declar|demand|insist|stat|wr[io]t|sa(?:id|ys)|saying|announc|repl(?:y|ied)|answer|argu|add|resolv|proclaim"
    r"|read|ran|continu|conclud|observ|remark|explain|report|telegraph|wired?|quot|ask|exclaim|shout|cried|cable"
    r"|protest|promis|warn|predict|admit|recall|relat)\w*\b[^.!?]{0,60}$"
)
"""A verb of saying near the end of a sentence."""
