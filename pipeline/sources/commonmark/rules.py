"""Rules of Markdown beside those of CommonMark: notes, line blocks, comments, a few tags, raised and lowered letters.

Each is a rule of markdown-it; what nests too deep, or looks like a note and is none, stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_inline, footnote_ref

from .simple_table import simple_table

DEEPEST = 20
"""Levels of quotations and lists inside each other (a list has two); what is deeper is plain paragraphs."""

LONGEST_NAME = 100
"""Characters of the name of a note."""

NESTED_NOTES = 4
"""Notes written inside each other."""

_NOTE_CALL = re.compile(rf"\[\^[^\s\]]{{1,{LONGEST_NAME}}}\]")
_RAISED_CALL = re.compile(rf"\^{_NOTE_CALL.pattern}\^")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>sup|sub|i|em|cite|b|strong|br)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_RAISED = re.compile(r"(?P<sign>[\^~])(?P<words>[^\s^~\[\]\\]{1,40})(?P=sign)(?!~)")
_ATTRIBUTES = re.compile(
    r"\{[ \t]*(?:[#.][\w:.-]+|-|(?P<format>=)\w+|[\w:-]+=(?:[^\s{}\"]+|\"[^\"{}]*\"))[^{}]{0,300}\}"
)
"""What pandoc writes behind words, a name or a look: `{#name .class key="value"}`, or a format: `{=html}`."""

_SMALL_CAPS = re.compile(r"\.(?:smallcaps|small-caps|smcap|sc)(?![\w-])", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?<![\w-])lang=\"?([\w-]+)")
_ALT = re.compile(r"(?<![\w-])alt=\"([^\"]*)\"")
_BEHIND = frozenset({"link_close", "code_inline", "image", "span_close"})
_LINE = re.compile(r"\|(?: |$)")
_DIVISION = re.compile(r":{3,}[ \t]*(?:\{[^{}]*\}|[\w-]*)[ \t]*:*[ \t]*$")


def make_parser() -> MarkdownIt:
    """A parser of Markdown as editors and pandoc write it; HTML is text but for comments and a few tags."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 4}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, move_to_end=False).use(deflist_plugin)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "simple_table", simple_table)
    parser.block.ruler.before("simple_table", "too_deep", _too_deep)
    parser.block.ruler.before("table", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.before("table", "division", _division, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.after("table", "line_block", _line_block)
    parser.block.ruler.at("footnote_def", footnote_def, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.before("autolink", "tag", _tag)
    parser.inline.ruler.at("footnote_ref", _note_call)
    parser.inline.ruler.at("footnote_inline", _inline_note)
    parser.inline.ruler.before("footnote_inline", "raised_call", _raised_call)
    parser.inline.ruler.after("link", "span", _span)
    parser.inline.ruler.after("footnote_ref", "attributes", _attributes)
    parser.inline.ruler.after("footnote_ref", "raised", _raised)
    parser.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    parser.normalizeLink = _encoded  # type: ignore[assignment]
    return parser


def _encoded(address: str) -> str:
    """An address with letters that are not ASCII encoded; the others are taken as they are, which is a third faster."""
    return address if address.isascii() else normalizeLink(address)


def _too_deep(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    return state.level >= DEEPEST and paragraph(state, first, end, silent)


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A table with the cells, too, that a row has more than the head, which are left out by default."""
    before = len(state.tokens)
    if not table(state, first, end, silent):
        return False
    state.tokens[before:] = list(_with_all_cells(state, state.tokens[before:]))
    return True


def _with_all_cells(state: StateBlock, tokens: Sequence[Token]) -> Iterator[Token]:
    words: list[str] = []
    for token in tokens:
        if token.type == "tr_open" and token.map:
            words = escapedSplit(_bare(state, token.map[0]).strip())
            words = words[words[0] == "" : len(words) - (len(words) > 1 and words[-1] == "")]
        elif token.type in ("td_open", "th_open"):
            words = words[1:]
        elif token.type == "tr_close":
            for cell in words:
                yield Token("td_open", "td", 1)
                yield Token("inline", "", 0, content=cell.strip(), children=[])
                yield Token("td_close", "td", -1)
        yield token


def _comment_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A comment that begins a line, to the line it ends in; what stands after it there is text of its own."""
    start = state.bMarks[first] + state.tShift[first]
    if not state.src.startswith("<!--", start) or state.is_code_block(first):
        return False
    close = _end_of_comment(state, start)
    last = next((n for n in range(first, end) if state.eMarks[n] >= close + 3), None) if close >= 0 else None
    if last is None or state.src[close + 3 : state.eMarks[last]].strip():
        return False
    if not silent:
        state.push("comment", "", 0)
        state.line = last + 1
    return True


def _end_of_comment(state: StateBlock | StateInline, start: int) -> int:
    """Where the comment from `start` on ends, or -1; a text where none ends is looked through once."""
    key = f"unclosed of {len(state.src)}"
    if start >= state.env.get(key, len(state.src)):
        return -1
    close = state.src.find("-->", start + 4)
    if close < 0:
        state.env[key] = start
    return close


def _division(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A line `:::`, which begins or ends a division of pandoc’s."""
    start = state.bMarks[first] + state.tShift[first]
    if not state.src.startswith(":::", start) or not _DIVISION.match(state.src[start : state.eMarks[first]]):
        return False
    if not silent:
        state.push("division", "", 0)
        state.line = first + 1
    return True


def _line_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Lines that begin with `| `; one set in without that sign goes on with the line above."""
    if silent or state.is_code_block(first) or not _LINE.match(_bare(state, first)):
        return False
    lines: list[tuple[int, str]] = []
    number = first
    while number < end and not state.isEmpty(number) and state.sCount[number] >= state.blkIndent:
        words = _bare(state, number)
        if _LINE.match(words):
            lines.append((number, words[2:]))
        elif lines and state.sCount[number] > state.blkIndent:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {words}")
        else:
            break
        number += 1
    state.push("verse_open", "", 1)
    for place, words in lines:
        line = state.push("line" if words.strip() else "gap", "", 0)
        line.meta = {"indent": len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())}
        inline = state.push("inline", "", 0)
        inline.content, inline.children, inline.map = words.strip(), [], [place, place + 1]
    state.push("verse_close", "", -1)
    state.line = number
    return True


def _bare(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _tag(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    if state.src.startswith("<!--", state.pos):
        close = _end_of_comment(state, state.pos)
        if close < 0 or close + 3 > state.posMax:
            return False
        if not silent:
            state.push("comment", "", 0)
        state.pos = close + 3
        return True
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("tag", "", 0)
        token.meta = {"name": match["name"].lower(), "end": bool(match["end"])}
    state.pos = match.end()
    return True


def _note_call(state: StateInline, silent: bool) -> bool:
    return _NOTE_CALL.match(state.src, state.pos, state.posMax) is not None and footnote_ref(state, silent)


def _raised_call(state: StateInline, silent: bool) -> bool:
    """A call that pandoc found raised, `^[^1]^`, and no note in the line."""
    match = _RAISED_CALL.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "^" else None
    if match is None:
        return False
    start, state.pos = state.pos, state.pos + 1
    if not footnote_ref(state, silent):
        state.pos = start
        return False
    state.pos = match.end()
    return True


def _inline_note(state: StateInline, silent: bool) -> bool:
    """A note in the line; `env` counts how many this one stands in."""
    if not state.src.startswith("^[", state.pos) or state.env.get("notes", 0) >= NESTED_NOTES:
        return False
    state.env["notes"] = state.env.get("notes", 0) + 1
    try:
        return footnote_inline(state, silent)
    finally:
        state.env["notes"] -= 1


def _span(state: StateInline, silent: bool) -> bool:
    """Words in square brackets with attributes behind."""
    if state.src[state.pos] != "[" or (close := parseLinkLabel(state, state.pos)) < 0:
        return False
    match = _ATTRIBUTES.match(state.src, close + 1, state.posMax)
    if match is None:
        return False
    if not silent:
        end, state.pos, state.posMax = state.posMax, state.pos + 1, close
        state.push("span_open", "span", 1).meta = _look_of(match.group())
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _look_of(attributes: str) -> dict[str, str]:
    """What pandoc says with attributes of the look and the language of words, as kinds of inlines."""
    small, tongue = _SMALL_CAPS.search(attributes), _LANGUAGE.search(attributes)
    return ({"small-caps": ""} if small else {}) | ({"language": tongue[1]} if tongue else {})


def _attributes(state: StateInline, silent: bool) -> bool:
    """Attributes behind a link or code; code in another format is no text."""
    if state.src[state.pos] != "{" or silent or state.pending or not state.tokens:
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None or state.tokens[-1].type not in _BEHIND:
        return False
    if match["format"] and state.tokens[-1].type == "code_inline":
        state.tokens[-1].type = "foreign"
    if state.tokens[-1].type == "image" and (alt := _ALT.search(match.group())):
        state.tokens[-1].meta = {"alt": alt[1]}
    state.pos = match.end()
    return True


def _raised(state: StateInline, silent: bool) -> bool:
    match = _RAISED.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "^~" else None
    if match is None:
        return False
    if not silent:
        state.push("raised" if match["sign"] == "^" else "lowered", "", 0).content = match["words"]
    state.pos = match.end()
    return True


def _heading_attributes(state: StateCore) -> None:
    """Headings without the names and classes that pandoc writes behind them: `# Title {#name .class}`."""
    for opened, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opened.type == "heading_open":
            *_, last = [None, *_ATTRIBUTES.finditer(inline.content)]
            if last is not None and not inline.content[last.end() :].strip():
                inline.content = inline.content[: last.start()].rstrip()
