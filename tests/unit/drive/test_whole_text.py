"""Two texts are compared, and one is made canonical, as they are read: inflated or said to be no text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from countermark.drive.canonicalising import canonicalise, restore
from countermark.drive.comparing import compare
from countermark.drive.sections import SECTION_BYTES
from countermark.errors import TargetError, TargetNotFound, UsageError
from countermark.text.canonical import PART_BYTES

FIRST, SECOND = b"Today's date.\n", "Today\u02b9s date.\n".encode()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a").write_bytes(FIRST)
    (tmp_path / "b").write_bytes(SECOND)
    return str(tmp_path / "a"), str(tmp_path / "b")


def test_files_are_compared(pair: tuple[str, str], tmp_path: Path) -> None:
    found = compare(*pair)
    assert (found.outcome, found.bits) == ("found", 1.0)
    assert compare(pair[0], pair[0]).notes == ("the texts are the same, byte for byte",)
    (tmp_path / "b.gz").write_bytes(gzip.compress(SECOND))
    assert compare(pair[0], str(tmp_path / "b.gz")).unseen == found.unseen
    assert compare(str(tmp_path / "b.gz"), pair[1]).outcome == "nothing-found"


def test_what_is_no_text_is_incomplete(pair: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "cut.gz").write_bytes(gzip.compress(FIRST)[:-12])
    for other in ("picture", "cut.gz", ""):
        found = compare(pair[0], str(tmp_path / other))
        assert found.unread
        assert found.outcome == "incomplete"
    with pytest.raises(TargetNotFound):
        compare(pair[0], str(tmp_path / "absent"))
    with pytest.raises(UsageError):
        compare("-", "-")


def test_a_text_is_made_canonical_and_restored(pair: tuple[str, str], tmp_path: Path) -> None:
    made = canonicalise(pair[1], level_bits=6)
    assert made.made.data == FIRST
    (tmp_path / "record").write_text(made.record, "ascii")
    assert restore(pair[0], tmp_path / "record") == SECOND
    with pytest.raises(TargetNotFound):
        canonicalise(str(tmp_path / "absent"), level_bits=6)
    with pytest.raises(TargetError):
        canonicalise(str(tmp_path), level_bits=6)
    (tmp_path / "a.gz").write_bytes(gzip.compress(SECOND))
    with pytest.raises(TargetError, match="gzip"):
        canonicalise(str(tmp_path / "a.gz"), level_bits=6)


def test_parts_are_those_of_a_scan() -> None:
    assert PART_BYTES == SECTION_BYTES
