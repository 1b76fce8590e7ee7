"""A signal that too few runs confirmed is borne out by a long list whose entries all move it, and by no short one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.drive.list_confidence import borne_out
from countermark.explain.verdict import confirmed
from countermark.model.static_evidence import ListOutcome
from countermark.model.verdict import Confidence, Signal
from unit.report import samples

UNSURE = Confidence(p_adjusted=1.0, tests=40, runs_with=1, runs_without=1)


def signal() -> Signal:
    return replace(samples.covert().signals[0], confidence=UNSURE)


def outcome(moved: int, unmoved: int, near: int, near_moved: int = 0, signal_id: str = "") -> ListOutcome:
    names = tuple(f"near-{number}" for number in range(near))
    return ListOutcome(
        number=1,
        factor="base-url",
        moved=tuple(f"entry-{number}" for number in range(moved)),
        unmoved=tuple(f"other-{number}" for number in range(unmoved)),
        near_misses=names,
        near_misses_moved=names[:near_moved],
        where=signal().where,
        signal=signal_id or signal().id,
    )


@pytest.mark.parametrize(
    ("one", "sure"),
    [
        (outcome(147, 0, 4), True),
        (outcome(11, 0, 4), True),
        (outcome(6, 0, 2), False),
        (outcome(147, 0, 4, 4), False),
        (outcome(20, 127, 4), False),
        (outcome(147, 0, 0), False),
        (outcome(147, 0, 4, signal_id="covert-99"), False),
    ],
)
def test_a_list_bears_out_what_it_moves(one: ListOutcome, *, sure: bool) -> None:
    told = borne_out(signal(), (one,))
    assert confirmed(told) is sure
    if sure:
        assert (told.confidence.runs_with, told.confidence.runs_without) == (len(one.moved), len(one.near_misses))
        assert told.confidence.tests == 41
    assert replace(told, confidence=UNSURE) == signal()


def test_a_list_never_makes_a_signal_less_sure() -> None:
    sure = replace(signal(), confidence=replace(UNSURE, p_adjusted=1e-12))
    assert borne_out(sure, (outcome(147, 0, 4),)) == sure
