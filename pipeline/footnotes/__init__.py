"""Footnotes: from the evidence of flat text to notes that are called where the source calls them.

No note is made up and none is lost: a call without a text stays a call, a text without a call is kept and is a query.
"""

from .relocation import relocate
from .rulings import check_styles
from .supply import supply_texts
from .topics import TOPICS

__all__ = ["TOPICS", "check_styles", "relocate", "supply_texts"]
