"""Measures what the sealed lab adds to a run: the tool in the lab, and in a plain network namespace, in turn.

    python benchmarks/lab_overhead.py TARGET [--profile ID|FILE] [--runs 20]

The plain way is that of ``plain.py``: nothing of the lab but its false network. What is timed of the lab is everything
between asking for a run and having its settled result. Only the ratio means anything on another machine.
"""

# ruff: noqa: INP001, T201 -- a script: it prints, and starts what is named above

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
import tempfile
import time
from pathlib import Path

from plain import Plain
from prepared import ready

from countermark.lab import Pool


def main() -> int:
    """Runs both in turn and prints the medians and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--profile", default="")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--cache", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        spec = ready(asked.target, asked.profile, asked.cache, top).spec
        plain = Plain(spec, top)
        pairs: list[tuple[float, float]] = []
        with Pool(workers=1) as pool:
            for number in range(asked.runs + 1):
                without = plain.run().wall_s
                began = time.monotonic()
                (finished,) = pool.run([dataclasses.replace(spec, id=str(number))])
                within = time.monotonic() - began
                print(f"{number:3}  plain {without:.3f} s  lab {within:.3f} s  {type(finished.settled).__name__}")
                pairs += [(without, within)] if number else []  # the first warms both up
        plain.close()
    ratios = [within / without for without, within in pairs]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    quarters = statistics.quantiles(ratios, n=4)
    print(f"medians: plain {medians[0]:.3f} s, lab {medians[1]:.3f} s; lab / plain {medians[1] / medians[0]:.3f}")
    print(f"median of {len(ratios)} ratios {quarters[1]:.3f} (quartiles {quarters[0]:.3f} to {quarters[2]:.3f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
