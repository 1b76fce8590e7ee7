"""A text that kills, starves or outlives its reader is a stated failure, and the others are read all the same."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from countermark.drive.readers import Bounds, Readers
from countermark.drive.reading import Reading, Task

_MIB = 1024 * 1024


def task(folder: Path, name: str, text: str, **more: object) -> Task:
    (folder / name).write_text(text)
    return Task(
        path=str(folder / name),
        file=name,
        sha256=name,
        size_bytes=len(text),
        language="javascript",
        rules=(),
        **more,  # type: ignore[arg-type]
    )


def carried_out(tasks: list[Task], bounds: Bounds | None = None, jobs: int = 2) -> dict[str, Reading]:
    with Readers(jobs, bounds) as readers:
        return {done.file: reading for done, reading in readers.read(tasks, lambda _: None)}


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_every_text_is_read_once_however_many_at_a_time(tmp_path: Path, jobs: int) -> None:
    tasks = [task(tmp_path, f"{n}.js", f"let a = {n}; // {'x' * n}") for n in range(30)]
    found = carried_out(tasks, jobs=jobs)
    assert len(found) == len(tasks)
    assert all(found[one.file].parsed_bytes == one.size_bytes for one in tasks)


def test_a_text_that_needs_too_much_memory_fails_alone(tmp_path: Path) -> None:
    greedy = task(tmp_path, "greedy.js", "a=[" + "1," * 2_000_000 + "]")
    modest = task(tmp_path, "modest.js", "let a = 1")
    found = carried_out([greedy, modest], Bounds(memory_bytes=160 * _MIB, memory_per_byte=0))
    assert "memory" in found["greedy.js"].failed
    assert not found["modest.js"].failed


def test_a_text_that_takes_too_long_fails_alone(tmp_path: Path) -> None:
    slow = task(tmp_path, "slow.js", "a=[" + "1," * 3_000_000 + "]")
    quick = task(tmp_path, "quick.js", "let a = 1")
    began = time.monotonic()
    found = carried_out([slow, quick], Bounds(time_s=0.5, time_per_byte_s=0.0), jobs=1)
    assert time.monotonic() - began < 30
    assert found["slow.js"].failed == "it took longer than 0.5 s while parsing"


@pytest.mark.parametrize(
    "text",
    ["(" * 300_000, "[" * 300_000 + "]" * 300_000, "`${" * 50_000, "a" * 5_000_000, "\0" * 100_000, "=>" * 100_000],
    ids=["open", "nested", "templates", "name", "nul", "arrows"],
)
def test_hostile_texts_are_read_or_fail_within_bounds(tmp_path: Path, text: str) -> None:
    hostile = task(tmp_path, "hostile.js", text)
    found = carried_out([hostile, task(tmp_path, "other.js", "let a = 1")])
    assert not found["other.js"].failed
    assert found["hostile.js"].failed or found["hostile.js"].parsed_bytes <= len(text)


def test_a_reader_that_somebody_stopped_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermark.drive.readers._FAREWELL_S", 0.2)
    with Readers(1, Bounds(time_s=0.5, time_per_byte_s=0.0)) as readers:
        done = readers.read([task(tmp_path, "a.js", "a=[" + "1," * 3_000_000 + "]")], lambda _: None)
        monkeypatch.setattr("multiprocessing.context.ForkServerProcess.kill", lambda _: None)  # it has no effect
        began = time.monotonic()
        ((_, reading),) = done
    assert reading.failed == "it took longer than 0.5 s while parsing"
    assert time.monotonic() - began < 10


def test_a_file_that_is_gone_is_a_failure_and_no_traceback(tmp_path: Path) -> None:
    gone = task(tmp_path, "gone.js", "1")
    Path(gone.path).unlink()
    assert carried_out([gone])["gone.js"].failed == "its reader failed: FileNotFoundError"


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_newer_text_is_compared_when_all_older_ones_are_done(tmp_path: Path, jobs: int) -> None:
    def units(name: str) -> str:
        return str(tmp_path / f"units-{name}")

    older = [
        task(tmp_path, f"o{n}.js", f"function old{n}() {{ return 'number {n}'; }}", write_units=units(f"o{n}.js"))
        for n in range(5)
    ]
    news = "function seen() { return 'number 3'; }\nfunction unseen() { return 'number 9'; }"
    newer = task(tmp_path, "new.js", news, write_units=units("new.js"), is_newer=True)
    with Readers(jobs) as readers:
        asked = [units(one.file) for one in older]
        done = dict(readers.read([newer, *older], lambda _: None, lambda: tuple(asked)))
    assert list(done)[-1].file == "new.js"
    found = done[newer]
    assert [code.excerpt for code in found.new_code] == ["function unseen() { return 'number 9'; }"]
    assert (found.new_units, found.units) == (1, done[older[0]].units + 1)
