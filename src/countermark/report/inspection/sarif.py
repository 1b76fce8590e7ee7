"""What reading a target found, as SARIF 2.1.0."""

from __future__ import annotations

from countermark.model.inspection import Inspection
from countermark.model.outcome import EXIT_CODES
from countermark.report.finding_results import RULES, results, sarif_files, sarif_unread
from countermark.report.sarif import SHIPPED, SarifRun, log


def render(found: Inspection) -> str:
    """A SARIF log."""
    return log(
        SarifRun(
            version=next((one.version for one in found.versions if one.name == "countermark"), ""),
            command="inspect",
            target=found.target.purl,
            exit_code=EXIT_CODES[found.outcome],
            roots=((SHIPPED, found.target.purl),),
            rules=RULES,
            files=sarif_files(found.coverage.files),
            results=results(found.findings, {one.where: one for one in found.excerpts}),
            incomplete_because=found.incomplete_because,
            unread=sarif_unread(found.uninspected),
        )
    )
