"""Node single executables, of every version and system, and such as lie."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest

from countermark.acquire.embedded import expand
from countermark.model.expanded import Expanded
from made_archives import Item, tgz
from made_executables import SEA_MAGIC, elf, fat, macho, pe, sea_blob

CODE = b"'use strict'; start()"
BLOB = sea_blob(CODE, assets={"data.json": b'{"a": 1}'})
NOTE = "NODE_SEA_BLOB"


def read(folder: Path, data: bytes) -> Expanded:
    (folder / "target").mkdir()
    (folder / "target/tool").write_bytes(data)
    return expand(folder / "target", folder / "out")


@pytest.mark.parametrize(
    "program",
    [
        elf(notes=(("GNU", b"1234"), (NOTE, BLOB))),
        macho("NODE_SEA", "__NODE_SEA_BLOB", BLOB),
        fat(macho("NODE_SEA", "__NODE_SEA_BLOB", BLOB)),
        pe(sections={".text": b"code" * 9}, resources={"ICON": b"picture", NOTE: BLOB}),
    ],
    ids=["elf", "macho", "universal", "pe"],
)
def test_the_blob_is_found_on_every_system(tmp_path: Path, program: bytes) -> None:
    found = read(tmp_path, program)
    assert {(each.name, each.is_program) for each in found.files} == {
        ("/home/me/app.js", True),
        ("assets/data.json", False),
    }
    script = next(each for each in found.files if each.is_program)
    assert script.path == "tool!/home/me/app.js"
    assert script.offset_bytes is not None
    assert program[script.offset_bytes :].startswith(CODE)
    assert (tmp_path / "out" / script.path).read_bytes() == CODE
    assert not found.violations


@pytest.mark.parametrize("extra", [-1, 0, 1, 2])
@pytest.mark.parametrize("more", [{}, {"cache": b"\xc0\xde" * 9}, {"arguments": ("--no-warnings", "--x")}])
def test_every_layout_is_read(tmp_path: Path, extra: int, more: dict[str, object]) -> None:
    found = read(tmp_path, elf(notes=((NOTE, sea_blob(CODE, extra=extra, **more)),)))
    (script,) = found.files
    assert (tmp_path / "out" / script.path).read_bytes() == CODE
    assert ("bytecode" in {each.kind for each in found.uninspected}) == ("cache" in more)


@pytest.mark.parametrize("head", [struct.pack("<I", SEA_MAGIC), struct.pack("<II", SEA_MAGIC, 1)])
def test_the_first_layouts_hold_bare_code(tmp_path: Path, head: bytes) -> None:
    (script,) = read(tmp_path, elf(notes=((NOTE, head + CODE),))).files
    assert (tmp_path / "out" / script.path).read_bytes() == CODE


def test_a_snapshot_is_bytecode(tmp_path: Path) -> None:
    found = read(tmp_path, elf(notes=((NOTE, sea_blob(b"\0snap" * 30, snapshot=True)),)))
    assert not found.files
    assert {each.kind for each in found.uninspected} == {"machine-code", "bytecode"}


def test_an_archive_among_the_assets_is_opened(tmp_path: Path) -> None:
    inner = tgz(Item(name="package/main.js", content=b"go()"), Item(name="package/p.png", content=b"\x89PNG\r\n\x1a\n"))
    found = read(tmp_path, elf(notes=((NOTE, sea_blob(CODE, assets={"app.tgz": inner})),)))
    main = next(each for each in found.files if each.name == "package/main.js")
    assert [each.kind for each in main.chain] == ["node-sea", "tgz"]
    assert main.path == "tool!/assets/app.tgz!/package/main.js"
    assert main.offset_bytes is None
    assert found.media_files == 1


@pytest.mark.parametrize(
    ("blob", "why"),
    [
        (BLOB[:-3], "no known layout, or is cut short"),
        (b"\0\0\0\0" + BLOB[4:], "holds something else"),
        (struct.pack("<IIBQ", SEA_MAGIC, 0, 0, 1 << 60), "no known layout"),
        (struct.pack("<IIBQQQ", SEA_MAGIC, 8, 0, 0, 0, 1 << 50), "no known layout"),
        (b"\x20", "holds something else"),
    ],
)
def test_a_blob_that_lies_is_a_stated_failure(tmp_path: Path, blob: bytes, why: str) -> None:
    found = read(tmp_path, elf(notes=((NOTE, blob),)))
    assert not found.files
    assert [(each.kind, why in each.why) for each in found.violations] == [("node-sea", True)]


def test_what_a_gzipped_asset_holds_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, elf(notes=((NOTE, sea_blob(CODE, assets={"a.gz": gzip.compress(b"hidden()", mtime=0)})),)))
    assert "gzip" in {each.chain[-1].kind for each in found.files}
