"""Whatever is done to an archive: it unpacks inside of its folder and its limits, or `TargetError` says why not."""

from __future__ import annotations

import gzip
import stat
import tempfile
import zlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.acquire.archives import ALL, TGZ, WHEEL, ZIP, Archive
from countermark.acquire.limits import Limits
from countermark.acquire.unpack import unpack
from countermark.errors import TargetError
from made_archives import Item, pax, tar, wheel, zipped

SMALL = Limits(
    archive_bytes=1 << 20,
    total_bytes=1 << 16,
    file_bytes=1 << 15,
    entries=50,
    ratio=50,
    ratio_from_bytes=1 << 14,
    depth=8,
    path_bytes=200,
    header_bytes=4096,
    directory_bytes=4096,
)
TAR = tar(
    Item(name="p/", type="5"),
    Item(name="p/a/b", content=b"hello" * 200),
    pax(path="p/long/name", linkpath="a/b"),
    Item(name="p/c", type="2", link="a/b"),
    Item(name="p/hard", type="1", link="p/a/b"),
    Item(name="././@LongLink", type="L", content=b"p/d\0"),
    Item(name="x", content=b"1"),
)
ZIPPED = zipped(("a/b", b"hello" * 200), ("c/", b""), ("../d", b"1"), ("e", bytes(3000)))
WHEELED = wheel("made", "1", {"made/a.py": "x" * 900, "made-1.data/scripts/run": "#!python\n"})
NAMES = st.sampled_from(["p/a", "p/a/b", "../x", "/x", "p/../x", "p/c", ".", "", "p//a", "p/\udcff", "p/" + "y" * 90])

edits = st.lists(
    st.tuples(
        st.integers(0, 1 << 16), st.sampled_from(["flip", "cut", "drop", "double", "text"]), st.binary(max_size=12)
    ),
    max_size=6,
)
items = st.lists(
    st.builds(
        Item,
        name=NAMES,
        type=st.sampled_from("0123567LKxgS\0"),
        link=NAMES,
        mode=st.integers(0, 0o7777),
        content=st.binary(max_size=600) | st.just(b"14 path=../x\n") | st.just(b"12 size=9\n"),
        claims=st.sampled_from([-1, -1, -1, 0, 1, 5000, 1 << 30]),
    ),
    max_size=8,
)


def mutated(data: bytes, changes: list[tuple[int, str, bytes]]) -> bytes:
    for where, what, new in changes:
        at = where % (len(data) + 1)
        match what:
            case "flip":
                data = data[:at] + bytes([data[at] ^ (where % 255 + 1)]) + data[at + 1 :] if at < len(data) else data
            case "cut":
                data = data[:at]
            case "drop":
                data = data[:at] + data[at + 13 :]
            case "double":
                data = data[:at] + data[max(0, at - 512) : at] + data[at:]
            case "text":
                data = data[:at] + new + data[at + len(new) :]
    return data


def check(data: bytes, archive: Archive) -> None:
    with tempfile.TemporaryDirectory() as name:
        top = Path(name).resolve()
        source, out = top / "source", top / "around" / "out"
        out.parent.mkdir()
        source.write_bytes(data)
        try:
            unpack(source, out, archive, limits=SMALL)
        except TargetError:
            assert not out.exists()
        else:
            held = list(out.rglob("*"))
            assert all(path.resolve().is_relative_to(out) for path in held)
            kinds = {stat.S_IFMT(path.lstat().st_mode) for path in held}
            assert kinds <= {stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK}
            assert not any(path.lstat().st_mode & 0o6000 for path in held)
            assert sum(path.stat().st_size for path in held if path.is_file() and not path.is_symlink()) < 10 << 16
        assert sorted(path.name for path in top.iterdir()) == ["around", "source"]
        assert [path for path in out.parent.iterdir() if path != out] == []


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


@settings(max_examples=150)
@given(changes=edits)
def test_a_mutated_tar_stays_inside(changes: list[tuple[int, str, bytes]]) -> None:
    check(deflated(mutated(TAR, changes)), TGZ)


@settings(max_examples=150)
@given(made=items, changes=edits)
def test_an_invented_tar_stays_inside(made: list[Item], changes: list[tuple[int, str, bytes]]) -> None:
    check(deflated(mutated(tar(*made), changes[:1])), TGZ)


@settings(max_examples=80)
@given(changes=edits)
def test_a_mutated_gzip_stays_inside(changes: list[tuple[int, str, bytes]]) -> None:
    check(mutated(gzip.compress(TAR, mtime=0), changes), TGZ)


@settings(max_examples=200)
@given(changes=edits, archive=st.sampled_from([(ZIPPED, ZIP), (WHEELED, WHEEL)]))
def test_a_mutated_zip_stays_inside(changes: list[tuple[int, str, bytes]], archive: tuple[bytes, Archive]) -> None:
    check(mutated(archive[0], changes), archive[1])


@given(data=st.binary(max_size=2000), archive=st.sampled_from(ALL))
def test_any_bytes_stay_inside(data: bytes, archive: Archive) -> None:
    check(data, archive)
    assert isinstance(archive.matches(data, "name"), bool)
