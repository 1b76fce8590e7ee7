"""What a program asks its surroundings, in Bun, also in programs that it compiled.

Source: https://bun.com/docs/runtime/bunfig#preload (read 2026-11) for how a text is loaded first.
"""

from __future__ import annotations

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import Probe
from countermark.model.environment import Variable

_PRELOADED = _javascript.preloaded("environment")

PROBE = Probe(
    id="bun-environment",
    title="What is asked of variables, zone, locale, machine, files and programs (Bun and what it compiled)",
    runtime="bun",
    shows="reads",
    files=_javascript.environment,
    variables=(
        Variable(name="BUN_OPTIONS", value=f"--preload {_PRELOADED}"),
        Variable(name="BUN_INSPECT_PRELOAD", value=_PRELOADED),
    ),
)
