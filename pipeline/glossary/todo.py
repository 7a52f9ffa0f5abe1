"""The to-do file: a stub for every term that needs the editor, with its first use and what the texts say of it.

Move a stub over to glossary.toml, fill in a line, and build again.
"""

from __future__ import annotations

import re

from ..document import Book, Term
from ..queries import write_entry
from ..tree import plain_text
from .candidates import Candidate
from .entries import kind_of
from .naming import Mention
from .wanting import find_wanting, first_place

AROUND = 90
"""Characters of context on either side of a first use."""

HEAD = """\
# What the glossary lacks, the likeliest terms first: made at every build, and read by none.
# Move an entry to glossary.toml, write its definition in place of the …, and build again; exclude = true in place of
# the definition says that a name needs no entry. “inferred” is what the initials allow, and may be wrong.
"""

DEFINED = "\n# Defined by the texts alone: these entries are printed; an entry of yours would come first.\n"

UNUSED = "\n# In glossary.toml, but nowhere in these texts, and so not printed: {}.\n"


def write_todo(book: Book) -> str:
    """The file, as TOML."""
    wanting = find_wanting(book)
    own = {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    stubs = "".join(f"\n{_stub(candidate)}" for candidate in wanting.candidates)
    said = [term for term in book.terms if own.isdisjoint(term.forms)]
    quoted = DEFINED + "".join(f"\n{_quoted(term)}" for term in said) if said else ""
    unused = UNUSED.format(_in_line(", ".join(wanting.unused))) if wanting.unused else ""
    return HEAD + stubs + quoted + unused


def _stub(candidate: Candidate) -> str:
    first = candidate.mentions[0]
    uses = f"{len(candidate.mentions)}×" if len(candidate.mentions) > 1 else "once"
    lines = [f"# {candidate.kind}, {uses}; first in {first_place(candidate)}", f"# {_context(first)}"]
    if candidate.expansion:
        lines.append(f"# inferred: {_in_line(candidate.expansion)}")
    entry = write_entry("term", headword=candidate.headword, kind=kind_of(candidate.kind), definition="…")
    forms = [form for form in candidate.forms if form != candidate.headword]
    listed = f"forms = [{', '.join(_quote(form) for form in forms)}]\n" if forms else ""
    return "\n".join(lines) + "\n" + entry.rstrip("\n").replace("\nkind =", f"\n{listed}kind =", 1) + "\n"


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
