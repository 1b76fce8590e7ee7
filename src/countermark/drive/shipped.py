"""A target on this machine, with everything that it carries laid open, for as long as it is read."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from countermark.acquire import acquire
from countermark.acquire.embedded import expand
from countermark.drive.progress import Progress
from countermark.drive.reading import READABLE
from countermark.drive.sources import Source, find_sources
from countermark.errors import MachineError
from countermark.model.expanded import Expanded
from countermark.model.provenance import Duration
from countermark.model.target import Acquired


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What was fetched, what is in it, and every distinct text of it."""

    acquired: Acquired
    expanded: Expanded
    sources: tuple[Source, ...]
    timing: tuple[Duration, ...]

    @property
    def readable(self) -> tuple[Source, ...]:
        """The texts that are to be read."""
        return tuple(source for source in self.sources if source.state == "read")

    @property
    def searchable(self) -> tuple[Source, ...]:
        """The texts that are no programs, but may hold what programs read."""
        return tuple(source for source in self.sources if source.state == "data")


@contextmanager
def laid_open(spec: str, *, cache: Path, platform: str | None, progress: Progress) -> Iterator[Shipped]:
    """The target that ``spec`` names; what was taken out of its containers is gone afterwards.

    Raises:
        CountermarkError: it cannot be fetched, or this machine has no room for it.
    """
    began = time.monotonic()
    acquired = acquire(spec, cache=cache, progress=progress.step, platform=platform)
    fetching = Duration(step="acquire", seconds=round(time.monotonic() - began, 1))
    with opened(acquired, cache=cache, progress=progress) as shipped:
        yield replace(shipped, timing=(fetching, *shipped.timing))


@contextmanager
def opened(acquired: Acquired, *, cache: Path, progress: Progress) -> Iterator[Shipped]:
    """A target that was fetched before, in the same way.

    Raises:
        MachineError: this machine has no room for it.
    """
    began = time.monotonic()
    progress.step(f"look into everything that {_named(acquired)} carries")
    with room(cache) as folder:
        into = folder / "inside"
        expanded = expand(Path(acquired.root), into)
        sources = find_sources(expanded, Path(acquired.root), into, READABLE)
        taken = Duration(step="expand", seconds=round(time.monotonic() - began, 1))
        yield Shipped(acquired=acquired, expanded=expanded, sources=sources, timing=(taken,))


@contextmanager
def room(cache: Path) -> Iterator[Path]:
    """A folder beside the downloads, since what comes out of them may be larger than a disk in memory."""
    try:
        folder = tempfile.TemporaryDirectory(dir=cache, prefix="inside-", ignore_cleanup_errors=True)
    except OSError as error:
        raise MachineError("there is no room to unpack the target", why=f"{cache}: {error.strerror}") from error
    with folder as path:
        yield Path(path)


def _named(acquired: Acquired) -> str:
    return f"{acquired.target.name} {acquired.target.version}".strip()
