"""The report as one page: nothing is fetched, nothing runs, and nothing of the target's reaches it unescaped."""

from __future__ import annotations

from countermark.model.verdict import Audit
from countermark.report import finding_words
from countermark.report.formats.record import Format
from countermark.report.page import page
from countermark.report.templating import PAGE, STYLE


def render(audit: Audit) -> str:
    """The page of an audit, complete in itself."""
    return PAGE.render(page=page(audit), say=finding_words, style=STYLE)


FORMAT = Format(id="html", title="one self-contained page", media_type="text/html", render=render)
