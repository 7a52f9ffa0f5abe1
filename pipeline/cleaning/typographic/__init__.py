"""Typographic rules: what a house style sets the same way everywhere without touching a word.

The British style follows *New Hart's Rules* (Oxford, 2014), the American *The Chicago Manual of
Style* (17th ed., 2017).
No rule adds, takes or changes a letter or a digit. What the source has set typographically is left, save that a blank
becomes one that does not break, and that a book may ask for its quotation marks in another order.
"""

from __future__ import annotations

from ..rule import Rule, plain
from . import spaces
from .dashes import typed_dashes
from .ellipses import typed_points
from .initials import initials
from .quotes import order_quotes, straight_apostrophes, straight_quotes
from .ranges import page_ranges, year_ranges

QUOTES = Rule("quotes.style", "typographic", "outer and inner quotation marks set in the book’s order", order_quotes)
"""Made on request alone, and then in any house style."""

TYPOGRAPHIC = (
    Rule("dots.ellipsis", "typographic", "ellipses typed as points set as one character", plain(typed_points)),
    Rule("apostrophes.straight", "typographic", "straight apostrophes made typographic", straight_apostrophes),
    Rule("quotes.straight", "typographic", "straight quotation marks made typographic", straight_quotes),
    QUOTES,
    Rule("dash.typed", "typographic", "hyphens typed for dashes set as dashes", typed_dashes),
    Rule("dash.pages", "typographic", "hyphens in ranges of pages and numbers set as en rules", plain(page_ranges)),
    Rule("dash.years", "typographic", "hyphens between years set as en rules", plain(year_ranges)),
    Rule("space.pages", "typographic", "no-break spaces set in page references", plain(spaces.page_numbers)),
    Rule("space.dates", "typographic", "no-break spaces set in dates", plain(spaces.dates)),
    Rule("space.units", "typographic", "no-break spaces set between numbers and units", plain(spaces.units)),
    Rule("space.initials", "typographic", "no-break spaces set between initials and names", plain(initials)),
    Rule("space.titles", "typographic", "no-break spaces set between titles and names", plain(spaces.titles)),
    Rule("space.dashes", "typographic", "no-break spaces set before dashes", plain(spaces.dashes)),
    Rule("space.ellipses", "typographic", "no-break spaces set before ellipses", plain(spaces.ellipses)),
    Rule(
        "space.quotes", "typographic", "narrow no-break spaces set between quotation marks", plain(spaces.nested_quotes)
    ),
    Rule("space.french", "typographic", "narrow no-break spaces set by French marks", spaces.french),
)
