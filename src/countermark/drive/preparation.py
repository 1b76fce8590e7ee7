"""Everything before the first run of a tool: fetch, read, choose levels, prove the seal, seal the inputs."""

from __future__ import annotations

import platform
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from countermark import __version__
from countermark.acquire import acquire
from countermark.drive.beside import beside
from countermark.drive.budget import reading_s
from countermark.drive.cache import default_cache
from countermark.drive.canaries import canaries, planted
from countermark.drive.candidates import Confirm, foremost, list_checks, suggested, traced_hints
from countermark.drive.earlier import Subject, first, learn
from countermark.drive.earlier import hints as earlier_hints
from countermark.drive.environments import derivations, factor_levels, possible
from countermark.drive.executed_reads import executed_reads
from countermark.drive.inspect import evidence
from countermark.drive.progress import Progress
from countermark.drive.rewriting import scripts
from countermark.drive.shipped import Shipped, opened
from countermark.drive.switches import known, not_thrown
from countermark.drive.tracing import Tool, Tracing, lacking, tracing
from countermark.errors import TargetError, UsageError
from countermark.factors import ALL as FACTORS
from countermark.lab import CertificateAuthority, RunSpec, clock_refused
from countermark.lab.sealing import require_sealed, selftest
from countermark.lab.versions import versions
from countermark.model.design import FactorLevels, Question
from countermark.model.earlier import Earlier
from countermark.model.environment import Hint, Level, Setup
from countermark.model.inputs import AuditInputs
from countermark.model.probes import Traced
from countermark.model.profile import Profile, Scenario, SkippedFactor
from countermark.model.provenance import Duration, NamedVersion
from countermark.model.run import SealCheck, Skipped
from countermark.model.static_evidence import StaticEvidence
from countermark.model.switches import Switches
from countermark.model.target import Acquired
from countermark.model.verdict import Scope
from countermark.static.compared_literals import compared_literals
from countermark.static.switch_names import switch_names
from countermark.store.directory import AuditDirectory, InputFile
from countermark.store.profiles import find_profile, load_profile
from countermark.store.scenarios import load_scenario
from countermark.store.toml import Sourced

MOST_READING_S = 240.0
"""Reading is to help the runs, and not to take their place; ``inspect`` takes the time that it needs."""

DEFAULT_MAX_RUNS = {1: 300, 2: 300, 3: 900}
"""By strength: an array of three factors at a time has about five times the rows of one of two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """What the user asked for; empty text and no ``max_runs`` mean «choose for me»."""

    target: str
    out: Path | None = None
    profile: str = ""
    scenario: str = "one-prompt"
    levels: tuple[Level, ...] = ()
    strength: int = 2
    max_runs: int = 0
    jobs: int = 1
    seed: int = 1
    cache: Path | None = None
    confirm_lists: Confirm = "sampled"
    probes: bool = True
    budget_s: float | None = None
    learn_from: tuple[Path, ...] = ()
    crossed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An audit whose first run may start: ``root`` is the unpacked target on this machine."""

    directory: AuditDirectory
    inputs: AuditInputs
    root: str
    timing: tuple[Duration, ...]


class _Stopwatch:
    """Seconds by step, in the order in which the steps ended; those of steps side by side count twice."""

    def __init__(self) -> None:
        self._taken: list[Duration] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Counts what is done inside towards ``name``."""
        began = time.monotonic()
        yield
        self._taken.append(Duration(step=name, seconds=round(time.monotonic() - began, 1)))

    @property
    def taken(self) -> tuple[Duration, ...]:
        """What was counted so far."""
        return tuple(self._taken)


def prepare(options: AuditOptions, progress: Progress) -> Prepared:
    """An audit directory with its inputs sealed in it, for a target that was fetched and a lab that was proved.

    Raises:
        CountermarkError: whatever stands in the way; nothing untrusted has run.
    """
    watch = _Stopwatch()
    with watch.step("acquire"):
        acquired = acquire(options.target, cache=options.cache or default_cache(), progress=progress.step)
    profile = choose_profile(options.profile, acquired)
    scenario = load_scenario(options.scenario)
    subject = Subject(target=acquired.target, profile=profile.value, scenario=scenario.value)
    earlier = learn(options.learn_from, subject)
    path = options.out or _new_folder(acquired)
    verbatim = (
        InputFile(name="profile.toml", content=profile.content),
        InputFile(name="scenario.toml", content=scenario.content),
    )
    with (
        opened(acquired, cache=options.cache or default_cache(), progress=progress) as shipped,
        beside(lambda telling: _read(shipped, options, watch, telling), progress) as reading,
    ):
        with watch.step("seal"):
            progress.step("try every way out of the lab before anything untrusted starts")
            sealing = selftest()
            require_sealed(sealing)
        ground = _Ground(
            options=options,
            acquired=acquired,
            profile=profile.value,
            scenario=scenario.value,
            sealing=sealing,
            refusal=_clock_refusal(profile.value, scenario.value, acquired),
            earlier=earlier,
        )
        with _traced(ground, shipped, watch, progress) as seen:
            read = reading.result()
            traced = _with_reads(seen, read.evidence, acquired.root) if seen else None
            switches = known(seen.switches if seen else None, read.switches)
            inputs = _inputs(ground, _hints(ground, read, traced), read.evidence, traced, switches)
            directory = AuditDirectory.create(path, inputs, verbatim)
            if seen:
                _keep(directory, seen)
    progress.step(f"evidence goes to {path}")
    return Prepared(directory=directory, inputs=inputs, root=acquired.root, timing=watch.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """What an audit stands on before its levels are chosen; ``refusal`` says why no false clock can be shown."""

    options: AuditOptions
    acquired: Acquired
    profile: Profile
    scenario: Scenario
    sealing: tuple[SealCheck, ...]
    refusal: str
    earlier: tuple[Earlier, ...]

    def levels(
        self, hints: tuple[Hint, ...], switches: Switches | None
    ) -> tuple[tuple[FactorLevels, ...], tuple[Skipped, ...]]:
        """The factors that can be varied with their levels, and those that cannot."""
        clock = (SkippedFactor(factor="clock", reason=self.refusal),) if self.refusal else ()
        crossed = self.options.crossed
        return factor_levels(self.profile, (*clock, *not_thrown(switches)), hints, crossed)


@contextmanager
def _traced(ground: _Ground, shipped: Shipped, watch: _Stopwatch, progress: Progress) -> Iterator[Tracing | None]:
    """What probes beside the tool see, where that was not declined."""
    options = ground.options
    if not options.probes:
        yield None
        return
    tool = Tool(
        artifact=ground.acquired.root,
        profile=ground.profile,
        scenario=ground.scenario,
        levels=ground.levels((), None)[0],
        containers=frozenset(container.kind for source in shipped.sources for container in source.first.chain),
        scripts=scripts(shipped.sources),
        planted=planted(canaries(options.seed)),
        once=options.budget_s is not None,
    )
    cache = options.cache or default_cache()
    with ExitStack() as kept:
        with watch.step("trace"):
            seen = tracing(tool, jobs=options.jobs, seed=options.seed, cache=cache, progress=progress)
            traced = kept.enter_context(seen)
        yield traced


def _with_reads(seen: Tracing, read: StaticEvidence, root: str) -> Traced:
    """What was seen, with which of the reads in the program text ran."""
    found = executed_reads(read.findings.reads, seen.executed, root)
    return replace(seen.traced, reads_ran=found.ran, reads_idle=found.idle)


def _keep(directory: AuditDirectory, seen: Tracing) -> None:
    """The traced runs are evidence like all others, though no verdict rests on them."""
    directory.write_round(seen.round)
    for run in seen.runs:
        directory.adopt_run(run, seen.staging / run.request.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was read of the program text, literals that something in it is compared with, and names of switches."""

    evidence: StaticEvidence
    compared: tuple[Hint, ...]
    switches: tuple[str, ...]


def _read(shipped: Shipped, options: AuditOptions, watch: _Stopwatch, progress: Progress) -> _Read:
    cache = options.cache or default_cache()
    with watch.step("static"):
        most_s = reading_s(MOST_READING_S, options.budget_s)
        read = evidence(shipped, cache=cache, jobs=options.jobs, progress=progress, most_s=most_s)
        return _Read(
            evidence=read,
            compared=possible(compared_literals(_texts(shipped))),
            switches=switch_names(_texts(shipped)),
        )


def _texts(shipped: Shipped) -> Iterator[str]:
    return (source.path.read_text("utf-8", "replace") for source in shipped.readable)


def _hints(ground: _Ground, read: _Read, traced: Traced | None) -> tuple[Hint, ...]:
    """Levels worth trying: all that the user asks for, and a few of each factor that were found by whatever means."""
    found = (
        *suggested(read.evidence.findings, ground.profile),
        *(traced_hints(traced) if traced else ()),
        *read.compared,
    )
    return (*_asked(ground.options.levels), *earlier_hints(ground.earlier), *foremost(found))


def reacquire(directory: AuditDirectory, cache: Path | None, progress: Progress) -> Prepared:
    """The same audit again, with its target fetched anew and found to be the same.

    Raises:
        TargetError: what is fetched now is not what the audit began with.
    """
    watch = _Stopwatch()
    inputs = directory.inputs
    with watch.step("acquire"):
        acquired = acquire(again(inputs), cache=cache or default_cache(), progress=progress.step)
    if acquired.target.artifacts != inputs.target.artifacts:
        raise TargetError("the target is not the one that the audit began with", why="its digests differ")
    with watch.step("seal"):
        require_sealed(selftest())
    return Prepared(directory=directory, inputs=inputs, root=acquired.root, timing=watch.taken)


def again(inputs: AuditInputs) -> str:
    """The same target once more: by its exact version where it has one, else as the user named it."""
    return inputs.target.purl if inputs.target.purl.startswith("pkg:") else inputs.asked


def choose_profile(named: str, acquired: Acquired) -> Sourced[Profile]:
    """The profile that the user names, or the built-in one that matches the target.

    Raises:
        UsageError: there is none.
    """
    if named:
        return load_profile(named)
    found = find_profile(acquired.target.name)
    if found is None:
        raise UsageError(
            f"no built-in profile says how to start {acquired.target.name}",
            why="a profile names the command, the wire protocol and the base-URL variable",
            hint="write one (see docs/reference/profiles.md) and give it with --profile FILE",
        )
    return found


def _inputs(
    ground: _Ground,
    hints: tuple[Hint, ...],
    read: StaticEvidence,
    traced: Traced | None,
    switches: Switches | None,
) -> AuditInputs:
    options, acquired, profile = ground.options, ground.acquired, ground.profile
    levels, skipped = ground.levels(hints, switches)
    varied = {item.factor for item in levels}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return AuditInputs(
        created=now,
        asked=options.target,
        target=acquired.target,
        profile=profile,
        scenario=ground.scenario,
        scope=Scope(
            mode="print and terminal" if "mode" in varied else "print",
            endpoint="interception and base URL" if "base-url" in varied else "interception",
            platform=acquired.target.platform,
        ),
        question=Question(
            factors=levels,
            strength=options.strength,
            seed=options.seed,
            max_runs=options.max_runs or DEFAULT_MAX_RUNS[options.strength],
            first=first(ground.earlier, frozenset(varied)),
        ),
        hints=tuple(hint for hint in hints if hint.level.factor in varied),
        derivations=derivations(levels, instants(now, refused=bool(ground.refusal))),
        canaries=canaries(options.seed),
        sealing=ground.sealing,
        skipped=(
            *skipped,
            *(lacking() if options.probes else ()),
            *(Skipped(step="static", reason=reason) for reason in read.incomplete_because),
        ),
        versions=named_versions(),
        static=read,
        checks=list_checks(read.findings, profile, levels, options.confirm_lists, options.seed),
        traced=traced,
        switches=switches,
        earlier=ground.earlier,
    )


def _clock_refusal(profile: Profile, scenario: Scenario, acquired: Acquired) -> str:
    """Why the program cannot be shown a false clock; empty where it can."""
    spec = RunSpec(
        id="clock",
        artifact=acquired.root,
        profile=profile,
        scenario=scenario,
        setup=Setup(),
        authority=CertificateAuthority.create(),
        blobs="",
    )
    return clock_refused(spec)


def instants(now: str, *, refused: bool) -> tuple[str, ...]:
    """Every instant that a run may be shown: the clock's levels, and the true time."""
    clock = next(factor for factor in FACTORS if factor.id == "clock")
    moved = () if refused else tuple(clock.setup(value).clock for value in (*clock.levels, *clock.contrasts))
    return tuple(dict.fromkeys((*(instant for instant in moved if instant), now)))


def _asked(levels: tuple[Level, ...]) -> tuple[Hint, ...]:
    return tuple(Hint(level=level, reason="asked for by the user") for level in levels)


def named_versions() -> tuple[NamedVersion, ...]:
    """Countermark, and what the lab on this machine is made of."""
    own = NamedVersion(name="countermark", version=__version__)
    return (own, NamedVersion(name="python", version=platform.python_version()), *versions())


def _new_folder(acquired: Acquired) -> Path:
    """A folder that does not exist yet, named after the target."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{acquired.target.name}-{acquired.target.version}").strip("-.") or "target"
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    return Path("countermark-audits") / f"{name}-{stamp}"
