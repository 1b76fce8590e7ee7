"""What a program asks its surroundings, in Node.

Source: https://nodejs.org/api/cli.html#-r---require-module (read 2026-11) for how a text is loaded first.
"""

from __future__ import annotations

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import Probe
from countermark.model.environment import Variable

_PRELOADED = _javascript.preloaded("environment")

PROBE = Probe(
    id="node-environment",
    title="What is asked of variables, zone, locale, machine, files and programs (Node)",
    runtime="node",
    shows="reads",
    files=_javascript.environment,
    variables=(Variable(name="NODE_OPTIONS", value=f"--require {_PRELOADED}"),),
)
