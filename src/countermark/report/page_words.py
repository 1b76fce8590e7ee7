"""Figures that pages about program text write out."""

from __future__ import annotations

from countermark.model.comparison import Difference, NewCode
from countermark.model.inspection import FileCoverage
from countermark.report.finding_lines import coverage_text
from countermark.report.words import listed, percent

__all__ = ["as_before", "coverage_text", "share", "units"]


def share(file: FileCoverage) -> str:
    """How much of a file was understood."""
    return percent(file.parsed_bytes / file.total_bytes if file.total_bytes else 1.0)


def units(found: Difference) -> str:
    """How much of the newer version the older has not."""
    part = found.new_units / found.new.units if found.new.units else 0.0
    older = found.old.target.version or found.old.target.name
    pieces = f"{found.new_units:,} of {found.new.units:,} pieces of the program ({part:.2%})"
    said = f"{pieces} are not in {older} under any names"
    naming = sum(bool(code.names) for code in found.new_code)
    return f"{said}; {naming:,} of them only name other pieces than they did" if naming else said


def as_before(code: NewCode) -> str:
    """How a piece that is not new itself differs."""
    if not code.names:
        return "holds other pieces than before"
    stand = "stands" if len(code.names) == 1 else "stand"
    return f"{listed(code.names)} {stand} for another piece of the file"
