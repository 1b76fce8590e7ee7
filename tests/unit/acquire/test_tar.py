"""Plain tar, as it lies inside of compressed streams."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermark.acquire.archives import TAR
from countermark.acquire.embedded import expand
from countermark.acquire.limits import Limits
from countermark.acquire.unpack import find_kind, unpack
from countermark.errors import UnsafeArchive
from made_archives import Item, tar, zipped

HONEST = tar(
    Item(name="p/", type="5"), Item(name="p/run.js", content=b"go()"), Item(name="p/to", type="2", link="run.js")
)


def put(folder: Path, data: bytes, limits: Limits | None = None) -> Path:
    (folder / "x.tar").write_bytes(data)
    unpack(folder / "x.tar", folder / "out", TAR, **({"limits": limits} if limits else {}))
    return folder / "out"


def test_it_is_unpacked_as_what_is_in_a_gzipped_one(tmp_path: Path) -> None:
    out = put(tmp_path, HONEST)
    assert (out / "p" / "to").read_bytes() == b"go()"
    assert find_kind(tmp_path / "x.tar") is TAR


def test_one_without_a_mark_is_told_by_its_name_and_check_sum(tmp_path: Path) -> None:
    block = bytearray(tar(Item(name="run.js", content=b"go()")))
    total = sum(block[257:265])
    block[257:265] = bytes(8)
    block[148:154] = b"%06o" % (int(bytes(block[148:154]), 8) - total)
    assert TAR.matches(bytes(block), "x.tar")
    assert not TAR.matches(bytes(block), "x.js")
    assert not TAR.matches(b"go()" * 300, "x.tar")
    assert not TAR.matches(bytes(2000), "x.tar")
    assert (put(tmp_path, bytes(block)) / "run.js").read_bytes() == b"go()"


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    out = put(
        tmp_path,
        tar(
            Item(name="a", type="2", link="b"),
            Item(name="b", type="2", link="a"),
            Item(name="c", type="2", link="c"),
            Item(name="d", type="2", link="."),
            Item(name="run.js", content=b"go()"),
        ),
    )
    assert {path.name for path in out.iterdir()} == {"a", "b", "c", "d", "run.js"}
    found = expand(out, tmp_path / "read")
    assert [each.path for each in found.files] == ["run.js"]


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ((Item(name="../x", content=b"1"),), "climbs out"),
        ((Item(name="/x", content=b"1"),), "absolute"),
        ((Item(name="a", type="1", link="../../etc/passwd"),), "climbs out"),
        ((Item(name="a", type="1", link="b"),), "did not bring"),
        ((Item(name="a", type="2", link="../b"),), "leads out"),
        ((Item(name="a", content=b"123", claims=1 << 32),), "claims"),
        ((Item(name="a", content=b"123", claims=9999),), "cut short"),
    ],
)
def test_hostile_ones_are_refused(tmp_path: Path, items: tuple[Item, ...], why: str) -> None:
    with pytest.raises(UnsafeArchive) as caught:
        put(tmp_path, tar(*items))
    assert why in caught.value.why
    assert not (tmp_path / "out").exists()


def test_one_in_a_zip_is_opened(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "x.zip").write_bytes(zipped(("y.tar", HONEST)))
    found = expand(tmp_path / "target", tmp_path / "out")
    assert [each.path for each in found.files] == ["x.zip!/y.tar!/p/run.js"]
    assert [each.kind for each in found.files[0].chain] == ["zip", "tar"]
    assert (found.violations, found.uninspected) == ((), ())
