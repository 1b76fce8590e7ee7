"""What a house allows a tool to do, what it approved before, and what an audit shows beyond that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from countermark.model.verdict import Signal, TriggerFactor


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedCollection:
    """A value that may leave, in a form, to a host; each may be a pattern, in which ``*`` stands for anything."""

    factor: str
    form: str
    host: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedDestination:
    """A host, or pattern of hosts, that may be contacted; at any port where ``port`` is 0."""

    host: str
    port: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A covert signal that somebody takes on; ``expires`` is the last day, ``bits`` the most that it may carry."""

    fingerprint: str
    reason: str
    owner: str
    expires: date
    bits: float | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most bits of one covert signal, and of all together: also of those that are allowed. ``None``: any."""

    signal_bits: float | None = None
    total_bits: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """What must have been examined beside what every audit demands of itself."""

    factors: tuple[str, ...] = ()
    strength: int = 1
    combinations: float = 0.0
    probes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``countermark.policy/1``: what it does not name is not allowed. ``origin`` is the file's name."""

    origin: str
    collections: tuple[AllowedCollection, ...] = ()
    destinations: tuple[AllowedDestination, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    limits: Limits = Limits()
    complete: Completeness = Completeness()


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CollectionFact:
    """A value that leaves; a host that a level of ``base-url`` or ``https-proxy`` names stands as that factor."""

    factor: str
    form: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class DestinationFact:
    """A host that was contacted."""

    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SignalFact:
    """A covert signal, known by its fingerprint, and the most that it carries."""

    fingerprint: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an audit says as far as it can be allowed, whether just made or read from its JSON."""

    tool: str
    profile: str
    signals: tuple[SignalFact, ...]
    collections: tuple[CollectionFact, ...]
    destinations: tuple[DestinationFact, ...]
    varied: tuple[TriggerFactor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is allowed or not: hosts that the user's own settings named are none of the tool's."""

    signals: tuple[SignalFact, ...]
    collections: tuple[CollectionFact, ...]
    destinations: tuple[DestinationFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """An audit that was approved, as its JSON tells it; ``origin`` is the file's name."""

    origin: str
    evidence_id: str
    told: Told


Rule = Literal["signal", "expired", "bits", "collection", "destination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """Something that is not allowed; ``line`` of the policy says otherwise, or would have to (0: there is none)."""

    rule: Rule
    what: str
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A covert signal of the audit that is allowed: by a waiver, or because it was approved before."""

    signal: Signal
    by: Waiver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a policy, an approved audit or both say to an audit.

    ``lacking`` are the policy's own demands on completeness that are not met; ``unused`` lines of it allowed nothing.
    """

    violations: tuple[Violation, ...]
    waived: tuple[Waived, ...]
    lacking: tuple[str, ...]
    unused: tuple[int, ...]
    policy: str = ""
    baseline: str = ""
