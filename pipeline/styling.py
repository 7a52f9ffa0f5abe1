"""Where the style sheets and fonts are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
STYLES = next(folder for folder in (PACKAGE / "styles", PACKAGE.parent / "styles") if folder.is_dir())
"""The folder of base.css, epub.css, print.css and fonts/."""
