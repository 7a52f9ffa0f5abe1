"""The appearance of an EPUB: its style sheets, its cover, and its fonts where the book asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from ..cover import COVER_PAGE, make_cover
from ..settings import ThemeName
from ..styling import STYLES
from ..templating import Page, Setting
from ..theme import load_theme, sheet
from .resource import Resource

CSS = "text/css"
OWN = ("base.css", "epub.css")


def appearance(setting: Setting, pages: tuple[Page, ...]) -> Iterator[Resource]:
    """What the pages are dressed in, in the order it applies: our style sheets, the theme, its fonts; and the cover."""
    about = setting.book.manifest.book
    yield from (Resource(f"styles/{name}", CSS, (STYLES / name).read_bytes()) for name in OWN)
    yield Resource("styles/theme.css", CSS, sheet(about.theme, "screen.css").read_bytes())
    if about.epub.embed_fonts:
        yield from _fonts(about.theme, "".join(page.title + page.body for page in pages))
    if any(page.name == COVER_PAGE for page in pages):
        cover = make_cover(setting.book.manifest)
        yield Resource(cover.file, cover.picture.media_type, cover.picture.content, ("cover-image",))


def _fonts(name: ThemeName, text: str) -> Iterator[Resource]:
    """The fonts of a theme with the letters of a text, the style sheet that loads them, and their licences."""
    from ..fonts import font_rules, subset_fonts

    theme = load_theme(name)
    files = list(subset_fonts(theme, text))
    for _, _, file, content in files:
        yield Resource(f"fonts/{file}", f"font/{file.rpartition('.')[2]}", content)
    for family in theme.family:
        licence = f"fonts/{family.alias.lower().replace(' ', '-')}-OFL.txt"
        yield Resource(licence, "text/plain", family.licence.read_bytes())
    yield Resource("styles/fonts.css", CSS, font_rules(theme, files, "../fonts/").encode())
