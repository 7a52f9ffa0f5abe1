"""The to-do file: a stub for every term that needs the editor, with its first use and what the texts say of it.

Move a stub over to glossary.toml, fill in a line, and build again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sized

from ..document import Book, Term
from ..queries import write_entry
from ..tree import plain_text
from .candidates import Candidate
from .entries import kind_of
from .naming import Mention
from .pairs import Pair, uses_of
from .stock import Stock, spot_of, take_stock

AROUND = 90
"""Characters of context on either side of a first use."""

HEAD = """\
# What the glossary lacks, the likeliest terms first: made at every build, and read by none.
# Move an entry to glossary.toml, write its definition in place of the …, and build again; exclude = true in place of
# the definition says that a name needs no entry. “inferred” is what the initials allow, and may be wrong; “brought
# together” are spellings taken for one name, which not_forms parts; “perhaps the same” are taken for two, until forms
# has both.
"""

PAIRS = "\n# Spellings of names that have an entry: forms says that two are one name, not_forms that they are two.\n"

DEFINED = "\n# Defined by the texts alone: these entries are printed; an entry of yours would come first.\n"

UNUSED = "\n# In glossary.toml, but nowhere in these texts, and so not printed: {}.\n"


def write_todo(book: Book, stock: Stock | None = None) -> str:
    """The file, as TOML; `stock` is that of the book, if it is known already."""
    stock = stock or take_stock(book)
    own = {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    stubs = "".join(f"\n{_stub(candidate, stock)}" for candidate in stock.candidates)
    with_stub = {form for candidate in stock.candidates for form in candidate.forms}
    others = list(_spellings(stock, lambda pair: with_stub.isdisjoint(pair.forms)))
    pairs = PAIRS + "\n".join(("", *others, "")) if others else ""
    said = [term for term in book.terms if own.isdisjoint(term.forms)]
    quoted = DEFINED + "".join(f"\n{_quoted(term)}" for term in said) if said else ""
    unused = UNUSED.format(_in_line(", ".join(stock.unused))) if stock.unused else ""
    return HEAD + stubs + pairs + quoted + unused


def _stub(candidate: Candidate, stock: Stock) -> str:
    first = candidate.mentions[0]
    lines = [
        f"# {candidate.kind}, {_times(candidate.mentions)}; first in {spot_of(first).place}",
        f"# {_context(first)}",
        *_inferred(candidate),
        *_spellings(stock, lambda pair: not set(pair.forms).isdisjoint(candidate.forms)),
    ]
    entry = write_entry("term", headword=candidate.headword, kind=kind_of(candidate.kind), definition="…")
    forms = [form for form in _told(candidate) if form != candidate.headword]
    listed = f"forms = [{', '.join(map(_quote, forms))}]\n" if forms else ""
    return "\n".join(lines) + "\n" + entry.rstrip("\n").replace("\nkind =", f"\n{listed}kind =", 1) + "\n"


def _told(candidate: Candidate) -> tuple[str, ...]:
    """The spellings that may be listed as they are: where a long form is inferred, those told by more than initials."""
    return candidate.certain if candidate.expansion else candidate.forms


def _inferred(candidate: Candidate) -> Iterator[str]:
    """The long form, and whatever else hangs on it, each with its first use."""
    uses = uses_of(candidate)
    for form in (form for form in candidate.forms if form not in _told(candidate)):
        yield f"# inferred: {_in_line(form)} ({_times(uses[form])}; first in {spot_of(uses[form][0]).place})"


def _spellings(stock: Stock, fits: Callable[[Pair], bool]) -> Iterator[str]:
    """The pairs of spellings that fit, each in a line."""
    for says, pairs in (("brought together", stock.merged), ("perhaps the same", stock.near)):
        for pair in filter(fits, pairs):
            rarer, usual = map(_quote, pair.forms)
            first = spot_of(pair.rarer[0]).place
            yield f"# {says}: {rarer} ({_times(pair.rarer)}; first in {first}) and {usual} ({_times(pair.usual)})"


def _times(mentions: Sized) -> str:
    return f"{len(mentions)}×" if len(mentions) > 1 else "once"


def _quoted(term: Term) -> str:
    """A term that the texts define: what is printed, to be overruled."""
    lines = [f"# {_in_line(plain_text(definition.inlines))}" for definition in term.definitions]
    entry = write_entry("term", headword=term.headword, kind=term.kind)
    return "\n".join((*lines, *(f"# {line}" for line in entry.strip().splitlines()))) + "\n"


def _context(mention: Mention) -> str:
    text, start, end = mention.passage.text, mention.start, mention.end
    left, right = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = left if start <= AROUND else f"… {left.partition(' ')[2]}"
    right = right if len(text) <= end + AROUND else f"{right.rpartition(' ')[0]} …"
    return _in_line(f"{left}{text[start:end]}{right}")


def _in_line(text: str) -> str:
    """Words as a comment can hold them."""
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()


def _quote(form: str) -> str:
    escaped = form.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
