"""Gzipped tar: what is honest is unpacked, what is hostile is refused with a reason and leaves nothing."""

from __future__ import annotations

import gzip
import os
import stat
import sys
from pathlib import Path

import pytest

from countermark.acquire.archives import TGZ
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.unpack import find_kind, unpack
from countermark.acquire.unpacking import SHIPPED_AT_S
from countermark.errors import UnsafeArchive
from made_archives import BLOCK, Item, header, padded, pax, summed, tar, tgz


def put(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS, *, as_npm: bool = False) -> tuple[str, ...]:
    source = folder / "made.tgz"
    source.write_bytes(data)
    return unpack(source, folder / "out", TGZ, limits=limits, as_npm=as_npm)


def refused(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(UnsafeArchive) as caught:
        put(folder, data, limits)
    assert sorted(path.name for path in folder.iterdir()) == ["made.tgz"], "something was left behind"
    return caught.value.why


def test_files_folders_and_modes_come_out_as_they_were_shipped(tmp_path: Path) -> None:
    previous = os.umask(0o077)
    try:
        data = tgz(
            Item(name="package/", type="5", mode=0o755),
            Item(name="package/a/b.txt", content=b"x" * 1000),
            Item(name="package/run", content=b"#!", mode=0o700),
        )
        assert put(tmp_path, data) == ()
    finally:
        os.umask(previous)
    out = tmp_path / "out" / "package"
    assert (out / "a" / "b.txt").read_bytes() == b"x" * 1000
    assert stat.S_IMODE((out / "run").stat().st_mode) == 0o755
    assert stat.S_IMODE((out / "a" / "b.txt").stat().st_mode) == 0o644
    assert stat.S_IMODE((out / "a").stat().st_mode) == 0o755
    assert {path.stat().st_mtime for path in out.rglob("*")} == {SHIPPED_AT_S}


def test_as_npm_the_first_part_of_a_name_and_links_are_dropped(tmp_path: Path) -> None:
    data = tgz(
        Item(name="anything/cli.js", content=b"1"),
        Item(name="other/lib.js", content=b"2"),
        Item(name="package/link", type="2", link="cli.js"),
        Item(name="alone", content=b"3"),
    )
    notes = put(tmp_path, data, as_npm=True)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cli.js", "lib.js"]
    assert len(notes) == 2


def test_links_that_stay_inside_are_kept(tmp_path: Path) -> None:
    data = tgz(
        Item(name="p/a", content=b"1"),
        Item(name="p/b/c", type="2", link="../a"),
        Item(name="p/hard", type="1", link="p/a"),
    )
    put(tmp_path, data)
    assert (tmp_path / "out/p/b/c").read_bytes() == b"1"
    assert (tmp_path / "out/p/hard").read_bytes() == b"1"


def test_long_names_of_both_kinds_are_read(tmp_path: Path) -> None:
    long = "p/" + "/".join(["d" * 60] * 4)
    data = tgz(
        pax(path=f"{long}/pax.txt"),
        Item(name="cut", content=b"1"),
        Item(name="././@LongLink", type="L", content=f"{long}/gnu.txt\0".encode()),
        Item(name="cut", content=b"2"),
    )
    put(tmp_path, data)
    assert (tmp_path / "out" / long / "pax.txt").read_bytes() == b"1"
    assert (tmp_path / "out" / long / "gnu.txt").read_bytes() == b"2"


def test_several_gzip_members_are_one_stream_and_a_missing_end_is_no_fault(tmp_path: Path) -> None:
    whole = tar(Item(name="p/a", content=b"1" * 2000), end=b"")
    put(tmp_path, gzip.compress(whole[:700]) + gzip.compress(whole[700:]) + bytes(20))
    assert (tmp_path / "out/p/a").read_bytes() == b"1" * 2000


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ((Item(name="../evil", content=b"x"),), "climbs out"),
        ((Item(name="p/../../evil", content=b"x"),), "climbs out"),
        ((Item(name="/etc/evil", content=b"x"),), "absolute"),
        ((pax(path="/etc/evil"), Item(name="p/a")), "absolute"),
        ((pax(path="p/a\0b"), Item(name="p/a")), "NUL"),
        ((Item(name="p/\udcff", content=b"x"),), "not UTF-8"),
        ((Item(name="p/null", type="3"),), "character device"),
        ((Item(name="p/disk", type="4"),), "block device"),
        ((Item(name="p/pipe", type="6"),), "named pipe"),
        ((Item(name="p/odd", type="Z"),), "no use for"),
        ((Item(name="p/sparse", type="S"),), "no use for"),
        ((pax(GNU_sparse_major="1"), Item(name="p/a")), "sparse"),
        ((Item(name="p/root", mode=0o4755, content=b"x"),), "set-user-id"),
        ((Item(name="p/group", mode=0o2755, content=b"x"),), "set-group-id"),
        ((Item(name="p/l", type="2", link="/etc/passwd"),), "leads out"),
        ((Item(name="p/l", type="2", link="../../etc"),), "leads out"),
        ((Item(name="p/l", type="2", link=""),), "impossible target"),
        ((Item(name="p/l", type="2", link="."), Item(name="p/l/x", content=b"x")), "file and a folder"),
        ((Item(name="p/l", type="1", link="/etc/passwd"),), "absolute"),
        ((Item(name="p/l", type="1", link="p/none"),), "did not bring"),
        ((Item(name="p/a", content=b"1"), Item(name="p/a", content=b"2")), "different contents"),
        ((Item(name="p/a", content=b"1"), Item(name="p/a/b", content=b"2")), "file and a folder"),
        ((Item(name="p/a/b", content=b"1"), Item(name="p/a", content=b"2")), "twice"),
        ((Item(name="p/a", content=b"1"), Item(name="p/a", type="2", link="b")), "twice"),
        ((Item(name="p/a", type="2", link="b"), Item(name="p/a", type="2", link="c")), "twice"),
        ((Item(name="p/dir/", type="5", claims=512),), "claims contents"),
        ((Item(name="p/" + "n" * 90, content=b""), pax(path="p/" + "n" * 300), Item(name="x")), "too long"),
        ((pax(path="/".join(["d"] * 70)), Item(name="x")), "deep"),
        ((Item(name="p/a", content=b"1", claims=5000),), "cut short"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_hostile_entries_are_refused(tmp_path: Path, items: tuple[Item, ...], why: str) -> None:
    assert why in refused(tmp_path, tgz(*items))


def test_a_link_through_a_link_is_judged_by_where_it_really_leads(tmp_path: Path) -> None:
    # By its text `a/b/s/..` is `a/b`; through the first link it is the folder above everything.
    data = tgz(
        Item(name="a/b/x", content=b"1"),
        Item(name="a/b/s", type="2", link="../.."),
        Item(name="t", type="2", link="a/b/s/.."),
    )
    assert "leads out" in refused(tmp_path, data)


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        (Limits(total_bytes=5000), "more than 5,000 bytes"),
        (Limits(file_bytes=2000), "the limit is 2,000"),
        (Limits(entries=2), "more than 2 entries"),
        (Limits(ratio=3, ratio_from_bytes=4096), "3 times its own size"),
        (Limits(archive_bytes=20), "the limit is 20"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_limit_holds(tmp_path: Path, limits: Limits, why: str) -> None:
    items = [Item(name=f"p/{n}", content=bytes(3000)) for n in range(3)]
    assert why in refused(tmp_path, tgz(*items), limits)
    put(tmp_path, tgz(*items))


def test_a_bomb_outside_of_any_entry_is_stopped(tmp_path: Path) -> None:
    data = tgz(Item(name="p/a", content=b"1"), end=bytes(64 << 20))
    limits = Limits(ratio_from_bytes=1 << 20)
    assert "times its own size" in refused(tmp_path, data, limits)


def test_a_header_that_lies_about_an_extension_is_stopped_before_it_is_read(tmp_path: Path) -> None:
    data = gzip.compress(header(Item(name="x", type="x", claims=1 << 32)) + bytes(4096))
    assert "extended header" in refused(tmp_path, data)


@pytest.mark.parametrize("keep", [0, 5, 30, 200, -9, -1])
def test_a_truncated_archive_is_refused(tmp_path: Path, keep: int) -> None:
    data = tgz(Item(name="p/a", content=os.urandom(3000)), Item(name="p/b", content=os.urandom(3000)))
    assert refused(tmp_path, data[:keep])


def test_a_tar_cut_in_the_middle_of_a_file_is_refused(tmp_path: Path) -> None:
    whole = tar(Item(name="p/a", content=b"1" * 2000))
    assert "cut short" in refused(tmp_path, gzip.compress(whole[: BLOCK + 700]))
    assert "cut short" in refused(tmp_path, gzip.compress(whole[:300]))


def test_damage_is_seen(tmp_path: Path) -> None:
    data = bytearray(tgz(Item(name="p/a", content=b"1" * 2000)))
    data[-6] ^= 1  # the check sum over the whole
    assert "damaged" in refused(tmp_path, bytes(data))
    broken = bytearray(tar(Item(name="p/a", content=b"1")))
    broken[0] ^= 1
    assert "check sum" in refused(tmp_path, gzip.compress(bytes(broken)))


@pytest.mark.parametrize("raw", [b"\xff" * 12, b"\xc0" + bytes(11), b"99999999999\0", b"-0000000001\0"])
def test_sizes_that_are_none_are_refused(tmp_path: Path, raw: bytes) -> None:
    assert refused(tmp_path, gzip.compress(header(Item(name="p/a"), raw_size=raw) + bytes(1024)))


@pytest.mark.parametrize("payload", [b"no length", b"5 a=b", b"99 path=x\n", b"7 path\n", b"\xb2 a=b\n", b"9" * 600])
def test_malformed_pax_headers_are_refused(tmp_path: Path, payload: bytes) -> None:
    assert "pax" in refused(tmp_path, tgz(Item(name="x", type="x", content=payload), Item(name="p/a")))


def test_oddities_that_are_no_danger_are_noted(tmp_path: Path) -> None:
    again = Item(name="p/readme", content=b"1")
    data = tgz(again, again, Item(name="p/README", content=b"2"), Item(name="p/\x1b[31m", content=b"3"))
    notes = put(tmp_path, data + b"junk")
    assert any("same contents" in note for note in notes)
    assert any("ignore case" in note for note in notes)
    assert any("unprintable" in note for note in notes)
    assert any("follow the compressed stream" in note for note in notes)
    assert all(note.isprintable() for note in notes)


def test_what_follows_the_end_of_a_tar_is_noted(tmp_path: Path) -> None:
    hidden = tar(Item(name="p/hidden", content=b"1"))
    notes = put(tmp_path, tgz(Item(name="p/a", content=b"1"), end=bytes(2 * BLOCK) + hidden))
    assert not (tmp_path / "out/p/hidden").exists()
    assert any("after its own end" in note for note in notes)


def test_a_gnu_header_has_no_prefix(tmp_path: Path) -> None:
    block = bytearray(header(Item(name="a", content=b"1")))
    block[257:265] = b"ustar  \0"
    block[345:357] = b"13524536452\0"
    put(tmp_path, gzip.compress(summed(block) + padded(b"1")))
    assert (tmp_path / "out/a").read_bytes() == b"1"


def test_it_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "no-name").write_bytes(tgz(Item(name="p/a", content=b"1")))
    (tmp_path / "lone.gz").write_bytes(gzip.compress(b"a program's own data" * 100))
    (tmp_path / "empty").write_bytes(b"")
    assert find_kind(tmp_path / "no-name") is TGZ
    assert find_kind(tmp_path / "lone.gz") is None
    assert find_kind(tmp_path / "empty") is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads what the kernel counts")
def test_a_large_file_does_not_pass_through_memory(tmp_path: Path) -> None:
    source, limits = tmp_path / "made.tgz", Limits(ratio=2000)
    with gzip.open(source, "wb", compresslevel=1) as out:
        out.write(header(Item(name="p/big", claims=300 << 20)))
        for _ in range(300):
            out.write(bytes(1 << 20))
        out.write(bytes(1024))
    before = _peak_kib()
    unpack(source, tmp_path / "out", TGZ, limits=limits)
    assert (tmp_path / "out/p/big").stat().st_size == 300 << 20
    assert _peak_kib() - before < 64 * 1024


def _peak_kib() -> int:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
