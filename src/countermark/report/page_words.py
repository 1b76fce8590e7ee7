"""Figures that pages about program text write out."""

from __future__ import annotations

from countermark.model.comparison import Difference, NewCode
from countermark.model.expanded import BuildDifference, TextComparison
from countermark.model.inspection import FileCoverage, Inspection
from countermark.report.finding_lines import coverage_text
from countermark.report.words import listed, percent, plural

__all__ = ["as_before", "builds_left", "builds_read", "coverage_text", "platform_rows", "share", "units"]

_MOST_DIFFERING = 8
_MOST_CHARACTERS = 160


def share(file: FileCoverage) -> str:
    """How much of a file was understood."""
    return percent(file.parsed_bytes / file.total_bytes if file.total_bytes else 1.0)


def units(found: Difference) -> str:
    """How much of the newer version the older has not."""
    part = found.new_units / found.new.units if found.new.units else 0.0
    older = found.old.target.version or found.old.target.name
    pieces = f"{found.new_units:,} of {found.new.units:,} pieces of the program ({100 * part:.2f} %)"
    said = f"{pieces} are not in {older} under any names"
    naming = sum(bool(code.names) for code in found.new_code)
    return f"{said}; {naming:,} of them only name other pieces than they did" if naming else said


def as_before(code: NewCode) -> str:
    """How a piece that is not new itself differs."""
    if not code.names:
        return "holds other pieces than before"
    stand = "stands" if len(code.names) == 1 else "stand"
    return f"{listed(code.names)} {stand} for another piece of the file"


def builds_read(found: Inspection) -> str:
    """Which builds a verdict holds for; nothing where there is but one for all systems, or none is known of."""
    compared = found.platforms
    if compared is not None and _are_alike(compared):
        return f", on {listed(compared.labels)} alike"
    if compared is not None or any(one.step == OTHER_PLATFORMS for one in found.skipped):
        return f", on {found.target.platform} only"
    return ""


def builds_left(found: Inspection) -> str:
    """What is known of the builds that a verdict does not hold for."""
    compared = found.platforms
    if compared is None:
        skipped = any(one.step == OTHER_PLATFORMS for one in found.skipped)
        return "Builds for other systems were not compared with it (--platforms)." if skipped else ""
    if _are_alike(compared):
        return ""
    shares = [f"{_share(build)} of the pieces for {build.label}" for build in compared.apart if build.new_units]
    if not shares:
        return "The other builds could not be compared with it, or not whole."
    return f"Whatever things are called, {listed(shares)} stand in no text of it, and were not searched."


OTHER_PLATFORMS = "other platforms"
"""What the step is called that compares builds for several systems."""


def _are_alike(compared: TextComparison) -> bool:
    """Whether no other build has anything that the first one has not, so that what holds for this holds for all."""
    is_whole = len(compared.apart) == len(compared.labels) - 1 and not compared.unread
    return compared.is_same or (is_whole and not any(build.new_units or build.failed_files for build in compared.apart))


def _share(build: BuildDifference) -> str:
    return f"{100 * build.new_units / build.units:.2f} %"


def platform_rows(compared: TextComparison) -> list[tuple[str, str]]:
    """What comparing builds for several systems came to, as titles and sentences."""
    first = compared.labels[0]
    if compared.is_same:
        same = f"{listed(compared.labels)} carry the same program text ({compared.shared_bytes:,} bytes)"
        return [(OTHER_PLATFORMS, same)]
    said = f"{listed(compared.labels)} do not carry the same program text to the byte"
    said += "" if _are_alike(compared) else f"; only {first} was searched"
    if compared.shared_files:
        said += f". The same: {plural(compared.shared_files, 'file')}, {plural(compared.shared_bytes, 'byte')}"
    if compared.differing:
        said += f". Different: {listed((row.name for row in compared.differing), _MOST_DIFFERING)}"
    if compared.unread:
        said += f". Not to be had or not readable: {listed(compared.unread)}"
    return [(OTHER_PLATFORMS, said), *((f"{build.label} beside {first}", _apart(build)) for build in compared.apart)]


def _apart(build: BuildDifference) -> str:
    if not build.units:
        return "none of its pieces could be compared"
    if not build.new_units:
        said = f"all of its {build.units:,} pieces are the same, under whatever names"
    else:
        said = (
            f"{build.new_units:,} of its {build.units:,} pieces ({_share(build)}, {plural(build.new_bytes, 'byte')}) "
            "stand in no text of the other under any names, and were not searched"
        )
    if build.failed_files:
        said += f"; {plural(build.failed_files, 'text')} of either could not be taken apart"
    if build.excerpts:
        said += f". The largest: {listed((f'{text[:_MOST_CHARACTERS]}…' for text in build.excerpts), last='and:')}"
    return said
