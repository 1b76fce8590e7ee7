"""Programs compiled by Bun, of every version and system, and such as lie."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from countermark.acquire.embedded import expand
from countermark.acquire.limits import Limits
from countermark.acquire.unpack import find_kind
from countermark.model.expanded import Container, Expanded
from made_executables import TRAILER, Module, bun_graph, elf, elf_led_by_address, fat, macho, pe, sized

ROOT = "/$bunfs/root/"
SCRIPT = Module(
    name=f"{ROOT}src/cli.js", content=b"console.log('it runs')", bytecode=b"\x01\x02" * 40, sourcemap=b"map"
)
NATIVE = Module(name=f"{ROOT}a.node", content=b"\x7fELF" + bytes(200), encoding=0, loader=10)
GRAPH = bun_graph(SCRIPT, NATIVE)


def read(folder: Path, data: bytes, limits: Limits | None = None) -> Expanded:
    (folder / "target").mkdir()
    (folder / "target/tool").write_bytes(data)
    return expand(folder / "target", folder / "out", limits or Limits())


@pytest.mark.parametrize(
    "program",
    [
        elf() + GRAPH + bytes(8),  # behind the end, as on Linux until 2026
        elf(sections={".bun": sized(GRAPH)}),
        elf_led_by_address(GRAPH),
        macho("__BUN", "__bun", sized(GRAPH)),
        macho("__BUN", "__bun", sized(GRAPH, 4)),
        fat(macho("__BUN", "__bun", sized(GRAPH))),
        pe(sections={".text": b"code", ".bun": sized(GRAPH)}),
        pe() + GRAPH + bytes(8),
    ],
    ids=["elf-end", "elf-section", "elf-address", "macho", "macho-32", "universal", "pe-section", "pe-end"],
)
def test_a_graph_is_found_wherever_a_version_of_bun_put_it(tmp_path: Path, program: bytes) -> None:
    found = read(tmp_path, program)
    (script,) = found.files
    assert script.is_program
    assert script.name == f"{ROOT}src/cli.js"
    assert script.path == "tool!/src/cli.js"
    assert script.chain == (Container(kind="bun", path="tool"),)
    assert (tmp_path / "out" / script.path).read_bytes() == SCRIPT.content
    assert script.offset_bytes is not None
    assert program[script.offset_bytes :].startswith(SCRIPT.content)
    left = {(each.kind, each.where.rpartition("/")[2]) for each in found.uninspected}
    assert left >= {
        ("machine-code", "tool"),
        ("bytecode", "cli.js"),
        ("source-map", "cli.js"),
        ("machine-code", "a.node"),
    }
    assert not found.violations


@pytest.mark.parametrize(("record", "offsets"), [(28, 24), (28, 32), (36, 24), (36, 32), (44, 32), (52, 32), (60, 32)])
def test_records_of_every_size_are_read(tmp_path: Path, record: int, offsets: int) -> None:
    modules = tuple(Module(name=f"{ROOT}{n}.js", content=b"let x = %d" % n) for n in range(7))
    found = read(tmp_path, elf() + bun_graph(*modules, record=record, offsets=offsets) + bytes(8))
    assert sorted(each.name for each in found.files) == [each.name for each in modules]
    assert not found.violations


def test_bun_itself_is_no_program_and_no_violation(tmp_path: Path) -> None:
    assert TRAILER in elf()
    found = read(tmp_path, elf(sections={".bun": bytes(8)}))
    assert not found.files
    assert not found.violations
    assert [each.kind for each in found.uninspected] == ["machine-code"]


def test_a_trailer_among_the_contents_is_not_taken_for_the_end(tmp_path: Path) -> None:
    graph = bun_graph(Module(name=f"{ROOT}a.js", content=b"x = `" + TRAILER + b"`"))
    assert [each.name for each in read(tmp_path, elf() + graph + bytes(8)).files] == [f"{ROOT}a.js"]


def test_a_second_graph_hides_nothing(tmp_path: Path) -> None:
    decoy = bun_graph(Module(name=f"{ROOT}decoy.js", content=b"innocent()"))
    found = read(tmp_path, elf(sections={".bun": sized(GRAPH)}) + decoy + bytes(8))
    assert {each.name for each in found.files} == {f"{ROOT}src/cli.js", f"{ROOT}decoy.js"}
    assert any("more than one graph" in note for note in found.notes)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (elf() + bun_graph(SCRIPT, lie=1 << 20), "records of no known layout, or of lies"),
        (elf() + struct.pack("<QIIIIII", 1 << 40, 0, 52, 0, 0, 0, 0) + TRAILER, "no graph of modules before it"),
        (elf() + struct.pack("<QIIIIII", 8, 0, 1 << 31, 0, 0, 0, 0) + TRAILER, "no graph of modules before it"),
        (elf(sections={".bun": sized(GRAPH)[:-5]}), "leads to none"),
        (elf(sections={".bun": b"\xff" * 64}), "leads to none"),
    ],
    ids=["offsets", "size", "table", "cut", "address"],
)
def test_a_graph_that_lies_is_a_stated_failure(tmp_path: Path, program: bytes, why: str) -> None:
    found = read(tmp_path, program)
    assert not found.files
    (violation,) = found.violations
    assert (violation.kind, violation.where) == ("bun", "tool")
    assert why in violation.why


def test_one_lying_record_does_not_hide_the_others(tmp_path: Path) -> None:
    graph = bytearray(bun_graph(SCRIPT, Module(name=f"{ROOT}b.js", content=b"b()")))
    table = graph.rfind(TRAILER) - 32 - 2 * 52
    graph[table + 8 : table + 12] = (1 << 30).to_bytes(4, "little")
    found = read(tmp_path, elf() + bytes(graph) + bytes(8))
    assert [each.name for each in found.files] == [f"{ROOT}b.js"]
    assert "1 of its 2 records" in found.violations[0].why


def test_records_that_share_bytes_cannot_fill_the_disk(tmp_path: Path) -> None:
    graph = bytearray(bun_graph(*(Module(name=f"{ROOT}{n}.js", content=b"x" * 50_000 * (n == 0)) for n in range(64))))
    table = len(graph) - len(TRAILER) - 32 - 64 * 52
    for n in range(1, 64):
        graph[table + n * 52 + 8 : table + n * 52 + 16] = graph[table + 8 : table + 16]
    found = read(tmp_path, elf() + bytes(graph) + bytes(8))
    assert "claim more bytes than it holds" in found.violations[0].why


def test_more_modules_than_can_be_are_refused(tmp_path: Path) -> None:
    graph = bun_graph(*(Module(name=f"{ROOT}{n}.js", content=b"x") for n in range(40)))
    assert "more than 30 modules" in read(tmp_path, elf() + graph, Limits(modules=30)).violations[0].why


def test_names_that_climb_stay_below(tmp_path: Path) -> None:
    names = ("../../../etc/cron.js", "/etc/passwd.js", "C:\\windows\\a.js", "a\x1b[31m.js", "x" * 3000 + ".js")
    graph = bun_graph(*(Module(name=name, content=b"let x = 1 // " + name[:9].encode()) for name in names))
    found = read(tmp_path, elf() + graph + bytes(8))
    assert {each.name for each in found.files} == set(names)
    held = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert len(held) == len(names)
    assert all(path.name.isprintable() for path in held)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "target"]


@pytest.mark.parametrize(
    ("encoding", "raw", "kept_as"),
    [(2, "wide = 'ʹ'".encode("utf-16-le"), "utf-16-le"), (1, "latin = 'é'".encode("latin-1"), "latin-1")],
)
def test_other_encodings_become_utf8(tmp_path: Path, encoding: int, raw: bytes, kept_as: str) -> None:
    graph = bun_graph(Module(name=f"{ROOT}a.js", content=raw, encoding=encoding))
    (file,) = read(tmp_path, elf() + graph + bytes(8)).files
    assert file.decoded_from == kept_as
    assert (tmp_path / "out" / file.path).read_bytes() == raw.decode(kept_as).encode()


def test_utf8_that_is_called_latin1_is_left_alone(tmp_path: Path) -> None:
    graph = bun_graph(Module(name=f"{ROOT}a.js", content="x = 'é’'".encode()))
    (file,) = read(tmp_path, elf() + graph + bytes(8)).files
    assert file.decoded_from == ""
    assert (tmp_path / "out" / file.path).read_text("utf-8") == "x = 'é’'"


def test_bytes_that_no_record_names_are_listed(tmp_path: Path) -> None:
    found = read(tmp_path, elf() + bun_graph(SCRIPT, extra=b"\x07hidden" * 2000) + bytes(8))
    assert [each.size_bytes > 13_000 for each in found.uninspected if each.kind == "gap"] == [True]


def test_a_program_is_never_unpacked_for_the_lab(tmp_path: Path) -> None:
    (tmp_path / "tool").write_bytes(elf() + GRAPH + bytes(8))
    assert find_kind(tmp_path / "tool") is None
