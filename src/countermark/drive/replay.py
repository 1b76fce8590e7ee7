"""Rebuilds an audit's verdict from its sealed directory alone: no lab, no network, no clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from countermark.drive.findings import Ran, Seen, conclude, of_probes, of_verdict, plan, see
from countermark.drive.located import localised, worded
from countermark.errors import AuditDirectoryError
from countermark.model.design import Conclusion
from countermark.model.place import Place
from countermark.model.verdict import Audit
from countermark.store.directory import AuditDirectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What sealed evidence says, with what the planner concluded from which runs."""

    audit: Audit
    directory: AuditDirectory
    seen: tuple[Seen, ...]
    concluded: tuple[Conclusion, tuple[Place, ...]]


def replay(path: Path) -> Audit:
    """What the sealed evidence says, the same for the same version of Countermark.

    Raises:
        AuditDirectoryError: the directory is not sealed, or a file is not what its sums say.
    """
    return rebuild(path).audit


def rebuild(path: Path) -> Rebuilt:
    """The same, for who goes on from there.

    Raises:
        AuditDirectoryError: the directory is not sealed, or a file is not what its sums say.
    """
    directory = AuditDirectory.open_sealed(path)
    inputs, every = directory.inputs, directory.settled_runs()
    runs = of_verdict(every)
    seen = tuple(one for run in runs if (one := see(run, inputs, directory.blob)) is not None)
    end = directory.end
    said, table = plan(inputs, tuple(run.request for run in runs), seen, end.most_runs)
    if not isinstance(said, Conclusion):
        raise AuditDirectoryError(
            f"{path} was recorded under another plan",
            why="this version of Countermark would have asked for more runs",
            hint="replay it with the version that its audit.json names",
        )
    probed = of_probes(every, inputs, directory.blob)
    found = conclude(
        inputs,
        Ran(settled=runs, seen=seen, probed=probed),
        (said, table),
        directory.blob,
        end.stopped,
    )
    found = worded(localised(found, inputs, every, directory.blob), directory.spans)
    found = replace(found, evidence_id=directory.evidence_id, timing=end.timing)
    return Rebuilt(audit=found, directory=directory, seen=seen, concluded=(said, table))
