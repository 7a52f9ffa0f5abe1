"""The landing page: what the book is, where it is read, what can be downloaded, and how it is cited.

It tells of the formats that this run made and of no others, so that no checksum on it can be of another file.
"""

from __future__ import annotations

import datetime
import json

from markupsafe import Markup

from ..anchors import NOTE_ON_THE_TEXT
from ..cover import make_cover
from ..credits import titled
from ..document import Book
from ..rendering import ENVIRONMENT
from .citation import cite
from .download import Download
from .linked_data import described, linked_data
from .opds import OPDS_1, OPDS_1_TYPE, OPDS_2, OPDS_2_TYPE, opds_1, opds_2
from .pages import POLICY
from .style import stylesheet

STYLE = "index.css"
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'"}
"""Signs that would end a script, or begin markup in it, as JSON can say them otherwise."""


def make_landing(book: Book, downloads: tuple[Download, ...], time: datetime.datetime) -> dict[str, bytes]:
    """The landing page, its style sheet and cover, and the feeds, by their names in the folder of the build.

    `downloads` are the formats of this run; `time`, in UTC, is the one that all files bear.
    """
    manifest, cover = book.manifest, make_cover(book.manifest)
    files = tuple(download for download in downloads if not download.is_page)
    data = json.dumps(linked_data(book, downloads, cover.file), ensure_ascii=False, indent=1)
    page = ENVIRONMENT.get_template("web/landing.html").render(
        about=manifest.book,
        manifest=manifest,
        policy=POLICY,
        style=STYLE,
        titled=titled(manifest.book),
        description=described(book),
        cover=cover,
        files=files,
        online=next((download for download in downloads if download.is_page), None),
        note_on_the_text=f"web/{NOTE_ON_THE_TEXT}.html",
        citations=cite(manifest.book, manifest.slug, (download.form for download in files)),
        feeds=((OPDS_1, OPDS_1_TYPE), (OPDS_2, OPDS_2_TYPE)),
        data=Markup(data.translate(_IN_SCRIPT)),
    )
    return {
        "index.html": page.encode(),
        STYLE: stylesheet(manifest),
        OPDS_1: opds_1(book, downloads, cover, time),
        OPDS_2: opds_2(book, downloads, cover, time),
        cover.file: cover.picture.content,
    }
