"""Whatever is done to an archive: it unpacks inside of its folder and its limits, or `TargetError` says why not."""

from __future__ import annotations

import gzip
import hashlib
import stat
import tempfile
import zlib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.acquire.archives import ALL, TGZ, WHEEL, ZIP, Archive
from countermark.acquire.contents import look
from countermark.acquire.embedded import expand
from countermark.acquire.labels import path_of
from countermark.acquire.limits import Limits
from countermark.acquire.unpack import unpack
from countermark.errors import TargetError
from made_archives import Item, pax, tar, wheel, zipped
from made_executables import (
    TRAILER,
    Module,
    asar,
    asar_of,
    bun_graph,
    elf,
    elf_led_by_address,
    fat,
    macho,
    pe,
    sea_blob,
    sized,
)

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


MODULES = (
    Module(name="/$bunfs/root/a.js", content=b"a()" * 40, bytecode=b"\1\2" * 90),
    Module(name="b.js", content=b"b"),
)
GRAPH = bun_graph(*MODULES)
BLOB = sea_blob(
    b"run()" * 9, assets={"x.tgz": gzip.compress(TAR, mtime=0), "y": b"1"}, arguments=("--z",), cache=b"c" * 9
)
CARRIERS = (
    elf() + GRAPH + bytes(8),
    elf(sections={".bun": sized(GRAPH)}, notes=(("NODE_SEA_BLOB", BLOB),)),
    elf_led_by_address(GRAPH),
    fat(macho("__BUN", "__bun", sized(GRAPH)), macho("NODE_SEA", "__NODE_SEA_BLOB", BLOB)),
    pe(sections={".text": b"x" * 99, ".bun": sized(GRAPH)}, resources={"A": b"a", "NODE_SEA_BLOB": BLOB}),
    asar({"d": {"files": {"a.js": {"offset": "0", "size": 9}}}, "l": {"link": "d/a.js"}}, b"x" * 9),
    gzip.compress(gzip.compress(b"inner()" * 50, mtime=0), mtime=0),
    zipped(("a.zip", ZIPPED), ("b.asar", asar_of(x__js=b"1")), ("tool", elf() + GRAPH)),
    TAR,
)


def check_reading(data: bytes, name: str) -> None:
    """Reading ends, states what is wrong, writes below its folder alone, and never more than the limits."""
    with tempfile.TemporaryDirectory() as top:
        target, out = Path(top) / "target", Path(top) / "out"
        target.mkdir()
        (target / name).write_bytes(data)
        found = expand(target, out, SMALL)
        held = [path for path in out.rglob("*") if not path.is_dir()]
        assert {stat.S_IFMT(path.lstat().st_mode) for path in held} <= {stat.S_IFREG}
        assert {out / each.path for each in found.files if each.chain} == set(held)
        assert sum(path.stat().st_size for path in held) <= SMALL.total_bytes + SMALL.file_bytes
        assert sorted(path.name for path in Path(top).iterdir()) == ["out", "target"]
        for each in found.files:
            raw = ((out if each.chain else target) / each.path).read_bytes()
            assert (len(raw), hashlib.sha256(raw).hexdigest()) == (each.size_bytes, each.sha256)


@settings(max_examples=300, deadline=None)
@given(changes=edits, carrier=st.sampled_from(CARRIERS), name=st.sampled_from(["tool", "x.zip", "x-1.tar.gz", "x.js"]))
def test_a_mutated_carrier_is_read_or_stated(changes: list[tuple[int, str, bytes]], carrier: bytes, name: str) -> None:
    check_reading(mutated(carrier, changes), name)


@settings(max_examples=150, deadline=None)
@given(
    magic=st.sampled_from(
        [b"\x7fELF\x02\x01", b"\x7fELF\x01\x02", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe\0\0\0\2", b"MZ"]
    ),
    body=st.binary(max_size=600),
    end=st.sampled_from([b"", TRAILER, bytes(32) + TRAILER, b"\1" * 32 + TRAILER, b"NODE_SEA_BLOB\0"]),
)
def test_any_bytes_of_an_executable_are_read_or_stated(magic: bytes, body: bytes, end: bytes) -> None:
    check_reading(magic + body + end, "tool")


@settings(max_examples=150, deadline=None)
@given(
    head=st.binary(max_size=300), name=st.text(max_size=20), role=st.sampled_from(["", "program", "bytecode", "gap"])
)
def test_every_file_has_a_kind(head: bytes, name: str, role: str) -> None:
    seen = look(head, name, role)
    assert seen.is_text or seen.kind == "media" or seen.why


@given(label=st.text(max_size=400))
def test_every_label_has_a_place_below_its_folder(label: str) -> None:
    path = path_of(label)
    assert path
    assert not path.startswith("/")
    assert {"", ".", ".."}.isdisjoint(path.split("/"))
    assert path.isprintable()
    assert len(path.encode()) < 1500
    assert path_of(path) == path or len(path) > 200
