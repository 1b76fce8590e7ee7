"""Every command, in the order of ``--help``."""

from __future__ import annotations

from countermark.cli import (
    attest,
    audit,
    campaigns,
    diff,
    disclose,
    doctor,
    factors,
    history,
    inspect,
    levels,
    profiles,
    register,
    replay,
    reproduce,
    scan,
    verify_attestation,
    verify_disclosure,
)
from countermark.cli.command import Command

ALL: tuple[Command, ...] = (
    audit.COMMAND,
    inspect.COMMAND,
    diff.COMMAND,
    history.COMMAND,
    replay.COMMAND,
    reproduce.COMMAND,
    attest.COMMAND,
    verify_attestation.COMMAND,
    disclose.COMMAND,
    verify_disclosure.COMMAND,
    scan.COMMAND,
    campaigns.COMMAND,
    register.COMMAND,
    profiles.COMMAND,
    factors.COMMAND,
    levels.COMMAND,
    doctor.COMMAND,
)
