"""Volume: the file of a book, as PDF 1.7 with object streams and a cross-reference stream (ISO 32000-1, 7.5.7 f.).

Each object gets its number before it is written; the same objects give the same bytes.
"""

from __future__ import annotations

import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import md5
from itertools import accumulate
from typing import NamedTuple

from ..typesetting.objects import Record

PACKED = 400
"""Objects in an object stream."""

FREE = (0, 0, 65535)
"""The place of a number that no object has."""

HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"


class _Stream(NamedTuple):
    """A stream of a file: its number, what stands in its dictionary, its content, perhaps still being compressed."""

    number: int
    said: bytes
    content: bytes | Future[bytes]
    is_deflated: bool

    def pieces(self) -> tuple[bytes, bytes, bytes]:
        """What stands in the file."""
        content = self.content if isinstance(self.content, bytes) else self.content.result()
        how = b"/Filter/FlateDecode" if self.is_deflated else b""
        head = b"%d 0 obj\n<<%s%s/Length %d>>\nstream\n" % (self.number, self.said, how, len(content))
        return head, content, b"\nendstream\nendobj\n"


class Volume:
    """A file while its objects are put into it; those in streams are compressed by another thread meanwhile."""

    def __init__(self) -> None:
        self.count = 1
        self.streams: list[_Stream] = []
        self.places: dict[int, tuple[int, int, int]] = {}
        self.waiting: list[tuple[int, bytes]] = []
        self.deflater = ThreadPoolExecutor(1)

    def reserve(self, count: int = 1) -> int:
        """The first of so many new numbers."""
        first = self.count
        self.count += count
        return first

    def put(self, number: int, data: bytes) -> None:
        """Put an object that is not a stream."""
        self.waiting.append((number, data))
        if len(self.waiting) >= PACKED:
            self._pack()

    def add(self, data: bytes) -> int:
        """Put an object that is not a stream, and give it a number."""
        number = self.reserve()
        self.put(number, data)
        return number

    def put_record(self, number: int, record: Record, base: int) -> None:
        """Put an object of a part whose objects have numbers from `base`."""
        if record.stream is None:
            self.put(number, record.at(base))
        else:
            self.put_stream(number, record.at(base), record.stream)

    def put_stream(self, number: int, said: bytes, content: bytes | Future[bytes], *, deflated: bool = False) -> None:
        """Put a stream; `said` is what stands in its dictionary besides the length, and that it is deflated."""
        self.streams.append(_Stream(number, said, content, deflated))

    def close(self, root: int, info: int) -> bytes:
        """The file."""
        self._pack()
        self.deflater.shutdown()
        pieces, length = [HEADER], len(HEADER)
        for stream in self.streams:
            self.places[stream.number] = (1, length, 0)
            pieces += stream.pieces()
            length += sum(map(len, pieces[-3:]))
        number = self.reserve()
        digest = md5(b"".join(pieces), usedforsecurity=False).hexdigest().encode()
        self.places[number] = (1, length, 0)
        rows = b"".join(_row(*self.places.get(n, FREE)) for n in range(number + 1))
        said = b"/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % (
            number + 1,
            root,
            info,
            digest,
            digest,
        )
        table = _Stream(number, said, deflate(rows), is_deflated=True)
        return b"".join((*pieces, *table.pieces(), b"startxref\n%d\n%%%%EOF\n" % length))

    def _pack(self) -> None:
        """Write the objects that wait into an object stream."""
        if not self.waiting:
            return
        number = self.reserve()
        texts = [data for _, data in self.waiting]
        starts = accumulate((len(text) + 1 for text in texts), initial=0)
        heads = [b"%d %d" % (n, start) for (n, _), start in zip(self.waiting, starts, strict=False)]
        for index, (n, _) in enumerate(self.waiting):
            self.places[n] = (2, number, index)
        self.waiting = []
        head = b" ".join(heads) + b"\n"
        said = b"/Type/ObjStm/N %d/First %d" % (len(texts), len(head))
        self.put_stream(number, said, self.deflater.submit(deflate, head + b"\n".join(texts)), deflated=True)


def _row(kind: int, first: int, second: int) -> bytes:
    return bytes((kind,)) + first.to_bytes(4, "big") + second.to_bytes(2, "big")


def deflate(data: bytes) -> bytes:
    """Data as zlib compresses it."""
    return zlib.compress(data, 6)
