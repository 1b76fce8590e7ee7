"""Drafts a disclosure from a sealed audit, and puts one to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from countermark.disclosure.drafting import draft
from countermark.disclosure.verifying import verify
from countermark.drive.findings import of_verdict
from countermark.drive.replay import replay
from countermark.errors import UsageError
from countermark.model.disclosure import Checked, Contacted, Disclosure
from countermark.model.run import Captured, SettledRun
from countermark.store.directory import AuditDirectory
from countermark.store.disclosures import read_disclosure


def disclose(directory: Path) -> Disclosure:
    """What the sealed audit saw, as a vendor would have to say it.

    Raises:
        AuditDirectoryError: the directory is not sealed, or was changed.
    """
    audit = replay(directory)
    return draft(audit, contacted(AuditDirectory.open_sealed(directory).settled_runs()))


def verify_disclosure(file: Path, directory: Path) -> Checked:
    """Every claim of a disclosure, put to a sealed audit of the same artifacts.

    Raises:
        UsageError: the file is not of its form, or about something else.
        AuditDirectoryError: the directory is not sealed, or was changed.
    """
    said = read_disclosure(file)
    with AuditDirectory.open_sealed(directory) as opened:
        target, runs = opened.inputs.target, opened.settled_runs()
    strange = set(said.sha256) ^ {item.sha256 for item in target.artifacts}
    if said.purl != target.purl or strange:
        what = f"{said.purl} and not {target.purl}" if said.purl != target.purl else f"another file, {min(strange)}"
        raise UsageError(f"{file} is not about what was audited in {directory}", why=f"it is about {what}")
    return verify(said, replay(directory), contacted(runs))


def contacted(runs: Iterable[SettledRun]) -> tuple[Contacted, ...]:
    """Whom each run that the verdict rests on connected to, where it came to its end."""
    return tuple(
        Contacted(
            run=run.request.id,
            environment=run.request.environment,
            hosts=frozenset(item.host for item in run.settled.capture.connections),
        )
        for run in of_verdict(runs)
        if isinstance(run.settled, Captured)
    )
