"""Text in other encodings is read as if it were UTF-8, and what is damaged is said."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.drive.recoding import Damaged, Recoded, Unpacked, unicode_encoding
from countermark.drive.scan import ScanOptions, scan

MARKED = "The plan is this: p\u0430ypal is to be pa\u200bid on Monday, and n\u043ebody else.\n" * 40
ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def read(source: Recoded | Unpacked, size: int = 7) -> bytes:
    out = bytearray()
    room = bytearray(size)
    while filled := source.fill(memoryview(room)):
        out += room[:filled]
    return bytes(out)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_other_encodings_are_told_and_read(encoding: str, mark: str) -> None:
    data = (mark + MARKED).encode(encoding)
    assert unicode_encoding(data[:8192]) == encoding
    assert read(Recoded(data[:100], io.BytesIO(data[100:]), encoding)).decode() == mark + MARKED


@pytest.mark.parametrize("data", [MARKED.encode(), b"\0" * 64, b"a\0b", b"", bytes(range(256)), "日本語".encode() * 9])
def test_what_is_no_other_encoding_is_not_taken_for_one(data: bytes) -> None:
    assert unicode_encoding(data) is None


class Silent:
    """Progress that nobody reads."""

    def step(self, text: str) -> None: ...

    def runs(self, done: int, planned: int, note: str) -> None: ...


@given(head=st.binary(max_size=40), rest=st.binary(max_size=40), encoding=st.sampled_from(ENCODINGS))
def test_recoding_is_total_but_for_damage(head: bytes, rest: bytes, encoding: str) -> None:
    unicode_encoding(head)
    with contextlib.suppress(Damaged):
        read(Recoded(head, io.BytesIO(rest), encoding)).decode("utf-8", "surrogatepass")


def packed(data: bytes) -> bytes:
    library = pytest.importorskip("zstandard")
    return library.ZstdCompressor().compress(data)


def test_frames_of_zstandard_are_read_one_after_the_other() -> None:
    data = packed(MARKED.encode()) + packed(b"and more\n")
    assert read(Unpacked(data[:9], io.BytesIO(data[9:]))).decode() == MARKED + "and more\n"


@pytest.mark.parametrize("cut", [5, 40, -1])
def test_zstandard_that_is_cut_off_is_said(cut: int) -> None:
    data = packed(MARKED.encode())[:cut]
    with pytest.raises(Damaged, match="cut off"):
        read(Unpacked(data, io.BytesIO()))


def test_damaged_zstandard_is_said() -> None:
    data = bytearray(packed(MARKED.encode()))
    data[8:20] = b"\xff" * 12
    with pytest.raises(Damaged):
        read(Unpacked(bytes(data), io.BytesIO()))


def test_marks_in_other_encodings_are_found_by_a_scan(tmp_path: Path) -> None:
    files = {"16.txt": ("\ufeff" + MARKED).encode("utf-16-le"), "32.txt": MARKED.encode("utf-32-be")}
    files["z.zst"] = packed(MARKED.encode())
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = scan(ScanOptions(paths=(str(tmp_path),)), progress=Silent())
    assert not done.unread
    assert {Path(section.file).name for section in done.sections if section.suspicion_bits >= 10} == set(files)
