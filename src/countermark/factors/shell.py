"""The user's login shell, by the variable ``SHELL``.

Source: the file /etc/shells of Debian's packages of the shells, and the developer survey's list of popular shells
(https://survey.stackoverflow.co/2024/technology, Bash/Shell and PowerShell).
"""

from __future__ import annotations

import re

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations
from countermark.model.environment import Derivation, Setup, Variable

_ID = "shell"
_PATH = re.compile(r"(?:/[A-Za-z0-9._+-]+){1,8}\Z")


def check(value: str) -> None:
    """``value`` is an absolute path.

    Raises:
        UsageError: it is none.
    """
    if not _PATH.match(value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}", why="it is no absolute path", hint=f"for example {_ID}=/usr/bin/zsh"
        )


def setup(value: str) -> Setup:
    """The variable alone: no program of that name need be there."""
    return Setup(variables=(Variable(name="SHELL", value=value),))


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The path and the shell's name."""
    return derivations(_ID, value, (("value", value), ("shell-name", value.rpartition("/")[2])))


FACTOR = Factor(
    id=_ID,
    title="The login shell",
    levels=("/bin/bash", "/usr/bin/zsh", "/usr/bin/fish"),
    contrasts=("/bin/sh", "/usr/bin/pwsh", "/usr/bin/nu"),
    setup=setup,
    derive=derive,
    check=check,
)
