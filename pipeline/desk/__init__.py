"""The desk: the queries of a book as its editor meets them, each in its chapter and sentence, and what settles it.

`settle` leaves out what she has decided; `ask` makes a question of a query, with the lines that would answer it.
"""

from .answers import Answer, Desk, Question, all_queries, ask, make_desk, sentence_around
from .decisions import TOPICS, settle
from .locator import Locator, make_locator, paragraph_starts

__all__ = [
    "TOPICS",
    "Answer",
    "Desk",
    "Locator",
    "Question",
    "all_queries",
    "ask",
    "make_desk",
    "make_locator",
    "paragraph_starts",
    "sentence_around",
    "settle",
]
