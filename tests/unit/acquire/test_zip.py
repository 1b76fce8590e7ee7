"""Zip: the directory's claims are checked against what the members hold."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from countermark.acquire.archives import ZIP
from countermark.acquire.embedded import expand
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.unpack import find_kind, unpack
from countermark.errors import UnsafeArchive
from made_archives import zipped, zipped_with_mode


def put(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[str, ...]:
    (folder / "made.zip").write_bytes(data)
    return unpack(folder / "made.zip", folder / "out", ZIP, limits=limits)


def refused(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(UnsafeArchive) as caught:
        put(folder, data, limits)
    assert sorted(path.name for path in folder.iterdir()) == ["made.zip"], "something was left behind"
    return caught.value.why


def test_members_come_out(tmp_path: Path) -> None:
    assert put(tmp_path, zipped(("a/b.txt", b"1" * 5000), ("c/", b""), ("d", b"2"))) == ()
    assert (tmp_path / "out/a/b.txt").read_bytes() == b"1" * 5000
    assert (tmp_path / "out/c").is_dir()
    assert find_kind(tmp_path / "made.zip") is ZIP


def test_an_inner_link_stays_and_programs_stay_programs(tmp_path: Path) -> None:
    put(tmp_path, zipped_with_mode("link", b"elsewhere", stat.S_IFLNK | 0o777))
    assert (tmp_path / "out/link").readlink() == Path("elsewhere")


@pytest.mark.parametrize(
    ("name", "why"),
    [("../evil", "climbs out"), ("/evil", "absolute"), ("a/../../evil", "climbs out"), ("n" * 300, "too long")],
)
def test_hostile_names_are_refused(tmp_path: Path, name: str, why: str) -> None:
    assert why in refused(tmp_path, zipped((name, b"x")))


@pytest.mark.parametrize(
    ("mode", "content", "why"),
    [
        (stat.S_IFLNK | 0o777, b"/etc/passwd", "leads out"),
        (stat.S_IFLNK | 0o777, b"../..", "leads out"),
        (stat.S_IFLNK | 0o777, b"x" * 5000, "impossible target"),
        (stat.S_IFCHR | 0o644, b"", "neither a file"),
        (stat.S_IFIFO | 0o644, b"", "neither a file"),
        (stat.S_IFREG | 0o4755, b"x", "set-user-id"),
    ],
)
def test_hostile_modes_are_refused(tmp_path: Path, mode: int, content: bytes, why: str) -> None:
    assert why in refused(tmp_path, zipped_with_mode("p", content, mode))


def test_two_truths_under_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("a", b"1"), ("a", b"2"))
    assert "different contents" in refused(tmp_path, data)


def test_other_compressions_and_encryption_are_refused(tmp_path: Path) -> None:
    assert "compressed in a way" in refused(tmp_path, zipped(("a", b"1" * 500), method=zipfile.ZIP_BZIP2))
    data = bytearray(zipped(("a", b"1")))
    for signature in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(signature) + (6 if signature[2] == 3 else 8)
        data[at] |= 1
    assert "encrypted" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize("lie", [1, 4999, 5001, 1 << 31])
def test_a_size_that_lies_is_refused(tmp_path: Path, lie: int) -> None:
    data = bytearray(zipped(("a", b"1" * 5000)))
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = lie.to_bytes(4, "little")
    assert refused(tmp_path, bytes(data))


def test_limits_hold(tmp_path: Path) -> None:
    data = zipped(*((str(n), bytes(3000)) for n in range(3)))
    assert "more than 5,000 bytes" in refused(tmp_path, data, Limits(total_bytes=5000))
    assert "more than 2 entries" in refused(tmp_path, data, Limits(entries=2))
    assert "times its own size" in refused(tmp_path, data, Limits(ratio=2, ratio_from_bytes=4096))
    assert "its directory is larger" in refused(tmp_path, data, Limits(directory_bytes=20))


def wide(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for n in range(count):
            archive.writestr(zipfile.ZipInfo(str(n)), b"")
    return out.getvalue()


def test_a_directory_for_millions_is_refused_before_it_is_read(tmp_path: Path) -> None:
    assert "its directory is larger" in refused(tmp_path, wide(66_000), Limits(directory_bytes=1 << 20))


def test_a_wide_directory_is_read_where_both_of_its_ends_agree(tmp_path: Path) -> None:
    data = wide(66_000)
    assert put(tmp_path, data, Limits(entries=70_000)) == ()
    assert (tmp_path / "out/65999").is_file()


@pytest.mark.parametrize("lie", [b"PK\x06\x06", b"PK\x06\x07"])
def test_two_ends_of_a_wide_directory_must_not_contradict_each_other(tmp_path: Path, lie: bytes) -> None:
    data = bytearray(wide(66_000))
    at = data.rfind(lie) + (0 if lie.endswith(b"\x06") else 8)
    data[at] ^= 1
    assert "contradict" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize("keep", [0, 10, 100, -30, -1])
def test_a_truncated_zip_is_refused(tmp_path: Path, keep: int) -> None:
    assert refused(tmp_path, zipped(("a", os.urandom(5000)), ("b", b"2"))[:keep])


def test_damage_is_seen(tmp_path: Path) -> None:
    data = bytearray(zipped(("a", b"1" * 50), method=zipfile.ZIP_STORED))
    data[40] ^= 1
    assert "damaged" in refused(tmp_path, bytes(data))


def overlapping() -> bytes:
    """Two names for the very same member, as in bombs that need no second layer."""
    data = zipped(("a.js", b"x" * 400))
    start = int.from_bytes(data[-6:-2], "little")
    entry = bytearray(data[start:-22])
    entry[46:50] = b"b.js"
    end = bytearray(data[-22:])
    end[8:10] = end[10:12] = (2).to_bytes(2, "little")
    end[12:16] = (2 * len(entry)).to_bytes(4, "little")
    return data[:-22] + bytes(entry) + bytes(end)


def test_members_that_share_bytes_are_refused(tmp_path: Path) -> None:
    assert "share bytes" in refused(tmp_path, overlapping())


def test_where_only_read_members_that_share_bytes_are_stated(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "x.zip").write_bytes(overlapping())
    found = expand(tmp_path / "target", tmp_path / "out")
    assert "share bytes" in found.violations[0].why
    assert [each.name for each in found.files][:1] == ["a.js"]
