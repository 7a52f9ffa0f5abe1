"""The style of the web edition: one sheet of what all editions share, the web, the theme, and the book itself."""

from __future__ import annotations

from ..manifest import Manifest
from ..styling import STYLES
from ..theme import Theme, load_theme, sheet

_OF_THEME = ("screen.css", "web.css")
"""A theme's rules for every screen, and those for the web alone, which not every theme has."""


def stylesheet(manifest: Manifest) -> bytes:
    """The whole style sheet; the book's own rules come last and so have the last word."""
    name = manifest.book.theme
    themed = [path for path in (sheet(name, file) for file in _OF_THEME) if path.exists()]
    sheets = [path.read_text("utf-8") for path in (STYLES / "base.css", STYLES / "web.css", *themed)]
    own = [manifest.style] if manifest.style else []
    return "\n".join([*sheets, _families(load_theme(name)), *own]).encode()


def _families(theme: Theme) -> str:
    """The fonts of a theme by name, for readers who have them; all others get what is nearest on their system."""
    rule = '{} {{ font-family: "{}", var(--{}); }}\n'
    return "".join(rule.format(family.selector, family.name, family.generic) for family in theme.family)
