"""Whether builds for several systems are said to be the same only where they are."""

from __future__ import annotations

from pathlib import Path

from countermark.acquire.embedded import expand
from countermark.acquire.same_text import Build, compare_program_text
from made_executables import Module, bun_graph, elf, macho, pe, sized

LINUX, WINDOWS = "/$bunfs/root/", "B:/~BUN/root/"


def graph(root: str, **scripts: str) -> bytes:
    return sized(bun_graph(*(Module(name=f"{root}{name}.js", content=text.encode()) for name, text in scripts.items())))


def build(folder: Path, label: str, name: str, program: bytes) -> Build:
    (folder / label).mkdir()
    (folder / label / name).write_bytes(program)
    return Build(label=label, expanded=expand(folder / label, folder / f"{label}-out"))


def three(folder: Path, windows: dict[str, str], **scripts: str) -> tuple[Build, ...]:
    return (
        build(folder, "linux-x64", "tool", elf(sections={".bun": graph(LINUX, **scripts)})),
        build(folder, "darwin-arm64", "tool", macho("__BUN", "__bun", graph(LINUX, **scripts))),
        build(folder, "win32-x64", "tool.exe", pe(sections={".bun": graph(WINDOWS, **(scripts | windows))})),
    )


def test_the_same_text_in_other_containers_is_the_same(tmp_path: Path) -> None:
    found = compare_program_text(three(tmp_path, {}, cli="go()", worker="work()"))
    assert found.is_same
    assert (found.shared_files, found.shared_bytes, found.differing, found.unread) == (2, 10, (), ())


def test_what_differs_is_named(tmp_path: Path) -> None:
    found = compare_program_text(three(tmp_path, {"cli": "go(1)", "more": "x()"}, cli="go()", worker="work()"))
    assert not found.is_same
    assert found.labels == ("linux-x64", "darwin-arm64", "win32-x64")
    assert [each.name for each in found.differing] == ["cli.js", "more.js"]
    cli, more = found.differing
    assert cli.sha256[0] == cli.sha256[1] != cli.sha256[2]
    assert [bool(digest) for digest in more.sha256] == [False, False, True]
    assert found.shared_files == 1


def test_one_text_under_two_names_is_no_difference(tmp_path: Path) -> None:
    left = build(tmp_path, "a", "tool", elf(sections={".bun": graph(LINUX, one="go()")}))
    right = build(tmp_path, "b", "tool", elf(sections={".bun": graph(LINUX, two="go()")}))
    assert compare_program_text((left, right)).is_same


def test_what_could_not_be_read_is_never_the_same(tmp_path: Path) -> None:
    left = build(tmp_path, "a", "tool", elf(sections={".bun": graph(LINUX, one="go()")}))
    right = build(tmp_path, "b", "tool", elf())
    broken = build(tmp_path, "c", "x.zip", b"PK\x03\x04 torn")
    assert compare_program_text((left, right)).unread == ("b",)
    assert compare_program_text((left, broken)).unread == ("c",)
    assert not compare_program_text((right, right)).is_same
    assert not compare_program_text((left,)).is_same
    assert not compare_program_text(()).is_same
