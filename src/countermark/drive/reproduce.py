"""From a sealed audit to whether its signals are there again, on whatever machine this is."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from countermark.acquire import acquire
from countermark.drive.cache import default_cache
from countermark.drive.preparation import again, named_versions
from countermark.drive.progress import Progress
from countermark.drive.repeating import Repeated, repeat
from countermark.drive.replay import Rebuilt, rebuild
from countermark.errors import CountermarkError, UsageError
from countermark.lab.sealing import require_sealed, selftest
from countermark.model.outcome import Repeated as Outcome
from countermark.model.provenance import Duration
from countermark.model.reproduction import Reproduction
from countermark.model.target import Acquired, Artifact, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class ReproduceOptions:
    """What the user asked for: ``artifact`` is a copy of the target, to be taken instead of fetching it."""

    directory: Path
    artifact: str = ""
    jobs: int = 1
    cache: Path | None = None


def reproduce(options: ReproduceOptions, progress: Progress) -> Reproduction:
    """Whether each covert signal of a sealed audit is there again.

    Raises:
        AuditDirectoryError: the directory is not sealed, or a file is not what its sums say.
        UsageError: the audit found no covert signal, so that there is nothing to repeat.
    """
    began = time.monotonic()
    progress.step("rebuild what the audit found")
    rebuilt = rebuild(options.directory)
    if not rebuilt.audit.signals:
        raise UsageError(
            "the audit found no covert signal, so there is nothing to repeat",
            hint="countermark audit examines a target anew",
        )
    done = _Reproducing(options, rebuilt, progress)
    outcome, why, repeated = done.carried_out()
    return Reproduction(
        evidence_id=rebuilt.audit.evidence_id,
        target=rebuilt.audit.target,
        created=rebuilt.audit.created,
        artifacts=done.artifacts,
        outcome=outcome,
        why=why,
        signals=repeated.signals,
        runs=repeated.runs,
        failed_runs=repeated.failed_runs,
        timing=(Duration(step="total", seconds=round(time.monotonic() - began, 1)),),
        versions=named_versions(),
    )


_NONE = Repeated(signals=(), runs=0, failed_runs=0)


class _Reproducing:
    """The steps of one reproduction; ``artifacts`` are what was fetched by then."""

    def __init__(self, options: ReproduceOptions, rebuilt: Rebuilt, progress: Progress) -> None:
        self._options, self._rebuilt, self._progress = options, rebuilt, progress
        self._cache = options.cache or default_cache()
        self.artifacts: tuple[Artifact, ...] = ()

    def carried_out(self) -> tuple[Outcome, str, Repeated]:
        """The outcome, what stood in the way, and what the runs said where there were any."""
        try:
            acquired = self._acquired()
            self.artifacts = acquired.target.artifacts
            outcome, why = compare(self._rebuilt.audit.target, acquired.target)
            if why:
                return outcome, why, _NONE
            self._progress.step("try every way out of the lab before anything untrusted starts")
            require_sealed(selftest())
            repeated = self._repeated(acquired)
        except CountermarkError as error:
            return "could-not-run", str(error), _NONE
        return worst(tuple(one.outcome for one in repeated.signals)), "", repeated

    def _acquired(self) -> Acquired:
        inputs = self._rebuilt.directory.inputs
        wanted = self._options.artifact or again(inputs)
        try:
            return acquire(wanted, cache=self._cache, progress=self._progress.step)
        except CountermarkError as error:
            if not self._options.artifact:
                error.hint = error.hint or "take a copy of what was audited: --artifact PATH"
            raise

    def _repeated(self, acquired: Acquired) -> Repeated:
        self._cache.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._cache, prefix="repeating-"))
        try:
            return repeat(self._rebuilt, acquired.root, folder, self._options.jobs, self._progress)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def compare(audited: Target, found: Target) -> tuple[Outcome, str]:
    """Whether ``found`` is what was ``audited``, by its digests; the reason is empty where it is.

    A file of the same name with another digest was swapped. Where only further packages that it needs are other ones by
    now, what was audited is not to be had.
    """
    if audited.platform != found.platform:
        return "could-not-run", f"it was audited on {audited.platform}, and this is {found.platform}"
    lost = _other(audited, found)
    if not lost and not _other(found, audited):
        return "reproduced", ""
    swapped = [(was, now) for was in lost for now in _other(found, audited) if was.name == now.name]
    if audited.artifacts[0] in lost:
        swapped = swapped or [(audited.artifacts[0], found.artifacts[0])]
    for was, now in swapped:
        return (
            "not-reproduced",
            f"{was.name} is not what was audited: its SHA-256 is {now.sha256}, and was {was.sha256}",
        )
    names = sorted(one.name for one in (*lost, *_other(found, audited)))
    return "could-not-run", f"what it needs is not what it was: {', '.join(names[:_SHOWN])}"


_SHOWN = 6


def _other(target: Target, known: Target) -> list[Artifact]:
    """The files of a target that another one does not have, whatever they are called there."""
    digests = {artifact.sha256 for artifact in known.artifacts}
    return [artifact for artifact in target.artifacts if artifact.sha256 not in digests]


def worst(outcomes: tuple[Outcome, ...]) -> Outcome:
    """One that is gone beats one that could not be run."""
    order: tuple[Outcome, ...] = ("not-reproduced", "could-not-run", "reproduced")
    return next(one for one in order if one in outcomes)
