"""What could not have been seen is said in words, and nothing is where nothing was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermark.model.statistics import Detectable, SeriesKind
from countermark.report.detectable_parts import detectable_parts, detectable_text
from unit.report.samples import clean

KINDS: tuple[tuple[SeriesKind, float | None, str], ...] = (
    ("delay", 0.05, "a delay of 0.05 s"),
    ("delay", None, "no delay"),
    ("share", 1 / 3, "a mark in 33% of runs"),
    ("share", None, "no mark"),
    ("bit", 1.0, "decided in 100% of runs"),
    ("bit", None, "no bit"),
)


@pytest.mark.parametrize(("kind", "smallest", "said"), KINDS)
def test_each_kind_is_said(kind: SeriesKind, smallest: float | None, said: str) -> None:
    one = Detectable(kind=kind, smallest=smallest, level_runs=20, pairs=20)
    audit = clean()
    audit = replace(audit, coverage=replace(audit.coverage, detectable=(one,)))
    assert said in detectable_text(audit)
    assert [part.smallest for part in detectable_parts(audit)] == [smallest]


def test_nothing_is_said_of_nothing() -> None:
    audit = clean()
    assert detectable_text(replace(audit, coverage=replace(audit.coverage, detectable=()))) == ""


def test_factors_are_named_where_they_differ_and_only_there() -> None:
    audit = clean()
    two = (
        Detectable(kind="delay", smallest=0.2, level_runs=14, pairs=30, factors=("ci", "ssh")),
        Detectable(kind="delay", smallest=None, level_runs=4, pairs=30, factors=("timezone",)),
        Detectable(kind="share", smallest=0.5, level_runs=4, pairs=30, factors=("ci", "ssh", "timezone")),
    )
    text = detectable_text(replace(audit, coverage=replace(audit.coverage, detectable=two)))
    assert "a delay of 0.2 s under ci, ssh; no delay that was tried under timezone; a mark in 50% of runs" in text
    assert not text.endswith("timezone")
