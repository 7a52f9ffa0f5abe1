"""Results: what a worker tried and found, which it leaves in a file for the command to read."""

from __future__ import annotations

from msgspec import Struct

RESULT = "result.json"
"""The file, in the folder of a target."""


class Find(Struct):
    """A fault: where, what it said, and how many bytes the least input has that shows it, which is kept in `file`."""

    where: str
    said: str
    file: str
    size: int
    times: int = 0


class Result(Struct):
    """How many inputs were tried, how many of them were refused by a message, and what was found."""

    target: str
    tried: int = 0
    refused: int = 0
    finds: dict[str, Find] = {}
