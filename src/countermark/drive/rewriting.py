"""A target's own JavaScript with its comparisons turned into calls, for the probe that stands in for operators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from countermark.drive.progress import Progress
from countermark.drive.readers import Readers
from countermark.drive.reading import Task
from countermark.drive.shelf import Shelf
from countermark.drive.sources import Source
from countermark.lab.environment import ARTIFACT
from countermark.lab.probes.record import Rewritten

MOST_BYTES = 40_000_000
"""Of a target's texts so much is rewritten, its own before what it depends on, and large ones first: bundles."""

MOST_TEXTS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A JavaScript text of the target: at ``path`` on this machine, as each of ``files`` below the target's root."""

    path: Path
    files: tuple[str, ...]
    sha256: str
    size_bytes: int


def scripts(sources: Iterable[Source]) -> tuple[Script, ...]:
    """Those of a target's texts that a runtime could load from where they stand, as many as are to be rewritten."""
    every = [
        Script(path=one.path, files=_files(one), sha256=one.first.sha256, size_bytes=one.first.size_bytes)
        for one in sources
        if one.language == "javascript" and one.state == "read" and not one.first.chain
    ]
    chosen: list[Script] = []
    left = MOST_BYTES
    every.sort(key=lambda one: ("node_modules/" in one.files[0], -one.size_bytes, one.files))
    for one in every[:MOST_TEXTS]:
        if one.size_bytes <= left:
            left -= one.size_bytes
            chosen.append(one)
    return tuple(chosen)


def _files(source: Source) -> tuple[str, ...]:
    """Where the text stands as a file of its own."""
    return (source.first.path, *(name for name in source.copies if "!/" not in name))


def rewrite(chosen: Iterable[Script], *, cache: Path, jobs: int, progress: Progress) -> tuple[Rewritten, ...]:
    """The texts that can be rewritten, as they are served in the box; what was rewritten once is kept."""
    shelf = Shelf(cache)
    shelf.prepare()
    every = tuple(chosen)
    tasks = [_task(one, shelf) for one in every if not shelf.rewritten(one.sha256).is_file()]
    if tasks:
        size = sum(task.size_bytes for task in tasks) / 1e6
        progress.step(f"turn the comparisons of {len(tasks):,} program texts into calls ({size:,.1f} MB)")
    with Readers(jobs) as readers:
        for task, reading in readers.read(tasks, lambda _: None):
            if reading.failed:
                progress.step(f"{task.file} was not rewritten: {reading.failed}")
            else:
                Path(task.write_rewritten).replace(shelf.rewritten(task.sha256))
    found = ((one, shelf.rewritten(one.sha256)) for one in every)
    served = ((one, path.read_bytes()) for one, path in found if path.is_file())
    return tuple(Rewritten(path=f"{ARTIFACT}/{file}", text=text) for one, text in served if text for file in one.files)


def _task(one: Script, shelf: Shelf) -> Task:
    return Task(
        path=str(one.path),
        file=one.files[0],
        sha256=one.sha256,
        size_bytes=one.size_bytes,
        language="javascript",
        rules=(),
        write_rewritten=f"{shelf.rewritten(one.sha256)}.partial",
    )
