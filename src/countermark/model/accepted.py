"""Marks that somebody has looked at and takes on: which, why, who, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One entry of a file of accepted marks: those of a fingerprint, or all of a channel (and kind).

    ``where`` says in which files: it is a pattern of path names as shells have them, in which ``*`` passes over ``/``
    too; empty is any file. ``expires`` is the last day on which the entry holds. ``line`` is where it stands.
    """

    reason: str
    owner: str
    expires: date
    fingerprint: str = ""
    channel: str = ""
    kind: str = ""
    where: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What an entry says of marks that it names; one that has expired accepts nothing."""

    entry: Acceptance
    is_expired: bool
