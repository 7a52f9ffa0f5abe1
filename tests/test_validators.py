"""Validators: every rule finds what breaks it; what is absent is not run; hostile files end in one message."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.validators import run_ace, run_epubcheck, validate
from pipeline.validators.ace import find_ace, find_browser
from pipeline.validators.hints import HINTS
from pipeline.validators.publication import open_publication
from pipeline.validators.rules import RULES, check_rules

from .conftest import Run, refused
from .library import first_build
from .small_epub import MEMBERS, Members, changed, write_epub

A, B, NAV, OPF, CSS = "EPUB/a.xhtml", "EPUB/b.xhtml", "EPUB/nav.xhtml", "EPUB/package.opf", "EPUB/style.css"
NOTE = "What it is made of. "
BROKEN: list[tuple[str, str, str, str]] = [
    ("archive.mimetype", "mimetype", "zip", "zip\n"),
    ("archive.listed", OPF, '<item id="rye" href="rye.svg" media-type="image/svg+xml"/>', ""),
    ("archive.listed", OPF, "rye.svg", "oats.svg"),
    ("xml.readable", B, "</dl>", ""),
    ("metadata.needed", OPF, "<dc:title>Bread</dc:title>", "<dc:title> </dc:title>"),
    ("metadata.contributors", OPF, 'property="role" scheme="marc:relators"', 'property="display-seq"'),
    ("metadata.contributors", OPF, 'property="file-as"', 'property="alternate-script"'),
    ("metadata.people", OPF, '<dc:creator id="author">Ann Baker</dc:creator>', ""),
    ("metadata.modified", OPF, "31T00:00:00Z", "31"),
    ("metadata.modified", OPF, "2026-01-31T00:00:00Z", "2026-02-31T00:00:00Z"),
    ("metadata.dates", OPF, "<dc:date>2026-01-31", "<dc:date>31 January 2026"),
    ("metadata.language", OPF, ' xml:lang="en"', ""),
    ("metadata.version", OPF, 'version="3.0"', 'version="2.0"'),
    ("metadata.access", OPF, 'schema:accessMode"', 'schema:accessModes"'),
    ("metadata.access", OPF, "schema:accessibilityHazard", "schema:accessibilityHazards"),
    ("metadata.conformance", OPF,
     '<meta property="pageB', '<meta property="dcterms:conformsTo">A</meta><meta property="pageB'),
    ("metadata.wanted", OPF, "<dc:subject>Food</dc:subject>", ""),
    ("nav.missing", NAV, 'epub:type="landmarks"', 'epub:type="loi"'),
    ("nav.landmarks", NAV, 'epub:type="bodymatter"', 'epub:type="chapter"'),
    ("nav.targets", NAV, 'a.xhtml#p1', 'a.xhtml#p2'),
    ("nav.targets", NAV, '<li><a href="a.xhtml">Bread</a></li><li><a href="b.xhtml">Glossary</a></li>',
     '<li><a href="b.xhtml">Glossary</a></li><li><a href="a.xhtml">Bread</a></li>'),
    ("nav.complete", NAV, '<li><a href="b.xhtml">Glossary</a></li>', ""),
    ("nav.ncx", "EPUB/toc.ncx", "a.xhtml", "c.xhtml"),
    ("nav.ncx", "EPUB/toc.ncx", "<text>Glossary", "<text>Words"),
    ("spine.reachable", OPF, '<itemref idref="nav"/>', '<itemref idref="nav" linear="no"/>'),
    ("pages.list", A, 'role="doc-pagebreak" id="p1"', 'role="doc-pagebreak" id="p9"'),
    ("heading.one", A, "<h2>Of rye</h2>", "<h1>Of rye</h1>"),
    ("heading.one", B, "h1", "h2"),
    ("heading.order", A, "<h2>Of rye</h2>", "<h3>Of rye</h3>"),
    ("semantics.pairs", A, 'epub:type="chapter" role="doc-chapter"', 'epub:type="chapter"'),
    ("semantics.pairs", A, 'epub:type="noteref" ', ""),
    ("language.marked", A, '<i lang="ru" ', "<i "),
    ("language.marked", B, ' lang="en"', ""),
    ("page.title", B, "<title>Glossary</title>", "<title/>"),
    ("picture.alt", A, ' alt="An ear of rye"', ""),
    ("page.script", A, "<h2>", "<script>alert(1)</script><h2>"),
    ("page.script", A, "<h2>", '<h2 onclick="alert(1)">'),
    ("page.remote", A, 'src="rye.svg"', 'src="https://example.org/rye.svg"'),
    ("ids.unique", A, 'id="para"', 'id="note"'),
    ("links.broken", B, "a.xhtml#use", "a.xhtml#used"),
    ("links.words", B, ">Bread</a>", "/>"),
    ("notes.lost", A, 'href="#note"', 'href="#notes"'),
    ("notes.elsewhere", A, 'href="#note"', 'href="b.xhtml#term"'),
    ("notes.length", A, NOTE, "It"),
    ("notes.length", A, NOTE, "A long note. " * 400),
    ("notes.marked", A, 'epub:type="footnote" role="doc-footnote"', ""),
    ("notes.back", A, 'href="#call"', 'href="#ch1"'),
    ("notes.back", B, "a.xhtml#use", "a.xhtml#ch1"),
    ("notes.uncalled", A, 'epub:type="noteref" role="doc-noteref" ', ""),
    ("glossary.entries", B, '<div id="term"><dt>', '<div><dt id="term">'),
    ("style.size", CSS, "margin: 0", "font-size: 12px"),
    ("style.colour", CSS, "margin: 0", "color: #333"),
    ("style.colour", A, '<p id="para">', '<p id="para" style="background: white">'),
    ("style.insistent", CSS, "margin: 0", "line-height: 1.5 !important"),
    ("style.remote", CSS, "p {", "@import url(https://example.org/a.css); p {"),
    ("style.remote", CSS, "margin: 0", "list-style: url(https://example.org/a.png)"),
]  # fmt: skip


def _with_note_first() -> str:
    before, aside, after = re.split("(<aside.*</aside>)", str(MEMBERS[A]), flags=re.DOTALL)
    return before.replace("</h1>", f"</h1>{aside}") + after


OTHERWISE: list[tuple[str, Members]] = [
    ("archive.mimetype", {name: MEMBERS[name] for name in sorted(MEMBERS)}),
    ("archive.order", {name: MEMBERS[name] for name in ["mimetype", OPF, *MEMBERS]}),
    ("archive.names", MEMBERS | {"META-INF/a:b": ""}),
    ("archive.protection", MEMBERS | {"META-INF/rights.xml": "<rights/>"}),
    ("notes.before", MEMBERS | {A: _with_note_first()}),
]  # fmt: skip


def broken(file: Path) -> list[str]:
    return sorted({finding.rule for finding in check_rules(open_publication(file))})


def test_a_good_epub_breaks_no_rule(tmp_path: Path) -> None:
    epub = write_epub(tmp_path / "a.epub", MEMBERS)
    assert list(check_rules(open_publication(epub))) == []
    assert run_epubcheck(epub) == []


@pytest.mark.parametrize(("rule", "name", "before", "after"), BROKEN)
def test_a_rule_finds_what_breaks_it(tmp_path: Path, rule: str, name: str, before: str, after: str) -> None:
    epub = write_epub(tmp_path / "a.epub", changed(name, before, after))
    assert rule in broken(epub)


@pytest.mark.parametrize(("rule", "members"), OTHERWISE)
def test_a_rule_of_the_archive_finds_what_breaks_it(tmp_path: Path, rule: str, members: Members) -> None:
    assert rule in broken(write_epub(tmp_path / "a.epub", members))


def test_files_of_many_times_are_told(tmp_path: Path) -> None:
    epub = write_epub(tmp_path / "a.epub", MEMBERS)
    with zipfile.ZipFile(epub, "a") as archive:
        archive.writestr(zipfile.ZipInfo("META-INF/other.xml", (2020, 1, 1, 0, 0, 0)), "<a/>")
    assert broken(epub) == ["archive.dates"]


def test_every_rule_is_tried_and_says_what_to_do() -> None:
    tried = {rule for rule, *_ in BROKEN} | {rule for rule, _ in OTHERWISE} | {"archive.dates"}
    assert {rule.name for rule in RULES} == tried
    assert [rule.name for rule in RULES if not rule.hint] == []


def test_the_first_book_breaks_no_rule() -> None:
    findings = check_rules(open_publication(first_build()[1] / "the-vikzhel-talks.epub"))
    assert [str(finding) for finding in findings if finding.is_fault] == []


def test_each_checker_comes_to_a_verdict(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    epub = write_epub(tmp_path / "a.epub", changed(B, "a.xhtml#use", "a.xhtml#used"))
    monkeypatch.setattr("pipeline.validators.ace.find_ace", lambda: None)
    outcome = run("check", epub)
    assert (outcome.status, outcome.err) == (1, "")
    assert "EPUB/b.xhtml:8 the link to “a.xhtml#used” leads to an id that is not there" in outcome.out
    assert "(RSC-012, error)\n  → no element of that page has this id" in outcome.out
    assert "✗ EPUBCheck: 1 fault" in outcome.out
    assert "– Ace: not run; Ace is not installed → install it with" in outcome.out


def test_what_is_absent_is_never_passed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    epub = write_epub(tmp_path / "a.epub", MEMBERS)
    monkeypatch.setattr("pipeline.validators.ace.find_ace", lambda: None)
    monkeypatch.setattr("pipeline.validators.epubcheck.find_epubcheck", lambda: None)
    outcome = run("check", epub)
    assert (outcome.status, outcome.out.count("✓"), outcome.out.count("not run")) == (0, 1, 2)
    assert "✓ the house rules: no fault" in outcome.out
    assert run("check", "--strict", epub).status == 1


def test_information_is_told_and_fails_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.validators.ace.find_ace", lambda: None)
    outcome = run("check", write_epub(tmp_path / "a.epub", changed(OPF, "<dc:rights>CC0</dc:rights>", "")))
    assert outcome.status == 0
    assert "· EPUB/package.opf says no dc:rights (metadata.wanted, info)" in outcome.out


def test_several_files_are_checked_though_one_is_broken(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.validators.ace.find_ace", lambda: None)
    good = write_epub(tmp_path / "a.epub", MEMBERS)
    bad = tmp_path / "b.epub"
    bad.write_bytes(good.read_bytes()[:900])
    outcome = run("check", bad, good)
    refused(outcome, f"{bad} is not an EPUB, or a damaged one", "build the book again")
    assert f"{good}\n" in outcome.out


HOSTILE = {
    "empty": ({}, "has no META-INF/container.xml"),
    "no package": (MEMBERS | {"META-INF/container.xml": "<container/>"}, "has no package document"),
    "no XML": (MEMBERS | {OPF: "<package"}, "EPUB/package.opf: "),
    "many laughs": (
        MEMBERS | {OPF: '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + "<package>&b;</package>"},
        None,
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_ends_in_a_message(tmp_path: Path, kind: str) -> None:
    members, message = HOSTILE[kind]
    epub = write_epub(tmp_path / "a.epub", members)
    if message is None:
        assert "metadata.needed" in broken(epub)
    else:
        with pytest.raises(SourceError, match=message):
            open_publication(epub)


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    epub = write_epub(tmp_path / "a.epub", MEMBERS | {"EPUB/x.css": b" " * 3_000_000})
    monkeypatch.setattr("pipeline.validators.publication.MOST_BYTES", 2_000_000)
    with pytest.raises(SourceError, match="more than any book needs"):
        open_publication(epub)
    for check in (validate, run_epubcheck):
        with pytest.raises(SourceError, match="more than any book needs"):
            check(epub)


def test_a_page_that_no_reader_opens_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    epub = write_epub(tmp_path / "a.epub", MEMBERS)
    monkeypatch.setattr("pipeline.validators.publication.LARGEST_PAGE", 1_000)
    with pytest.raises(SourceError, match=r"no reading system opens it"):
        open_publication(epub)


needs_ace = pytest.mark.skipif(
    "CI" not in os.environ and not (find_ace() and find_browser()), reason="Ace or Chromium is not installed"
)


@needs_ace
def test_ace_finds_nothing_in_the_first_book() -> None:
    assert run_ace(first_build()[1] / "the-vikzhel-talks.epub") == []


@needs_ace
def test_ace_finds_what_shuts_readers_out(tmp_path: Path) -> None:
    members = changed(A, ' alt="An ear of rye"', "")
    found = run_ace(write_epub(tmp_path / "a.epub", members))
    assert [(finding.rule, finding.severity, finding.where) for finding in found] == [("image-alt", "error", "a.xhtml")]
    assert found[0].hint == HINTS["image-alt"]
