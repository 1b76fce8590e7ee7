"""How the tool may use its provider: with a key of the user's, or because the user has signed in.

A tool knows more of who has signed in than of who brings a key, and may treat them otherwise. What signing in leaves
behind is the profile's to say (``[login]``), always of dummy values; a tool whose profile does not is not given this
factor.
"""

from __future__ import annotations

from countermark.factors.factor import Factor, one_of
from countermark.model.environment import Derivation, Setup

_ID = "credentials"
_LOGIN = "login"
_LEVELS = ("api-key", _LOGIN)


def setup(value: str) -> Setup:
    """Whether the user has signed in; the profile knows what that leaves."""
    return Setup(login=value == _LOGIN)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Nothing: which header carries which kind of token is the protocol's own."""
    return ()


FACTOR = Factor(
    id=_ID,
    title="The credentials",
    levels=_LEVELS,
    contrasts=(),
    setup=setup,
    derive=derive,
    check=one_of(_ID, _LEVELS),
    on_request="who has signed in is sent much else, and all of that is traced",
)
