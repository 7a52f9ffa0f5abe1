"""The editor’s desk, report.html, in a real browser: filters, copying, the keyboard, paper, and no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.build import build
from pipeline.manifest import load_manifest

from .library import needs_browser, write_book

pytestmark = needs_browser

MINUTES = (
    "The council met (see below on Monday. It was cold  and wet.\n\nTHE VOTE\n\nThey had left (so we hear. The end."
)
LETTERS = (
    "The All-Russia Congress met. The All-Russia Congress voted. The All Russia Congress closed.\n\n"
    "Dear friend, the vote (of Monday was lost. We shall meet again.[1]\n\nFootnotes\n\n[1] They  never did."
)
KEEP = '[[emendation]]\nfind = "had left (so we"\nkeep = true\nquery = "bracket.unclosed"\n'
CHANGE = '[[emendation]]\nfind = "The end"\nreplace = "The very end"\nreason = "so the copy"\n'


@dataclass
class Watched:
    """A page, and what went wrong in it or was asked of the network."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def shown(self, selector: str) -> list[str]:
        """The texts of the elements that are not hidden."""
        return [e.inner_text() for e in self.page.locator(selector).all() if e.is_visible()]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the second build of a small book."""
    folder = write_book(tmp_path_factory.mktemp("desk"), {"minutes.txt": MINUTES, "letters.txt": LETTERS})
    build(load_manifest(folder), folder / "build", "epub")
    (folder / "emendations.toml").write_text(KEEP + CHANGE, "utf-8")
    build(load_manifest(folder), folder / "build", "epub")
    return folder / "build" / "report.html"


@pytest.fixture
def desk(browser: Browser, report: Path) -> Iterator[Watched]:
    """The report, opened from its file; at the end nothing may have gone wrong."""
    watched = _open(browser, report)
    yield watched
    watched.page.context.close()
    assert watched.troubles == []


def _open(browser: Browser, report: Path, script: str = "", **options: Any) -> Watched:
    context = browser.new_context(**options)
    context.add_init_script(script)
    context.set_default_timeout(5000)
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.troubles.append(f"{message.type}: {message.text}"))
    watched.page.on("pageerror", lambda error: watched.troubles.append(str(error)))
    watched.page.on(
        "request", lambda request: watched.troubles.append(request.url) if request.url != report.as_uri() else None
    )
    watched.page.goto(report.as_uri())
    return watched


def _filter(watched: Watched, told: str) -> None:
    watched.page.wait_for_function("told => document.getElementById('shown').textContent === told", arg=told)


def test_every_query_stands_in_its_sentence(desk: Watched) -> None:
    sentences = desk.shown(".query .sentence")
    assert "The council met (see below on Monday." in sentences
    assert desk.page.locator(".query mark").first.inner_text() == "("
    suggested = desk.page.locator(".query .sentence", has=desk.page.locator("ins")).text_content()
    assert suggested == "The All Russia [might read All-Russia] Congress closed."
    assert desk.shown("#kept .sentence") == ["They had left (so we hear."]


def test_filters_show_what_fits_and_say_how_much(desk: Watched) -> None:
    page = desk.page
    total = page.locator(".item").count()
    page.get_by_label("Words", exact=True).fill("  Council MET ")
    _filter(desk, "Shown: 1 query")
    assert [text.split("\n")[0] for text in desk.shown(".query")] == ["“(” opens a bracket that never closes"]
    page.get_by_label("Chapter", exact=True).select_option(label="Chapter letters.txt")
    _filter(desk, "Nothing fits")
    page.get_by_role("button", name="Show all").click()
    _filter(desk, "")
    assert page.locator(".item:not([hidden])").count() == total
    assert page.evaluate("document.activeElement.id") == "words"
    assert page.locator("details[open]").count() == 0


def test_filters_by_class_rule_and_chapter(desk: Watched) -> None:
    page = desk.page
    page.get_by_label("Class", exact=True).select_option("transport")
    _filter(desk, "Shown: 2 changes")
    assert page.locator("#changes details[open]").count() == 1
    assert len(desk.shown("#changes tr.item")) == 2
    page.get_by_label("Chapter", exact=True).select_option(label="Chapter minutes.txt")
    _filter(desk, "Shown: 1 change")
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Rule", exact=True).select_option("editor")
    _filter(desk, "Shown: 1 change")
    assert "very" in desk.shown("#changes tr.item")[0]


def test_copy_puts_the_lines_on_the_clipboard(browser: Browser, report: Path) -> None:
    desk = _open(browser, report, permissions=["clipboard-read", "clipboard-write"])
    answer = desk.page.locator(".answer").first
    answer.get_by_role("button").focus()
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_function("document.getElementById('said').textContent === 'Copied'")
    assert desk.page.evaluate("navigator.clipboard.readText()") == answer.locator("pre").inner_text() + "\n"
    assert desk.troubles == []


def test_copy_selects_the_lines_where_the_clipboard_is_refused(browser: Browser, report: Path) -> None:
    desk = _open(browser, report, "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))")
    answer = desk.page.locator(".answer").first
    answer.get_by_role("button").click()
    desk.page.wait_for_function("document.getElementById('said').textContent.startsWith('Selected')")
    assert desk.page.evaluate("String(getSelection())") == answer.locator("pre").inner_text()
    assert desk.troubles == []


def test_the_keyboard_is_enough(desk: Watched) -> None:
    keys = desk.page.keyboard
    keys.press("Tab")
    assert desk.page.evaluate("document.activeElement.textContent") == "Skip to the queries"
    keys.press("Enter")
    keys.press("Tab")
    assert desk.page.evaluate("document.activeElement.className") == "place"
    keys.press("Enter")
    line = desk.page.locator("#src-1-L1")
    line.wait_for(state="visible")
    assert desk.page.evaluate("document.activeElement.id") == "src-1-L1"
    keys.press("Tab")
    keys.press("Enter")
    desk.page.wait_for_function("document.activeElement.matches('article.query')")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    keys.press("Tab")
    assert desk.page.evaluate(outline) == "solid"


def test_without_script_everything_can_be_read(browser: Browser, report: Path) -> None:
    desk = _open(browser, report, java_script_enabled=False)
    assert len(desk.shown(".query")) == desk.page.locator(".query").count() > 0
    assert desk.shown("form, .copy") == []
    desk.page.locator("#changes summary").first.click()
    assert desk.shown("#changes tr.item")
    assert desk.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [420, 1200])
def test_no_one_is_shut_out(browser: Browser, report: Path, scheme: str, width: int) -> None:
    desk = _open(browser, report, color_scheme=scheme, viewport={"width": width, "height": 900})
    desk.page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
    assert desk.page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    desk.page.context.close()


def test_on_paper_the_changes_are_open_and_the_sources_left_out(desk: Watched, tmp_path: Path) -> None:
    desk.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "report.pdf")]
    words = " ".join(" ".join(pages).split())
    assert "The council met (see below on Monday." in words
    assert "Repeated blanks reduced to one" in words
    assert "was cold" in words
    assert "[[emendation]]" in words
    assert "The texts as they were received" not in words
    assert "Copy" not in words
    assert "Show all" not in words


def test_what_is_new_since_the_last_build(desk: Watched) -> None:
    news = desk.page.locator("#since").inner_text()
    assert "emendations.toml is new" in news
    assert "1 query is asked no more" in news
    assert "editor: 1 change, 1 more" in news
