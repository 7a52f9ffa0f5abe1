"""Archive: the container of a DOCX, an ODT or an EPUB, a ZIP file that is opened without trusting it.

Nothing is written to the disk. What it would unpack to is weighed before anything is unpacked, and no member comes to
more than the directory says.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zlib
from collections.abc import Mapping
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from msgspec import Struct

from ..errors import SourceError
from ..settings import Limits

ARCHIVES = frozenset({".docx", ".odt", ".epub"})
"""The file name endings of documents that are ZIP containers."""

MEGABYTE = 1_000_000

SMALL = MEGABYTE
"""How many bytes may come of however few: short files that repeat themselves pack well."""

_LOCKED = 1
"""The bit of a member's flags that says it is encrypted."""

_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGE = (BadZipFile, LargeZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error)
_NEW_COPY = "open it in the program that made it and save it again, or copy it anew"


class Archive(Struct, frozen=True):
    """An open container; `members` by their names in it, with `/` between folders."""

    name: str
    file: ZipFile
    members: Mapping[str, ZipInfo]

    def __contains__(self, member: str) -> bool:
        return member in self.members

    def read(self, member: str) -> bytes:
        """All of a member.

        Raises:
            SourceError: it is not there, is encrypted, or is damaged.
        """
        if member not in self.members:
            raise SourceError(f"the file has no “{member}” in it", hint=_NEW_COPY, place=self.name)
        try:
            return self.file.read(self.members[member])
        except NotImplementedError as failure:
            raise SourceError(
                f"“{member}” in the file is packed in a way that can’t be read: {failure}",
                hint="save the file again from a word processor",
                place=self.name,
            ) from None
        except (*_DAMAGE, RuntimeError):
            raise SourceError(f"“{member}” in the file is damaged", hint=_NEW_COPY, place=self.name) from None


def open_archive(raw: bytes, name: str) -> Archive:
    """The container that a file is; of members with one name the last counts, as for all programs.

    Raises:
        SourceError: it is none, is damaged, is encrypted, or names a member outside itself.
    """
    if raw.startswith(_OLD_WORD):
        raise SourceError(
            "the file is in the format of Word 97, or is locked with a password",
            hint="open it in a word processor and save it as .docx, with no password",
            place=name,
        )
    try:
        file = ZipFile(io.BytesIO(raw))
    except (*_DAMAGE, NotImplementedError):
        raise SourceError(
            f"the file is damaged, or is not what its ending “.{name.rpartition('.')[2]}” says: "
            "it is no ZIP container with a directory at its end",
            hint=_NEW_COPY,
            place=name,
        ) from None
    members = {_inner_name(info, name): info for info in file.infolist() if not info.filename.endswith("/")}
    locked = next((member for member, info in members.items() if info.flag_bits & _LOCKED), None)
    if locked is not None:
        raise SourceError(
            f"“{locked}” in the file is encrypted", hint="save the file again with no password", place=name
        )
    return Archive(name, file, members)


def check_archive(raw: bytes, name: str, limits: Limits) -> None:
    """Weigh a container by its directory, before anything in it is unpacked.

    Raises:
        SourceError: as `open_archive`; too many members, or too much in one of them or in all, or in too few bytes.
    """
    members = open_archive(raw, name).file.infolist()
    if len(members) > limits.members:
        raise _over(name, f"the file holds {len(members)} files; up to {limits.members} are read", "members")
    total = sum(info.file_size for info in members)
    if total > limits.unpacked_mb * MEGABYTE:
        said = f"the file unpacks to {total / MEGABYTE:.1f} MB; up to {limits.unpacked_mb} MB are read"
        raise _over(name, said, "unpacked_mb")
    for info in members:
        inner = _inner_name(info, name)
        if info.file_size > limits.member_mb * MEGABYTE:
            size = f"{info.file_size / MEGABYTE:.1f} MB; up to {limits.member_mb} MB are read"
            raise _over(name, f"“{inner}” in the file unpacks to {size}", "member_mb")
        if info.file_size > max(SMALL, limits.ratio * info.compress_size):
            times = f"{info.file_size // max(info.compress_size, 1)} times its packed size; up to {limits.ratio}"
            raise _over(name, f"“{inner}” in the file unpacks to {times} times are read", "ratio")


def _inner_name(info: ZipInfo, name: str) -> str:
    """The name of a member, with `/` between folders whatever the program that packed it wrote."""
    inner = info.orig_filename.replace("\\", "/")
    if inner.startswith("/") or _DRIVE.match(inner) or ".." in inner.split("/") or "\0" in inner:
        shown = inner.replace("\0", "␀")
        raise SourceError(
            f"the file names a file outside itself: “{shown}”",
            hint="it may be meant to do harm; use it only if you know who made it, and save it again first",
            place=name,
        )
    return inner


def _over(name: str, said: str, setting: str) -> SourceError:
    hint = f"if you know who made it, raise the limit of the book in its book.toml: [limits] {setting} = …"
    return SourceError(said, hint=hint, place=name)
