"""Vocabulary: the words of each face as they were shaped, kept in the cache, so that no build shapes them again.

A process that sets one changed chapter would else spend a third of its time on words that other processes know.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from msgspec import Raw, Struct, field, msgpack

from .cache import Cache

SHARE = 5
"""A vocabulary is written again when more than one in so many of its words are new."""

Words = dict[str, dict[str, Raw]]
"""Shaped words as msgpack, by the letter that they stood beside."""


class Shelf(Struct, frozen=True):
    """Where vocabularies are kept; `made_by` is a hash of all that shaping depends on besides the type."""

    cache: Cache = Cache()
    made_by: bytes = b""

    def read(self, type_: str) -> Words:
        """The words of a type, as far as they are known."""
        content = self.cache.get(self._key(type_))
        return msgpack.decode(content, type=Words) if content is not None else {}

    def write(self, type_: str, words: Words) -> None:
        """Keep the words of a type, with those that other processes have kept since."""
        every = self.read(type_)
        for letter, entries in words.items():
            every[letter] = every.get(letter, {}) | entries
        self.cache.put(self._key(type_), msgpack.encode(every))

    def _key(self, type_: str) -> str:
        return sha256(b"Words" + self.made_by + type_.encode()).hexdigest()


class Vocabulary(Struct):
    """The words of a type: those that were known before, and what they came to; `new` are those shaped since."""

    shelf: Shelf
    type_: str
    known: Words = field(default_factory=dict)
    new: dict[str, dict[str, object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = self.shelf.read(self.type_)

    def add(self, letter: str, words: Mapping[str, object]) -> None:
        """Note words that were shaped beside a letter."""
        self.new.setdefault(letter, {}).update(words)

    def keep(self, most: int) -> None:
        """Keep the words that are new, if they are enough to be worth it, and no more than so many in all."""
        before, count = (sum(map(len, words.values())) for words in (self.known, self.new))
        if count * SHARE <= before or before + count > most:
            return
        for letter, words in self.new.items():
            entries = self.known.setdefault(letter, {})
            entries.update((word, Raw(msgpack.encode(shaped))) for word, shaped in words.items())
        self.shelf.write(self.type_, self.known)
        self.new = {}
