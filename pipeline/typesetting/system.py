"""The system's part in a page: the libraries that shape text, and the fonts that may stand in for ours.

What a folder holds is told by when it last changed, so that no font is read.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import CDLL, c_char_p
from pathlib import Path

LIBRARIES = {
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll", "hb_version_string"),
}
"""Libraries by the names of their files on Linux, macOS and Windows, and the function that tells the version."""

LINKED = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)
"""The files on Linux of all the libraries that WeasyPrint cannot do without."""

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
"""Where Fontconfig looks for fonts."""


def shaping() -> Iterator[str]:
    """What text is shaped with, a line each; what can't be told is left out."""
    for name, (linux, mac, windows, function) in LIBRARIES.items():
        file = {"darwin": mac, "win32": windows}.get(sys.platform, linux)
        with suppress(OSError, AttributeError):
            ask = getattr(CDLL(file), function)
            ask.restype = c_char_p
            yield f"{name} {ask().decode()}"
    for folder in FOLDERS:
        for place, inside, _ in os.walk(Path(folder).expanduser()):
            inside.sort()
            with suppress(OSError):
                yield f"{place} {Path(place).stat().st_mtime_ns}"


@contextmanager
def linked_by_file() -> Iterator[None]:
    """Let WeasyPrint's libraries be found by the names of their files alone, where these are enough.

    WeasyPrint tries other names first, and for each of them cffi asks the linker and the compiler: fifty processes,
    which take longer than all else that is loaded.
    """
    search = ctypes.util.find_library
    try:
        for file in LINKED:
            CDLL(file)
        ctypes.util.find_library = lambda name: None
    except OSError:
        pass
    try:
        yield
    finally:
        ctypes.util.find_library = search
