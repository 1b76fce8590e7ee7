"""What a program compares by operators, in Node: its text is rewritten, and served in the place of what was shipped.

Source: https://nodejs.org/api/module.html#customization-hooks (read 2026-11) for how one text is served for another.
"""

from __future__ import annotations

import functools
import json
from dataclasses import replace

from countermark.lab.probes import _javascript
from countermark.lab.probes.record import FOLDER, Probe, Rewritten
from countermark.model.environment import PlacedFile, Variable
from countermark.model.probes import Canary

SYMBOL = "observed"
"""By this name a rewritten text asks for what stands in for operators."""

_PRELOADED = _javascript.preloaded("operators")
_HOOKS = f"{FOLDER}/hooks.mjs"


def _files(canaries: tuple[Canary, ...], texts: tuple[Rewritten, ...] = ()) -> tuple[PlacedFile, ...]:
    places = {one.path: f"{FOLDER}/texts/{number}" for number, one in enumerate(texts)}
    head = f"const [REWRITTEN, HOOKS, SYMBOL] = {json.dumps([places, _HOOKS, SYMBOL])};\n"
    return (
        *_javascript.traced("operators", canaries, head),
        PlacedFile(path=_HOOKS, content=_javascript.text("hooks", ".mjs").encode()),
        *(PlacedFile(path=places[one.path], content=one.text) for one in texts),
    )


PROBE = Probe(
    id="node-operators",
    title="What is compared by ===, switch and in, and looked up by key (Node)",
    runtime="node",
    shows="comparisons",
    files=_files,
    variables=(Variable(name="NODE_OPTIONS", value=f"--require {_PRELOADED}"),),
)


def serving(texts: tuple[Rewritten, ...]) -> Probe:
    """The probe, with rewritten texts to serve: without any it sees nothing."""
    return replace(PROBE, files=functools.partial(_files, texts=texts))
