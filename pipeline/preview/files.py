"""The files of the preview as a browser gets them: pages with the script that loads them again, the rest as it is."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus
from mimetypes import MimeTypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from msgspec import Struct

from ..jinja import make_environment
from ..styling import PACKAGE

OWN = "/.preview/"
"""Where the preview's own files are; of the folder nothing is served whose name begins with a dot."""

_TYPES = MimeTypes()
_PARTS = Markup(
    '<link rel="stylesheet" href="{own}preview.css"/>\n'
    '<script src="{own}preview.js" data-edition="{edition}"></script>\n'
)


class Answer(Struct, frozen=True):
    """What a request is answered with."""

    status: HTTPStatus
    media_type: str
    content: bytes


def answer(folder: Path, address: str, edition: str) -> Answer:
    """The file of a folder that the path of an address names, or a page that says there is none."""
    path = urlsplit(address).path
    if path.startswith(OWN) and (name := path.removeprefix(OWN)) in ("preview.js", "preview.css"):
        return Answer(HTTPStatus.OK, _media_type(name), _own(name))
    file = find_file(folder, path)
    try:
        content = file.read_bytes() if file else None
    except OSError:  # it has just been removed, or is not to be read
        content = None
    if file is None or content is None:
        return Answer(HTTPStatus.NOT_FOUND, _media_type(".html"), with_parts(_missing(), edition))
    media_type = _media_type(file.name)
    return Answer(HTTPStatus.OK, media_type, with_parts(content, edition) if file.suffix == ".html" else content)


def find_file(folder: Path, path: str) -> Path | None:
    """The file that a path names, if it is in the folder and not hidden; one that ends with `/` names its index.html.

    Folders are not listed, and links that lead out are not followed.
    """
    *names, last = unquote(path).split("/")
    parts = [name for name in (*names, last or "index.html") if name]
    if any(part.startswith(".") or set(part) & set("\\:\0") for part in parts):
        return None
    try:
        file = folder.joinpath(*parts).resolve()
        return file if file.is_file() and file.is_relative_to(folder.resolve()) else None
    except OSError:  # a name longer than the file system takes
        return None


def with_parts(page: bytes, edition: str) -> bytes:
    """A page with the script and style of the preview, and leave to ask for the notices in its own policy, if any."""
    head, tag, tail = page.replace(
        b'content="default-src ', b"content=\"connect-src 'self'; default-src ", 1
    ).rpartition(b"</body>")
    parts = _PARTS.format(own=OWN, edition=edition).encode()
    return head + parts + tag + tail if tag else tail + parts


def _media_type(name: str) -> str:
    media_type = _TYPES.guess_type(name if Path(name).suffix else f"page{name}")[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@cache
def _own(name: str) -> bytes:
    return (PACKAGE / "templates" / "preview" / name).read_bytes()


def _missing() -> bytes:
    return make_environment().get_template("preview/missing.html").render().encode()
