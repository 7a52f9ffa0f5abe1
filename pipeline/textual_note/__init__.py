"""The note on the text: from the ledger, in plain sentences, what this edition has otherwise than its sources."""

from .note import write_textual_note

__all__ = ["write_textual_note"]
