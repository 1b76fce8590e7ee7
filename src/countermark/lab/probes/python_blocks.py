"""How often each block of a program ran, in Python.

Source: https://docs.python.org/3/library/ast.html (read 2026-11) for where statements and expressions lie in a text;
https://docs.python.org/3/library/site.html (read 2026-11) for how ``sitecustomize`` is loaded first.
"""

from __future__ import annotations

from countermark.lab.probes import _python
from countermark.lab.probes.record import Probe
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary


def _files(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    return _python.placed("observed_blocks", "observed_rewriting")


PROBE = Probe(
    id="python-blocks",
    title="How often each block of the program's text runs (Python)",
    runtime="python",
    shows="blocks",
    files=_files,
    variables=_python.VARIABLES,
)
