"""A run that some procedure would like to see settled before it goes on."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.run import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """``runs`` good runs of ``state`` in all; for confirmations, that many more."""

    state: int
    purpose: Purpose
    why: str
    runs: int = 1
