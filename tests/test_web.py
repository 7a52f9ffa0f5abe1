"""The web edition and the landing page in a real browser, with script and without, by day and by night."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, Page, expect

from pipeline.anchors import make_anchors
from pipeline.build import build, edit_book
from pipeline.checks import check_web
from pipeline.manifest import load_manifest
from pipeline.settings import ThemeName
from pipeline.templating import Setting
from pipeline.theme import THEMES
from pipeline.web import make_web

from .hard_book import GLOSSARY, HARD, HEAD, NOTES
from .library import first_book, first_build, needs_browser, write_book


@dataclass
class Watched:
    """A page, and what went wrong in it or was asked of anything outside the folder of the build."""

    page: Page
    folder: Path
    troubles: list[str] = field(default_factory=list)

    def saw(self, url: str) -> None:
        if not url.startswith(f"{self.folder.as_uri()}/"):
            self.troubles.append(f"asks for {url}")


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole build of a book that is hard to print."""
    folder = write_book(tmp_path_factory.mktemp("hard"), {"a.txt": HARD}, HEAD, glossary=GLOSSARY, notes=NOTES)
    built = build(load_manifest(folder), folder / "build")
    assert built.findings == ()
    return folder / "build"


@pytest.fixture(scope="module")
def at_the_end(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with its notes on a page of their own, in another theme."""
    texts = {"a.txt": HARD, "b.txt": "Peace and bread.*\n\n* Said there, and nowhere else that we know of."}
    head = f'{HEAD}\ntheme = "large-print"\n[notes]\nplacement = "book"\n'
    folder = write_book(tmp_path_factory.mktemp("end"), texts, head, glossary=GLOSSARY, notes=NOTES)
    built = build(load_manifest(folder), folder / "build", "web")
    assert built.findings == ()
    return folder / "build"


@pytest.fixture(params=["first", "hard", "at the end"])
def folder(request: pytest.FixtureRequest, hard: Path, at_the_end: Path) -> Path:
    """The folder of a build: of the first book, a hard one, and one whose notes stand at its end."""
    return {"first": first_build()[1], "hard": hard, "at the end": at_the_end}[request.param]


def open_page(browser: Browser, file: Path, **options: Any) -> Watched:
    context = browser.new_context(**options)
    context.set_default_timeout(5000)
    folder = file.parent if (file.parent / "opds.xml").exists() else file.parent.parent
    watched = Watched(context.new_page(), folder)
    watched.page.on("console", lambda message: watched.troubles.append(f"{message.type}: {message.text}"))
    watched.page.on("pageerror", lambda error: watched.troubles.append(str(error)))
    watched.page.on("request", lambda request: watched.saw(request.url))
    watched.page.goto(file.as_uri())
    return watched


def close(watched: Watched) -> None:
    watched.page.context.close()
    assert watched.troubles == []


def pages_of(folder: Path) -> list[Path]:
    return [folder / "index.html", *sorted((folder / "web").glob("*.html"))]


def read(file: Path) -> html.HtmlElement:
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


CALLS = "//main//a[@role='doc-noteref' or @role='doc-glossref']"


def words_of_target(page: Path, href: str) -> list[str]:
    """The words that a link leads to, without what leads back."""
    file, _, name = href.partition("#")
    (target,) = read(page.parent / file if file else page).xpath("//main//*[@id=$name]", name=name)
    for away in target.xpath(".//*[@class='uses' or (@role='doc-backlink' and not(contains(@class, 'number')))]"):
        away.drop_tree()
    return re.findall(r"\w+", target.text_content())


OPEN_ALL = """async () => {
  const found = [];
  for (const call of document.querySelectorAll("main [role=doc-noteref], main [role=doc-glossref]")) {
    const before = call.getAttribute("aria-expanded");
    call.focus();
    call.click();
    const popover = document.querySelector(".popover:popover-open");
    const words = popover && [...popover.children].filter(e => !e.matches(".foot")).map(e => e.innerText).join(" ");
    const box = popover?.getBoundingClientRect();
    found.push({ href: call.getAttribute("href"), words, name: popover?.getAttribute("aria-label"),
      before, during: call.getAttribute("aria-expanded"), focus: document.activeElement === popover,
      inside: box && box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight + 1 && box.height > 40 });
    popover?.hidePopover();
    await new Promise(done => setTimeout(done));
    found.at(-1).after = call.getAttribute("aria-expanded");
    found.at(-1).back = document.activeElement === call;
    found.at(-1).left = document.querySelectorAll(".popover").length;
  }
  return found;
}"""


@needs_browser
@pytest.mark.parametrize("width", [360, 1200])
def test_every_call_opens_its_whole_text(browser: Browser, folder: Path, width: int) -> None:
    count = 0
    for page in pages_of(folder):
        watched = open_page(browser, page, viewport={"width": width, "height": 700})
        for call in watched.page.evaluate(OPEN_ALL):
            assert re.findall(r"\w+", call["words"] or "") == words_of_target(page, call["href"]), call
            states = [call[key] for key in ("before", "during", "focus", "after", "back", "left", "inside")]
            assert states == ["false", "true", True, "false", True, 0, True], call
            assert call["name"]
            count += 1
        close(watched)
    total = sum(len(read(page).xpath(CALLS)) for page in pages_of(folder))
    assert count == total > 5


@needs_browser
def test_without_script_every_call_leads_to_its_text_and_back(browser: Browser, folder: Path) -> None:
    for page in pages_of(folder)[1:]:
        for href in read(page).xpath(f"{CALLS}/@href"):
            assert words_of_target(page, href)
    watched = open_page(browser, folder / "web" / "chapter-1.html", java_script_enabled=False)
    for role in ("doc-noteref", "doc-glossref"):
        call = watched.page.locator(f"main [role={role}]").first
        name, target = call.get_attribute("id"), (call.get_attribute("href") or "").rpartition("#")[2]
        call.click()
        assert watched.page.url.endswith(f"#{target}")
        assert watched.page.locator(f"[id='{target}']").bounding_box() is not None
        watched.page.locator(f"[id='{target}'] a[href$='#{name}']").click()
        assert watched.page.url.endswith(f"chapter-1.html#{name}")
    assert watched.page.locator(".popover").count() == 0
    close(watched)


@needs_browser
def test_the_keyboard_is_enough(browser: Browser, hard: Path) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html")
    page, keys = watched.page, watched.page.keyboard
    focus = "document.activeElement.getAttribute('role') ?? document.activeElement.textContent.trim()"
    keys.press("Tab")
    assert page.evaluate(focus) == "Skip to the text"
    keys.press("Enter")
    while page.evaluate("document.activeElement.getAttribute('role')") != "doc-noteref":
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in {"solid", "none"}
        keys.press("Tab")
    call = page.evaluate("document.activeElement.id")
    keys.press("Enter")
    assert page.evaluate(focus) == "dialog"
    keys.press("Tab")
    assert page.evaluate(focus) == "doc-glossref"
    keys.press("Enter")
    assert page.locator(".popover:popover-open").count() == 2
    for stop in ("more", "Sovnarkom"):
        keys.press("Tab")
        assert page.evaluate(focus) == stop
    keys.press("Enter")
    assert page.locator(".popover:popover-open").last.get_attribute("aria-label") == "Sovnarkom"
    for left, role in ((2, "bread & roses"), (1, "Note 1")):
        keys.press("Escape")
        expect(page.locator(".popover")).to_have_count(left)
        assert page.evaluate("document.activeElement.closest('.popover').getAttribute('aria-label')") == role
    for _ in range(3):
        keys.press("Tab")
    expect(page.locator(".popover")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == call
    keys.press("Enter")
    keys.press("Shift+Tab")
    assert page.evaluate("document.activeElement.id") == call
    close(watched)


@needs_browser
def test_a_popover_closes_where_readers_expect_it(browser: Browser, hard: Path) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html")
    page = watched.page
    call = page.locator("main [role=doc-noteref]").first
    button, link = page.get_by_role("button", name="Close"), page.get_by_role("link", name="Go to the note")
    for closing in (button, page.locator("h1"), call, link):
        call.click()
        assert page.locator(".popover").count() == 1
        closing.click()
        expect(page.locator(".popover")).to_have_count(0)
    assert page.url.endswith("#ch1-note-1")
    with page.context.expect_page() as other:
        call.click(modifiers=["ControlOrMeta"])
    assert other.value.url.endswith("#ch1-note-1")
    close(watched)


@needs_browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_no_one_is_shut_out(browser: Browser, folder: Path, scheme: str, width: int) -> None:
    for file in pages_of(folder):
        watched = open_page(browser, file, color_scheme=scheme, viewport={"width": width, "height": 800})
        page = watched.page
        assert page.evaluate("document.documentElement.scrollWidth") == width, file
        page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        if (call := page.locator("main [role=doc-noteref], main [role=doc-glossref]")).count():
            call.first.click()
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
        page.context.close()


@needs_browser
def test_a_paragraph_has_a_link_of_its_own(browser: Browser, hard: Path) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html")
    link = watched.page.locator("p > .permalink").first
    assert link.evaluate("e => getComputedStyle(e).opacity") == "0"
    watched.page.locator("p:has(> .permalink)").first.hover()
    assert link.evaluate("e => getComputedStyle(e).opacity") == "1"
    assert link.get_attribute("title") == "Link to paragraph 2"
    link.click()
    assert watched.page.evaluate("document.querySelector(':target').textContent").startswith("He said <b>no</b>")
    assert "¶" not in watched.page.locator("main").inner_text()
    close(watched)


@needs_browser
def test_the_links_of_paragraphs_are_no_stops_and_are_not_spoken(browser: Browser, hard: Path) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html")
    page = watched.page
    assert page.locator(".permalink").count() > 5
    assert page.get_by_role("link", name="Link to paragraph").count() == 0
    stops = page.evaluate("[...document.querySelectorAll('main a')].filter(e => e.tabIndex >= 0).map(e => e.className)")
    assert stops
    assert "permalink" not in stops
    close(watched)


@needs_browser
@pytest.mark.parametrize(("width", "is_open"), [(1400, True), (800, False)])
def test_the_sections_stand_beside_a_wide_page_and_can_be_closed(
    browser: Browser, hard: Path, width: int, is_open: bool
) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html", viewport={"width": width, "height": 800})
    link = watched.page.locator(".sections a").first
    assert (watched.page.locator(".sections details").evaluate("e => e.open"), link.is_visible()) == (is_open, is_open)
    watched.page.locator(".sections summary").click()
    assert link.is_visible() is not is_open
    close(watched)


def test_every_page_leads_back_to_the_landing_page(folder: Path) -> None:
    for file in pages_of(folder)[1:]:
        (link,) = read(file).xpath("//nav//a[.='Downloads and citation']/@href")
        assert (file.parent / link).resolve() == (folder / "index.html").resolve()


@needs_browser
def test_on_paper_there_are_words_and_no_ways(browser: Browser, hard: Path) -> None:
    watched = open_page(browser, hard / "web" / "chapter-1.html")
    watched.page.emulate_media(media="print")
    for away in (".masthead", ".turn", ".permalink", ".skip", ".sections"):
        assert not any(element.is_visible() for element in watched.page.locator(away).all()), away
    assert watched.page.locator(".note").first.is_visible()
    assert watched.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    close(watched)


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_printed_in_black(browser: Browser, tmp_path: Path, theme: ThemeName, scheme: str) -> None:
    """In both schemes, and with colours for the screen in a style sheet of the book's own."""
    folder = write_book(tmp_path / "book", {"a.txt": HARD}, f'{HEAD}\ntheme = "{theme}"\n', glossary=GLOSSARY)
    (folder / "style.css").write_text(":root { --ink: #abc; --accent: #abc; --paper: #123; }", "utf-8")
    build(load_manifest(folder), tmp_path / "out", "web")
    for file in (tmp_path / "out" / "web" / "chapter-1.html", tmp_path / "out" / "index.html"):
        watched = open_page(browser, file, color_scheme=scheme)
        colours = "(e, name) => getComputedStyle(e)[name]"
        body, links = watched.page.locator("body"), watched.page.locator("main a:not(.permalink):not(.online a)")
        assert body.evaluate(colours, "color") != "rgb(0, 0, 0)"
        watched.page.emulate_media(media="print")
        assert body.evaluate(colours, "color") == "rgb(0, 0, 0)"
        assert body.evaluate(colours, "backgroundColor") == "rgb(255, 255, 255)"
        inks = {link.evaluate(colours, "color") for link in links.all() if link.is_visible()}
        assert inks <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        assert "rgb(0, 0, 0)" in inks
        close(watched)


def test_ids_of_paragraphs_survive_edits_elsewhere(tmp_path: Path) -> None:
    def ids(text: str) -> dict[str, str]:
        book = edit_book(load_manifest(write_book(tmp_path / "book", {"a.txt": text})))
        setting = Setting(book, make_anchors(book), "web")
        page = html.fromstring(make_web(setting, setting.pages())["chapter-1.html"])
        return {p.get("id"): p.text_content() for p in page.xpath("//main//p[@id]")}

    one, two = "One day the council met, and sat, and talked, and sat until the evening came.", "They voted then."
    before = ids(f"{one}\n\n{two}\n\n{two}")
    after = ids(f"A new beginning of it all.\n\n{one[:-1]} at last.\n\nA new middle.\n\n{two}\n\n{two}")
    assert len(before) == 3
    assert [id_ for id_ in after if id_ in before] == list(before)


def test_text_stays_text(hard: Path) -> None:
    for file in pages_of(hard):
        page = read(file)
        (script,) = page.xpath("//script")
        assert script.get("src") == "notes.js" or script.get("type") == "application/ld+json"
        assert page.xpath("//main//script | //main//b | //tags") == []
    chapter = read(hard / "web" / "chapter-1.html").text_content()
    assert "He said <b>no</b> & left." in chapter
    assert "{{ 7 * 7 }}" in chapter


def test_the_pages_are_html_with_one_heading_and_a_strict_policy(folder: Path) -> None:
    for file in pages_of(folder):
        page, source = read(file), file.read_text("utf-8")
        assert len(page.xpath("//h1")) == 1, file
        assert page.get("lang")
        assert page.xpath("count(//main)") == 1
        assert page.xpath("//title/text()")
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.xpath("//@style | //@*[starts-with(name(), 'on')] | //style") == []
        assert "epub:" not in source
        levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
        assert all(b <= a + 1 for a, b in pairwise(levels)), file
    assert (folder / "web" / "notes.js").stat().st_size <= 5000


def test_every_page_leads_to_the_next(folder: Path) -> None:
    web = folder / "web"
    seen, page = ["index.html"], read(web / "index.html")
    while following := page.xpath("//nav//a[@rel='next']/@href"):
        page = read(web / following[0])
        assert page.xpath("//nav//a[@rel='prev']/@href") == [seen[-1]]
        seen.append(following[0])
    assert sorted(seen) == sorted(file.name for file in web.glob("*.html"))


def test_the_words_are_those_of_the_tree_and_the_check_sees_one_lost() -> None:
    setting = Setting(first_book(), make_anchors(first_book()), "web")
    web = make_web(setting, setting.pages())
    assert list(check_web(web, setting)) == []
    for before, after, finding in (
        (b"diplomatic cover", b"cover", "words lost: ['diplomatic']"),
        (b"diplomatic cover", b"diplomatic cover cover", "words added: ['cover']"),
        (b'href="#ch1-note-1"', b'href="#ch1-note-9"', "leads nowhere"),
    ):
        assert before in web["chapter-1.html"]
        damaged = web | {"chapter-1.html": web["chapter-1.html"].replace(before, after)}
        assert any(finding in found for found in check_web(damaged, setting)), finding
