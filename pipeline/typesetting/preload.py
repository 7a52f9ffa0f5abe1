"""What a process that sets pages has loaded before the first is copied from it: the setter and the engine, patched."""

from __future__ import annotations

from contextlib import suppress

from ..errors import MissingLibrary
from . import setter
from .engine import load_weasyprint

__all__ = ["setter"]

with suppress(MissingLibrary):  # who sets pages says so
    load_weasyprint()
