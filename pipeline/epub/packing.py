"""Packing: the members of the archive in EPUB order, with one date, one system and one compression."""

from __future__ import annotations

import datetime
import io
import zipfile

_FIRST, _LAST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)
"""The times that the directory of a ZIP file can say."""

_COMPRESSED = (".jpg", ".jpeg", ".png")
"""Formats that are compressed already; deflating them again costs time and saves nothing."""


def repack(raw: bytes, modified: datetime.datetime) -> bytes:
    """The same members, ordered, dated and compressed the same everywhere.

    EPUB OCF 3.3, section 4.2: `mimetype` comes first and is stored.
    """
    buffer = io.BytesIO()
    date = sorted((_FIRST, modified.timetuple()[:6], _LAST))[1]
    with zipfile.ZipFile(io.BytesIO(raw)) as given, zipfile.ZipFile(buffer, "w") as packed:
        names = sorted(given.namelist(), key=lambda name: (name != "mimetype", name != "META-INF/container.xml", name))
        for name in names:
            member = zipfile.ZipInfo(name, date)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            stored = name == "mimetype" or name.endswith(_COMPRESSED)
            packed.writestr(member, given.read(name), zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
