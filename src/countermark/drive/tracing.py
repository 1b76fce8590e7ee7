"""Runs a tool with probes beside it before the audit proper: what it asks of its surroundings and compares them with.

What is seen gives levels to try. No verdict rests on a run with a probe; whether the probe itself changed anything is
judged beside what varies by itself, when the audit is at its end.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from countermark.design.space import baseline
from countermark.drive.environments import setup
from countermark.drive.progress import Progress
from countermark.drive.rewriting import Script, rewrite
from countermark.explain.probes import LEAST, MOST, doubtful
from countermark.lab import CertificateAuthority, Limits, Pool, RunSpec, launch
from countermark.lab.probes import ALL as PROBES
from countermark.lab.probes.node_operators import PROBE as OPERATORS
from countermark.lab.probes.node_operators import serving
from countermark.lab.probes.record import Probe
from countermark.lab.run import MOST_TRACED_BYTES
from countermark.model.design import FactorLevels
from countermark.model.environment import Environment, Level, Setup
from countermark.model.observation import Observation
from countermark.model.probes import Canary, Comparison, Executed, SeenRead, Traced
from countermark.model.profile import Profile, Scenario
from countermark.model.run import Blob, Capture, LabFailed, Purpose, Round, RunRequest, SettledRun, Skipped
from countermark.model.switches import Switches
from countermark.observe import observe
from countermark.observe.blocks import executed
from countermark.observe.reads import reads, steady
from countermark.observe.switches import asked_switches
from countermark.observe.system_calls import system_calls
from countermark.observe.traces import comparisons

ROUND = 9001
"""Far behind any round that a planner could ask for, so that its runs stand behind those that a verdict rests on."""

_BY_NAME = {"node": {"node"}, "python3": {"python"}}
"""What runs a tool whose profile starts the program of this name."""

_CALM_ZONE = "Antarctica/Troll"
"""A zone that a list of places where users are would hardly have, so that what is compared with it stands out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What is traced: ``containers`` are the kinds of archives found in it, ``planted`` is what every run has.

    ``scripts`` are the texts of it that a probe may serve rewritten. ``once``: time is short, so what differed with a
    probe is not run again to see whether it varies by itself.
    """

    artifact: str
    profile: Profile
    scenario: Scenario
    levels: tuple[FactorLevels, ...]
    containers: frozenset[str]
    planted: Setup
    scripts: tuple[Script, ...] = ()
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracing:
    """What was seen, and the runs that showed it: ``staging`` holds a folder of ``<sha256>`` files for each.

    ``executed`` is what ran of the program's text in one run, process by process, where blocks were counted.
    """

    traced: Traced
    executed: tuple[tuple[Executed, ...], ...]
    switches: Switches
    round: Round
    runs: tuple[SettledRun, ...]
    staging: Path


def canaries(levels: Iterable[FactorLevels], seed: int) -> tuple[Canary, ...]:
    """One for each varied factor whose value a program could look up; the same for one seed."""
    random = Random(f"trace/{seed}")  # noqa: S311 -- a mark that can be recognised, not a secret
    token = "".join(random.choice("bdfghjkmnpqrtvwxz") for _ in range(6))
    host = f"kestrel-{token}"
    values = {
        "timezone": (_CALM_ZONE, _CALM_ZONE),
        "base-url": (f"https://{host}.example.net", host),
        "hostname": (f"plover-{token}", f"plover-{token}"),
        "git-identity": (f"Jane Smith <jane.smith@lapwing-{token}.example.org>", f"lapwing-{token}"),
        "git-remote": (f"https://curlew-{token}.example.org/example/project.git", f"curlew-{token}"),
    }
    varied = {item.factor for item in levels}
    return tuple(
        Canary(factor=factor, value=value, text=text) for factor, (value, text) in values.items() if factor in varied
    )


@contextmanager
def tracing(tool: Tool, *, jobs: int, seed: int, cache: Path, progress: Progress) -> Iterator[Tracing | None]:
    """What traced runs of a tool show; nothing where no probe is for its runtime. Its files are gone afterwards."""
    fitting = probes_for(tool, cache, jobs, progress)
    if not fitting:
        yield None
        return
    cache.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=cache, prefix="tracing-"))
    try:
        yield _trace(tool, fitting, canaries(tool.levels, seed), jobs, staging, progress)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def probes_for(tool: Tool, cache: Path, jobs: int, progress: Progress) -> tuple[Probe, ...]:
    """The probes that an audit of ``tool`` puts beside it, with the texts that they serve."""
    program = launch(_spec(tool, CertificateAuthority.create(), id="runtime", setup=Setup(), blobs=""))[0]
    return _serving(usable(program, tool.containers), tool, cache, jobs, progress)


def _trace(
    tool: Tool, fitting: tuple[Probe, ...], marks: tuple[Canary, ...], jobs: int, staging: Path, progress: Progress
) -> Tracing:
    surroundings = baseline(tool.levels).merged(*(Level(factor=item.factor, value=item.value) for item in marks))
    authority, probes = CertificateAuthority.create(), {probe.id: probe for probe in fitting}

    def spec(request: RunRequest) -> RunSpec:
        folder = staging / request.id
        folder.mkdir()
        plain = _spec(tool, authority, id=request.id, setup=setup(surroundings, tool.planted), blobs=str(folder))
        return replace(plain, probe=probes.get(request.probe), canaries=marks)

    runs: tuple[SettledRun, ...] = ()
    names = LEAST * ("", *probes)
    with Pool(workers=jobs) as pool:
        while names:
            asked = _requests(surroundings, names, len(runs))
            progress.step(f"{len(asked)} runs: {_WHY if not runs else _WHY_AGAIN}")
            settled = {done.id: done.settled for done in pool.run(tuple(spec(request) for request in asked))}
            runs += tuple(SettledRun(request=request, settled=settled[request.id]) for request in asked)
            names = () if tool.once else _again(runs, tool, setup(surroundings, Setup()).base_url, staging)
    planned = Round(number=ROUND, requests=tuple(run.request for run in runs), why=_WHY)
    return Tracing(
        traced=_traced(runs, fitting, marks, staging),
        executed=_executed(runs, fitting, staging),
        switches=_switches(runs, setup(surroundings, Setup()).base_url, staging),
        round=planned,
        runs=runs,
        staging=staging,
    )


_WHY = "what the tool asks its surroundings, and what it compares them with"
_WHY_AGAIN = "whether what differed with a probe does so again, or varies by itself"


def _again(runs: tuple[SettledRun, ...], tool: Tool, base_url: str, staging: Path) -> tuple[str, ...]:
    """What is to run once more: without a probe, and with each with which something seems to be otherwise."""
    said: dict[str, list[Observation]] = {}
    for name in dict.fromkeys(run.request.probe for run in runs):
        for capture, read in _captures(runs, {name}, staging):
            said.setdefault(name, []).append(observe(capture, read, tool.profile.protocol, base_url))
    without = tuple(said.pop("", ()))
    if not LEAST <= len(without) < MOST:
        return ()
    unsure = doubtful(without, {name: tuple(some) for name, some in said.items() if len(some) >= LEAST})
    return ("", *unsure) if unsure else ()


def _spec(tool: Tool, authority: CertificateAuthority, *, id: str, setup: Setup, blobs: str) -> RunSpec:  # noqa: A002
    return RunSpec(
        id=id,
        artifact=tool.artifact,
        profile=tool.profile,
        scenario=tool.scenario,
        setup=setup,
        authority=authority,
        blobs=blobs,
        limits=Limits(time_s=tool.profile.timeout_s),
    )


def usable(program: str, containers: frozenset[str]) -> tuple[Probe, ...]:
    """The probes for a tool that this program runs, as far as they can be used on this machine."""
    runtimes = {"", *(_BY_NAME.get(program) or {"bun"} & containers)}
    return tuple(probe for probe in PROBES if probe.runtime in runtimes and not probe.lacks)


def lacking() -> tuple[Skipped, ...]:
    """The probes that cannot be used on this machine."""
    return tuple(
        Skipped(step=f"probe {probe.id}", reason=f"{probe.lacks} is not installed: apt-get install {probe.lacks}")
        for probe in PROBES
        if probe.lacks
    )


def _serving(fitting: tuple[Probe, ...], tool: Tool, cache: Path, jobs: int, progress: Progress) -> tuple[Probe, ...]:
    """The same probes, those that serve rewritten texts with these; without any such text they would see nothing."""
    if OPERATORS not in fitting:
        return fitting
    texts = rewrite(tool.scripts, cache=cache, jobs=jobs, progress=progress)
    others = tuple(probe for probe in fitting if probe is not OPERATORS)
    return (*others, serving(texts)) if texts else others


def _requests(environment: Environment, names: tuple[str, ...], before: int) -> tuple[RunRequest, ...]:
    """The same surroundings throughout: without a probe, and with each; in turn, so that time is shared alike."""
    return tuple(
        RunRequest(
            id=f"{ROUND}-{number:03d}",
            environment=environment,
            purpose=Purpose.PROBE,
            why=f"with {name}" if name else "without a probe",
            probe=name,
        )
        for number, name in enumerate(names, before + 1)
    )


def _traced(
    runs: tuple[SettledRun, ...], fitting: tuple[Probe, ...], marks: tuple[Canary, ...], staging: Path
) -> Traced:
    """What the runs with each probe compared canaries with, what they asked, and where they listened."""
    found: dict[Comparison, None] = {}
    asked: list[SeenRead] = []
    listeners: dict[str, None] = {}
    cut: list[str] = []
    for probe in (probe for probe in fitting if probe.shows != "blocks"):
        logs = _logs(runs, probe, staging)
        cut.extend([probe.id] if any(len(log) >= MOST_TRACED_BYTES for log in logs) else [])
        if probe.shows == "reads":
            asked.extend(steady(tuple(reads(log, probe.id) for log in logs)))
        elif probe.shows == "system-calls":
            called = tuple(system_calls(log, probe.id) for log in logs)
            asked.extend(steady(tuple(one.reads for one in called)))
            listeners.update(dict.fromkeys(name for one in called for name in one.listeners))
        else:
            found.update(dict.fromkeys(one for log in logs[:1] for one in comparisons(log)))
    return Traced(
        canaries=marks, comparisons=tuple(found), reads=tuple(asked), listeners=tuple(listeners), cut=tuple(cut)
    )


def _switches(runs: tuple[SettledRun, ...], base_url: str, staging: Path) -> Switches:
    """The remote switches that the runs without a probe asked for."""
    return asked_switches(_captures(runs, {""}, staging), base_url)


def _executed(
    runs: tuple[SettledRun, ...], fitting: tuple[Probe, ...], staging: Path
) -> tuple[tuple[Executed, ...], ...]:
    """What ran in the first run whose counts are whole, process by process."""
    counting = {probe.id for probe in fitting if probe.shows == "blocks"}
    for capture, read in _captures(runs, counting, staging):
        counts = tuple(executed(read(blob)) for blob in capture.traces)
        if any(counts):
            return counts
    return ()


def _logs(runs: tuple[SettledRun, ...], probe: Probe, staging: Path) -> list[bytes]:
    """What the probe wrote, run by run."""
    return [b"".join(map(read, capture.traces)) for capture, read in _captures(runs, {probe.id}, staging)]


def _captures(
    runs: Iterable[SettledRun], probes: Collection[str], staging: Path
) -> Iterator[tuple[Capture, Callable[[Blob], bytes]]]:
    """What the runs with these probes captured, each with the way to its bytes; "" is a run without a probe."""
    for run in runs:
        if run.request.probe in probes and not isinstance(run.settled, LabFailed):
            yield run.settled.capture, _reader(staging / run.request.id)


def _reader(folder: Path) -> Callable[[Blob], bytes]:
    def read(blob: Blob) -> bytes:
        return (folder / blob.sha256).read_bytes() if blob.kept_bytes else b""

    return read
