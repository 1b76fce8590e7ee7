"""Writes reports where the user wants them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from countermark.errors import UsageError
from countermark.model.verdict import Audit


def write_reports(
    audit: Audit, *, json_file: Path | None, html_file: Path | None, sarif_file: Path | None = None
) -> None:
    """The terminal report on standard output, the others into the files that were named."""
    from countermark.report.formats import html, json, sarif, terminal  # noqa: PLC0415 -- more than the scanner needs

    write_forms(
        terminal.render(audit, colour=in_colour()),
        (
            (json_file, lambda: json.render(audit)),
            (html_file, lambda: html.render(audit)),
            (sarif_file, lambda: sarif.render(audit)),
        ),
    )


def in_colour(stream: TextIO | None = None) -> bool:
    """Whether a stream, by default standard output, is a terminal that wants colour."""
    return (stream or sys.stdout).isatty() and "NO_COLOR" not in os.environ


def write_forms(shown: str, forms: Iterable[tuple[Path | None, Callable[[], str]]]) -> None:
    """``shown`` on standard output, and each form into the file that was named for it, if one was."""
    sys.stdout.write(shown)
    for path, render in forms:
        if path:
            write_text(path, render())


def write_bytes(name: str, data: bytes) -> None:
    """Writes a file the user named, or standard output for ``-``.

    Raises:
        UsageError: it cannot be written.
    """
    if name == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot write {name}", why=error.strerror or str(error)) from error


def write_text(path: Path, text: str) -> None:
    """Writes a file the user named.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}", why=error.strerror or str(error)) from error
