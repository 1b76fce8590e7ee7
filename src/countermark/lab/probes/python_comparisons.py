"""Comparison tracing in Python.

Source: https://docs.python.org/3/library/site.html (read 2026-11) for how ``sitecustomize`` is loaded first;
https://docs.python.org/3/using/cmdline.html (read 2026-11) for a program's file that may hold modules.
"""

from __future__ import annotations

from countermark.lab.probes import _python
from countermark.lab.probes._digests import digests
from countermark.lab.probes.record import Probe
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary


def _files(canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    wanted = [{"factor": canary.factor, "text": canary.text} for canary in canaries]
    head = f"CANARIES = {wanted!r}\nDIGESTS = {digests(canaries)!r}\n"
    names = ("observed_canaries", "observed_comparisons", "observed_operators", "observed_rewriting")
    return _python.placed(*names, head=head)


PROBE = Probe(
    id="python-comparisons",
    title="What texts, lists, sets, maps and expressions are compared with, also by operators and hashed (Python)",
    runtime="python",
    shows="comparisons",
    files=_files,
    variables=_python.VARIABLES,
)
