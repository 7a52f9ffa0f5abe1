"""The web edition: the book as a folder of pages, and the landing page that hands out every format of it.

Both are files for any static host: every link is relative, nothing is fetched from elsewhere, and the same book and
time give the same bytes.
"""

from .download import WEB, Download, names_of, offer
from .landing import STYLE, make_landing
from .pages import make_web

__all__ = ["STYLE", "WEB", "Download", "make_landing", "make_web", "names_of", "offer"]
