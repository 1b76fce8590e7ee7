"""The texts that probes of JavaScript runtimes load before a program."""

from __future__ import annotations

import importlib.resources
import json

from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary


def preloaded(name: str) -> str:
    """Where the text of this name stands in the box."""
    return f"{FOLDER}/{name}.cjs"


def placed(name: str, head: str) -> tuple[PlacedFile, ...]:
    """The text of this name behind ``head``, told where the log is, and the log, still empty."""
    text = (importlib.resources.files("countermark.lab.probes") / f"{name}.js").read_text("utf-8")
    whole = f"{head}const LOG = {json.dumps(LOG)};\n{text}"
    return (PlacedFile(path=preloaded(name), content=whole.encode()), PlacedFile(path=LOG, mode=0o666))


def comparisons(canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    """The text that traces comparisons, with the canaries that it looks for."""
    wanted = json.dumps([{"factor": canary.factor, "text": canary.text} for canary in canaries])
    return placed("comparisons", f"const CANARIES = {wanted};\n")


def environment(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    """The text that traces what is asked of the surroundings, whatever they answer."""
    return placed("environment", "")
