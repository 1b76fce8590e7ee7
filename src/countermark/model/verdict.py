"""What an audit establishes: the shape of ``countermark.audit/1`` as types."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from countermark.model.behaviour import Behaviour
from countermark.model.branches import Branch
from countermark.model.earlier import Earlier
from countermark.model.observation import Address
from countermark.model.probes import ProbeReport, Traced
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import SealCheck, Skipped
from countermark.model.static import ReadKind
from countermark.model.static_evidence import ListOutcome, Origin, StaticEvidence
from countermark.model.statistics import Detectable
from countermark.model.switches import Switches
from countermark.model.target import Target


class Kind(StrEnum):
    """The three kinds of influence; only ``COVERT`` makes a verdict covert."""

    OVERT = "overt"
    FUNCTIONAL = "functional"
    COVERT = "covert"


class Verdict(StrEnum):
    """What is said of the target as a whole."""

    COVERT = "covert"
    NOTHING_COVERT_FOUND = "nothing-covert-found"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TriggerFactor:
    """A factor that takes part in a trigger, and its levels that fire it (sorted)."""

    factor: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A state of the trigger, and the text that then stands at the place (absent: ``text`` is ``None``)."""

    when: tuple[TriggerFactor, ...]
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """From confirmation runs alone: Holm-adjusted p, the number of tests in the family, runs on each side."""

    p_adjusted: float
    tests: int
    runs_with: int
    runs_without: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Bytes of one stored stream: ``offset`` from its start, half-open with ``length``."""

    run: str
    blob: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One independently triggered piece of a signal's text: where it stands in it, and what it becomes."""

    channel: str
    trigger: tuple[TriggerFactor, ...]
    table: tuple[TableRow, ...]
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One of the planner's effects that a signal was made of: where, and on which line of the text there, it shows."""

    effect: str
    where: Address
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """An influence, explained.

    ``bits`` is log2 of the number of distinguishable texts (min-capacity);
    ``mutual_information_bits`` is that between trigger and text over the runs of the design.
    ``fingerprint`` depends on place, channels and trigger factors, not on texts or the version of the tool.
    ``components`` are the independently triggered pieces of one line that were joined into this signal;
    ``also`` are further places where the very same thing is said. ``origins`` are findings in the program text that
    it comes from, as far as they could be told. ``branches`` are the places that ran otherwise with it and without it,
    those that tell most first. ``causes`` say which fresh runs would repeat it; what no single run shows has none.
    """

    id: str
    fingerprint: str
    kind: Kind
    channel: str
    summary: str
    where: Address
    trigger: tuple[TriggerFactor, ...]
    table: tuple[TableRow, ...]
    bits: float
    mutual_information_bits: float
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    components: tuple[Component, ...] = ()
    also: tuple[Address, ...] = ()
    origins: tuple[Origin, ...] = ()
    branches: tuple[Branch, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """An environment value that leaves the machine: in which form, to which host, at which place."""

    factor: str
    value: str
    form: str
    host: str
    where: Address
    run: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpaquePayload:
    """A payload that could not be decoded, so nothing can be said of its content."""

    host: str
    role: str
    reason: str
    size_bytes: int
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A host that the tool contacted, over all runs; ``when`` says under which circumstances, in words."""

    host: str
    port: int
    when: str
    purpose: str
    bytes_sent: int
    decoded: bool
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """A place whose text varies under one environment; ``residual_bits`` is what could hide in it."""

    where: Address
    reason: str
    residual_bits: float


HasRun = Literal["yes", "no", ""]
"""Whether a place of the program ran; empty where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that the program asks its surroundings: ``name`` is a variable, a call, a file or a command.

    ``found_by`` are the probes that saw it, and ``program text`` where it was found by reading. ``varied_by`` are the
    factors that decide the answer and were varied: with none, what another answer would do was not examined. ``at``
    is the place that a probe saw first, if one did. ``ran`` says whether a place in the program text at which it is
    asked ran, empty where that is not known: what is asked only where no run came to was not examined.
    """

    kind: ReadKind
    name: str
    found_by: tuple[str, ...]
    varied_by: tuple[str, ...]
    at: str = ""
    ran: HasRun = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was varied; ``combinations_covered`` is the share of all ``strength``-way level combinations.

    ``asked`` is what the program asks its surroundings, as far as it was found; ``detectable`` how small a mark that no
    single run shows would have been found; ``switches`` which remote ones were asked for, ``None`` where no run was
    traced that could show it.
    """

    factors: tuple[TriggerFactor, ...]
    strength: int
    combinations_covered: float
    runs: int
    failed_runs: int
    model_exchanges: int
    baseline_runs: int
    asked: tuple[Asked, ...] = ()
    detectable: tuple[Detectable, ...] = ()
    switches: Switches | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """``mode`` is how it was used (``print``, or ``print and terminal``), ``endpoint`` how a model was reached."""

    mode: str
    endpoint: str
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything that an audit says, ready to be rendered; lists are sorted by id or address.

    ``static`` is what was read before the first run; ``reads_varied`` of its reads ask for something that was varied.
    ``traced`` is what was seen inside of the tool while it ran, by ``probes``; ``behaviour`` is what it did beside what
    it said, and no part of the verdict. ``earlier`` audits said what to try first, and nothing else.
    """

    created: str
    target: Target
    profile_id: str
    profile_sha256: str
    scope: Scope
    verdict: Verdict
    incomplete_because: tuple[str, ...]
    signals: tuple[Signal, ...]
    overt: tuple[Signal, ...]
    functional: tuple[Signal, ...]
    collections: tuple[Collection, ...]
    opaque: tuple[OpaquePayload, ...]
    destinations: tuple[Destination, ...]
    noise: tuple[Noise, ...]
    coverage: Coverage
    sealing: tuple[SealCheck, ...]
    skipped: tuple[Skipped, ...]
    evidence_id: str
    timing: tuple[Duration, ...]
    versions: tuple[NamedVersion, ...]
    static: StaticEvidence | None = None
    lists: tuple[ListOutcome, ...] = ()
    reads_varied: int = 0
    traced: Traced | None = None
    probes: tuple[ProbeReport, ...] = ()
    behaviour: Behaviour | None = None
    earlier: tuple[Earlier, ...] = ()
