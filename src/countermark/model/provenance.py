"""What took part in making a record, and how long each step took."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedVersion:
    """The version of something that took part: Countermark, Unicode, Node, the kernel."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Seconds that one step took, as sealed in the audit directory."""

    step: str
    seconds: float
