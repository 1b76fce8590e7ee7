"""The name of the user, and with it the home.

``zhangwei`` is the most frequent full name in China (https://en.wikipedia.org/wiki/Zhang_Wei); ``jsmith`` joins the
most frequent surname of the 2010 census of the United States
(https://www.census.gov/topics/population/genealogy/data/2010_surnames.html) to an initial; ``ivanov`` is a frequent
Russian surname (https://en.wikipedia.org/wiki/Ivanov_(surname)); ``ubuntu``, ``ec2-user`` and ``runner`` are the
default users of Ubuntu's and Amazon's cloud images and of GitHub's runners
(https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/managing-users.html).
"""

from __future__ import annotations

import re

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations, passing
from countermark.model.environment import Derivation, Setup

_ID = "username"
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}\Z")  # useradd(8) of shadow-utils
_TAKEN = ("root", "nobody")  # accounts of the sandbox itself


def check(value: str) -> None:
    """``value`` is a Unix user name that the sandbox does not use itself.

    Raises:
        UsageError: it is none.
    """
    if not _NAME.match(value) or value in _TAKEN:
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="a user name has at most 32 small letters, digits, hyphens and underscores, and is not root or nobody",
            hint=f"for example {_ID}=alice",
        )


def setup(value: str) -> Setup:
    """The user's name; the lab makes the home, the working folder and the variables follow it."""
    return Setup(username=value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The name and the home, also with hyphens for slashes, as tools name folders after a path."""
    return derivations(_ID, value, (("value", value), ("home", f"/home/{value}"), ("home-dashed", f"-home-{value}")))


def holding(text: str) -> tuple[str, ...]:
    """The user of this name."""
    return passing((text.lower(),), check)


FACTOR = Factor(
    id=_ID,
    title="The name of the user",
    levels=("dev", "zhangwei", "jsmith"),
    contrasts=("ubuntu", "ec2-user", "runner", "ivanov"),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
