"""The pages of the source edition: where each begins in the cleaned text, and its number; and what frames a text."""

from __future__ import annotations

import pytest

from pipeline.cleaning import repair
from pipeline.cleaning.pages import page_breaks
from pipeline.document import Source
from pipeline.frames import find_frames

PROSE = (
    "The committee met for the first time in the long room over the mill, and nobody who was there forgot how cold it "
    "had been, though Mrs. Ellery took the chair and kept it for eleven years without asking to be thanked, and the "
)
PAGE = "\n".join([PROSE[:57], PROSE[57:114], PROSE[114:171], PROSE[171:].strip()] * 6)


def numbers(text: str) -> list[tuple[str, str]]:
    """The numbers of the pages of a text, each with the words its page begins with."""
    cleaned = repair(Source("t", "", "utf-8", text))
    return [(number, cleaned.text[offset : offset + 6]) for offset, number in page_breaks(cleaned)]


@pytest.mark.parametrize(
    ("furniture", "first", "expected"),
    [
        ("\n\n- {} -\n\n", 112, ["113", "114", "115"]),
        ("\n\n{}\n\n", 112, ["113", "114", "115"]),
        ("\n{}\n\f", 9, ["10", "11", "12"]),
        ("\n\f{}\n\n", 9, ["9", "10", "11"]),
        ("\n\nTHE POOR        {}\n\n", 112, ["112", "113", "114"]),
        ("\n\n{}\n\nTHE POOR OF THE MILL\n\n", 112, ["113", "114", "115"]),
        ("\n\nTHE POOR OF THE MILL\n\n{}\n\n", 112, ["112", "113", "114"]),
        ("\n\npage {}\n\n", 391, ["391", "392", "393"]),
    ],
)
def test_a_number_at_the_foot_is_that_of_the_page_that_ends(furniture: str, first: int, expected: list[str]) -> None:
    ends = [furniture.format(number) for number in range(first, first + 3)]
    text = PAGE + "".join(end + PAGE for end in ends)
    assert numbers(text) == [(number, "The co") for number in expected]


def test_roman_numbers_go_on_as_roman_numbers() -> None:
    text = PAGE + "".join(f"\n\n{number}\n\n{PAGE}" for number in ("viii", "ix", "x"))
    assert [number for number, _ in numbers(text)] == ["ix", "x", "xi"]


def test_a_page_whose_number_was_lost_has_it_between_its_neighbours() -> None:
    ends = ["THE POOR   112", "THE POOR", "THE POOR   114", "THE POOR   115"]
    text = PAGE + "".join(f"\n\n{end}\n\n{PAGE}" for end in ends)
    assert [number for number, _ in numbers(text)] == ["112", "113", "114", "115"]


def test_numbers_inside_lines() -> None:
    text = f"{PROSE}[p. 107] so it was. {PROSE}[p. 108] so it was. {PROSE}[p. 109] so it was."
    assert numbers(text) == [("107", "so it "), ("108", "so it "), ("109", "so it ")]


def test_a_text_without_pages_has_none() -> None:
    assert numbers(PAGE) == []


HEAD = """\
The Project Gutenberg EBook of Mills

*** START OF THIS PROJECT GUTENBERG EBOOK
MILLS ***

Produced by A. B.
and C. D."""
TAIL = """\
End of Project Gutenberg's Mills, by E. F.

*** END OF THIS PROJECT GUTENBERG EBOOK MILLS ***

Updated editions."""
SITE = "Skip to content\nMenu\nHome | About", "Page last updated 3 May 2010\n© 2010 The Mill"


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        (f"{HEAD}\n\nMILLS\n\nThe mill.\n\n{TAIL}\n", [HEAD, TAIL]),
        (f"{HEAD}\n\nOne.\n\n{TAIL}\n\n{HEAD}\n\nTwo.\n\n{TAIL}", [HEAD, f"{TAIL}\n\n{HEAD}", TAIL]),
        (
            "Small print.\n\n*END*THE SMALL PRINT! Ver.04.29.93*END*\n\nText.\n",
            ["Small print.\n\n*END*THE SMALL PRINT! Ver.04.29.93*END*"],
        ),
        (f"{SITE[0]}\n\nMills\n\nThe mill.\n\n{SITE[1]}\n", [*SITE]),
        (
            "http://example.org/mills\n\nThe mill.\n\nRetrieved from “http://example.org/mills”",
            ["http://example.org/mills", "Retrieved from “http://example.org/mills”"],
        ),
        ("Home\n\nHow sweet it is.\n\nSearch\n", []),
        ("Copyright law is strange.\n\nIt produced by degrees a start of the project.\n", []),
        ("The mill.\n\nhttp://example.org\n\nThe end.\n", []),
        ("The mill.\n\n[1] See the papers at\nhttp://example.org/mills\n", []),
        ("Share this bread with me,\nand drink.\n\nThe mill.\n\n(c) the wheel of the mill.\n", []),
        ("Powered by Steam\n\nCopyright in 1842 was extended by an act.\n", []),
        (f"By the editor.\n\n{HEAD}\n\nThe mill.\n\n{TAIL}", [HEAD, TAIL]),
        ("Mills.\n\nEnd of Project Gutenberg’s first ten years, " + "in which much was done, " * 6, []),
        (HEAD, []),
    ],
)
def test_frames(text: str, frames: list[str]) -> None:
    assert [frame.of(text) for frame in find_frames(text)] == frames
