"""What a version has that an older one has not: code, and what it does."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from countermark.drive.cache import default_cache
from countermark.drive.completeness import coverage, reasons
from countermark.drive.excerpts import excerpts
from countermark.drive.gathering import fingerprint, gathered, is_covert, places, spread
from countermark.drive.inspect import RULE_IDS, outcome, reader_versions
from countermark.drive.progress import Progress
from countermark.drive.reading import Reading, Task
from countermark.drive.shelf import Shelf, renamed
from countermark.drive.shipped import Shipped, laid_open
from countermark.drive.tasks import carry_out, task_of
from countermark.model.comparison import Difference, NewCode, Side
from countermark.model.inspection import Excerpt, Findings
from countermark.model.provenance import Duration
from countermark.model.static import Choice, Finding, Flow, HiddenList

_HIDDEN_WEIGHT = 10_000
"""What a hidden list or a covert choice counts for the rank of the piece of code that it stands in; others count 1."""
_HIDING = frozenset({"hidden-list", "covert-choice", "opaque-test"})
_PASSAGE_WEIGHT = 100
"""What a flow counts that passes through something hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffOptions:
    """What the user asked for."""

    old: str
    new: str
    jobs: int = 1
    cache: Path | None = None


def diff(options: DiffOptions, *, progress: Progress) -> Difference:
    """What is new in ``new``.

    Raises:
        CountermarkError: one of them cannot be fetched, or this machine lacks something.
    """
    began = time.monotonic()
    cache = options.cache or default_cache()
    with (
        laid_open(options.old, cache=cache, platform=None, progress=progress) as older,
        laid_open(options.new, cache=cache, platform=None, progress=progress) as newer,
    ):
        open_s = time.monotonic() - began
        readings = _read(older, newer, Shelf(cache), options, progress)
        said = _compared(older, newer, readings)
    total_s = time.monotonic() - began
    return replace(
        said,
        timing=(
            Duration(step="acquire", seconds=round(open_s, 1)),
            Duration(step="read", seconds=round(total_s - open_s, 1)),
            Duration(step="total", seconds=round(total_s, 1)),
        ),
    )


def _compared(older: Shipped, newer: Shipped, readings: Mapping[str, Reading]) -> Difference:
    had, has = _found(older, readings), _found(newer, readings)
    old, new = _side(older, readings, had), _side(newer, readings, has)
    known = {fingerprint(one): one for one in spread(had)}
    added = gathered(_added(has, known, readings))
    still = {fingerprint(one) for one in spread(has)}
    mine = [readings[source.first.sha256] for source in newer.readable]
    return Difference(
        old=old,
        new=new,
        outcome=outcome(added, (*old.incomplete_because, *new.incomplete_because)),
        added=added,
        removed=replace(gathered(one for name, one in known.items() if name not in still), unfinished=()),
        excerpts=_excerpts(added, newer),
        new_code=_ranked((code for one in mine for code in one.new_code), added),
        new_units=sum(one.new_units for one in mine),
        timing=(),
        peak_bytes=max((one.peak_bytes for one in readings.values()), default=0),
        versions=reader_versions(),
    )


def _read(older: Shipped, newer: Shipped, shelf: Shelf, options: DiffOptions, progress: Progress) -> dict[str, Reading]:
    """Every program text with its units, and every other searched; of those that both have, nothing can be new."""
    shelf.prepare()
    had = {source.first.sha256 for source in older.readable}
    tasks = [_task(older, sha256, shelf) for sha256 in sorted(had)]
    before: dict[str, tuple[Finding, ...]] = {}
    for source in newer.readable:
        if source.first.sha256 in had:
            continue
        task = _task(newer, source.first.sha256, shelf)
        known = shelf.find(replace(task, write_units=""))
        if known is not None:  # only what is new in it is not known yet
            before[task.sha256], task = known.findings, replace(task, rules=())
        tasks.append(replace(task, is_newer=True))
    data = {source.first.sha256: shipped for shipped in (older, newer) for source in shipped.searchable}
    tasks += [task_of(shipped, sha256, RULE_IDS) for sha256, shipped in sorted(data.items(), key=lambda one: one[0])]
    readings = carry_out(tasks, shelf, jobs=options.jobs, progress=progress)
    for sha256, findings in before.items():
        readings[sha256] = replace(readings[sha256], findings=findings)
    return readings


def _task(shipped: Shipped, sha256: str, shelf: Shelf) -> Task:
    return replace(task_of(shipped, sha256, RULE_IDS), write_units=str(shelf.units(sha256)))


def _found(shipped: Shipped, readings: Mapping[str, Reading]) -> Findings:
    """Its findings, with their places as its own files are called: a text may have moved between the versions."""
    every: list[Finding] = []
    for source in (*shipped.readable, *shipped.searchable):
        found = readings[source.first.sha256].findings
        named = {where.file for one in found[:1] for where in places(one)}
        every.extend(found if named <= {source.first.path} else renamed(found, source.first.path))
    return gathered(every)


def _side(shipped: Shipped, readings: Mapping[str, Reading], found: Findings) -> Side:
    covered = coverage(shipped.sources, readings)
    return Side(
        target=shipped.acquired.target,
        coverage=covered,
        incomplete_because=reasons(shipped.expanded, covered, found.unfinished, len(RULE_IDS)),
        units=sum(readings[source.first.sha256].units for source in shipped.readable),
    )


def _added(found: Findings, older: Mapping[str, Finding], readings: Mapping[str, Reading]) -> Iterable[Finding]:
    """Findings that the older version has none alike of, and those of the strongest kinds that stand in new code."""
    for one in spread(found):
        in_new_code = _is_told_by_place(one) and any(
            _is_within(where.start, readings[where.sha256].new_spans) for where in places(one)
        )
        if in_new_code or fingerprint(one) not in older:
            yield one


def _is_told_by_place(one: Finding) -> bool:
    """Whether it is new where it stands in new code, though one alike is known; else only what was never there is."""
    return isinstance(one, HiddenList | Choice) or _passes_hidden(one)


def _passes_hidden(one: Finding) -> bool:
    return isinstance(one, Flow) and not _HIDING.isdisjoint(one.through)


def _is_within(offset: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether an offset lies in one of some sorted spans that are apart from each other."""
    place = bisect_right(spans, (offset, 1 << 62)) - 1
    return place >= 0 and offset < spans[place][1]


def _excerpts(added: Findings, shipped: Shipped) -> tuple[Excerpt, ...]:
    paths = {source.first.path: source.path for source in shipped.sources}
    return excerpts((where for one in spread(added) for where in places(one)), paths)


def _ranked(found: Iterable[NewCode], added: Findings) -> tuple[NewCode, ...]:
    """New code by what was found in it, then what is new itself before what names or holds others, then by size."""
    spots = [(where.file, where.start, _weight(one)) for one in spread(added) for where in places(one)]

    def rank(code: NewCode) -> tuple[int, bool, bool, int, str, int]:
        where = code.where
        inside = sum(weight for file, start, weight in spots if file == where.file and where.start <= start < where.end)
        return (
            -inside if code.itself or code.names else 0,
            not code.itself,
            not code.names,
            -code.own_bytes,
            where.file,
            where.start,
        )

    return tuple(sorted(found, key=rank))


def _weight(one: Finding) -> int:
    if _passes_hidden(one):
        return _PASSAGE_WEIGHT
    return _HIDDEN_WEIGHT if is_covert(one) else 1
