"""What finished audits of the very same thing say is worth trying first.

They choose runs and their order, and no more: whatever such a run shows is traced, and confirmed on fresh runs, as if
nobody had known. What was taken is sealed with the inputs, so that a replay needs no earlier audit.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from countermark import __version__
from countermark.drive.environments import possible
from countermark.errors import AuditDirectoryError, UsageError
from countermark.model.earlier import Combination, Earlier
from countermark.model.environment import Hint, Level
from countermark.model.inputs import AuditInputs
from countermark.model.profile import Profile, Scenario
from countermark.model.target import Target
from countermark.model.verdict import Audit, Signal
from countermark.store.directory import AuditDirectory

MOST_COMBINATIONS = 12
"""Runs that are made before the covering array: about as many as a tenth of what a plan usually has."""

MOST_OF_A_SIGNAL = 4
"""Combinations that one covert signal gives: a trigger of many levels would leave no room for other signals'."""

MOST_AUDITS = 8
"""The newest ones: what they found is soon the same, and each has to be checked to the byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What two audits must have in common, so that one can learn from the other."""

    target: Target
    profile: Profile
    scenario: Scenario

    def is_that_of(self, inputs: AuditInputs) -> bool:
        """Whether ``inputs`` are of the same artifacts, profile and scenario, and by this version of Countermark."""
        made_by = {item.name: item.version for item in inputs.versions}
        return (
            _digests(inputs.target) == _digests(self.target)
            and inputs.target.platform == self.target.platform
            and inputs.profile.sha256 == self.profile.sha256
            and inputs.scenario.sha256 == self.scenario.sha256
            and made_by.get("countermark") == __version__
        )


def _digests(target: Target) -> frozenset[str]:
    return frozenset(item.sha256 for item in target.artifacts)


def told(audit: Audit) -> tuple[Combination, ...]:
    """What made a difference in a finished audit: covert signals' triggers first, then one of each other influence."""
    covert = [one for signal in audit.signals for one in islice(_combinations(signal), MOST_OF_A_SIGNAL)]
    others = [one for signal in (*audit.functional, *audit.overt) for one in islice(_combinations(signal), 1)]
    return tuple(islice(dict.fromkeys((*covert, *others)), MOST_COMBINATIONS))


def _combinations(signal: Signal) -> Iterator[Combination]:
    """As many as the factor with most levels has, those of the others in turn."""
    columns = [[Level(factor=item.factor, value=value) for value in item.levels] for item in signal.trigger]
    for row in zip_longest(*columns):
        levels = (level or columns[index][-1] for index, level in enumerate(row))
        yield Combination(levels=tuple(sorted(levels)))


def learn(folders: Iterable[Path], subject: Subject) -> tuple[Earlier, ...]:
    """What sealed audits of ``subject`` say, the newest first; ``folders`` are such, or hold such.

    Audits of something else, and such as did not come to their end, are passed over.

    Raises:
        UsageError: there is no such folder.
        AuditDirectoryError: an audit of ``subject`` was changed after it was sealed.
    """
    audits = [found for folder in folders for path in _directories(folder) if (found := _of(path, subject))]
    ordered = sorted(audits, key=lambda one: (one.created, one.evidence_id), reverse=True)
    by_id = {one.evidence_id: one for one in ordered if one.combinations}
    return tuple(islice(by_id.values(), MOST_AUDITS))


def _directories(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", hint="an audit directory, or a folder that holds some")
    inner = sorted(Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    return tuple(path for path in (folder, *inner) if (path / "audit.json").is_file() and (path / "end.json").is_file())


def _of(path: Path, subject: Subject) -> Earlier | None:
    """What the audit at ``path`` says, if it is one of ``subject``; its bytes are checked before any is believed."""
    try:
        if not subject.is_that_of(AuditDirectory.peek(path)):
            return None
    except AuditDirectoryError:
        return None  # another version's, or none
    directory = AuditDirectory.open_sealed(path)
    said = directory.end.made_a_difference
    return Earlier(evidence_id=directory.evidence_id, created=directory.inputs.created, combinations=said)


def first(earlier: tuple[Earlier, ...], factors: frozenset[str]) -> tuple[Combination, ...]:
    """What to try before the covering array: each combination once that these ``factors`` can make."""
    every = dict.fromkeys(one for audit in earlier for one in audit.combinations)
    fitting = (one for one in every if {level.factor for level in one.levels} <= factors and _known(one))
    return tuple(islice(fitting, MOST_COMBINATIONS))


def hints(earlier: tuple[Earlier, ...]) -> tuple[Hint, ...]:
    """The levels of it, so that those outside the array are among what is varied."""
    return possible(
        Hint(level=level, reason=f"made a difference in an earlier audit, {audit.evidence_id}")
        for audit in earlier
        for combination in audit.combinations
        for level in combination.levels
    )


def _known(combination: Combination) -> bool:
    wanted = tuple(Hint(level=level, reason="") for level in combination.levels)
    return possible(wanted) == wanted
