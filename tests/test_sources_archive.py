"""Archives: a ZIP container is weighed before it is opened, and one that may do harm ends in a message."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.settings import Limits
from pipeline.sources import read_source
from pipeline.sources.archive import check_archive, open_archive
from pipeline.sources.safe_xml import parse_xml

NAME = "text.docx"


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def locked() -> bytes:
    raw = bytearray(packed({"a.xml": b"<a/>"}))
    directory = raw.index(b"PK\x01\x02")
    raw[6] |= 1
    raw[directory + 8] |= 1
    return bytes(raw)


def lying(size: int) -> bytes:
    """A member that the directory says is smaller than it is."""
    raw = bytearray(packed({"a.xml": b"a" * 100_000}))
    directory = raw.index(b"PK\x01\x02")
    struct.pack_into("<I", raw, directory + 24, size)
    return bytes(raw)


def damaged() -> bytes:
    raw = bytearray(packed({"a.xml": b"words " * 40}))
    raw[36] ^= 0xFF
    return bytes(raw)


def odd_method() -> bytes:
    raw = bytearray(packed({"a.xml": b"<a/>"}))
    struct.pack_into("<H", raw, raw.index(b"PK\x01\x02") + 10, 97)
    return bytes(raw)


HEAVY: dict[str, tuple[Callable[[], bytes], Limits, str, str]] = {
    "many": (
        lambda: packed({f"{n}": b"" for n in range(12)}),
        Limits(members=10),
        "holds 12 files; up to 10",
        "members",
    ),
    "all": (
        lambda: packed({f"{n}": bytes(400_000) for n in range(3)}),
        Limits(unpacked_mb=1),
        "unpacks to 1.2 MB; up to 1 MB",
        "unpacked_mb",
    ),
    "one": (
        lambda: packed({"a": bytes(1_300_000)}),
        Limits(member_mb=1),
        "“a” in the file unpacks to 1.3",
        "member_mb",
    ),
    "ratio": (lambda: packed({"a": bytes(1_300_000)}), Limits(ratio=100), "times its packed size; up to 100", "ratio"),
    "a bomb": (lambda: packed({"a": bytes(40_000_000)}), Limits(), "times its packed size; up to 250", "ratio"),
}


@pytest.mark.parametrize("case", HEAVY)
def test_a_limit_is_said_and_how_to_raise_it(case: str) -> None:
    make, limits, message, setting = HEAVY[case]
    with pytest.raises(SourceError) as found:
        check_archive(make(), NAME, limits)
    assert message in found.value.message
    assert f"[limits] {setting} = …" in found.value.hint
    assert found.value.place == NAME


def test_the_door_weighs_an_archive_by_the_limits_of_the_book(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(packed({f"{n}": b"" for n in range(12)}))
    with pytest.raises(SourceError, match="up to 10 are read"):
        read_source(path, NAME, limits=Limits(members=10))
    with pytest.raises(SourceError, match="holds no text of Word"):
        read_source(path, NAME, limits=Limits(members=12))


def test_what_packs_well_but_is_short_is_no_bomb() -> None:
    check_archive(packed({"a": bytes(900_000)}), NAME, Limits(ratio=2))


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no ZIP container"),
        (b"PK\x03\x04 and no more", "no ZIP container"),
        (b"Plain words.", "no ZIP container"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "format of Word 97, or is locked"),
        (locked(), "“a.xml” in the file is encrypted"),
        *(
            (packed({name: b""}), "outside itself")
            for name in ("../a", "/etc/a", "a/../../b", "C:\\a", "..\\a", "a\\..\\b")
        ),
    ],
)
def test_what_is_no_safe_archive_is_not_opened(raw: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as found:
        open_archive(raw, NAME)
    assert found.value.hint


@pytest.mark.parametrize(
    ("raw", "member", "message"),
    [
        (damaged(), "a.xml", "“a.xml” in the file is damaged"),
        (lying(50), "a.xml", "“a.xml” in the file is damaged"),
        (odd_method(), "a.xml", "packed in a way that can’t be read"),
        (packed({"a.xml": b""}), "b.xml", "has no “b.xml” in it"),
    ],
)
def test_a_member_is_whole_or_not_read(raw: bytes, member: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        open_archive(raw, NAME).read(member)


def test_an_archive_cut_anywhere_is_no_archive() -> None:
    raw = packed({f"{n}.xml": b"words " * n for n in range(30)})
    for end in range(0, len(raw), 41):
        with pytest.raises(SourceError):
            open_archive(raw[:end], NAME)


def test_folders_are_parted_by_the_same_sign_whoever_packed_them() -> None:
    archive = open_archive(packed({"word\\a.xml": b"words"}), NAME)
    assert "word/a.xml" in archive
    assert archive.read("word/a.xml") == b"words"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "not well-formed XML"),
        (b"<a>", "not well-formed XML, line 1"),
        (b"<a>\x00</a>", "not well-formed XML"),
        (b"<a>" * 10_000 + b"</a>" * 10_000, "Excessive depth"),
        (b"<a>" * 10_000, "Excessive depth"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "defines entities of its own"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "defines entities of its own"),
        (b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]><a/>', "defines entities of its own"),
        (b"<a b='" + b"c" * 11_000_000 + b"'/>", "not well-formed XML"),
    ],
)
def test_xml_that_may_do_harm_is_not_read(raw: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as found:
        parse_xml(raw, NAME, "a.xml")
    assert "“a.xml” in the file" in found.value.message


def test_xml_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY x "the secret">')
    root = parse_xml(f'<!DOCTYPE a SYSTEM "{secret.as_uri()}"><a>&x;</a>'.encode(), NAME)
    assert "the secret" not in "".join(str(text) for text in root.itertext())
