"""An inspection finds what a program hides, names where it stands, and never calls clean what it did not read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from countermark.drive.inspect import InspectOptions, inspect
from countermark.model.inspection import Inspection
from made_archives import zipped
from made_executables import Module, bun_graph, elf, sized
from unit.drive.programs import CLEAN, ENCODED, HIDING, HOSTS, Silence, laid


def read(tmp_path: Path, target: Path, progress: Silence | None = None) -> Inspection:
    options = InspectOptions(target=str(target), jobs=2, cache=tmp_path / "cache")
    return inspect(options, progress=progress or Silence())


def test_a_clean_program_that_was_read_whole_is_clean(tmp_path: Path) -> None:
    found = read(tmp_path, laid(tmp_path / "t", CLEAN, readme__md="# x", types__d__ts="export type A = 1"))
    assert (found.outcome, found.incomplete_because) == ("nothing-found", ())
    states = {file.file: file.state for file in found.coverage.files}
    assert states["cli.js"] == "read"
    assert states["types.d.ts"] == "declarations"
    assert states["readme.md"] == "searched"
    assert found.coverage.bytes_parsed == found.coverage.bytes_total == len(CLEAN)


def test_a_hidden_list_is_found_with_its_entries_and_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, laid(tmp_path / "t", HIDING))
    assert found.outcome == "found"
    (one,) = found.findings.hidden_lists
    assert set(one.entries) == set(HOSTS)
    assert one.where.file == "cli.js"
    assert ENCODED in HIDING.encode()[one.where.start - 2 : one.where.end + 2].decode()
    (excerpt,) = [excerpt for excerpt in found.excerpts if excerpt.where == one.where]
    assert excerpt.line == HIDING[: HIDING.index(ENCODED)].count("\n") + 1
    assert ENCODED[:40] in excerpt.text


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    target = laid(tmp_path / "t", HIDING)
    first = read(tmp_path, target)
    again = Silence()
    second = read(tmp_path, target, again)
    assert any("2 more were read before" in step for step in again.steps), again.steps
    assert dataclasses.replace(second, timing=first.timing) == first
    moved = read(tmp_path, laid(tmp_path / "u", "1", other__mjs=HIDING))
    assert [one.where.file for one in moved.findings.hidden_lists] == ["other.mjs"]


def test_programs_within_containers_are_read(tmp_path: Path) -> None:
    graph = bun_graph(Module(name="/$bunfs/root/entry.js", content=HIDING.encode()))
    target = laid(tmp_path / "t", CLEAN)
    (target / "tool").write_bytes(elf(sections={".bun": sized(graph)}))
    (target / "more.zip").write_bytes(zipped(("lib/a.py", b"import os\nprint(os.environ)\n")))
    found = read(tmp_path, target)
    (one,) = found.findings.hidden_lists
    assert one.where.file.startswith("tool!/")
    languages = {file.name: (file.language, file.state, file.containers) for file in found.coverage.files}
    assert languages["more.zip!/lib/a.py"] == ("python", "read", ("zip",))
    assert {item.kind for item in found.uninspected} == {"machine-code"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("broken.js", b"function ( { ] ) => 'open", "could not be parsed"),
        ("run.sh", b"#!/bin/sh\necho $TZ\n", "program text in shell"),
        ("part.lua", b"x = 1", "program text in lua"),
        ("cache.jsc", b"\x00\x01\x02\x03" * 50, "is bytecode"),
        ("data.br", b"\x8b\x02\x80\x00\xff" * 50, "was not looked into"),
        ("lie.zip", b"PK\x03\x04" + b"\xff" * 200, "lie.zip"),
    ],
)
def test_what_should_be_readable_and_is_not_makes_it_incomplete(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    target = laid(tmp_path / "t", CLEAN)
    (target / name).write_bytes(content)
    found = read(tmp_path, target)
    assert found.outcome == "incomplete"
    assert any(reason in because for because in found.incomplete_because), found.incomplete_because


def test_nothing_to_read_is_incomplete_too(tmp_path: Path) -> None:
    target = tmp_path / "t"
    target.mkdir()
    (target / "readme.txt").write_text("x")
    found = read(tmp_path, target)
    assert (found.outcome, found.incomplete_because) == (
        "incomplete",
        ("no program text was found that can be read",),
    )


def test_something_hidden_stands_even_where_not_all_was_read(tmp_path: Path) -> None:
    found = read(tmp_path, laid(tmp_path / "t", HIDING, run__sh="#!/bin/sh\n"))
    assert found.outcome == "found"
    assert found.incomplete_because


def test_nothing_of_the_target_stays_and_nothing_of_it_ran(tmp_path: Path) -> None:
    canary = tmp_path / "ran"
    text = f"require('fs').writeFileSync({str(canary)!r}, 'x')\n"
    read(tmp_path, laid(tmp_path / "t", text))
    assert not canary.exists()
    assert not list((tmp_path / "cache").glob("inside-*"))
