"""Wheels are spread over the places that their names say, and nowhere else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from countermark.acquire.archives import WHEEL
from countermark.acquire.archives.wheel import place
from countermark.acquire.unpack import find_kind, unpack
from countermark.errors import UnsafeArchive
from made_archives import wheel, zipped, zipped_with_mode


def put(folder: Path, data: bytes) -> Path:
    source = folder / "made-1.0-py3-none-any.whl"
    source.write_bytes(data)
    assert find_kind(source) is WHEEL
    unpack(source, folder / "out", WHEEL)
    return folder / "out"


def test_a_wheel_lies_in_site_packages_and_bin(tmp_path: Path) -> None:
    files = {
        "made/__init__.py": "x = 1\n",
        "made-1.0.data/scripts/run": "#!python\nprint(1)\n",
        "made-1.0.data/scripts/other": "#!/bin/sh\n",
        "made-1.0.data/purelib/pure.py": "",
        "made-1.0.data/data/share/man/made.1": "",
        "made-1.0.data/headers/made.h": "",
    }
    out = put(tmp_path, wheel("made", "1.0", files))
    assert (out / "site-packages/made/__init__.py").read_text() == "x = 1\n"
    assert (out / "site-packages/pure.py").is_file()
    assert (out / "share/man/made.1").is_file()
    assert (out / "site-packages/.headers/made.h").is_file()
    assert (out / "bin/run").read_text() == "#!/usr/bin/env python3\nprint(1)\n"
    assert (out / "bin/other").read_text() == "#!/bin/sh\n"
    assert stat.S_IMODE((out / "bin/run").stat().st_mode) == 0o755


def test_a_link_is_a_file_as_pip_has_it(tmp_path: Path) -> None:
    out = put(tmp_path, zipped_with_mode("made/link", b"/etc/passwd", stat.S_IFLNK | 0o777))
    assert not (out / "site-packages/made/link").is_symlink()
    assert (out / "site-packages/made/link").read_text() == "/etc/passwd"


@pytest.mark.parametrize(
    "name", ["../x", "/x", "m.data/data/../../x", "m.data/scripts/../../../x", "m.data/../../../x"]
)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive):
        put(tmp_path, zipped((name, b"x")))
    assert [path.name for path in tmp_path.iterdir()] == ["made-1.0-py3-none-any.whl"]


def test_an_absolute_name_stays_one() -> None:
    assert place("/etc/passwd") == "/etc/passwd"
    assert place("a.data/data//etc/passwd") == "/etc/passwd"
