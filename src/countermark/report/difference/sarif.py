"""What is new in a version, as SARIF 2.1.0: findings of the newer that the older has none alike of."""

from __future__ import annotations

from countermark.model.comparison import Difference
from countermark.model.outcome import EXIT_CODES
from countermark.report.finding_results import RULES, results, sarif_files
from countermark.report.sarif import SHIPPED, SarifRun, log


def render(found: Difference) -> str:
    """A SARIF log."""
    return log(
        SarifRun(
            version=next((one.version for one in found.versions if one.name == "countermark"), ""),
            command="diff",
            target=found.new.target.purl,
            exit_code=EXIT_CODES[found.outcome],
            roots=((SHIPPED, f"{found.new.target.purl}, compared with {found.old.target.purl}"),),
            rules=RULES,
            files=sarif_files(found.new.coverage.files),
            results=results(found.added, {one.where: one for one in found.excerpts}),
            incomplete_because=(*found.old.incomplete_because, *found.new.incomplete_because),
        )
    )
