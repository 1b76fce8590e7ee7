"""Lone files compressed by xz, bzip2 or Zstandard: what is in them is read, and nothing about them is believed."""

from __future__ import annotations

import bz2
import lzma
import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from countermark.acquire.archives import BZIP2, XZ, ZSTD, Archive
from countermark.acquire.embedded import expand
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.acquire.unpack import unpack
from countermark.errors import UnsafeArchive
from countermark.model.expanded import Expanded
from made_archives import Item, tar
from unit.acquire.test_fuzz import check_reading, edits, mutated

TAR = tar(Item(name="p/run.js", content=b"go()" * 50), Item(name="p/more.js", content=b"more()"))


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


Compress = Callable[[bytes], bytes]
KINDS = {"xz": (XZ, lzma.compress), "bzip2": (BZIP2, bz2.compress), "zstd": (ZSTD, zstd)}
every = pytest.mark.parametrize(("kind", "compress"), KINDS.values(), ids=KINDS)


def read(folder: Path, data: bytes, limits: Limits = DEFAULT_LIMITS, name: str = "x.bin") -> Expanded:
    (folder / "target").mkdir()
    (folder / "target" / name).write_bytes(data)
    return expand(folder / "target", folder / "out", limits)


def out_of(folder: Path, data: bytes, kind: Archive, limits: Limits = DEFAULT_LIMITS) -> bytes:
    (folder / "x").write_bytes(data)
    unpack(folder / "x", folder / "out", kind, limits=limits)
    return (folder / "out" / "content").read_bytes()


@every
def test_a_tar_in_it_is_opened(tmp_path: Path, kind: Archive, compress: Compress) -> None:
    found = read(tmp_path, compress(TAR))
    assert [each.path for each in found.files] == [f"x.bin!/content!/p/{name}.js" for name in ("run", "more")]
    assert [each.kind for each in found.files[0].chain] == [kind.id, "tar"]
    assert (found.violations, found.uninspected) == ((), ())


@every
def test_a_program_in_it_is_read(tmp_path: Path, kind: Archive, compress: Compress) -> None:
    found = read(tmp_path, compress(b"#!/usr/bin/env node\ngo()"))
    assert [(each.path, each.is_program) for each in found.files] == [("x.bin!/content", True)]
    assert kind.matches(compress(b""), "x")


@every
def test_several_streams_in_a_row_are_one(tmp_path: Path, kind: Archive, compress: Compress) -> None:
    assert out_of(tmp_path, compress(b"go()") + compress(b"; more()"), kind) == b"go(); more()"


@every
def test_what_follows_is_noted(tmp_path: Path, kind: Archive, compress: Compress) -> None:
    found = read(tmp_path, compress(b"go()") + b"evil()")
    assert [each.path for each in found.files] == ["x.bin!/content"]
    assert any("belong to nothing" in note for note in found.notes)
    assert kind.used_as_is


@every
def test_a_bomb_is_stopped_soon(tmp_path: Path, kind: Archive, compress: Compress) -> None:
    limits = Limits(ratio=50, ratio_from_bytes=1 << 20)
    bomb = compress(bytes(64 << 20))
    begun = time.monotonic()
    with pytest.raises(UnsafeArchive) as caught:
        out_of(tmp_path, bomb, kind, limits)
    assert "times its own size" in caught.value.why
    assert time.monotonic() - begun < 20


@every
@pytest.mark.parametrize("keep", [12, 30, -1])
def test_a_torso_is_a_stated_failure(tmp_path: Path, kind: Archive, compress: Compress, keep: int) -> None:
    data = compress(bytes(range(256)) * 40)
    found = read(tmp_path, data[:keep])
    assert not found.files
    assert {each.where for each in (*found.violations, *found.uninspected)} == {"x.bin"}
    assert kind.compresses


def test_one_that_asks_for_gigabytes_of_memory_is_refused(tmp_path: Path) -> None:
    greedy = lzma.compress(b"go()", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])
    with pytest.raises(UnsafeArchive) as caught:
        out_of(tmp_path, greedy, XZ)
    assert "memory" in caught.value.why
    (tmp_path / "x").unlink()
    wide = b"\x28\xb5\x2f\xfd" + bytes([0x00, 21 << 3]) + struct.pack("<I", (4 << 3) | 1)[:3] + b"go()"  # 2 GiB
    with pytest.raises(UnsafeArchive) as caught:
        out_of(tmp_path, wide, ZSTD)
    assert "memory" in caught.value.why


@pytest.mark.parametrize("head", [b"BZh9 = 1; go()", b"BZh0" + bytes(9), b"\xfd7zX\0", b"\x28\xb5\x2f\xfe"])
def test_what_only_begins_alike_is_none(head: bytes) -> None:
    assert not any(kind.matches(head, "x.bz2") for kind, _ in KINDS.values())


def test_an_archive_without_a_reader_is_listed_and_keeps_it_from_being_whole(tmp_path: Path) -> None:
    found = read(tmp_path, b"7z\xbc\xaf\x27\x1c" + bytes(200), name="more.7z")
    (left,) = found.uninspected
    assert (left.where, left.kind, left.size_bytes, len(left.sha256)) == ("more.7z", "compressed", 206, 64)


@settings(max_examples=60, deadline=None)
@given(changes=edits, carrier=st.sampled_from([compress(TAR) for _, compress in KINDS.values()]))
def test_a_mutated_one_is_read_or_stated(changes: list[tuple[int, str, bytes]], carrier: bytes) -> None:
    check_reading(mutated(carrier, changes), "x.bin")


@settings(max_examples=60, deadline=None)
@given(changes=edits, kind=st.sampled_from([*KINDS.values()]))
def test_a_mutated_tar_inside_is_read_or_stated(
    changes: list[tuple[int, str, bytes]], kind: tuple[Archive, Compress]
) -> None:
    check_reading(kind[1](mutated(TAR, changes)), "x.bin")
