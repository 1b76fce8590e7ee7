"""From sealed evidence to what an audit says: the pure half of every audit, and all of every replay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from countermark.analyse.influences import influences
from countermark.analyse.noise import noise
from countermark.analyse.places import Tabulator
from countermark.analyse.readings import alike, expanded, readings, spoken_for
from countermark.design import next_round
from countermark.design.coverage import combinations_covered
from countermark.design.space import baseline
from countermark.drive.asked import asked, factors_read
from countermark.drive.collector import without_collector
from countermark.drive.environments import setup
from countermark.drive.list_confidence import borne_out
from countermark.drive.shortfalls import untraced
from countermark.drive.statistics import detectable, put_to_the_proof, screen, unproven
from countermark.explain.behaviour import WATCHING, behaviour
from countermark.explain.collections import Shown, canaries_found, collections
from countermark.explain.destinations import destinations, opaque
from countermark.explain.evidence import locate
from countermark.explain.lists import list_outcomes
from countermark.explain.origins import origins
from countermark.explain.probes import probe_reports
from countermark.explain.remainders import Remainders
from countermark.explain.signals import by_level, signals
from countermark.explain.statistics import statistical_signals
from countermark.explain.suspicion import Suspicions, weight_of
from countermark.explain.verdict import confirmed, incomplete_because, unconfirmed_because, verdict
from countermark.lab.probes import ALL as PROBES
from countermark.model.behaviour import Behaviour
from countermark.model.design import Conclusion, Priority
from countermark.model.environment import Environment, Setup
from countermark.model.influence import Influence
from countermark.model.inputs import AuditInputs
from countermark.model.observation import Address, Observation
from countermark.model.place import REDUCED, Place
from countermark.model.probes import ProbeReport
from countermark.model.run import Blob, Capture, LabFailed, Purpose, Round, RunRequest, SettledRun, ToolFailed
from countermark.model.static_evidence import ListOutcome
from countermark.model.statistics import Screening, Trial
from countermark.model.verdict import Audit, Collection, Coverage, Evidence, Kind, Signal, TriggerFactor
from countermark.observe import observe, provider_hosts

ReadBlob = Callable[[Blob], bytes]

COUNTING = frozenset(probe.id for probe in PROBES if probe.shows == "blocks")
"""The probes that count what runs: what of the program's text did, and, when the verdict stands, where it decided."""

LOCALISING = 9002
"""The round of the latter, behind that of all traced runs."""


def is_localising(request: RunRequest) -> bool:
    """Whether a run says where the program decides; no other says anything of that, and it says nothing else."""
    return request.id.startswith(f"{LOCALISING}-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A run that settled with a capture, and what it says."""

    request: RunRequest
    capture: Capture
    observation: Observation


def api_hosts(environment: Environment, inputs: AuditInputs) -> frozenset[str]:
    """The names under which the provider is reached: its own, and the one that the environment put in their place."""
    named = urlsplit(setup(environment, Setup()).base_url).hostname
    return provider_hosts(inputs.profile.protocol) | ({named} if named else frozenset())


@without_collector()
def see(run: SettledRun, inputs: AuditInputs, read: ReadBlob) -> Seen | None:
    """What a settled run says; nothing where there is no capture, or the tool failed before it called a model."""
    if isinstance(run.settled, LabFailed):
        return None
    capture = run.settled.capture
    observation = observe(capture, read, inputs.profile.protocol, setup(run.request.environment, Setup()).base_url)
    if isinstance(run.settled, ToolFailed) and not _usable(capture, observation, inputs):
        return None
    return Seen(request=run.request, capture=capture, observation=observation)


def _usable(capture: Capture, observation: Observation, inputs: AuditInputs) -> bool:
    """Whether a tool that failed did so by itself, and only after it had called a model, if it ever does."""
    stopped = any(session.stopped_by or session.timed_out for session in capture.sessions)
    called = any(exchange.is_model for exchange in observation.exchanges)
    return not stopped and (called or bool(inputs.profile.needs_login))


def of_verdict(runs: Iterable[SettledRun]) -> tuple[SettledRun, ...]:
    """The runs that a verdict rests on: none that had a probe beside the tool, or was compared with such a one."""
    return tuple(run for run in runs if run.request.purpose is not Purpose.PROBE)


def of_probes(runs: Iterable[SettledRun], inputs: AuditInputs, read: ReadBlob) -> tuple[Seen, ...]:
    """What those say that came before them."""
    traced = (run for run in runs if run.request.purpose is Purpose.PROBE and not is_localising(run.request))
    return tuple(one for run in traced if (one := see(run, inputs, read)) is not None)


PROVING = frozenset((Purpose.LIST, Purpose.PAIR))
"""Purposes of runs that put something to the proof when the planner is done; they are none of its business."""


def discovering(requests: Iterable[RunRequest]) -> tuple[RunRequest, ...]:
    """The requests that the planner made."""
    return tuple(request for request in requests if request.purpose not in PROVING)


Planned = tuple[Round | Conclusion, tuple[Place, ...]]
"""What the planner says to the runs so far, and the table of places that it judged by."""


def plan(
    inputs: AuditInputs, requests: tuple[RunRequest, ...], seen: tuple[Seen, ...], most_runs: int | None = None
) -> Planned:
    """The plan that follows from ``requests``, of which ``seen`` settled with usable evidence."""
    return Planner(inputs).plan(requests, seen, most_runs)


class Planner:
    """Plans round after round; what earlier rounds taught is kept, and changes nothing of what is said."""

    def __init__(self, inputs: AuditInputs) -> None:
        """Nothing is known yet."""
        self._inputs = inputs
        known = by_level(inputs.derivations)
        self._tabulator = Tabulator()
        self._suspicions = Suspicions(known)
        self._remainders = Remainders(known)

    @without_collector()
    def plan(self, requests: tuple[RunRequest, ...], seen: tuple[Seen, ...], most_runs: int | None = None) -> Planned:
        """What ``plan`` says, whatever was asked before."""
        requests = discovering(requests)
        seen = tuple(one for one in seen if one.request.purpose not in PROVING)
        table = self._tabulator.places(tuple(one.observation for one in seen))
        environments = {one.request.id: one.request.environment for one in seen}
        suspect = tuple(place for place in table if self._suspicions.weight(place, environments))
        reduced = tuple(rest for place in suspect for rest in self._remainders.of(place, environments))
        replaced = {rest.feature.removesuffix(REDUCED) for rest in reduced}
        priorities = tuple(
            Priority(feature=place.feature, weight=weight_of(place.address))
            for place in (*suspect, *reduced)
            if place.feature not in replaced
        )
        table = (*table, *reduced)
        groups = alike(table)
        told = readings(
            requests,
            tuple(place for place in table if place.feature in groups),
            frozenset(one.request.id for one in seen),
        )
        weighed = spoken_for(priorities, groups)
        said = next_round(self._inputs.question, told, self._inputs.hints, weighed, most_runs)
        return expanded(said, groups) if isinstance(said, Conclusion) else said, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """All runs that a verdict rests on, what those with usable evidence say, and what traced runs say beside them.

    ``tabulator`` is one that knows the runs for hidden lists already, where there is one, and ``screening`` what was
    suspected when fresh pairs were asked for.
    """

    settled: tuple[SettledRun, ...]
    seen: tuple[Seen, ...]
    probed: tuple[Seen, ...] = ()
    tabulator: Tabulator | None = None
    screening: Screening | None = None


def conclude(
    inputs: AuditInputs,
    ran: Ran,
    concluded: tuple[Conclusion, tuple[Place, ...]],
    read: ReadBlob,
    stopped: tuple[str, ...],
) -> Audit:
    """Everything that the evidence says; ``evidence_id`` and ``timing`` are filled in when it is sealed."""
    seen, (conclusion, table) = ran.seen, concluded
    observations, requests = tuple(one.observation for one in seen), tuple(one.request for one in seen)
    found = influences(conclusion, table, discovering(requests), baseline(inputs.question.factors))
    said = signals(found, discovering(requests), inputs.derivations, _locator(seen, read))
    lists = outcomes(inputs, seen, said, concluded, ran.tabulator)
    said = tuple(_traced(one if confirmed(one) else borne_out(one, lists), inputs, lists) for one in said)
    screening = ran.screening or suspected_by_chance(inputs, seen, concluded)
    proven = pair_trials(inputs, seen, conclusion, screening)
    said += statistical_signals(proven, said, baseline(inputs.question.factors), _locator(seen, read))
    suspected = tuple(signal for signal in said if signal.kind is Kind.COVERT)
    covert = tuple(signal for signal in suspected if confirmed(signal))
    unread, coverage = opaque(observations), _coverage(inputs, ran.settled, seen, screening)
    reasons = incomplete_because(coverage, unread, _explained(seen, inputs), stopped + unconfirmed_because(suspected))
    return Audit(
        created=inputs.created,
        target=inputs.target,
        profile_id=inputs.profile.id,
        profile_sha256=inputs.profile.sha256,
        scope=inputs.scope,
        verdict=verdict(covert, reasons),
        incomplete_because=reasons,
        signals=covert,
        overt=tuple(signal for signal in said if signal.kind is Kind.OVERT),
        functional=tuple(signal for signal in said if signal.kind is Kind.FUNCTIONAL),
        collections=_collected(inputs, found, seen, table),
        opaque=unread,
        destinations=destinations(observations, requests),
        noise=noise(conclusion, tuple(place for place in table if not place.feature.endswith(REDUCED))),
        coverage=coverage,
        sealing=inputs.sealing,
        skipped=(*inputs.skipped, *untraced(conclusion), *unproven(screening, proven)),
        evidence_id="",
        timing=(),
        versions=inputs.versions,
        static=inputs.static,
        lists=lists,
        reads_varied=_reads_varied(inputs),
        traced=inputs.traced,
        probes=_probes(ran.probed, concluded),
        behaviour=_did(inputs, ran),
        earlier=inputs.earlier,
    )


def _did(inputs: AuditInputs, ran: Ran) -> Behaviour:
    """What the tool did beside what it sent."""
    watched = (one for one in ran.probed if one.request.probe == WATCHING)
    return behaviour(
        tuple(one.capture for one in ran.seen),
        tuple(one.observation for one in ran.seen),
        inputs.scenario,
        inputs.traced,
        tuple(one.request.id for one in watched if any(log.size_bytes for log in one.capture.traces)),
    )


def suspected_by_chance(
    inputs: AuditInputs, seen: tuple[Seen, ...], concluded: tuple[Conclusion, tuple[Place, ...]]
) -> Screening:
    """What may follow a level by chance only, and is worth pairs of fresh runs."""
    return screen(inputs, discovering(one.request for one in seen), _told(seen, PROVING), concluded)


def pair_trials(
    inputs: AuditInputs, seen: tuple[Seen, ...], conclusion: Conclusion, screening: Screening
) -> tuple[Trial, ...]:
    """What the pairs of fresh runs say so far of each suspicion that they decide."""
    requests = tuple(one.request for one in seen if one.request.purpose is not Purpose.LIST)
    told = _told(seen, frozenset((Purpose.LIST,)))
    return put_to_the_proof(inputs, requests, told, frozenset(conclusion.noisy), screening.suspicions)


def _told(seen: tuple[Seen, ...], without: frozenset[Purpose]) -> tuple[Observation, ...]:
    return tuple(one.observation for one in seen if one.request.purpose not in without)


def _collected(
    inputs: AuditInputs, found: tuple[Influence, ...], seen: tuple[Seen, ...], table: tuple[Place, ...]
) -> tuple[Collection, ...]:
    observations = tuple(one.observation for one in seen)
    host = _hosts(observations)
    shown = Shown(table=table, environments={one.request.id: one.request.environment for one in seen})
    told = collections(found, shown, inputs.derivations, host)
    return (*told, *canaries_found(observations, inputs.canaries, host))


def outcomes(
    inputs: AuditInputs,
    seen: tuple[Seen, ...],
    said: tuple[Signal, ...],
    concluded: tuple[Conclusion, tuple[Place, ...]],
    tabulator: Tabulator | None = None,
) -> tuple[ListOutcome, ...]:
    """What the runs for hidden lists showed; ``said`` are the signals that the other runs gave.

    A run of the baseline stands in front of them, so that places are counted as the signals' were. ``tabulator``: one
    that is kept from asking to asking need not work everything out again.
    """
    tried = tuple(one for one in seen if one.request.purpose is Purpose.LIST)
    first = tuple(one for one in seen if one.request.purpose is Purpose.BASELINE)[:1]
    noisy = _noisy(concluded)
    chance = noisy - _moved(concluded)
    texts = tuple(_without(one.observation, chance) for one in (*first, *tried))
    table = (tabulator or Tabulator()).places(texts) if tried else ()
    return list_outcomes(inputs.checks, tuple(one.request for one in tried), table, said, noisy)


def _moved(concluded: tuple[Conclusion, tuple[Place, ...]]) -> frozenset[Address]:
    """Where something follows the environment, so that a signal may stand there."""
    conclusion, places = concluded
    features = frozenset(name.removesuffix(REDUCED) for effect in conclusion.effects for name in effect.features)
    return frozenset(place.address for place in places if place.feature in features)


def _without(observation: Observation, addresses: frozenset[Address]) -> Observation:
    """What a run says elsewhere: tabulating hundreds of random ids at each address would be most of the work."""
    return replace(observation, features=tuple(item for item in observation.features if item.address not in addresses))


def _noisy(concluded: tuple[Conclusion, tuple[Place, ...]]) -> frozenset[Address]:
    """Where something varies by itself."""
    conclusion, places = concluded
    features = frozenset(conclusion.noisy)
    return frozenset(place.address for place in places if place.feature in features)


def _probes(probed: tuple[Seen, ...], concluded: tuple[Conclusion, tuple[Place, ...]]) -> tuple[ProbeReport, ...]:
    """How the probes fared."""
    by_probe: dict[str, list[Observation]] = {}
    for one in probed:
        by_probe.setdefault(one.request.probe, []).append(one.observation)
    without = tuple(by_probe.pop("", ()))
    spoke = {one.request.probe for one in probed if any(log.size_bytes for log in one.capture.traces)}
    beside = {name: tuple(said) for name, said in by_probe.items()}
    return probe_reports(without, beside, _noisy(concluded), frozenset(beside) - spoke)


def _traced(signal: Signal, inputs: AuditInputs, lists: tuple[ListOutcome, ...]) -> Signal:
    """The signal with what it comes from in the program text, where it is covert."""
    if inputs.static is None or signal.kind is not Kind.COVERT:
        return signal
    found = origins(signal, inputs.static.findings, lists, lambda read: factors_read(read, inputs.profile))
    return replace(signal, origins=found)


def _reads_varied(inputs: AuditInputs) -> int:
    """How many of the reads in the program text ask for something that was varied."""
    varied = {item.factor for item in inputs.question.factors}
    reads = inputs.static.findings.reads if inputs.static else ()
    return sum(not varied.isdisjoint(factors_read(read, inputs.profile)) for read in reads)


def _hosts(observations: Iterable[Observation]) -> Callable[[str, str], str]:
    by_role = {
        (observation.run, exchange.role): exchange.host
        for observation in observations
        for exchange in observation.exchanges
    }
    return lambda run, role: by_role.get((run, role), "")


def _locator(seen: tuple[Seen, ...], read: ReadBlob) -> Callable[[str, Address, str], Evidence | None]:
    by_run = {one.request.id: one for one in seen}

    def find(run: str, address: Address, text: str) -> Evidence | None:
        one = by_run.get(run)
        exchanges = () if one is None else one.observation.exchanges
        exchange = next((item for item in exchanges if item.role == address.role), None)
        if one is None or exchange is None or exchange.connection < 0:
            return None
        blob = one.capture.connections[exchange.connection].client
        start = exchange.body_offset if address.part == "body" else 0
        span = locate(read(blob), start, text)
        offset, length = span or (exchange.body_offset, exchange.body_length)
        return Evidence(run=run, blob=blob.sha256, offset=offset, length=length)

    return find


def _explained(seen: tuple[Seen, ...], inputs: AuditInputs) -> frozenset[str]:
    """Hosts that the user's settings or the provider's own name explain."""
    hosts = {host for one in seen for host in api_hosts(one.request.environment, inputs)}
    proxies = {urlsplit(setup(one.request.environment, Setup()).proxy_url).hostname or "" for one in seen}
    return frozenset(hosts | (proxies - {""}))


def _coverage(
    inputs: AuditInputs, runs: tuple[SettledRun, ...], seen: tuple[Seen, ...], screening: Screening
) -> Coverage:
    planned = discovering(one.request for one in seen)
    environments = tuple(one.request.environment for one in seen)
    return Coverage(
        factors=tuple(
            TriggerFactor(
                factor=item.factor, levels=tuple(dict.fromkeys(env.value(item.factor) for env in environments))
            )
            for item in inputs.question.factors
        ),
        strength=inputs.question.strength,
        combinations_covered=combinations_covered(environments, inputs.question.factors, inputs.question.strength),
        runs=len(runs),
        failed_runs=len(runs) - len(seen),
        model_exchanges=sum(exchange.is_model for one in seen for exchange in one.observation.exchanges),
        baseline_runs=sum(one.request.purpose is Purpose.BASELINE for one in seen),
        asked=asked(inputs),
        detectable=detectable(inputs, planned, _told(seen, PROVING), screening),
        switches=inputs.switches,
    )
