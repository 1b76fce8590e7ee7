"""Writes reports where the user wants them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from countermark.errors import UsageError
from countermark.model.verdict import Audit
from countermark.report.formats import html, json, terminal


def write_reports(audit: Audit, *, json_file: Path | None, html_file: Path | None) -> None:
    """The terminal report on standard output, the others into the files that were named."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    sys.stdout.write(terminal.render(audit, colour=colour))
    if json_file:
        write_text(json_file, json.render(audit))
    if html_file:
        write_text(html_file, html.render(audit))


def write_text(path: Path, text: str) -> None:
    """Writes a file the user named.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}", why=error.strerror or str(error)) from error
