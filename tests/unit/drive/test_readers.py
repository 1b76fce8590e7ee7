"""A text that kills, starves or outlives its reader is a stated failure, and the others are read all the same."""

from __future__ import annotations

import os
import threading
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
    found = carried_out([slow, quick], Bounds(time_s=0.1, time_per_byte_s=0.0, patience=6_000.0), jobs=1)
    assert found["slow.js"].failed == "it took more than 0.1 s of CPU time while parsing"
    assert not found["quick.js"].failed


def waiting_for(folder: Path) -> Task:
    """A text that comes out of a pipe: its reader sleeps until somebody writes it."""
    os.mkfifo(folder / "pipe.js")
    return Task(
        path=str(folder / "pipe.js"), file="pipe.js", sha256="pipe", size_bytes=1, language="javascript", rules=()
    )


def test_only_computing_counts(tmp_path: Path) -> None:
    sleeping = waiting_for(tmp_path)

    def written() -> None:
        time.sleep(2.0)  # twice what the kernel counts at least
        Path(sleeping.path).write_text("let a = 1")

    writer = threading.Thread(target=written)
    writer.start()
    found = carried_out([sleeping], Bounds(time_s=0.1, time_per_byte_s=0.0, patience=6_000.0))
    writer.join()
    assert not found["pipe.js"].failed
    assert found["pipe.js"].parsed_bytes == len("let a = 1")


def test_a_reader_that_sleeps_forever_is_not_waited_for(tmp_path: Path) -> None:
    found = carried_out([waiting_for(tmp_path)], Bounds(time_s=0.5, time_per_byte_s=0.0, patience=1.0))
    assert found["pipe.js"].failed == "it was not done after 0.5 s while parsing"


def test_at_the_end_of_all_time_what_is_being_read_is_given_up(tmp_path: Path) -> None:
    tasks = [waiting_for(tmp_path), task(tmp_path, "later.js", "")]
    with Readers(1) as readers:
        done = list(readers.read(tasks, lambda _: None, until_s=time.monotonic()))
    assert [(one.file, reading.failed) for one, reading in done] == [
        ("pipe.js", "there was no more time for it while parsing")
    ]


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
    with Readers(1, Bounds(time_s=0.5, time_per_byte_s=0.0, patience=1.0)) as readers:
        done = readers.read([waiting_for(tmp_path)], lambda _: None)
        with monkeypatch.context() as patched:
            patched.setattr("multiprocessing.context.ForkServerProcess.kill", lambda _: None)  # it has no effect
            ((_, reading),) = done
    assert reading.failed == "it was not done after 0.5 s while parsing"
    (tmp_path / "pipe.js").write_text("")  # and it ends


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
