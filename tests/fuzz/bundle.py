"""Bundles: several files in one run of bytes, so that a container or a book folder can be changed as one file is.

A bundle is `NUL name NUL content` for each file; no XML and no TOML may hold a NUL.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Several files as one."""
    return b"".join(b"\0" + name.encode() + b"\0" + content for name, content in files.items())


def files_of(bundled: bytes) -> dict[str, bytes]:
    """The files of a bundle, whatever has become of it."""
    parts = bundled.split(b"\0")[1:]
    return {name.decode("utf-8", "replace"): content for name, content in zip(parts[::2], parts[1::2], strict=False)}


def unzip(raw: bytes) -> bytes:
    """A ZIP container as a bundle."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return bundle({name: archive.read(name) for name in archive.namelist()})


def pack(bundled: bytes) -> bytes:
    """A bundle as a ZIP container."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files_of(bundled).items():
            archive.writestr(zipfile.ZipInfo(name or "x"), content)
    return buffer.getvalue()


def lay_out(bundled: bytes, folder: Path) -> None:
    """Write the files of a bundle into a folder, each by the last part of its name."""
    for name, content in files_of(bundled).items():
        (folder / (Path(name).name[:60] or "x")).write_bytes(content)
