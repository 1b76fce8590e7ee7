"""Measures what each default probe adds to a run: the bare tool, the lab, and the lab with each probe, in turn.

    python benchmarks/probe_overhead.py TARGET [--profile ID|FILE] [--runs 20] [--only PROBE ...]

The bare tool is that of ``plain.py``. Of the lab, wall time is everything between asking for a run and having its
settled result; CPU time is that of the tool's own processes, on which a busy machine has less say. The last line is all
of it together: a round of every run that traces the tool, over as many bare runs. Only ratios mean anything on
another machine.
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

from plain import Plain, Taken
from prepared import ready

from countermark.lab import Pool, RunSpec
from countermark.model.run import Captured


def within(pool: Pool, spec: RunSpec) -> Taken:
    """One run in the lab; a run that did not settle well is none."""
    began = time.monotonic()
    (finished,) = pool.run([spec])
    wall_s = time.monotonic() - began
    if not isinstance(finished.settled, Captured):
        message = f"{spec.id}: {finished.settled}"
        raise TypeError(message)
    return Taken(wall_s=wall_s, cpu_s=sum(session.cpu_s for session in finished.settled.capture.sessions))


def main() -> int:
    """Runs all in turn, and prints medians and the medians of ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--profile", default="")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--cache", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        top = Path(scratch)
        tool = ready(asked.target, asked.profile, asked.cache, top, probed=True)
        probes = {probe.id: probe for probe in tool.probes if not asked.only or probe.id in asked.only}
        rounds: list[dict[str, Taken]] = []
        plain = Plain(tool.spec, top)
        with Pool(workers=1) as pool:
            for number in range(asked.runs + 1):
                taken = {"bare": plain.run()}
                for name in ("lab", *probes):
                    spec = dataclasses.replace(
                        tool.spec, id=f"{number}-{name}", probe=probes.get(name), canaries=tool.canaries
                    )
                    taken[name] = within(pool, spec)
                rounds += [taken] if number else []  # the first warms all up
        plain.close()
    for name in rounds[0]:
        print(f"{name:20}  {_line(rounds, (name,))}")
    print(f"{'all together':20}  {_line(rounds, ('lab', *probes))}")
    return 0


def _line(rounds: list[dict[str, Taken]], names: tuple[str, ...]) -> str:
    told = []
    for what in ("wall_s", "cpu_s"):
        seconds = [statistics.fmean(getattr(taken[name], what) for name in names) for taken in rounds]
        ratios = [one / getattr(taken["bare"], what) for one, taken in zip(seconds, rounds, strict=True)]
        told.append(
            f"{what[:-2]:4} {statistics.median(seconds):7.3f} s, {statistics.median(ratios):6.3f} x the bare tool"
        )
    return "   ".join(told)


if __name__ == "__main__":
    sys.exit(main())
