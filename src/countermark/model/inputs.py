"""Everything that was settled before the first run, sealed with the audit: with it and the runs all else is rebuilt."""

from __future__ import annotations

from dataclasses import dataclass

from countermark.model.design import Question
from countermark.model.earlier import Earlier
from countermark.model.environment import Derivation, Hint
from countermark.model.probes import Traced
from countermark.model.profile import Profile, Scenario
from countermark.model.provenance import NamedVersion
from countermark.model.run import SealCheck, Skipped
from countermark.model.static_evidence import ListCheck, StaticEvidence
from countermark.model.switches import Switches
from countermark.model.target import Target
from countermark.model.verdict import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditInputs:
    """The inputs of one audit.

    ``created`` is an ISO 8601 instant in UTC; ``asked`` the target as the user named it. ``derivations`` are
    those of every level at every instant that a run may be shown; ``canaries`` the planted secrets, in the same
    form (``factor`` is where one stands). ``static`` is what reading the program text said, ``checks`` which hidden
    lists of it are put to the proof, ``traced`` what was seen inside of the tool while it ran, ``switches`` which
    remote switches it then asked for. ``earlier`` are the audits that said what to try first.
    """

    created: str
    asked: str
    target: Target
    profile: Profile
    scenario: Scenario
    scope: Scope
    question: Question
    hints: tuple[Hint, ...]
    derivations: tuple[Derivation, ...]
    canaries: tuple[Derivation, ...]
    sealing: tuple[SealCheck, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[NamedVersion, ...]
    static: StaticEvidence | None = None
    checks: tuple[ListCheck, ...] = ()
    traced: Traced | None = None
    switches: Switches | None = None
    earlier: tuple[Earlier, ...] = ()
