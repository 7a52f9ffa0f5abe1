"""Reader Edition: a folder of raw texts and a book.toml become an EPUB and a PDF, with an account of every change.

from pathlib import Path
from pipeline.build import build
from pipeline.manifest import load_manifest

build(load_manifest(Path("my-book")), Path("out"))

Nothing is loaded with the package itself, so that the command line answers a break from its first moment on.
"""

from .version import __version__

__all__ = ["__version__"]
