"""How a server answers that is asked for remote switches (feature gates): with none, with all on, or with all off.

The lab knows the protocols of the usual services; which switches there are, the tool says itself, in its requests and
in its program text. A tool that asks for none is not given this factor.
"""

from __future__ import annotations

from countermark.factors.factor import UNSET, Factor, one_of
from countermark.model.environment import Derivation, Setup

_ID = "remote-switches"
_LEVELS = (UNSET, "on", "off")


def setup(value: str) -> Setup:
    """What the lab's servers answer; without a level they know no switch."""
    return Setup(switches="" if value == UNSET else value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Nothing: what a switch changes does not name the server that threw it."""
    return ()


FACTOR = Factor(
    id=_ID,
    title="Remote switches",
    levels=_LEVELS,
    contrasts=(),
    setup=setup,
    derive=derive,
    check=one_of(_ID, _LEVELS),
    on_request="a tool with all of its switches on is another tool, which is traced as long as the first",
)
