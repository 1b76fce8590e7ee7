"""Comparison tracing in Node.

Source: https://nodejs.org/api/cli.html#-r---require-module (read 2026-11) for how a text is loaded first.
"""

from __future__ import annotations

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import Probe
from countermark.model.environment import Variable

_PRELOADED = _javascript.preloaded("comparisons")

PROBE = Probe(
    id="node-comparisons",
    title="What strings, lists, sets, maps and expressions are compared with (Node)",
    runtime="node",
    shows="comparisons",
    files=_javascript.comparisons,
    variables=(Variable(name="NODE_OPTIONS", value=f"--require {_PRELOADED}"),),
)
