"""What is new in a version, as one page that fetches nothing and runs nothing."""

from __future__ import annotations

from countermark.model.comparison import Difference
from countermark.report import finding_words, page_words
from countermark.report.templating import ENVIRONMENT, STYLE


def render(found: Difference) -> str:
    """The page, complete in itself."""
    return ENVIRONMENT.get_template("difference.html.j2").render(
        page=found,
        lines={one.where: one for one in found.excerpts},
        say=finding_words,
        words=page_words,
        style=STYLE,
    )
