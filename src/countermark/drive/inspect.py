"""Reads everything that was shipped, and says what it found and what it could not read. Nothing of it runs."""

from __future__ import annotations

import math
import os
import platform
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from countermark import __version__
from countermark.drive.cache import default_cache
from countermark.drive.completeness import coverage, reasons
from countermark.drive.excerpts import excerpts
from countermark.drive.gathering import gathered, is_covert, places, spread
from countermark.drive.platforms import compare_builds
from countermark.drive.progress import Progress
from countermark.drive.reading import Reading
from countermark.drive.rulebook import RULES
from countermark.drive.shelf import GRAMMARS, Shelf
from countermark.drive.shipped import Shipped, laid_open
from countermark.drive.tasks import carry_out, every_task
from countermark.model.expanded import TextComparison
from countermark.model.inspection import Findings, Inspection
from countermark.model.outcome import Outcome
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import Skipped
from countermark.model.static_evidence import StaticEvidence


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
        shelf = Shelf(cache)
        readings = _read(shipped, options, shelf, progress)
        read_s = time.monotonic() - reading
        compared = None
        if options.platforms:
            compared = compare_builds(
                shipped, readings, options.platforms, shelf=shelf, jobs=options.jobs, progress=progress
            )
        taken = (
            *shipped.timing,
            Duration(step="read", seconds=round(read_s, 1)),
            Duration(step="total", seconds=round(time.monotonic() - began, 1)),
        )
        return _inspection(shipped, readings, compared, taken)


RULE_IDS = tuple(rule.id for rule in RULES)


def evidence(
    shipped: Shipped, *, cache: Path, jobs: int, progress: Progress, most_s: float = math.inf
) -> StaticEvidence:
    """What the program text holds, as far as it could be read in so many seconds."""
    tasks = every_task(shipped, RULE_IDS)
    return _evidence(shipped, carry_out(tasks, Shelf(cache), jobs=jobs, progress=progress, most_s=most_s))


def _read(shipped: Shipped, options: InspectOptions, shelf: Shelf, progress: Progress) -> dict[str, Reading]:
    """The reading of every text that should be readable; with its units, where other builds are compared with it."""
    tasks = every_task(shipped, RULE_IDS)
    if options.platforms:
        shelf.prepare()
        tasks = [replace(task, write_units=str(shelf.units(task.sha256))) for task in tasks]
    return carry_out(tasks, shelf, jobs=options.jobs, progress=progress)


def _evidence(shipped: Shipped, readings: Mapping[str, Reading]) -> StaticEvidence:
    """What the readings say together, and what of the program text they leave open."""
    found = gathered(finding for one in readings.values() for finding in one.findings)
    covered = coverage(shipped.sources, readings)
    paths = {source.first.path: source.path for source in shipped.sources}
    return StaticEvidence(
        findings=found,
        coverage=covered,
        excerpts=excerpts((where for one in spread(found) for where in places(one)), paths),
        incomplete_because=reasons(shipped.expanded, covered, found.unfinished, len(RULES)),
    )


def _inspection(
    shipped: Shipped,
    readings: Mapping[str, Reading],
    compared: TextComparison | None,
    timing: tuple[Duration, ...],
) -> Inspection:
    read = _evidence(shipped, readings)
    return Inspection(
        target=shipped.acquired.target,
        outcome=outcome(read.findings, read.incomplete_because),
        incomplete_because=read.incomplete_because,
        findings=read.findings,
        excerpts=read.excerpts,
        rules=RULES,
        coverage=read.coverage,
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


def default_jobs() -> int:
    """One reader for each core."""
    return os.cpu_count() or 1
