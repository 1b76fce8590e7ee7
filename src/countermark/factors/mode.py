"""Whether the tool is given its prompt on the command line, or somebody types it at a terminal.

Most people use such tools at a terminal, most audits do not. How that is done is the profile's to say (``[terminal]``);
a tool whose profile does not is not given this factor.
"""

from __future__ import annotations

from countermark.factors.factor import Factor, one_of
from countermark.model.environment import Derivation, Setup

_ID = "mode"
_TERMINAL = "terminal"
_LEVELS = ("print", _TERMINAL)


def setup(value: str) -> Setup:
    """Whether somebody sits before it."""
    return Setup(terminal=value == _TERMINAL)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Nothing: what a tool openly says of how it is used, each says in words of its own."""
    return ()


FACTOR = Factor(
    id=_ID,
    title="The mode",
    levels=_LEVELS,
    contrasts=(),
    setup=setup,
    derive=derive,
    check=one_of(_ID, _LEVELS),
    on_request="a session at a terminal takes twice as long as one without, and much else is sent",
)
