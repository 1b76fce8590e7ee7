"""A whole target, opened down to the last archive in an archive, whatever lies in it."""

from __future__ import annotations

import gzip
import hashlib
import os
import resource
import time
import zipfile
from pathlib import Path

import pytest

from countermark.acquire import embedded
from countermark.acquire.archives import ZIP
from countermark.acquire.contents import look
from countermark.acquire.embedded import expand
from countermark.acquire.limits import DEFAULT_LIMITS, Limits
from countermark.model.expanded import Expanded
from made_archives import Item, tgz, wheel, zipped, zipped_with_mode
from made_executables import Module, asar, asar_of, bun_graph, elf, sea_blob

SCRIPT = b"start()"


def laid(folder: Path, **files: bytes) -> Path:
    """A target; two underscores stand for a dot, three for a slash."""
    for name, data in files.items():
        path = folder / "target" / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "target"


def read(folder: Path, limits: Limits = DEFAULT_LIMITS, **files: bytes) -> Expanded:
    return expand(laid(folder, **files), folder / "out", limits)


def texts(folder: Path, found: Expanded) -> dict[str, bytes]:
    return {each.path: (folder / ("out" if each.chain else "target") / each.path).read_bytes() for each in found.files}


def test_plain_files_are_told_apart(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        bin___run=b"#!/usr/bin/env node\ngo()",
        a__js=SCRIPT,
        readme__md=b"Read me",
        picture__png=b"\x89PNG\r\n\x1a\n" + bytes(50),
        a__wasm=b"\0asm\1\0\0\0",
        native__node=elf(),
        cache__jsc=b"\x01\x02\x03\x00" * 9,
        a__js__map=b'{"version":3,"sources":[]}',
        blob__dat=os.urandom(64) + b"\0",
        empty__js=b"",
    )
    assert {each.path: each.is_program for each in found.files} == {"bin/run": True, "a.js": True, "readme.md": False}
    assert {each.where: each.kind for each in found.uninspected} == {
        "a.wasm": "wasm",
        "native.node": "machine-code",
        "cache.jsc": "bytecode",
        "a.js.map": "source-map",
        "blob.dat": "unknown",
    }
    assert (found.media_files, found.violations, found.notes) == (1, (), ())
    assert all(each.sha256 == hashlib.sha256(texts(tmp_path, found)[each.path]).hexdigest() for each in found.files)
    assert list((tmp_path / "out").iterdir()) == []


def test_every_kind_is_opened_within_every_other(tmp_path: Path) -> None:
    inner = asar_of(deep__js=SCRIPT)
    package = tgz(Item(name="package/app.asar", content=inner), Item(name="package/b.js", content=b"b()"))
    program = elf(notes=(("NODE_SEA_BLOB", sea_blob(b"c()", assets={"p.tgz": package})),))
    found = read(tmp_path, some__vsix=zipped(("extension/tool", program)))
    (deep,) = (each for each in found.files if each.name == "deep.js")
    assert [each.kind for each in deep.chain] == ["vsix", "node-sea", "tgz", "asar"]
    assert deep.path == "some.vsix!/extension/tool!/assets/p.tgz!/package/app.asar!/deep.js"
    assert texts(tmp_path, found)[deep.path] == SCRIPT
    assert len(found.files) == 3
    assert not found.violations


def test_a_wheel_is_read_as_it_lies(tmp_path: Path) -> None:
    data = wheel("made", "1", {"made/a.py": "x = 1", "made-1.data/scripts/run": "#!python\ngo()"})
    found = read(tmp_path, **{"made-1-py3-none-any__whl": data})
    assert {each.name for each in found.files if each.is_program} == {"made/a.py", "made-1.data/scripts/run"}


def test_a_zip_behind_a_script_is_opened(tmp_path: Path) -> None:
    app = b"#!/usr/bin/env python3\n" + zipped(("__main__.py", b"main()"))
    found = read(tmp_path, app=app, outer__zip=zipped(("bin/app", app + b"")))
    assert {each.path for each in found.files} == {"app!/__main__.py"}
    assert "is the same as app" in found.notes[0]


@pytest.mark.parametrize("beginning", [b"GIF8", b"MZ", b"ID3", b"Rar!", b"OTTO", b"BZh9", b"wOFF", b"ttcf", b"icns"])
def test_a_script_that_begins_like_something_else_is_a_script(tmp_path: Path, beginning: bytes) -> None:
    script = beginning + b" = 1; steal()"
    found = read(tmp_path, a__js=script, b=script, c__js=script + b"/*\x00\x01*/")
    assert {each.path: each.is_program for each in found.files} == {"a.js": True, "b": False, "c.js": True}


def test_what_cannot_be_read_is_told_by_its_digest(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.js", SCRIPT), ("secret.js", b"s" * 90), ("b.js", b"b()")))
    for signature, field in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature, data.find(signature) + 1)
        data[at + field] |= 1
    found = read(tmp_path, x__zip=bytes(data), y__zip=zipped(("odd.js", b"o" * 400), method=zipfile.ZIP_LZMA))
    assert {each.name for each in found.files} == {"a.js", "b.js"}
    assert {(each.kind, each.where, each.size_bytes) for each in found.uninspected} == {
        ("encrypted", "x.zip!/secret.js", 90),
        ("compressed", "y.zip!/odd.js", 400),
    }
    assert all(len(each.sha256) == 64 for each in found.uninspected)


def test_archives_within_archives_end_at_a_stated_depth(tmp_path: Path) -> None:
    data = SCRIPT
    for level in range(9):
        data = zipped((f"{level}.zip" if level else "a.js", data))
    found = read(tmp_path, x__zip=data)
    assert not found.files
    (left,) = found.uninspected
    assert (left.kind, left.where.count("!/")) == ("nested", DEFAULT_LIMITS.nesting)
    assert "which is the limit" in left.why


def test_copies_are_read_once(tmp_path: Path) -> None:
    bomb = zipped(("a.js", SCRIPT))
    for level in range(3):
        bomb = zipped(*((f"{level}-{n}.zip", bomb) for n in range(50)))
    found = read(tmp_path, x__zip=bomb)
    assert len(found.files) == 1
    assert sum("is the same as" in note for note in found.notes) == 100


def test_an_archive_that_holds_itself_is_opened_once(tmp_path: Path) -> None:
    # Only compressed data can reproduce itself, and takes a search to build: so the step is taken by hand.
    data = zipped(("a.js", SCRIPT))
    (tmp_path / "x.zip").write_bytes(data)
    (tmp_path / "out").mkdir()
    work = embedded._Expansion(root=tmp_path, into=tmp_path / "out", scratch=tmp_path, limits=DEFAULT_LIMITS)
    sha256 = hashlib.sha256(data).hexdigest()
    itself = embedded._Found(
        file=tmp_path / "x.zip",
        where="x.zip!/x.zip",
        name="x.zip",
        inside="x.zip!/x.zip",
        look=look(data, "x.zip"),
        sha256=sha256,
        size_bytes=len(data),
        around=frozenset({sha256}),
    )
    work._open(itself, (ZIP,))
    assert not work.files
    assert [(each.kind, each.why) for each in work.uninspected] == [
        ("nested", "it is a copy of an archive that it lies in")
    ]


def test_limits_hold_over_all_containers_together(tmp_path: Path) -> None:
    files = {f"{n}__zip": zipped((f"{n}.txt", str(n).encode() * 3000)) for n in range(5)}
    found = read(tmp_path, Limits(total_bytes=8000), **files)
    assert len(found.files) == 2
    assert [each.where for each in found.violations] == ["2.zip", "3.zip", "4.zip"]
    assert all("unpacks to more than" in each.why for each in found.violations)


@pytest.mark.parametrize(
    "bomb",
    [
        zipped(("zeros.js", bytes(1 << 24))),
        tgz(Item(name="zeros.js", content=bytes(1 << 24))),
        gzip.compress(bytes(1 << 24)),
        gzip.compress(gzip.compress(bytes(1 << 24), mtime=0), mtime=0),
    ],
)
def test_bombs_are_stopped(tmp_path: Path, bomb: bytes) -> None:
    found = read(tmp_path, Limits(ratio=50, ratio_from_bytes=1 << 20), x=bomb)
    assert "times its own size" in found.violations[0].why
    held = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert held < 4 << 20


def test_what_is_wrong_in_one_place_hides_nothing_elsewhere(tmp_path: Path) -> None:
    hostile = tgz(
        Item(name="../../evil.js", content=b"evil()"),
        Item(name="/abs.js", content=b"abs()"),
        Item(name="out", type="2", link="../../etc"),
        Item(name="a.js", content=b"one()"),
        Item(name="a.js", content=b"two()"),
        Item(name="a.js/below.js", content=b"three()"),
        Item(name="last.js", content=b"last()"),
    )
    found = read(tmp_path, x__tgz=hostile)
    assert sorted(texts(tmp_path, found).values()) == sorted(
        (b"evil()", b"abs()", b"one()", b"two()", b"three()", b"last()")
    )
    assert {each.why.split(" ", 1)[0] for each in found.violations} == {"the", "'out'"}
    assert all((tmp_path / "out" / each.path).resolve().is_relative_to(tmp_path / "out") for each in found.files)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "target"]


def test_a_member_called_like_a_folder_of_ours_is_kept_apart(tmp_path: Path) -> None:
    found = read(tmp_path, x__zip=zipped(("y.zip", zipped(("a.js", b"1"))), ("y.zip!/a.js", b"2")))
    assert sorted(texts(tmp_path, found).values()) == [b"1", b"2"]


@pytest.mark.parametrize("keep", [30, 200, -30, -1])
def test_a_truncated_archive_is_a_stated_failure(tmp_path: Path, keep: int) -> None:
    files = {"x.zip": zipped(("a", os.urandom(5000))), "x.tgz": tgz(Item(name="a", content=os.urandom(5000)))}
    for name, data in files.items():
        (tmp_path / "target").mkdir(exist_ok=True)
        (tmp_path / "target" / name).write_bytes(data[:keep])
    found = expand(tmp_path / "target", tmp_path / "out")
    stated = {each.where for each in (*found.violations, *found.uninspected)}
    assert stated >= set(files)


def test_a_text_called_an_archive_is_read_as_the_text_that_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, x__zip=SCRIPT, outer__tgz=tgz(Item(name="y.zip", content=b"hidden()")))
    assert sorted(texts(tmp_path, found).values()) == [b"hidden()", SCRIPT]
    assert {each.where for each in found.violations} == {"x.zip", "outer.tgz!/y.zip"}


def test_links_and_odd_files_are_not_followed(tmp_path: Path) -> None:
    target = laid(tmp_path, a__js=SCRIPT, sub___b__js=b"b()")
    (tmp_path / "outside.js").write_bytes(b"outside()")
    for name, to in (("loop", "loop"), ("up", ".."), ("sub/top", ".."), ("in.js", "a.js"), ("out.js", "../outside.js")):
        (target / name).symlink_to(to)
    os.mkfifo(target / "pipe")
    found = expand(target, tmp_path / "out")
    assert [each.path for each in found.files] == ["a.js", "sub/b.js"]
    assert {each.where: each.kind for each in found.uninspected} == {"up": "link", "out.js": "link", "pipe": "special"}


def test_names_that_are_no_text_are_printable(tmp_path: Path) -> None:
    target = laid(tmp_path, a__js=SCRIPT)
    (target / os.fsdecode(b"\xff\xfe.zip")).write_bytes(zipped(("b.js", b"b()")))
    found = expand(target, tmp_path / "out")
    (file,) = (each for each in found.files if each.chain)
    assert file.chain[0].path == "\\xff\\xfe.zip"
    assert (tmp_path / "out" / file.path).read_bytes() == b"b()"


def test_an_archive_with_a_hundred_thousand_members_is_bounded(tmp_path: Path) -> None:
    limits = Limits(entries=20_000)
    data = tgz(*(Item(name=f"p/{n}.js", content=b"x") for n in range(25_000)))
    begun = time.monotonic()
    found = read(tmp_path, limits, x__tgz=data)
    assert "more than 20,000 entries" in found.violations[0].why
    assert len(found.files) == 20_000
    assert time.monotonic() - begun < 60


def test_a_folder_with_too_many_files_is_a_stated_failure(tmp_path: Path) -> None:
    found = read(tmp_path, Limits(entries=10), **{f"{n}__js": b"x" for n in range(30)})
    assert len(found.files) == 10
    assert found.violations[0].kind == "folder"


def test_a_large_program_is_never_held_whole(tmp_path: Path) -> None:
    graph = bun_graph(Module(name="/$bunfs/root/a.js", content=b"a()", bytecode=b"\x01\x02" * (64 << 20)))
    target = laid(tmp_path, tool=elf() + graph + bytes(8))
    del graph
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = expand(target, tmp_path / "out")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10
    assert [each.name for each in found.files] == ["/$bunfs/root/a.js"]


def test_asar_that_lies_among_honest_files(tmp_path: Path) -> None:
    found = read(tmp_path, app__asar=asar({"a.js": {"offset": "0", "size": 99}}, b"short"), b__js=SCRIPT)
    assert [each.path for each in found.files] == ["b.js"]
    assert "end beyond" in found.violations[0].why


def test_special_members_of_a_zip_do_not_come_out(tmp_path: Path) -> None:
    found = read(tmp_path, x__zip=zipped_with_mode("dev", b"", 0o020644))
    assert "neither a file" in found.violations[0].why
