"""Addresses: which words of a line are the address of a web page, and so may be a link."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ADDRESS = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#][\w./~%!$&'()*+,;=:@?#-]*)?", re.IGNORECASE)
"""Scheme, host, port, and what RFC 3986 allows after them. No other scheme: a book opens nothing but pages."""

_CLOSING = ".,;:!?'"
"""Signs at the end of an address that are those of the sentence it stands in."""


def is_address(text: str) -> bool:
    """Whether the whole text is the address of a web page.

    >>> is_address("https://example.org/a?b=1"), is_address("javascript:alert(1)"), is_address("www.example.org")
    (True, False, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def part_addresses(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address.

    >>> list(part_addresses("Works (see https://example.org/w_(1917)). Vol. 1."))
    [('Works (see ', False), ('https://example.org/w_(1917)', True), ('). Vol. 1.', False)]
    """
    end = 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_CLOSING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_CLOSING)
        if before := text[end : match.start()]:
            yield before, False
        yield address, True
        end = match.start() + len(address)
    if end < len(text):
        yield text[end:], False
