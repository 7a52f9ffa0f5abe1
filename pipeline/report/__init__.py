"""The report: what was asked, changed and read in a book, as JSON for programs and as one page, the editor's desk."""

from .account import Account, ShownEdit, ShownReading, take_account
from .page import report_html
from .record import query_record, report_json
from .since import Changes, compare

__all__ = [
    "Account",
    "Changes",
    "ShownEdit",
    "ShownReading",
    "compare",
    "query_record",
    "report_html",
    "report_json",
    "take_account",
]
