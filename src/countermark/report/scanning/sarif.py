"""A scan as SARIF: one result for each kind of mark in each section; what is below the level is a note."""

from __future__ import annotations

from countermark.model.outcome import EXIT_CODES
from countermark.model.scan import PlacedMark, Scan, Section, Sighting
from countermark.report.sarif import SHIPPED, SarifPlace, SarifResult, SarifRule, SarifRun, SarifUnread, log
from countermark.text.channels import ALL
from countermark.text.visible import code_point, visible

_PLACES = 20
RULES = tuple(
    SarifRule(
        id=channel.id,
        title=channel.title,
        level="warning",
        help=f"Marks in the channel {channel.id}: they may carry something that a reader does not see.",
    )
    for channel in ALL
)


def render(scan: Scan) -> str:
    """The log, in ASCII."""
    return log(
        SarifRun(
            version=scan.version,
            command="scan",
            target="texts",
            exit_code=EXIT_CODES[scan.outcome],
            roots=((SHIPPED, "the folder in which the scan was started"),),
            rules=RULES,
            files=(),
            results=tuple(
                _result(section, one, scan.fail_at_bits) for section in scan.sections for one in section.sightings
            ),
            incomplete_because=tuple(f"{one.file}: {one.why}" for one in scan.unread if not one.expected),
            unread=tuple(
                SarifUnread(file=one.file, sha256="", size_bytes=0, why=one.why) for one in scan.unread if one.expected
            ),
        )
    )


def _result(section: Section, one: Sighting, level: float) -> SarifResult:
    said = "".join(f"; reads as «{reading.text}» ({reading.framing})" for reading in one.readings)
    return SarifResult(
        rule=one.channel,
        message=(
            f"{one.kind.replace('-', ' ')}: {one.marks_total} marks, suspicion {one.suspicion_bits:g} bits, "
            f"capacity {one.capacity_bits:g} bits{said}"
        ),
        level="warning" if one.suspicion_bits >= level else "note",
        fingerprint=one.fingerprint,
        places=tuple(_place(section.file, mark) for mark in one.marks[:_PLACES]),
        accepted_because=_reason(one),
    )


def _place(file: str, mark: PlacedMark) -> SarifPlace:
    return SarifPlace(
        file=file,
        start=mark.byte_start,
        length=mark.byte_end - mark.byte_start,
        line=mark.line,
        column=mark.column,
        snippet=f"{mark.before}{mark.found}{mark.after}",
        note=" ".join(f"{code_point(char).label} {code_point(char).name}" for char in mark.found[:4]),
        logical=mark.pointer,
    )


def _reason(one: Sighting) -> str:
    if one.accepted is None or one.accepted.is_expired:
        return ""
    entry = one.accepted.entry
    return visible(f"{entry.reason} ({entry.owner}, until {entry.expires.isoformat()})")
