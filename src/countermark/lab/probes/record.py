"""A probe: the files that it needs in the box, what loads or starts it there, and where it writes what it saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from countermark.model.environment import PlacedFile, Variable
from countermark.model.probes import Canary

FOLDER = "/usr/local/lib/observed"
"""Stands in the box only while a probe is at work, and can be written there."""

LOG = f"{FOLDER}/log"

Shows = Literal["comparisons", "reads", "system-calls", "blocks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """``runtime`` is what it sees inside of (``node``, ``bun``, ``python``), ``shows`` what the lines of its log are.

    ``comparisons`` of canaries with something, ``reads`` of the surroundings, ``system-calls`` of whatever runs, or
    counts of ``blocks`` that ran. ``before`` stands before the tool's command, and ``package`` brings what it starts.
    """

    id: str
    title: str
    runtime: str
    shows: Shows
    files: Callable[[tuple[Canary, ...]], tuple[PlacedFile, ...]]
    variables: tuple[Variable, ...] = ()
    before: tuple[str, ...] = ()
    package: str = ""

    @property
    def lacks(self) -> str:
        """The system package without which it cannot be used here; empty where nothing is missing."""
        return self.package if self.before and not Path(self.before[0]).is_file() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """What is served in the place of the file at ``path`` in the box."""

    path: str
    text: bytes
