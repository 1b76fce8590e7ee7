"""How the tool may use its provider: with a key of the user's, or because the user has signed in.

A tool knows more of who has signed in than of who brings a key, and may treat them otherwise. What signing in leaves
behind is the profile's to say (``[login]``), always of dummy values; a tool whose profile does not is not given this
factor.
"""

from __future__ import annotations

from countermark.errors import UsageError
from countermark.factors.factor import Factor
from countermark.model.environment import Derivation, Setup

_ID = "credentials"
_LOGIN = "login"
_LEVELS = ("api-key", _LOGIN)


def check(value: str) -> None:
    """``value`` is ``api-key`` or ``login``.

    Raises:
        UsageError: it is neither.
    """
    if value not in _LEVELS:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why=f"it is neither of {', '.join(_LEVELS)}",
            hint=f"try {_ID}={_LOGIN}",
        )


def setup(value: str) -> Setup:
    """Whether the user has signed in; the profile knows what that leaves."""
    return Setup(login=value == _LOGIN)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """Nothing: which header carries which kind of token is the protocol's own."""
    return ()


FACTOR = Factor(
    id=_ID,
    title="The credentials",
    levels=_LEVELS[:1],
    contrasts=_LEVELS[1:],  # whoever is signed in is sent much else, and all of that is traced
    setup=setup,
    derive=derive,
    check=check,
)
