"""The report for code hosts: SARIF 2.1.0, one result for each signal, collection, open influence and hidden finding."""

from __future__ import annotations

from collections.abc import Iterator

from countermark.errors import EXIT_COVERT, EXIT_INCOMPLETE, EXIT_OK
from countermark.model.inspection import Findings
from countermark.model.verdict import Audit, Collection, Kind, Signal, Verdict
from countermark.report import finding_results, words
from countermark.report.finding_words import covert_choices
from countermark.report.formats.record import Format
from countermark.report.sarif import EVIDENCE, SHIPPED, Level, SarifPlace, SarifResult, SarifRule, SarifRun, log

RULES = (
    SarifRule(
        id="covert",
        title="What is sent depends on the surroundings, and hides that it does",
        level="error",
        help="The same request, with something else around the tool, is sent otherwise in a way that a reader of it "
        "does not see. The trigger names what it takes; the places after the first are bytes of the audit directory "
        "that show it. Replay the audit, or reproduce it on another machine, before you act on it.",
    ),
    SarifRule(
        id="collection",
        title="A value of the surroundings leaves the machine",
        level="warning",
        help="Telling it may be what the tool says it does. See to whom it goes, and whether it needs to.",
    ),
    SarifRule(
        id="functional",
        title="What is sent openly follows the surroundings",
        level="note",
        help="A visible change, such as another tool or header, that does not name its cause.",
    ),
    SarifRule(
        id="overt",
        title="What is sent tells the surroundings openly",
        level="note",
        help="A reader of the message can see the value, or plainly derive it.",
    ),
    *(rule for rule in finding_results.RULES if rule.id in {"hidden-list", "covert-choice"}),
)
_LEVELS: dict[Kind, Level] = {Kind.COVERT: "error", Kind.FUNCTIONAL: "note", Kind.OVERT: "note"}
_EXIT_CODES = {
    Verdict.NOTHING_COVERT_FOUND: EXIT_OK,
    Verdict.COVERT: EXIT_COVERT,
    Verdict.INCOMPLETE: EXIT_INCOMPLETE,
}


def render(audit: Audit) -> str:
    """The audit as a SARIF log; places are exchanges, and bytes of the audit directory."""
    return log(
        SarifRun(
            version=next((one.version for one in audit.versions if one.name == "countermark"), ""),
            command="audit",
            target=audit.target.purl,
            exit_code=_EXIT_CODES[audit.verdict],
            roots=((SHIPPED, audit.target.purl), (EVIDENCE, f"the audit directory of {audit.target.purl}")),
            rules=RULES,
            files=finding_results.sarif_files(audit.static.coverage.files) if audit.static else (),
            results=tuple(_results(audit)),
            incomplete_because=audit.incomplete_because,
        )
    )


def _results(audit: Audit) -> Iterator[SarifResult]:
    for signal in (*audit.signals, *audit.functional, *audit.overt):
        yield _signal(signal)
    for collection in audit.collections:
        yield _collection(collection)
    if audit.static is not None:
        read = audit.static
        hidden = Findings(hidden_lists=read.findings.hidden_lists, choices=covert_choices(read.findings))
        yield from finding_results.results(hidden, {one.where: one for one in read.excerpts})


def _signal(signal: Signal) -> SarifResult:
    place = SarifPlace(logical=words.where(signal.where))
    evidence = tuple(
        SarifPlace(
            file=f"blobs/{item.blob}", base=EVIDENCE, start=item.offset, length=item.length, note=f"run {item.run}"
        )
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
