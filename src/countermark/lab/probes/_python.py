"""The texts that probes of Python load before a program."""

from __future__ import annotations

import importlib.resources

from countermark.lab.probes.record import FOLDER, LOG
from countermark.model.environment import PlacedFile, Variable

VARIABLES = (Variable(name="PYTHONPATH", value=FOLDER),)


def placed(*names: str, head: str = "") -> tuple[PlacedFile, ...]:
    """The texts of these names behind what all share, told where the log is, and the log, still empty."""
    texts = "".join(_text(name) for name in ("observed", *names))
    whole = f"LOG = {LOG!r}\nFOLDER = {FOLDER!r}\n{head}{texts}\nhand_over()\n"
    return (PlacedFile(path=f"{FOLDER}/sitecustomize.py", content=whole.encode()), PlacedFile(path=LOG, mode=0o666))


def _text(name: str) -> str:
    return (importlib.resources.files("countermark.lab.probes") / f"{name}.py.txt").read_text("utf-8")
