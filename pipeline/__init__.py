"""Reader Edition: a folder of raw texts and a book.toml become an EPUB and a PDF, with an account of every change.

from pathlib import Path
from pipeline import build, load_manifest

build(load_manifest(Path("my-book")), Path("out"))
"""

from .build import Built, build, edit_book
from .document import Book
from .manifest import Manifest, load_manifest
from .version import __version__

__all__ = ["Book", "Built", "Manifest", "__version__", "build", "edit_book", "load_manifest"]
