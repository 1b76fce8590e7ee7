"""Comparison tracing in Bun, also in programs that it compiled.

Source: https://bun.com/docs/runtime/bunfig#preload (read 2026-11) for how a text is loaded first.
"""

from __future__ import annotations

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import Probe
from countermark.model.environment import Variable

_PRELOADED = _javascript.preloaded("comparisons")

PROBE = Probe(
    id="bun-comparisons",
    title="What strings, lists, sets, maps and expressions are compared with (Bun and what it compiled)",
    runtime="bun",
    shows="comparisons",
    files=_javascript.comparisons,
    variables=(Variable(name="BUN_OPTIONS", value=f"--preload {_PRELOADED}"),),
)
