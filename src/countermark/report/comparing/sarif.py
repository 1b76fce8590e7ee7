"""What differs between two texts unseen, as SARIF: each result has its places in both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from countermark.model.compared_texts import ComparedTexts, Spot, Unseen
from countermark.model.outcome import EXIT_CODES
from countermark.report.sarif import SHIPPED, SarifPlace, SarifResult, SarifRun, log
from countermark.report.scanning.sarif import RULES
from countermark.report.words import bits, listed, plural
from countermark.text.visible import code_point

_PLACES = 20


def render(found: ComparedTexts) -> str:
    """The log, in ASCII."""
    return log(
        SarifRun(
            version=found.version,
            command="scan",
            target="two texts",
            exit_code=EXIT_CODES[found.outcome],
            roots=((SHIPPED, "the folder in which the comparison was started"),),
            rules=RULES,
            files=(),
            results=tuple(_result(found, one) for one in found.unseen),
            incomplete_because=tuple(f"{one.file}: {one.why}" for one in found.unread),
        )
    )


def _result(found: ComparedTexts, one: Unseen) -> SarifResult:
    parts = [*one.channels, *(f"{spot.before}\0{spot.found}" for pair in one.places for spot in pair)]
    return SarifResult(
        rule=one.channels[0],
        message=f"{plural(one.places_total, 'place')} differ unseen ({listed(one.channels)}): {bits(one.bits)}",
        level="warning",
        fingerprint=hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32],
        places=tuple(_places(found, one)),
    )


def _places(found: ComparedTexts, one: Unseen) -> Iterator[SarifPlace]:
    for pair in one.places[:_PLACES]:
        for file, spot in zip((found.first, found.second), pair, strict=True):
            yield _place(file, spot)


def _place(file: str, spot: Spot) -> SarifPlace:
    return SarifPlace(
        file=file,
        start=spot.byte_start,
        length=spot.byte_end - spot.byte_start,
        line=spot.line,
        column=spot.column,
        snippet=f"{spot.before}{spot.found}{spot.after}",
        note=" ".join(f"{code_point(char).label} {code_point(char).name}" for char in spot.found[:4]) or "nothing here",
        logical=spot.pointer,
    )
