"""Measures what a second worker gains: the same runs of a tool by one worker and by two, in turn.

    python benchmarks/workers.py TARGET [--profile ID|FILE] [--batch 8] [--runs 5]

A batch of runs is what a round of an audit is. Both pools stand throughout, so that neither pays for being started.
Only the ratio means anything on another machine, and it needs two idle cores.
"""

# ruff: noqa: INP001, T201 -- a script, and it prints

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
import tempfile
import time
from pathlib import Path

from prepared import ready

from countermark.lab import Pool, RunSpec
from countermark.model.run import Captured


def batch(pool: Pool, spec: RunSpec, name: str, size: int) -> float:
    """Seconds for ``size`` runs."""
    specs = [dataclasses.replace(spec, id=f"{name}-{index}") for index in range(size)]
    began = time.monotonic()
    settled = [finished.settled for finished in pool.run(specs)]
    seconds = time.monotonic() - began
    if not all(isinstance(one, Captured) for one in settled):
        message = f"{name}: not every run settled well"
        raise TypeError(message)
    return seconds


def main() -> int:
    """Runs both in turn, and prints medians and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--profile", default="")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=None)
    asked = parser.parse_args()
    pairs: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        spec = ready(asked.target, asked.profile, asked.cache, Path(scratch)).spec
        with Pool(workers=1) as one, Pool(workers=2) as two:
            for number in range(asked.runs + 1):
                alone = batch(one, spec, f"{number}-one", asked.batch)
                both = batch(two, spec, f"{number}-two", asked.batch)
                pairs += [(alone, both)] if number else []  # the first warms both up
    alone_s, both_s = (statistics.median(column) for column in zip(*pairs, strict=True))
    gained = statistics.median(alone / both for alone, both in pairs)
    print(f"{asked.batch} runs: one worker {alone_s:.3f} s, two {both_s:.3f} s; two are {gained:.3f} x as fast")
    return 0


if __name__ == "__main__":
    sys.exit(main())
