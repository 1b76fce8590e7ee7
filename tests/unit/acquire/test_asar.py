"""Electron archives, and such as lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.acquire.archives import ASAR
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.unpack import find_kind, unpack
from countermark.errors import UnsafeArchive
from made_executables import asar, asar_of


def put(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[str, ...]:
    (folder / "app.asar").write_bytes(data)
    return unpack(folder / "app.asar", folder / "out", ASAR, limits=limits)


def refused(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(UnsafeArchive) as caught:
        put(folder, data, limits)
    assert sorted(path.name for path in folder.iterdir()) == ["app.asar"], "something was left behind"
    return caught.value.why


def test_files_come_out_and_those_apart_are_noted(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "lib": {"files": {"a.js": {"offset": "0", "size": 3, "executable": True}, "empty": {"files": {}}}},
        "apart.node": {"size": 9, "unpacked": True},
        "b.js": {"offset": "3", "size": 4},
        "inner": {"files": {"link": {"link": "lib/a.js"}}},
    }
    notes = put(tmp_path, asar(files, b"abcdefg"))
    assert (tmp_path / "out/lib/a.js").read_bytes() == b"abc"
    assert (tmp_path / "out/lib/a.js").stat().st_mode & 0o100
    assert (tmp_path / "out/b.js").read_bytes() == b"defg"
    assert (tmp_path / "out/inner/link").read_bytes() == b"abc"
    assert notes == ("1 of its files lie unpacked beside it",)


def test_it_is_told_by_its_beginning_and_not_unpacked_for_the_lab(tmp_path: Path) -> None:
    data = asar_of(a__js=b"1")
    assert ASAR.matches(data[:4096], "anything")
    assert not ASAR.matches(b"\4\0\0\0" + b"x" * 4000, "a.asar")
    (tmp_path / "app.asar").write_bytes(data)
    assert find_kind(tmp_path / "app.asar") is None


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"..": {"files": {"x": {"offset": "0", "size": 1}}}}, "is no name of a file"),
        ({"a/../../b": {"offset": "0", "size": 1}}, "is no name of a file"),
        ({"a": {"offset": "0", "size": 1 << 40}}, "end beyond"),
        ({"a": {"offset": "9" * 18, "size": 1}}, "end beyond"),
        ({"a": {"offset": 0, "size": 1}}, "malformed"),
        ({"a": {"offset": "0", "size": -1}}, "malformed"),
        ({"a": {"offset": "0", "size": True}}, "malformed"),
        ({"a": []}, "malformed"),
        ({"a": {"link": "/etc/passwd"}}, "leads out"),
        ({"a": {"link": "../../x"}}, "leads out"),
    ],
)
def test_a_directory_that_lies_is_refused(tmp_path: Path, files: dict[str, object], why: str) -> None:
    assert why in refused(tmp_path, asar(files, b"xyz"))


def test_limits_hold(tmp_path: Path) -> None:
    nested: dict[str, object] = {"offset": "0", "size": 1}
    for _ in range(90):
        nested = {"files": {"d": nested}}
    assert "folders deep" in refused(tmp_path, asar({"d": nested}, b"x"))
    many: dict[str, object] = {str(n): {"offset": "0", "size": 1} for n in range(500)}
    assert "more than 100 entries" in refused(tmp_path, asar(many, b"x"), Limits(entries=100))
    assert "its directory is larger" in refused(tmp_path, asar(many, b"x"), Limits(directory_bytes=500))
    hollow: dict[str, object] = {"a": {"size": 1, "offset": "0", "more": [[], [], []] * 500}}
    assert "names more than 100 entries" in refused(tmp_path, asar(hollow, b"x"), Limits(entries=100))


def test_json_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    raw = b'{"files":' * 100_000
    data = asar({})[:4]
    for number in (len(raw) + 8, len(raw) + 4, len(raw)):
        data += number.to_bytes(4, "little")
    assert "nested beyond reason" in refused(tmp_path, data + raw)


@pytest.mark.parametrize("keep", [10, 16, 40, -1])
def test_a_truncated_one_is_refused(tmp_path: Path, keep: int) -> None:
    assert refused(tmp_path, asar_of(a__js=b"1" * 500)[:keep])
