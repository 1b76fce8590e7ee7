"""Whether the tool is given its prompt on the command line, or somebody types it at a terminal.

Most people use such tools at a terminal, most audits do not. How that is done is the profile's to say (``[terminal]``);
a tool whose profile does not is not given this factor.
"""

from __future__ import annotations

from countermark.errors import UsageError
from countermark.factors.factor import Factor
from countermark.model.environment import Derivation, Setup

_ID = "mode"
_TERMINAL = "terminal"
_LEVELS = ("print", _TERMINAL)


def check(value: str) -> None:
    """``value`` is ``print`` or ``terminal``.

    Raises:
        UsageError: it is neither.
    """
    if value not in _LEVELS:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why=f"it is neither of {', '.join(_LEVELS)}",
            hint=f"try {_ID}={_TERMINAL}",
        )


def setup(value: str) -> Setup:
    """Whether somebody sits before it."""
    return Setup(terminal=value == _TERMINAL)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Nothing: what a tool openly says of how it is used, each says in words of its own."""
    return ()


FACTOR = Factor(
    id=_ID,
    title="The mode",
    levels=_LEVELS[:1],
    contrasts=_LEVELS[1:],  # a session at a terminal takes twice as long as one without
    setup=setup,
    derive=derive,
    check=check,
)
