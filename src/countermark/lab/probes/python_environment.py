"""What a program asks its surroundings, in Python.

Source: https://docs.python.org/3/library/site.html (read 2026-11) for how ``sitecustomize`` is loaded first;
https://docs.python.org/3/library/audit_events.html (read 2026-11) for the events that its library raises.
"""

from __future__ import annotations

from countermark.lab.probes import _python
from countermark.lab.probes.record import Probe
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary


def _files(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    return _python.placed("observed_environment")


PROBE = Probe(
    id="python-environment",
    title="What is asked of variables, zone, locale, machine, files and programs (Python)",
    runtime="python",
    shows="reads",
    files=_files,
    variables=_python.VARIABLES,
)
