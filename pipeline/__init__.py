"""Reader Edition: a folder of raw texts and a book.toml become an EPUB and a PDF, with an account of every change."""

__version__ = "0.1.0"
