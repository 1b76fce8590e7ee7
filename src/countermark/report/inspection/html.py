"""What reading a target found, as one page that fetches nothing and runs nothing."""

from __future__ import annotations

from countermark.model.inspection import Inspection
from countermark.report import finding_words, page_words
from countermark.report.templating import ENVIRONMENT, STYLE


def render(found: Inspection) -> str:
    """The page, complete in itself."""
    return ENVIRONMENT.get_template("inspection.html.j2").render(
        page=found,
        lines={one.where: one for one in found.excerpts},
        say=finding_words,
        words=page_words,
        style=STYLE,
    )
