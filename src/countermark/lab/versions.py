"""What took part in an audit beside Countermark itself: what another machine would have to match."""

from __future__ import annotations

import platform

from countermark.model.provenance import NamedVersion
from countermark.sandbox import runtimes
from countermark.sandbox.bubblewrap import features


def versions() -> tuple[NamedVersion, ...]:
    """Kernel, bubblewrap and the interpreters, in this order.

    Raises:
        MachineError: there is no bubblewrap.
    """
    found = tuple(NamedVersion(name=runtime.name, version=runtime.version) for runtime in runtimes.find())
    return (
        NamedVersion(name="kernel", version=f"{platform.system()} {platform.release()}"),
        NamedVersion(name="bubblewrap", version=features().version),
        *found,
    )
