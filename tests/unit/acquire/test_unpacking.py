"""The gate itself, whatever a reader of archives may hand to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.acquire.limits import DEFAULT_LIMITS
from countermark.acquire.unpacking import Unpacking, settle, shown
from countermark.errors import UnsafeArchive


@pytest.fixture
def into(tmp_path: Path) -> Unpacking:
    (tmp_path / "out").mkdir()
    return Unpacking(folder=tmp_path / "out", limits=DEFAULT_LIMITS, packed_bytes=1000)


@pytest.mark.parametrize(("claimed", "why"), [(3, "holds more than"), (9, "cut short")])
def test_a_file_has_the_size_that_was_claimed(into: Unpacking, claimed: int, why: str) -> None:
    with pytest.raises(UnsafeArchive) as caught:
        into.write_file("a", 0o644, claimed, (b"12", b"345"))
    assert why in caught.value.why


def test_a_file_is_written_through_no_link(into: Unpacking, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"untouched")
    (into.folder / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        into.write_file("a", 0o644, 1, (b"x",))
    assert (tmp_path / "elsewhere").read_bytes() == b"untouched"


def test_notes_are_few_and_single(into: Unpacking) -> None:
    for n in range(50):
        into.note(f"note {n}")
        into.note(f"note {n}")
    assert into.notes[:2] == ["note 0", "note 1"]
    assert len(into.notes) == 20


def test_a_name_is_shown_without_what_could_steer_a_terminal() -> None:
    assert shown("a\x1b[31m\u202e\udcff") == "'a\\x1b[31m\\u202e\\udcff'"
    assert len(shown("x" * 5000)) < 130


def test_trees_are_alike_whoever_made_them(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir(mode=0o700)
    (tmp_path / "a/b").touch()
    settle(tmp_path)
    assert len({path.stat().st_mtime_ns for path in (tmp_path, tmp_path / "a", tmp_path / "a/b")}) == 1
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o755
