"""How the builds of one version for other systems differ from the one that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from countermark.acquire import acquire
from countermark.acquire.same_text import Build, compare_program_text
from countermark.drive.progress import Progress
from countermark.drive.reading import Reading, Task
from countermark.drive.shelf import Shelf
from countermark.drive.shipped import Shipped, opened
from countermark.drive.tasks import carry_out, task_of
from countermark.errors import CountermarkError
from countermark.model.expanded import BuildDifference, TextComparison

_MOST_EXCERPTS = 3


def compare_builds(
    shipped: Shipped,
    readings: Mapping[str, Reading],
    platforms: tuple[str, ...],
    *,
    shelf: Shelf,
    jobs: int,
    progress: Progress,
) -> TextComparison:
    """The program text of further builds beside that of ``shipped``; one that cannot be had counts as unread.

    Texts that differ to the byte are taken apart, since a bundler gives every build other names. ``readings`` have put
    the digests of their units on the ``shelf``.
    """
    first = shipped.acquired.target
    builds = [Build(label=first.platform, expanded=shipped.expanded)]
    missing: list[str] = []
    apart: list[BuildDifference] = []
    before = tuple(sha256 for sha256, one in readings.items() if shelf.has_units(sha256) and not one.failed)
    for name in dict.fromkeys(platforms):
        if name == first.platform:
            continue
        try:
            other = acquire(first.purl, cache=shelf.cache, progress=progress.step, platform=name)
            with opened(other, cache=shelf.cache, progress=progress) as laid:
                builds.append(Build(label=name, expanded=laid.expanded))
                tasks = _tasks(laid, readings, shelf)
                fresh = carry_out(tasks, shelf, jobs=jobs, progress=progress, before=before)
                apart.append(_apart(laid, name, readings, fresh))
        except CountermarkError as error:
            progress.step(f"the build for {name} cannot be had: {error.what}")
            missing.append(name)
    compared = replace(compare_program_text(tuple(builds)), apart=tuple(apart))
    if not missing:
        return compared
    return replace(compared, is_same=False, unread=(*compared.unread, *missing))


def _tasks(other: Shipped, known: Mapping[str, Reading], shelf: Shelf) -> tuple[Task, ...]:
    """What is to be taken apart of another build: its texts that the first one has not to the byte."""
    texts = (source.first.sha256 for source in other.readable if source.first.sha256 not in known)
    return tuple(
        replace(task_of(other, sha256, ()), write_units=str(shelf.units(sha256)), is_newer=True) for sha256 in texts
    )


def _apart(other: Shipped, label: str, known: Mapping[str, Reading], fresh: Mapping[str, Reading]) -> BuildDifference:
    """What of another build's texts stands in none of the first one's."""
    shared = [known[source.first.sha256] for source in other.readable if source.first.sha256 in known]
    code = sorted((code for one in fresh.values() for code in one.new_code), key=lambda code: -code.own_bytes)
    return BuildDifference(
        label=label,
        units=sum(one.units for one in (*fresh.values(), *shared)),
        new_units=sum(one.new_units for one in fresh.values()),
        new_bytes=sum(one.own_bytes for one in code if one.itself),
        excerpts=tuple(one.excerpt for one in code if one.itself)[:_MOST_EXCERPTS],
        failed_files=sum(bool(one.failed) for one in (*known.values(), *fresh.values())),
    )
