"""Progress: what is told while a book is built, as values; how it looks is a matter of the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from .wording import figure


class Stage(Struct, frozen=True):
    """A stage that is done, and what came of it."""

    name: str
    result: str


class Pages(Struct, frozen=True):
    """How many chapters of how many have their pages; `title` is that of the latest, `kept` that it was in the cache.

    Without a title, none of them has.
    """

    done: int
    total: int
    title: str = ""
    kept: bool = False


Progress = Callable[[Stage | Pages], None]
"""Called with each piece of progress, in the process and thread that builds."""


def tell_nobody(progress: Stage | Pages) -> None:
    """Progress that is not shown."""


@dataclass(slots=True)
class ChapterCount:
    """The chapters as they get their pages: `titles` by the names of their parts, and what was set or taken so far."""

    titles: Mapping[str, str]
    tell: Progress
    anew: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Tell that the first is being set."""
        self.tell(Pages(0, len(self.titles)))

    def count(self, name: str, kept: bool) -> None:
        """Count a part, if it is a chapter; one that is set again counts once, as set."""
        if name in self.titles:
            (self.taken if kept else self.anew).add(name)
            self.tell(Pages(len(self.taken | self.anew), len(self.titles), self.titles[name], kept))

    def __str__(self) -> str:
        return f"{figure(len(self.anew), 'chapter', 'chapters')} set anew, {len(self.taken - self.anew)} from the cache"
