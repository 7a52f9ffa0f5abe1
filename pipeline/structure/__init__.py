"""Structure: what the lines of a cleaned text are: paragraphs, headings, quotations, verse, lists, tables, letters.

`read_structure` reads the lines before the notes are looked for, `arrange` what can be seen only once they are gone,
and `cut` makes chapters of a text that holds several. Where a form is unsure it is a plain paragraph.
"""

from .arrangement import arrange
from .headings import is_apparatus_heading, may_be_title
from .lines import LONGEST_HEADING
from .parts import begins, cut
from .pictures import supply_pictures
from .reading import read_structure
from .readings import READINGS, TOPICS
from .series import find_series

__all__ = [
    "LONGEST_HEADING",
    "READINGS",
    "TOPICS",
    "arrange",
    "begins",
    "cut",
    "find_series",
    "is_apparatus_heading",
    "may_be_title",
    "read_structure",
    "supply_pictures",
]
