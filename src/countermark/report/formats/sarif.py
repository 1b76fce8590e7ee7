"""The report for code hosts: SARIF 2.1.0, one result for each signal, collection and open influence."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.model.verdict import Audit, Collection, Kind, Signal
from countermark.report import words
from countermark.report.formats.record import Format
from countermark.report.sarif import Level, SarifPlace, SarifResult, SarifRule, SarifRun, log

RULES = (
    SarifRule(id="covert", title="What is sent depends on the surroundings, and hides that it does", level="error"),
    SarifRule(id="collection", title="A value of the surroundings leaves the machine", level="warning"),
    SarifRule(id="functional", title="What is sent openly follows the surroundings", level="note"),
    SarifRule(id="overt", title="What is sent tells the surroundings openly", level="note"),
)
_LEVELS: dict[Kind, Level] = {Kind.COVERT: "error", Kind.FUNCTIONAL: "note", Kind.OVERT: "note"}


def render(audit: Audit) -> str:
    """The audit as a SARIF log; places are exchanges, and bytes of the audit directory."""
    return log(
        SarifRun(
            version=next((one.version for one in audit.versions if one.name == "countermark"), ""),
            root=f"the audit directory of {audit.target.purl}",
            rules=RULES,
            files=(),
            results=tuple(_results(audit)),
            incomplete_because=audit.incomplete_because,
        )
    )


def _results(audit: Audit) -> Iterator[SarifResult]:
    for signal in (*audit.signals, *audit.functional, *audit.overt):
        yield _signal(signal)
    for collection in audit.collections:
        yield _collection(collection)


def _signal(signal: Signal) -> SarifResult:
    place = SarifPlace(logical=words.where(signal.where))
    evidence = tuple(
        SarifPlace(file=f"blobs/{item.blob}", start=item.offset, length=item.length, note=f"run {item.run}")
        for item in signal.evidence[:4]
    )
    return SarifResult(
        rule=signal.kind.value,
        message=f"{words.channel_title(signal)}: {signal.summary}. Trigger: {words.trigger(signal.trigger)}",
        level=_LEVELS[signal.kind],
        fingerprint=signal.fingerprint,
        places=(place, *evidence),
    )


def _collection(item: Collection) -> SarifResult:
    return SarifResult(
        rule="collection",
        message=f"{item.factor} {words.form(item.form)} to {item.host}",
        level="warning",
        fingerprint=f"{item.factor}/{item.form}/{item.host}/{words.where(item.where)}",
        places=(SarifPlace(logical=words.where(item.where)),),
    )


FORMAT = Format(id="sarif", title="for code hosts: SARIF 2.1.0", media_type="application/sarif+json", render=render)
