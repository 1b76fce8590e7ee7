"""In which release something hidden came, and in which it went: a coarse sweep over all releases, then bisection."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from countermark.acquire.platforms import find_platform
from countermark.acquire.releases import Published, Releases, list_releases
from countermark.drive.cache import default_cache
from countermark.drive.completeness import coverage, reasons
from countermark.drive.gathering import gathered
from countermark.drive.inspect import reader_versions
from countermark.drive.progress import Progress
from countermark.drive.rulebook import RULES
from countermark.drive.shelf import Shelf
from countermark.drive.shipped import laid_open
from countermark.drive.tasks import carry_out, every_task
from countermark.drive.threads import Told, expected_reads, grid, grouped, next_place, threads
from countermark.errors import TargetError
from countermark.model.comparison import History, Release
from countermark.model.outcome import Outcome
from countermark.model.provenance import Duration

DEFAULT_POINTS = 9
_FOLLOWED = frozenset({"hidden-lists", "conditional-look-alikes"})
RULE_IDS = tuple(rule.id for rule in RULES if rule.id in _FOLLOWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryOptions:
    """What the user asked for. ``points``: how many releases the first sweep reads.

    ``cache``: where downloads are kept; without one, each release is gone again when it has been read.
    """

    target: str
    first: str
    last: str
    points: int = DEFAULT_POINTS
    jobs: int = 1
    cache: Path | None = None


@dataclass(slots=True, kw_only=True)
class _Search:
    """What is known so far, by place among the releases."""

    options: HistoryOptions
    listed: Releases
    progress: Progress
    shelf: Shelf
    releases: list[Release]
    found: dict[int, tuple[Told, ...]] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    peak_bytes: int = 0

    def read(self, index: int) -> None:
        """Fetches, reads and lets go of one release; where that fails, its place is closed."""
        release = self.releases[index]
        self.progress.step(f"release {release.version} of {release.published[:10] or 'an unknown day'}")
        try:
            state, reason = self._look(index, f"npm:{self.listed.name}@{release.version}")
        except TargetError as error:
            self.closed.add(index)
            self.releases[index] = replace(release, state="failed", reason=error.what)
            self.progress.step(f"{release.version} could not be had: {error.what}")
            return
        if index not in self.found:  # what was not found there may be there all the same
            self.closed.add(index)
            self.releases[index] = replace(release, state="failed", reason=reason)
        else:
            self.releases[index] = replace(release, state="partly-read" if reason else "read", reason=reason)
        self.progress.step(f"{release.version}: {state}")

    def _look(self, index: int, spec: str) -> tuple[str, str]:
        with tempfile.TemporaryDirectory(dir=_made(default_cache()), prefix="history-") as passing:
            cache = self.options.cache or Path(passing)
            with laid_open(spec, cache=cache, platform=None, progress=self.progress) as shipped:
                tasks = every_task(shipped, RULE_IDS)
                readings = carry_out(tasks, self.shelf, jobs=self.options.jobs, progress=self.progress)
                covered = coverage(shipped.sources, readings)
        failed = next((one.failed for one in readings.values() if one.failed), "")
        if failed:
            return "its program text was not read whole", failed
        every = gathered(finding for one in readings.values() for finding in one.findings)
        choices = tuple(one for one in every.choices if one.form != "table")
        self.found[index] = (*every.hidden_lists, *choices)
        self.peak_bytes = max([self.peak_bytes, *(one.peak_bytes for one in readings.values())])
        because = reasons(shipped.expanded, covered, every.unfinished, len(RULE_IDS))
        said = f"{len(every.hidden_lists)} hidden lists, {len(choices)} choices between texts that look the same"
        return said, because[0] if because else ""

    def next(self) -> int | None:
        """The release that tells most about where something came or went."""
        for _, places, _ in grouped(self.found):
            present = [index in places if index in self.found else None for index in range(len(self.releases))]
            place = next_place(present, frozenset(self.closed))
            if place is not None:
                return place
        return None


def history(options: HistoryOptions, *, progress: Progress) -> History:
    """When hidden lists and covert choices came and went.

    Raises:
        CountermarkError: there are no such releases, or this machine lacks something.
    """
    began = time.monotonic()
    home = options.cache or default_cache()
    listed = list_releases(options.target, options.first, options.last, cache=home, progress=progress.step)
    search = _Search(
        options=options,
        listed=listed,
        progress=progress,
        shelf=Shelf(home),
        releases=[_unread(release) for release in listed.releases],
    )
    candidates = [index for index, release in enumerate(listed.releases) if not release.is_early]
    search.closed = set(range(len(listed.releases))) - set(candidates)
    about = expected_reads(len(candidates), options.points)
    progress.step(f"{len(candidates):,} releases; about {about} of them will be read")
    for place in grid(len(candidates), options.points):
        search.read(candidates[place])
    while (index := search.next()) is not None:
        search.read(index)
    return _history(search, round(time.monotonic() - began, 1))


def _history(search: _Search, took_s: float) -> History:
    releases = tuple(search.releases)
    followed = threads(search.found, releases)
    because = _gaps(releases)
    said: Outcome = "found" if followed else "incomplete" if because else "nothing-found"
    return History(
        name=search.listed.name,
        purl=f"pkg:npm/{search.listed.name.replace('@', '%40')}",
        platform=find_platform(None).id,
        outcome=said,
        incomplete_because=because,
        releases=releases,
        threads=followed,
        timing=(Duration(step="total", seconds=took_s),),
        peak_bytes=search.peak_bytes,
        versions=reader_versions(),
    )


def _unread(release: Published) -> Release:
    reason = "a pre-release" if release.is_early else "not needed to see where something came or went"
    return Release(version=release.version, published=release.published, state="not-asked", reason=reason)


def _gaps(releases: Sequence[Release]) -> tuple[str, ...]:
    """What a history that reads only some releases cannot know."""
    unread = [release for release in releases if release.state == "not-asked"]
    found = [f"{one.version} could not be had or read: {one.reason}" for one in releases if one.state == "failed"]
    partly: dict[str, list[str]] = {}
    for one in releases:
        if one.state == "partly-read":
            partly.setdefault(one.reason, []).append(one.version)
    found += [f"{_few(versions)} read in part: {reason}" for reason, versions in partly.items()]
    if unread:
        found.append(
            f"{len(unread)} of {len(releases)} releases were not read: what came and went again between two that were, "
            "or went and came back, is not seen"
        )
    return tuple(found)


def _few(versions: Sequence[str]) -> str:
    """``2.1.91 was``; of more than a few, how many and which were the first and the last."""
    if len(versions) == 1:
        return f"{versions[0]} was"
    return f"{len(versions)} releases from {versions[0]} to {versions[-1]} were"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
