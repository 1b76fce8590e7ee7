"""The name of the machine.

The levels have the forms that systems give by default: Windows under WSL (``DESKTOP-`` and seven characters),
Alibaba Cloud (``iZ…Z``, https://www.alibabacloud.com/help/ecs), AWS (``ip-`` and the address,
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html), Tencent Cloud (``VM-0-12-ubuntu``,
https://www.tencentcloud.com/document/product/213), macOS (``MacBook-Pro.local``), Kubernetes (deployment and two
hashes, https://kubernetes.io/docs/concepts/workloads/controllers/deployment/). Each example is made up.
"""

from __future__ import annotations

import re

from countermark.errors import UsageError
from countermark.factors.factor import Factor, derivations, passing
from countermark.model.environment import Derivation, Setup

_ID = "hostname"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
# hostname(7): labels of letters, digits and hyphens; sethostname(2): at most 64 bytes.
_NAME = re.compile(rf"(?=.{{1,64}}\Z){_LABEL}(?:\.{_LABEL})*\Z")


def check(value: str) -> None:
    """``value`` is a host name of at most 64 characters.

    Raises:
        UsageError: it is none.
    """
    if not _NAME.match(value):
        raise UsageError(
            f"{value!r} is not a level of {_ID}",
            why="a host name has at most 64 letters, digits, hyphens and dots",
            hint=f"for example {_ID}=build-7",
        )


def setup(value: str) -> Setup:
    """The kernel's name of the machine and the files that repeat it."""
    return Setup(hostname=value)


def derive(value: str, instant: str) -> tuple[Derivation, ...]:  # noqa: ARG001 -- the same at every instant
    """The name, and its first label."""
    return derivations(_ID, value, (("value", value), ("label", value.partition(".")[0])))


def holding(text: str) -> tuple[str, ...]:
    """The name itself, and a machine below it."""
    bare = text.strip(".")
    return passing((bare, f"build-7.{bare}"), check)


FACTOR = Factor(
    id=_ID,
    title="The name of the machine",
    levels=("workstation", "DESKTOP-7KQ2F4M", "iZbp1h4x2k8v0q6d3c9wZ"),
    contrasts=("VM-0-12-ubuntu", "ip-172-31-24-9", "MacBook-Pro.local", "agent-6d5f7c9b8d-x2x4q"),
    setup=setup,
    derive=derive,
    check=check,
    holding=holding,
)
