"""Figures that pages about program text write out."""

from __future__ import annotations

from countermark.model.comparison import Difference
from countermark.model.inspection import FileCoverage
from countermark.report.finding_lines import coverage_text
from countermark.report.words import percent

__all__ = ["coverage_text", "share", "units"]


def share(file: FileCoverage) -> str:
    """How much of a file was understood."""
    return percent(file.parsed_bytes / file.total_bytes if file.total_bytes else 1.0)


def units(found: Difference) -> str:
    """How much of the newer version the older has not."""
    part = found.new_units / found.new.units if found.new.units else 0.0
    return (
        f"{found.new_units:,} of {found.new.units:,} pieces of the program ({part:.2%}) are not in "
        f"{found.old.target.version or found.old.target.name} under any names"
    )
