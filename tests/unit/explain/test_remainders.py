"""An open value is taken out of a place, so that what hides beside it follows its own cause alone."""

from __future__ import annotations

from countermark.explain.remainders import Remainders
from countermark.explain.signals import by_level
from countermark.model.environment import Derivation, Environment
from countermark.model.place import REDUCED
from influenced import levels, place

CLOCKS = {"day-1": "2026-11-18", "day-2": "2026-11-19"}
RUNS = {
    run: Environment(levels=levels(written))
    for run, written in {
        "1": "clock=day-1 timezone=UTC",
        "2": "clock=day-2 timezone=UTC",
        "3": "clock=day-1 timezone=Asia/Tokyo",
    }.items()
}
KNOWN = by_level(
    Derivation(factor="clock", value=day, form="local-date:iso", text=text) for day, text in CLOCKS.items()
)


def test_what_is_left_follows_the_hidden_cause_alone() -> None:
    at = place({"1": "It's 2026-11-18", "2": "It's 2026-11-19", "3": "It’s 2026-11-18"})
    (rest,) = Remainders(KNOWN).of(at, RUNS)
    assert rest.feature == f"f{REDUCED}"
    one, two, three = (entry.text for entry in rest.texts)
    assert one == two
    assert one != three


def test_a_value_across_the_edge_of_the_slot_is_taken_out() -> None:
    at = place({"1": "8", "2": "9"}, before="2026-11-1", whole=False)
    (rest,) = Remainders(KNOWN).of(at, RUNS)
    assert len({entry.text for entry in rest.texts}) == 1


def test_absence_stays_absence() -> None:
    (rest,) = Remainders(KNOWN).of(place({"1": "2026-11-18", "2": None}), RUNS)
    assert rest.texts[1].text is None


def test_a_value_of_another_run_is_not_taken_out() -> None:
    assert list(Remainders(KNOWN).of(place({"1": "2026-11-19", "2": "x"}), RUNS)) == []


def test_a_place_that_shows_nothing_has_no_remainder() -> None:
    assert list(Remainders(KNOWN).of(place({"1": "'", "2": "’"}), RUNS)) == []
