"""Which remote switches a tool has, and why they cannot be thrown where they cannot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from countermark.model.profile import SkippedFactor
from countermark.model.switches import Switches

FACTOR = "remote-switches"


def known(seen: Switches | None, read: tuple[str, ...]) -> Switches | None:
    """What traced runs showed together with the names in the program text, which count where any is asked for."""
    return replace(seen, read=read) if seen and seen.asked else seen


def not_thrown(switches: Switches | None, crossed: Collection[str]) -> tuple[SkippedFactor, ...]:
    """Why the factor costs no run; nothing where it is varied. ``None``: no run was traced.

    A tool with all of its switches on is another tool, which is traced as long as the first: only who asks for it pays.
    """
    if switches is None:
        reason = "without traced runs it is not known whether the tool asks for any"
    elif not switches.asked:
        reason = "in traced runs the tool asked no server for any"
    elif not switches.names:
        services = ", ".join(sorted({one.service for one in switches.asked}))
        reason = f"the tool asks for some ({services}), but neither its requests nor its program text name one"
    elif FACTOR not in crossed:
        reason = f"the tool asks for some, and {len(switches.names):,} are named: --cross {FACTOR} throws them"
    else:
        return ()
    return (SkippedFactor(factor=FACTOR, reason=reason),)
