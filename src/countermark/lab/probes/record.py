"""A probe: the files that it needs in the box, the variables that load it, and where it writes what it saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from countermark.model.environment import PlacedFile, Variable
from countermark.model.probes import Canary

FOLDER = "/usr/local/lib/observed"
"""Stands in the box only while a probe is at work, and can be written there."""

LOG = f"{FOLDER}/log"

Shows = Literal["comparisons", "reads", "blocks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """``runtime`` is what it sees inside of (``node``, ``bun``, ``python``); ``shows`` what its log's lines are, in JSON.

    ``comparisons`` of canaries with something, ``reads`` of the surroundings, or counts of ``blocks`` that ran.
    """

    id: str
    title: str
    runtime: str
    shows: Shows
    files: Callable[[tuple[Canary, ...]], tuple[PlacedFile, ...]]
    variables: tuple[Variable, ...]
