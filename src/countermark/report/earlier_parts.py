"""What was taken from earlier audits, as the reports say it."""

from __future__ import annotations

from countermark.model.verdict import Audit
from countermark.report.parts import Part
from countermark.report.words import plural


class EarlierLevelPart(Part):
    """One level of a combination."""

    factor: str
    value: str


class EarlierPart(Part):
    """A sealed audit of the same artifact that said what to try first; its runs count for nothing here.

    ``combinations`` are sets of levels that together made a difference there.
    """

    evidence_id: str
    created: str
    combinations: list[list[EarlierLevelPart]]


def earlier_parts(audit: Audit) -> list[EarlierPart]:
    """One entry for each earlier audit."""
    return [
        EarlierPart(
            evidence_id=one.evidence_id,
            created=one.created,
            combinations=[
                [EarlierLevelPart(factor=level.factor, value=level.value) for level in combination.levels]
                for combination in one.combinations
            ],
        )
        for one in audit.earlier
    ]


def earlier_text(audit: Audit) -> str:
    """The same in a sentence; empty where there was none."""
    told = "; ".join(
        f"{plural(len(one.combinations), 'combination')} of levels that made a difference in the audit of "
        f"{one.created[:10]}, {one.evidence_id}"
        for one in audit.earlier
    )
    return f"{told} (chosen by it, and traced and confirmed anew)" if told else ""
