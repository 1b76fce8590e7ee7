"""Of the places that ask the surroundings, those that ran are told from those that stand in code that did not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from countermark.drive.executed_reads import ExecutedReads, executed_reads
from countermark.model.probes import Executed
from countermark.model.static import Read, Where

# Before the reads stand a letter of two bytes and one unit, and a sign of four bytes and two units.
TEXT = 'const é = "𝒳"; A(); if (x) { B(); } function f() { C(); }'


def reads(text: str, *what: str) -> tuple[Read, ...]:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return tuple(
        Read(
            kind="variable",
            name=one,
            where=Where(
                file="main.js", sha256=digest, start=data.index(one.encode()), end=data.index(one.encode()) + len(one)
            ),
        )
        for one in what
    )


def units(text: str, what: str) -> tuple[int, int]:
    start = len(text[: text.index(what)].encode("utf-16-le")) // 2
    return start, start + len(what.encode("utf-16-le")) // 2


def counted(*functions: tuple[int, ...], script: str = "file:///opt/target/main.js") -> Executed:
    return Executed(script=script, functions=functions)


WHOLE = (0, len(TEXT.encode("utf-16-le")) // 2)
BRANCH, FUNCTION = units(TEXT, "{ B(); }"), units(TEXT, "function f() { C(); }")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "main.js").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_the_innermost_block_decides(root: Path) -> None:
    log = [counted((*WHOLE, 1, *BRANCH, 0), (*FUNCTION, 3))]
    found = executed_reads(reads(TEXT, "A()", "B()", "C()"), [log], str(root))
    assert found == ExecutedReads(ran=(0, 2), idle=(1,))


def test_what_stands_after_a_block_is_not_inside_it(root: Path) -> None:
    log = [counted((*WHOLE, 0, *BRANCH, 7))]
    assert executed_reads(reads(TEXT, "C()", "A()"), [log], str(root)) == ExecutedReads(idle=(0, 1))


def test_one_process_is_enough(root: Path) -> None:
    logs = [[counted((*WHOLE, 1, *BRANCH, 0))], [counted((*WHOLE, 1, *BRANCH, 2))], []]
    assert executed_reads(reads(TEXT, "B()"), logs, str(root)) == ExecutedReads(ran=(0,))


def test_processes_may_share_a_log(root: Path) -> None:
    log = [counted((*WHOLE, 2, *BRANCH, 1), (*WHOLE, 1, *BRANCH, 0), (*FUNCTION, 0), (*FUNCTION, 0))]
    assert executed_reads(reads(TEXT, "B()", "C()"), [log], str(root)) == ExecutedReads(ran=(0,), idle=(1,))


def test_a_copy_of_the_same_bytes_is_the_same_text(root: Path) -> None:
    (root / "dist").mkdir()
    (root / "main.js").rename(root / "dist" / "copy.js")
    log = [counted((*WHOLE, 1), script="/opt/target/dist/copy.js")]
    assert executed_reads(reads(TEXT, "A()"), [log], str(root)) == ExecutedReads(ran=(0,))


@pytest.mark.parametrize("script", ["node:fs", "file:///etc/passwd", "file:///opt/target/../main.js", "/opt/target/no"])
def test_scripts_that_are_not_the_targets_files_say_nothing(root: Path, script: str) -> None:
    assert executed_reads(reads(TEXT, "A()"), [[counted((*WHOLE, 1), script=script)]], str(root)) == ExecutedReads()


def test_a_file_that_the_runtime_reads_otherwise_says_nothing(tmp_path: Path) -> None:
    data = b"\xff\xfe A()"
    (tmp_path / "main.js").write_bytes(data)
    where = Where(file="main.js", sha256=hashlib.sha256(data).hexdigest(), start=3, end=6)
    read = Read(kind="variable", name="A", where=where)
    assert executed_reads((read,), [[counted((0, 9, 1))]], str(tmp_path)) == ExecutedReads()
