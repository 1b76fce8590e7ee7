"""Reads what is allowed and what was approved before anything is run, and holds an audit against it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK
from countermark.model.policy import Decision
from countermark.model.verdict import Audit
from countermark.policy.judging import judge
from countermark.store.approved import read_approved
from countermark.store.policies import read_policy


class Gate:
    """A policy, an approved audit, or both."""

    def __init__(self, policy: Path | None, baseline: Path | None) -> None:
        """Reads the files.

        Raises:
            UsageError: one cannot be read, or is not of its form.
        """
        self._policy = read_policy(policy) if policy else None
        self._approved = read_approved(baseline) if baseline else None

    def decision(self, audit: Audit) -> Decision | None:
        """What they say to an audit today (days end with UTC's); nothing where there are none."""
        if self._policy is None and self._approved is None:
            return None
        return judge(audit, self._policy, self._approved, datetime.now(UTC).date())


def gated_exit_code(audit: Audit, decision: Decision) -> int:
    """What is not allowed beats what was not examined."""
    if decision.violations:
        return EXIT_COVERT
    return EXIT_INCOMPLETE if audit.incomplete_because or decision.lacking else EXIT_OK
