"""Which remote switches a tool has, and why they cannot be thrown where they cannot."""

from __future__ import annotations

from dataclasses import replace

from countermark.factors.remote_switches import FACTOR as REMOTE_SWITCHES
from countermark.model.profile import SkippedFactor
from countermark.model.switches import Switches


def known(seen: Switches | None, read: tuple[str, ...]) -> Switches | None:
    """What traced runs showed together with the names in the program text, which count where any is asked for."""
    return replace(seen, read=read) if seen and seen.asked else seen


def not_thrown(switches: Switches | None) -> tuple[SkippedFactor, ...]:
    """Why they cannot be thrown; nothing where they can. ``None``: no run was traced."""
    if switches is None:
        reason = "without traced runs it is not known whether the tool asks for any"
    elif not switches.asked:
        reason = "in traced runs the tool asked no server for any"
    elif not switches.names:
        services = ", ".join(sorted({one.service for one in switches.asked}))
        reason = f"the tool asks for some ({services}), but neither its requests nor its program text name one"
    else:
        return ()
    return (SkippedFactor(factor=REMOTE_SWITCHES.id, reason=reason),)
