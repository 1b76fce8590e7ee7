"""Simulates how small a statistical mark an audit finds: delays, marks that come up once in k runs, biased ids.

    python evals/statistical_power.py

The whole way is simulated, from suspicion to fresh pairs, by the code that audits use; durations are drawn from those
that audits recorded (``recorded_times.json``), each over the middle of its neighbours', as the audit takes them. Writes
``statistical_power.md`` beside itself. It takes some minutes and needs no lab.
"""

# ruff: noqa: INP001 -- a script

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import median

from countermark.analyse.power import Draw, found_share
from countermark.analyse.suspicions import steadied
from countermark.design.paired_runs import PAIRS
from countermark.model.observation import Address
from countermark.model.statistics import Series, SeriesKind

HERE = Path(__file__).resolve().parent
TRIES = 200
DESIGN = 75
LEVELS = (9, 13, 22, 32)
"""Runs of the design that a level of a factor of eight, five, three or two levels has, of ``DESIGN``."""

TESTS = 120
"""Comparisons in an audit of a small tool: two or three series by about fifty levels."""

DELAYS_S = (0.0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
SHARES = (0.0, 0.1, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.8, 1.0)


def recorded() -> dict[str, list[float]]:
    """Durations as they were recorded, by where."""
    told: dict[str, dict[str, list[float]]] = json.loads((HERE / "recorded_times.json").read_text("utf-8"))
    return told["times"]


def steady(times: Sequence[float]) -> list[float]:
    """Each over the middle of its neighbours'."""
    where = Address(role="run", part="time", name="session 1")
    rows = tuple((f"{number:04}", value) for number, value in enumerate(times))
    series = Series(name="s", kind="delay", address=where, channel="timing", what="", values=rows)
    return [value for _, value in steadied(series)]


def later(known: list[float]) -> Draw:
    """A duration, and the delay."""
    return lambda random, size: random.choice(known) + size


def rarely(random: Random, size: float) -> float:
    """A mark that never shows without its level."""
    return float(random.random() < size)


def biased(random: Random, size: float) -> float:
    """A bit that is decided in a share of runs, and else drawn by lot."""
    return float(random.random() < size or random.random() < 0.5)  # noqa: PLR2004 -- a coin


def curve(kind: SeriesKind, draw: Draw, sizes: Sequence[float], level: int) -> list[float]:
    """How often each size is found."""
    return [found_share(kind, draw, size, (level, DESIGN - level, PAIRS), TESTS, TRIES) for size in sizes]


def table(kind: SeriesKind, draw: Draw, sizes: Sequence[float], unit: str) -> Iterator[str]:
    """A row for each number of runs that a level has."""
    yield "| runs of the level | " + " | ".join(f"{size:.3g}{unit}" for size in sizes) + " |"
    yield "|---" * (len(sizes) + 1) + "|"
    for level in LEVELS:
        yield f"| {level} | " + " | ".join(f"{share:.2f}" for share in curve(kind, draw, sizes, level)) + " |"


def page() -> Iterator[str]:
    """The results for people."""
    yield "# Power of the statistical channels\n\nWritten by `evals/statistical_power.py`.\n"
    yield (
        f"How often a mark is found, of {TRIES} simulated audits: {DESIGN} runs of the design, {TESTS} comparisons, "
        f"{PAIRS} pairs of fresh runs for what is suspected. The column of size 0 is that of false alarms.\n"
    )
    for name, times in recorded().items():
        yield f"\n## Delays: {name}\n\n{len(times)} recorded runs, {median(times):.3g} s in the middle.\n"
        yield from table("delay", later(steady(times)), DELAYS_S, " s")
    yield "\n## Marks that show in a share of runs\n"
    yield from table("share", rarely, SHARES, "")
    yield "\n## A bit of a random id that is decided in a share of runs, and else drawn by lot\n"
    yield from table("bit", biased, SHARES, "")


if __name__ == "__main__":
    (HERE / "statistical_power.md").write_text("\n".join(page()) + "\n", "utf-8")
    sys.exit(0)
