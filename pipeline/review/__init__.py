"""The review: the open queries one by one in a terminal, each decision written to emendations.toml as it is made."""

from .asking import review

__all__ = ["review"]
