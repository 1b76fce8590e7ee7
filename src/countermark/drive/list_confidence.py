"""How sure a signal is by the runs that put a hidden list to the proof: for a long list, surer than by any others."""

from __future__ import annotations

from dataclasses import replace

from countermark.analyse.significance import exact_p
from countermark.model.static_evidence import ListOutcome
from countermark.model.verdict import Confidence, Signal


def borne_out(signal: Signal, lists: tuple[ListOutcome, ...]) -> Signal:
    """The signal with what the runs for a hidden list say of how sure it is, where they say more.

    Entries and near misses were read in the program text, and each run once, after the place had been found: as fresh a
    test as any, with as many runs as there are entries. It counts as one test for each list beside those of the signal.
    """
    tests = signal.confidence.tests + len(lists)
    best = signal.confidence
    for one in lists:
        if one.signal == signal.id and one.moved:
            on = ["moved"] * len(one.moved) + ["as ever"] * len(one.unmoved)
            off = ["as ever" if text not in one.near_misses_moved else "moved" for text in one.near_misses]
            p = min(1.0, tests * exact_p(on, off)) if off else 1.0
            if p < best.p_adjusted:
                best = Confidence(p_adjusted=p, tests=tests, runs_with=len(on), runs_without=len(off))
    return signal if best is signal.confidence else replace(signal, confidence=best)
