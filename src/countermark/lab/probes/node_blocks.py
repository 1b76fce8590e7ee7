"""How often each block of a program ran, in Node.

Source: https://nodejs.org/api/inspector.html (read 2026-11) for a session with one's own process;
https://chromedevtools.github.io/devtools-protocol/v8/Profiler/ (read 2026-11) for precise coverage.
"""

from __future__ import annotations

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import Probe
from countermark.model.environment import PlacedFile, Variable
from countermark.model.probes import Canary

_PRELOADED = _javascript.preloaded("blocks")


def _files(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    return _javascript.placed("blocks", "")


PROBE = Probe(
    id="node-blocks",
    title="How often each block of the program's text runs (Node)",
    runtime="node",
    shows="blocks",
    files=_files,
    variables=(Variable(name="NODE_OPTIONS", value=f"--require {_PRELOADED}"),),
)
