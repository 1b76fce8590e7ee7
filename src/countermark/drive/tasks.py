"""What there is to read of a target, and having it read, as far as that was not done before."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from countermark.acquire.archives.wheel import SITE_PACKAGES
from countermark.acquire.pypi_tree import own_modules
from countermark.drive.progress import Progress
from countermark.drive.readers import Readers
from countermark.drive.reading import DATA, Reading, Task
from countermark.drive.shelf import Shelf
from countermark.drive.shipped import Shipped
from countermark.drive.sources import Source

_TOLD_BYTES = 1_000_000


def task_of(shipped: Shipped, sha256: str, rules: tuple[str, ...]) -> Task:
    """The task of reading one of the target's texts."""
    return _task(next(source for source in shipped.sources if source.first.sha256 == sha256), rules)


def every_task(shipped: Shipped, rules: tuple[str, ...]) -> list[Task]:
    """The tasks of reading every text that should be readable, and of searching every other.

    What time may not suffice for stands last: first is the package's own program text, then that of what it needs.
    """
    target = shipped.acquired.target
    modules = own_modules(Path(shipped.acquired.root), target.name)
    return [
        replace(_task(source, rules), waits=_waits(source, modules))
        for source in (*shipped.readable, *shipped.searchable)
    ]


def _task(source: Source, rules: tuple[str, ...]) -> Task:
    return Task(
        path=str(source.path),
        file=source.first.path,
        sha256=source.first.sha256,
        size_bytes=source.first.size_bytes,
        language=source.language or DATA,
        rules=rules,
    )


def _waits(source: Source, modules: frozenset[str]) -> int:
    """0 for the package's own program text, 1 for that of what it needs, 2 for what is no program.

    A program that was compiled or packed is the package's own wherever it lies: a package for each platform is needed
    by the one that people name.
    """
    if source.state != "read":
        return 2
    if source.first.chain:
        return 0
    folder, _, rest = source.first.path.partition("/")
    if folder == SITE_PACKAGES:
        return int(rest.partition("/")[0] not in modules)
    return int(folder == "node_modules")


def carry_out(
    tasks: Sequence[Task],
    shelf: Shelf,
    *,
    jobs: int,
    progress: Progress,
    most_s: float = math.inf,
    before: tuple[str, ...] = (),
) -> dict[str, Reading]:
    """What tasks come to, by the digest of their text; those of a newer version are compared with all others.

    After ``most_s`` seconds those that are not done are given up, whatever they are at. ``before`` are the digests of
    further texts to compare with, whose units are on the shelf.
    """
    known = {task.sha256: found for task in tasks if (found := shelf.find(task)) is not None}
    todo = [task for task in tasks if task.sha256 not in known]
    programs = sum(task.language != DATA for task in todo)
    size = sum(task.size_bytes for task in todo)
    progress.step(
        f"read {programs:,} distinct program texts"
        + (f" and {len(todo) - programs:,} others" if len(todo) > programs else "")
        + f" ({size / 1e6:,.1f} MB)"
        + (f"; {len(known):,} more were read before" if known else "")
    )
    done, began = 0, time.monotonic()
    with Readers(jobs) as readers:

        def beat(doing: str) -> None:
            progress.runs(done, len(todo), doing)

        def older() -> tuple[str, ...]:
            wanted = (task.sha256 for task in tasks if task.write_units and not task.is_newer)
            texts = (sha256 for sha256 in wanted if not known[sha256].failed)
            return tuple(str(shelf.units(sha256)) for sha256 in (*before, *texts))

        for task, reading in readers.read(todo, beat, older, until_s=began + most_s):
            done += 1
            shelf.keep(task, reading)
            known[task.sha256] = reading
            if reading.failed:
                progress.step(f"{task.file} was not read: {reading.failed}")
            elif task.size_bytes >= _TOLD_BYTES:
                mib = reading.peak_bytes / 2**20
                progress.step(f"{task.file} is read ({time.monotonic() - began:.0f} s, {mib:,.0f} MiB)")
    if done < len(todo):
        progress.step(f"{len(todo) - done:,} texts were not reached within {most_s:.0f} s")
    return known
