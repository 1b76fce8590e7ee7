"""One prompt, one run: does a profile start its tool, and if not, why not."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire import acquire
from countermark.drive.cache import default_cache
from countermark.drive.canaries import canaries, planted
from countermark.drive.preparation import choose_profile
from countermark.drive.progress import Progress
from countermark.errors import UsageError
from countermark.lab import CertificateAuthority, Limits, Pool, RunSpec
from countermark.lab.sealing import require_sealed, selftest
from countermark.model.observation import Observation
from countermark.model.profile import Profile
from countermark.model.run import Blob, Capture, LabFailed, Settled, ToolFailed
from countermark.observe import observe
from countermark.store.profiles import load_profile
from countermark.store.scenarios import load_scenario

SHOWN_BYTES = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one run of a profile came to; ``problems`` is empty where it can be audited."""

    profile: Profile
    target: str
    hosts: tuple[str, ...]
    model_exchanges: int
    stdout: str
    stderr: str
    wall_s: float
    problems: tuple[str, ...]


def check(
    profile_named: str, target: str, cache: Path | None, progress: Progress, scenario: str = "one-prompt"
) -> Checked:
    """Runs the profile's tool once, in the sealed lab, with the scenario of that id or in that file.

    Raises:
        CountermarkError: the run could not even be tried.
    """
    wanted = target or _first_package(load_profile(profile_named).value)
    acquired = acquire(wanted, cache=cache or default_cache(), progress=progress.step)
    profile = choose_profile(profile_named, acquired).value
    require_sealed(selftest())
    progress.step(f"run {acquired.target.purl} once")
    with tempfile.TemporaryDirectory(prefix="countermark-check-") as folder:
        spec = RunSpec(
            id="check",
            artifact=acquired.root,
            profile=profile,
            scenario=load_scenario(scenario).value,
            setup=planted(canaries(0)),
            authority=CertificateAuthority.create(),
            blobs=folder,
            limits=Limits(time_s=profile.timeout_s),
        )
        with Pool(workers=1) as pool:
            settled = next(iter(pool.run((spec,)))).settled
        return _checked(profile, acquired.target.purl, settled, Path(folder))


def _first_package(profile: Profile) -> str:
    if not profile.match:
        raise UsageError("the profile names no package", hint="name the target: countermark profiles check ID TARGET")
    name = profile.match[0]
    return name if ":" in name else f"npm:{name}"


def _checked(profile: Profile, purl: str, settled: Settled, folder: Path) -> Checked:
    if isinstance(settled, LabFailed):
        return Checked(
            profile=profile,
            target=purl,
            hosts=(),
            model_exchanges=0,
            stdout="",
            stderr="",
            wall_s=0.0,
            problems=(f"the lab failed: {settled.reason}",),
        )
    capture = settled.capture

    def read(blob: Blob) -> bytes:
        return (folder / blob.sha256).read_bytes()

    seen = observe(capture, read, profile.protocol)
    session = capture.sessions[0]
    return Checked(
        profile=profile,
        target=purl,
        hosts=tuple(sorted({exchange.host for exchange in seen.exchanges})),
        model_exchanges=sum(exchange.is_model for exchange in seen.exchanges),
        stdout=read(session.stdout)[:SHOWN_BYTES].decode("utf-8", "replace"),
        stderr=read(session.stderr)[:SHOWN_BYTES].decode("utf-8", "replace"),
        wall_s=session.wall_s,
        problems=tuple(_problems(settled, capture, seen, profile)),
    )


def _problems(settled: Settled, capture: Capture, seen: Observation, profile: Profile) -> list[str]:
    found = []
    if isinstance(settled, ToolFailed):
        found.append(f"the tool failed: {settled.reason}")
    if not any(exchange.is_model for exchange in seen.exchanges):
        found.append(f"no request that protocol {profile.protocol!r} recognises was made")
        if not capture.connections:
            found.append("the tool opened no connection at all")
    refused = sorted({c.host for c in capture.connections if c.transport in ("tls-failed", "tls-cut")})
    if refused:
        found.append(f"the tool refused the lab's certificate for {', '.join(refused)}")
    return found
