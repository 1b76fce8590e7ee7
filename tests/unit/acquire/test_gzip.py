"""Lone gzipped files."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from countermark.acquire.archives import GZIP, TGZ
from countermark.acquire.limits import Limits
from countermark.acquire.unpack import unpack
from countermark.errors import UnsafeArchive
from made_archives import Item, tgz


def named(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out, mtime=0) as file:
        file.write(data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"), [(named("run.js.gz", b"go()"), "run.js"), (gzip.compress(b"go()"), "content")]
)
def test_it_is_called_as_its_header_says(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / "x.gz").write_bytes(data)
    unpack(tmp_path / "x.gz", tmp_path / "out", GZIP)
    assert (tmp_path / "out" / name).read_bytes() == b"go()"


def test_a_tar_in_it_makes_it_something_else() -> None:
    data = tgz(Item(name="a/b", content=b"1"))
    assert TGZ.matches(data, "x.gz")
    assert not GZIP.matches(data, "x.gz")
    assert not GZIP.matches(b"\x1f\x8b\x07 not deflated", "x.gz")


@pytest.mark.parametrize("data", [gzip.compress(bytes(1 << 20)), gzip.compress(b"go()" * 99)[:-9], b"\x1f\x8b\x08\x08"])
def test_bombs_and_torsos_are_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.gz").write_bytes(data)
    with pytest.raises(UnsafeArchive):
        unpack(tmp_path / "x.gz", tmp_path / "out", GZIP, limits=Limits(ratio=50, ratio_from_bytes=1 << 16))
    assert not (tmp_path / "out").exists()
