"""The text that probes of JavaScript runtimes load before a program."""

from __future__ import annotations

import importlib.resources
import json

from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary

PRELOADED = f"{FOLDER}/comparisons.cjs"
_TEXT = (importlib.resources.files("countermark.lab.probes") / "comparisons.js").read_text("utf-8")


def files(canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    """The text, with the canaries that it looks for, and the log, still empty."""
    wanted = json.dumps([{"factor": canary.factor, "text": canary.text} for canary in canaries])
    head = f"const CANARIES = {wanted};\nconst LOG = {json.dumps(LOG)};\n"
    return (PlacedFile(path=PRELOADED, content=(head + _TEXT).encode()), PlacedFile(path=LOG, mode=0o666))
