"""Source distributions of Python, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.acquire.archives import SDIST, TGZ
from countermark.acquire.unpack import find_kind, unpack
from made_archives import Item, pax, tgz

INFO = Item(name="some-1.0/PKG-INFO", content=b"Name: some\n")


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("some-1.0.tar.gz", (INFO,)),
        ("Some-1.0.tar.gz", (Item(name="Some-1.0/", type="5"), INFO)),
        ("some-1.0.tar.gz", (pax(mtime="1.5"), INFO)),
    ],
)
def test_it_is_told_by_its_folder(tmp_path: Path, name: str, items: tuple[Item, ...]) -> None:
    (tmp_path / name).write_bytes(tgz(*items))
    assert find_kind(tmp_path / name) is SDIST
    unpack(tmp_path / name, tmp_path / "out", SDIST)
    assert (tmp_path / "out/some-1.0/PKG-INFO").is_file()


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("some-1.0.tgz", (INFO,)),
        ("other-1.0.tar.gz", (INFO,)),
        ("package.tar.gz", (Item(name="package/package.json", content=b"{}"),)),
        ("some-1.0.tar.gz", (Item(name="pax_global_header", type="g", content=b"19 comment=1234567\n"), INFO)),
    ],
)
def test_other_archives_are_what_they_were(tmp_path: Path, name: str, items: tuple[Item, ...]) -> None:
    (tmp_path / name).write_bytes(tgz(*items))
    assert find_kind(tmp_path / name) is TGZ
