"""Reads everything that was shipped, and says what it found and what it could not read. Nothing of it runs."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from countermark import __version__
from countermark.acquire import acquire
from countermark.acquire.embedded import expand
from countermark.acquire.same_text import Build, compare_program_text
from countermark.drive.completeness import coverage, reasons
from countermark.drive.excerpts import excerpts
from countermark.drive.gathering import gathered, is_covert, places, spread
from countermark.drive.preparation import default_cache
from countermark.drive.progress import Progress
from countermark.drive.readers import Readers
from countermark.drive.reading import Reading, Task
from countermark.drive.rulebook import RULES
from countermark.drive.shelf import GRAMMARS, Shelf
from countermark.drive.shipped import Shipped, laid_open, room
from countermark.errors import CountermarkError
from countermark.model.expanded import TextComparison
from countermark.model.inspection import Findings, Inspection, Outcome
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import Skipped

_TOLD_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectOptions:
    """What the user asked for; ``platforms`` are further builds whose program text is compared with this one's."""

    target: str
    jobs: int = 1
    cache: Path | None = None
    platforms: tuple[str, ...] = ()


def inspect(options: InspectOptions, *, progress: Progress) -> Inspection:
    """What a target's program text holds.

    Raises:
        CountermarkError: the target cannot be fetched, or this machine lacks something.
    """
    began = time.monotonic()
    cache = options.cache or default_cache()
    with laid_open(options.target, cache=cache, platform=None, progress=progress) as shipped:
        reading = time.monotonic()
        readings = read_all(shipped, RULE_IDS, Shelf(cache), jobs=options.jobs, progress=progress)
        read_s = time.monotonic() - reading
        compared = _compare(options, shipped, cache, progress) if options.platforms else None
        found = gathered(finding for one in readings.values() for finding in one.findings)
        taken = (
            *shipped.timing,
            Duration(step="read", seconds=round(read_s, 1)),
            Duration(step="total", seconds=round(time.monotonic() - began, 1)),
        )
        return _inspection(shipped, readings, found, compared, taken)


RULE_IDS = tuple(rule.id for rule in RULES)


def read_all(
    shipped: Shipped, rules: tuple[str, ...], shelf: Shelf, *, jobs: int, progress: Progress
) -> dict[str, Reading]:
    """The reading of every text that should be readable, by its digest; those made before are taken as they are."""
    tasks = [task_of(shipped, source.first.sha256, rules) for source in shipped.readable]
    return carry_out(tasks, shelf, jobs=jobs, progress=progress)


def task_of(shipped: Shipped, sha256: str, rules: tuple[str, ...]) -> Task:
    """The task of reading one of the target's texts."""
    source = next(source for source in shipped.sources if source.first.sha256 == sha256)
    return Task(
        path=str(source.path),
        file=source.first.path,
        sha256=sha256,
        size_bytes=source.first.size_bytes,
        language=source.language,
        rules=rules,
    )


def carry_out(tasks: Sequence[Task], shelf: Shelf, *, jobs: int, progress: Progress) -> dict[str, Reading]:
    """What tasks come to, by the digest of their text; those of a newer version are compared with all others."""
    known = {task.sha256: found for task in tasks if (found := shelf.find(task)) is not None}
    todo = [task for task in tasks if task.sha256 not in known]
    size = sum(task.size_bytes for task in todo)
    progress.step(
        f"read {len(todo):,} distinct program texts ({size / 1e6:,.1f} MB)"
        + (f"; {len(known):,} more were read before" if known else "")
    )
    done, began = 0, time.monotonic()
    with Readers(jobs) as readers:

        def beat(doing: str) -> None:
            progress.runs(done, len(todo), doing)

        def older() -> tuple[str, ...]:
            texts = (task.sha256 for task in tasks if not task.is_newer and not known[task.sha256].failed)
            return tuple(str(shelf.units(sha256)) for sha256 in texts)

        for task, reading in readers.read(todo, beat, older):
            done += 1
            shelf.keep(task, reading)
            known[task.sha256] = reading
            if reading.failed:
                progress.step(f"{task.file} was not read: {reading.failed}")
            elif task.size_bytes >= _TOLD_BYTES:
                mib = reading.peak_bytes / 2**20
                progress.step(f"{task.file} is read ({time.monotonic() - began:.0f} s, {mib:,.0f} MiB)")
    return known


def _inspection(
    shipped: Shipped,
    readings: Mapping[str, Reading],
    found: Findings,
    compared: TextComparison | None,
    timing: tuple[Duration, ...],
) -> Inspection:
    covered = coverage(shipped.sources, readings)
    because = reasons(shipped.expanded, covered, found.unfinished, len(RULES))
    paths = {source.first.path: source.path for source in shipped.sources}
    return Inspection(
        target=shipped.acquired.target,
        outcome=outcome(found, because),
        incomplete_because=because,
        findings=found,
        excerpts=excerpts((where for one in spread(found) for where in places(one)), paths),
        rules=RULES,
        coverage=covered,
        uninspected=shipped.expanded.uninspected,
        violations=shipped.expanded.violations,
        skipped=_skipped(shipped, compared),
        notes=(*shipped.acquired.notes, *shipped.expanded.notes),
        media_files=shipped.expanded.media_files,
        media_bytes=shipped.expanded.media_bytes,
        platforms=compared,
        timing=timing,
        peak_bytes=max((one.peak_bytes for one in readings.values()), default=0),
        versions=reader_versions(),
    )


def outcome(found: Findings, because: tuple[str, ...]) -> Outcome:
    """What is said in a word: something hidden beats what could not be read."""
    if any(map(is_covert, spread(found))):
        return "found"
    return "incomplete" if because else "nothing-found"


def _skipped(shipped: Shipped, compared: TextComparison | None) -> tuple[Skipped, ...]:
    if compared is not None or not shipped.acquired.target.purl.startswith("pkg:npm/"):
        return ()
    return (Skipped(step="other platforms", reason=f"only the build for {shipped.acquired.target.platform} was read"),)


def reader_versions() -> tuple[NamedVersion, ...]:
    """What took part in the reading."""
    own = NamedVersion(name="countermark", version=__version__)
    python = NamedVersion(name="python", version=platform.python_version())
    return (own, python, *(NamedVersion(name=name, version=version(name)) for name in GRAMMARS))


def _compare(options: InspectOptions, shipped: Shipped, cache: Path, progress: Progress) -> TextComparison:
    """The program text of further builds beside this one's; a build that cannot be had counts as unread."""
    builds = [Build(label=shipped.acquired.target.platform, expanded=shipped.expanded)]
    missing: list[str] = []
    for name in options.platforms:
        if name == shipped.acquired.target.platform:
            continue
        try:
            other = acquire(shipped.acquired.target.purl, cache=cache, progress=progress.step, platform=name)
            with room(cache) as folder:
                builds.append(Build(label=name, expanded=expand(Path(other.root), folder / "inside")))
        except CountermarkError as error:
            progress.step(f"the build for {name} cannot be had: {error.what}")
            missing.append(name)
    compared = compare_program_text(tuple(builds))
    if not missing:
        return compared
    return replace(compared, is_same=False, unread=(*compared.unread, *missing))


def default_jobs() -> int:
    """One reader for each core."""
    return os.cpu_count() or 1
