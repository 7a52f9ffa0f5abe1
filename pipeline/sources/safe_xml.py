"""Safe XML: a parser that fetches nothing, expands no entity, and gives up where a file nests or swells without end."""

from __future__ import annotations

from lxml import etree

from ..errors import SourceError

_HINT = "open it in the program that made it and save it again, or copy it anew"


def parse_xml(raw: bytes, name: str, part: str = "") -> etree._Element:
    """The root of an XML file; `part` is what it is called in a container that `name` is.

    A character that a document type defines is not looked up: it becomes nothing, as an `Entity` node.

    Raises:
        SourceError: not well formed, nested too deep, or with entities of its own.
    """
    what = f"“{part}” in the file" if part else "the file"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        reason = str(failure).split(", ")[0].splitlines()[0] if str(failure) else "it is empty"
        line = getattr(failure, "lineno", None)
        where = f", line {line}" if line else ""
        raise SourceError(f"{what} is not well-formed XML{where}: {reason}", hint=_HINT, place=name) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise SourceError(
            f"{what} defines entities of its own, which are not expanded",
            hint="save the file again from the program that made it, with its entities written out",
            place=name,
        )
    return root
