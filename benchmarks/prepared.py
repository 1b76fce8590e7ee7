"""A target made ready to be run again and again, and the probes that fit it with what they serve."""

# ruff: noqa: INP001 -- part of scripts

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire import acquire
from countermark.cli.progress import TerminalProgress
from countermark.design.space import baseline
from countermark.drive.cache import default_cache
from countermark.drive.environments import factor_levels, setup
from countermark.drive.preparation import choose_profile
from countermark.drive.rewriting import scripts
from countermark.drive.shipped import opened
from countermark.drive.tracing import Tool, canaries, probes_for
from countermark.lab import CertificateAuthority, Limits, RunSpec
from countermark.lab.probes.record import Probe
from countermark.model.environment import Setup
from countermark.model.probes import Canary
from countermark.model.profile import Profile
from countermark.model.target import Acquired
from countermark.store.scenarios import load_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One run of the tool in the usual surroundings; the probes of an audit, and what they look for."""

    spec: RunSpec
    probes: tuple[Probe, ...]
    canaries: tuple[Canary, ...]


def ready(target: str, profile: str, cache: Path | None, top: Path, *, probed: bool = False) -> Ready:
    """``target`` stands below ``top``, where anybody may read it, with the lab's authority in ``authority.pem``.

    Without ``probed`` the program text is not looked into, and there are no probes.
    """
    top.chmod(0o755)
    cache = cache or default_cache()
    progress = TerminalProgress()
    acquired = acquire(target, cache=cache, progress=progress.step)
    known, scenario = choose_profile(profile, acquired).value, load_scenario("one-prompt").value
    artifact = top / "artifact"
    shutil.copytree(acquired.root, artifact, symlinks=True)
    levels = factor_levels(known, (), ())[0]
    probes = _probes(acquired, artifact, known, cache, progress) if probed else ()
    authority = CertificateAuthority.create()
    (top / "authority.pem").write_bytes(authority.certificate_pem)
    spec = RunSpec(
        id="0",
        artifact=str(artifact),
        profile=known,
        scenario=scenario,
        setup=setup(baseline(levels), Setup()),
        authority=authority,
        blobs=str(top / "blobs"),
        limits=Limits(time_s=known.timeout_s),
    )
    return Ready(spec=spec, probes=probes, canaries=canaries(levels, 1))


def _probes(
    acquired: Acquired, artifact: Path, profile: Profile, cache: Path, progress: TerminalProgress
) -> tuple[Probe, ...]:
    with opened(acquired, cache=cache, progress=progress) as shipped:
        tool = Tool(
            artifact=str(artifact),
            profile=profile,
            scenario=load_scenario("one-prompt").value,
            levels=factor_levels(profile, (), ())[0],
            containers=frozenset(container.kind for source in shipped.sources for container in source.first.chain),
            scripts=scripts(shipped.sources),
            planted=Setup(),
        )
        return probes_for(tool, cache, 2, progress)
