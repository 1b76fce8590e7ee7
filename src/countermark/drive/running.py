"""From a planned request to what the lab needs to execute it."""

from __future__ import annotations

from pathlib import Path

from countermark.drive.canaries import planted
from countermark.drive.environments import setup
from countermark.drive.preparation import Prepared
from countermark.lab import CertificateAuthority, Limits, RunSpec
from countermark.lab.probes import ALL as PROBES
from countermark.model.inputs import AuditInputs
from countermark.model.run import RunRequest


def specification(prepared: Prepared, request: RunRequest, authority: CertificateAuthority) -> RunSpec:
    """The run that ``request`` asks for, with the probe that it names beside the tool; its bytes go to a new folder."""
    return specified(prepared.inputs, prepared.root, request, authority, prepared.directory.staging(request.id))


def specified(
    inputs: AuditInputs, root: str, request: RunRequest, authority: CertificateAuthority, blobs: Path
) -> RunSpec:
    """The same for the target that is unpacked at ``root``; its bytes go to the folder ``blobs``."""
    return RunSpec(
        id=request.id,
        artifact=root,
        profile=inputs.profile,
        scenario=inputs.scenario,
        setup=setup(request.environment, planted(inputs.canaries)),
        authority=authority,
        blobs=str(blobs),
        limits=Limits(time_s=inputs.profile.timeout_s),
        probe=next((probe for probe in PROBES if probe.id == request.probe), None),
        canaries=inputs.traced.canaries if inputs.traced else (),
        switches=inputs.switches.names if inputs.switches else (),
    )


def staged(prepared: Prepared, run: str) -> Path:
    """Where the bytes of a run that the lab was given wait to be adopted."""
    return Path(prepared.directory.path, "staging", run)
