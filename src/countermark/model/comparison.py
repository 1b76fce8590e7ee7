"""What differs between two versions of a target, and over a row of releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from countermark.model.inspection import Excerpt, Findings, StaticCoverage
from countermark.model.outcome import Outcome
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.static import Choice, HiddenList, Where
from countermark.model.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCode:
    """A piece of program text that the older version does not have under any names.

    ``own_bytes`` are its own, without pieces within it that are told by themselves; ``excerpt`` is the beginning of
    these. ``itself`` is false where the piece is as before but names or holds other pieces than it did; ``names`` are
    those of them that it names.
    """

    where: Where
    own_bytes: int
    itself: bool
    excerpt: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two versions: what it is, how much of it was read, and why not all."""

    target: Target
    coverage: StaticCoverage
    incomplete_because: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is new in a version, findings that are there now and were not first.

    ``added`` are findings that the older version has none alike of, whatever things are called; ``removed`` are those
    of the older that the newer has none alike of. ``excerpts`` are of the newer.
    """

    old: Side
    new: Side
    outcome: Outcome
    added: Findings
    removed: Findings
    excerpts: tuple[Excerpt, ...]
    new_code: tuple[NewCode, ...]
    new_units: int
    timing: tuple[Duration, ...]
    peak_bytes: int
    versions: tuple[NamedVersion, ...]


ReleaseState = Literal["read", "partly-read", "not-asked", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One version that the index has; ``published`` is ISO 8601, as the index says it. ``reason``: why not read."""

    version: str
    published: str
    state: ReleaseState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A finding is in ``version`` and not in ``before``, or the other way round.

    ``between``: releases that lie between the two and could not be read, so that it may have been any of them.
    """

    kind: Literal["appeared", "disappeared"]
    before: str
    version: str
    published: str
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One finding, followed over the releases, whatever things are called in each of them.

    ``present`` and ``absent`` are the releases that were read, by whether they have it. ``finding`` is as the
    earliest of them has it.
    """

    fingerprint: str
    finding: HiddenList | Choice
    present: tuple[str, ...]
    absent: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """When findings came and went, over every release of a package between two versions."""

    name: str
    purl: str
    platform: str
    outcome: Outcome
    incomplete_because: tuple[str, ...]
    releases: tuple[Release, ...]
    threads: tuple[Thread, ...]
    timing: tuple[Duration, ...]
    peak_bytes: int
    versions: tuple[NamedVersion, ...]
