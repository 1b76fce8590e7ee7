"""The texts that probes of JavaScript runtimes load before a program."""

from __future__ import annotations

import importlib.resources
import json

from countermark.lab.probes._digests import digests
from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.environment import PlacedFile
from countermark.model.probes import Canary


def preloaded(name: str) -> str:
    """Where the text of this name stands in the box."""
    return f"{FOLDER}/{name}.cjs"


def placed(name: str, head: str, before: tuple[str, ...] = ()) -> tuple[PlacedFile, ...]:
    """The text of this name behind ``head`` and the texts that it needs, told where the log is; and the log, empty."""
    texts = "\n".join(text(one) for one in ("children", *before, name))
    whole = f"{head}const LOG = {json.dumps(LOG)};\n{texts}"
    return (PlacedFile(path=preloaded(name), content=whole.encode()), PlacedFile(path=LOG, mode=0o666))


def text(name: str, suffix: str = ".js") -> str:
    """A text of this folder."""
    return (importlib.resources.files("countermark.lab.probes") / f"{name}{suffix}").read_text("utf-8")


def comparisons(canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    """The text that traces comparisons by methods, with the canaries that it looks for."""
    return traced("comparisons", canaries)


def traced(name: str, canaries: tuple[Canary, ...], head: str = "") -> tuple[PlacedFile, ...]:
    """A text that looks for canaries and what becomes of them."""
    wanted = json.dumps([{"factor": one.factor, "text": one.text} for one in canaries])
    forms = json.dumps(digests(canaries))
    head = f"{head}const CANARIES = {wanted};\nconst FORMS = {forms};\n"
    return placed(name, head, ("digests", "trace", "hashes"))


def environment(_canaries: tuple[Canary, ...]) -> tuple[PlacedFile, ...]:
    """The text that traces what is asked of the surroundings, whatever they answer."""
    return placed("environment", "")
