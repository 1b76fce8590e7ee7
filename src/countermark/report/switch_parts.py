"""Which remote switches the tool asked for, and how they were served, as the reports say it."""

from __future__ import annotations

from countermark.model.verdict import Audit
from countermark.report.parts import Part
from countermark.report.words import listed, plural

_FACTOR = "remote-switches"


class SwitchServicePart(Part):
    """A host that was asked for remote switches, and whose protocol the request speaks."""

    service: str
    host: str


class SwitchesPart(Part):
    """Remote switches (feature gates): who was ``asked`` for them, and which names were ``served``, all on or all off.

    ``levels`` are those that were run; ``unset`` means that the server knew none.
    """

    asked: list[SwitchServicePart]
    served: list[str]
    levels: list[str]


def switches_part(audit: Audit) -> SwitchesPart | None:
    """What is known of them; nothing where no run was traced that could have shown it."""
    found = audit.coverage.switches
    if found is None:
        return None
    levels = _levels(audit)
    return SwitchesPart(
        asked=[SwitchServicePart(service=one.service, host=one.host) for one in found.asked],
        served=list(found.names) if levels else [],
        levels=levels,
    )


def switches_text(audit: Audit) -> str:
    """The same in a sentence; empty where the tool was not seen to ask for any."""
    found = audit.coverage.switches
    if found is None or not found.asked:
        return ""
    asked = f"asked of {listed([f'{one.host} ({one.service})' for one in found.asked])}"
    levels = [level for level in _levels(audit) if level != "unset"]
    if not levels:
        return f"{asked}, but none was served"
    names = f"{plural(len(found.names), 'name')}, {len(found.named)} of them from its requests"
    return f"{asked}; served all {' and all '.join(levels)}: {names}, the others from its text"


def _levels(audit: Audit) -> list[str]:
    return [level for one in audit.coverage.factors if one.factor == _FACTOR for level in one.levels]
