"""Whether the user came over SSH, and from where.

A level is ``unset`` or the client's address. The first is of a network kept for documentation (RFC 5737), the
others are of a private network (RFC 1918) and of IPv6 documentation (RFC 3849). Source for the variables: sshd(8),
ENVIRONMENT in ssh(1) (OpenSSH 9.9).
"""

from __future__ import annotations

import ipaddress

from countermark.errors import UsageError
from countermark.factors.factor import UNSET, Factor, derivations
from countermark.model.environment import Derivation, Setup, Variable

_ID = "ssh"
_CLIENT_PORT, _SERVER_PORT = 51234, 22
_SERVER = {4: "192.0.2.10", 6: "2001:db8::10"}


def check(value: str) -> None:
    """``value`` is ``unset`` or an IP address.

    Raises:
        UsageError: it is neither.
    """
    if value == UNSET:
        return
    try:
        plain = not getattr(ipaddress.ip_address(value), "scope_id", None)
    except ValueError:
        plain = False
    if not plain:
        raise UsageError(
            f"{value!r} is not a level of {_ID}", why="it is no IP address", hint=f"for example {_ID}=203.0.113.7"
        )


def setup(value: str) -> Setup:
    """The three variables that sshd sets for a session with a terminal."""
    if value == UNSET:
        return Setup()
    server = _SERVER[ipaddress.ip_address(value).version]
    names = {
        "SSH_CLIENT": f"{value} {_CLIENT_PORT} {_SERVER_PORT}",
        "SSH_CONNECTION": f"{value} {_CLIENT_PORT} {server} {_SERVER_PORT}",
        "SSH_TTY": "/dev/pts/0",
    }
    return Setup(variables=tuple(Variable(name=name, value=text) for name, text in sorted(names.items())))


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The client's address, the variables' texts and names."""
    shown = [("value", item.value) for item in setup(value).variables]
    names = [("variable", item.name) for item in setup(value).variables]
    return derivations(_ID, value, (("value", "" if value == UNSET else value), *shown, *names))


FACTOR = Factor(
    id=_ID,
    title="A session over SSH",
    levels=(UNSET, "203.0.113.7"),
    contrasts=("10.20.0.15", "2001:db8::7"),
    setup=setup,
    derive=derive,
    check=check,
)
