"""What moved a text in sealed runs: there again, gone, or not to be told, from fresh runs alone."""

from __future__ import annotations

from countermark.analyse.repeats import Repeat, Sides, repeated
from countermark.model.environment import Level
from countermark.model.place import Place
from influenced import place

TRIGGER = (Level(factor="timezone", value="Asia/Tokyo"),)
SEALED = {"s1": "’", "s2": "’", "s3": "'", "s4": "'"}


def repeat(*places: Place, runs: int = 7) -> Repeat:
    return Repeat(
        trigger=TRIGGER,
        places=places,
        sealed=Sides(on=("s1", "s2"), off=("s3", "s4")),
        fresh=Sides(on=tuple(f"on{n}" for n in range(runs)), off=tuple(f"off{n}" for n in range(runs))),
    )


def fresh(on: str | None, off: str | None, runs: int = 7) -> dict[str, str | None]:
    return {f"on{n}": on for n in range(runs)} | {f"off{n}": off for n in range(runs)}


def test_the_same_texts_are_reproduced() -> None:
    (cause,) = repeated([repeat(place({**SEALED, **fresh("’", "'")}))])
    assert (cause.outcome, cause.same_texts, cause.tests) == ("reproduced", True, 1)
    assert cause.p_adjusted < 0.001
    assert (cause.texts_with, cause.texts_without, cause.runs_with) == (("’",), ("'",), 7)


def test_other_texts_that_follow_the_trigger_are_reproduced_and_said_to_be_others() -> None:
    (cause,) = repeated([repeat(place({**SEALED, **fresh("`", "'")}))])
    assert (cause.outcome, cause.same_texts) == ("reproduced", False)


def test_an_absent_effect_is_not_reproduced() -> None:
    (cause,) = repeated([repeat(place({**SEALED, **fresh("'", "'")}))])
    assert (cause.outcome, cause.same_texts, cause.p_adjusted) == ("not-reproduced", False, 1.0)


def test_an_effect_in_half_of_the_runs_is_not_reproduced() -> None:
    texts = {**SEALED, **fresh("'", "'"), "on0": "’", "on1": "’", "on2": "’"}
    assert repeated([repeat(place(texts))])[0].outcome == "not-reproduced"


def test_too_few_runs_say_nothing() -> None:
    (cause,) = repeated([repeat(place({**SEALED, **fresh("'", "'", 3)}), runs=3)])
    assert cause.outcome == "could-not-run"
    (perfect,) = repeated([repeat(place({**SEALED, **fresh("’", "'", 3)}), runs=3)])
    assert (perfect.outcome, perfect.p_adjusted) == ("could-not-run", 0.1)
    assert repeated([repeat(place({**SEALED, **fresh("’", "'", 4)}), runs=4)])[0].outcome == "reproduced"


def test_a_place_that_did_not_tell_the_sealed_sides_apart_is_no_test() -> None:
    chance = {"s1": "a", "s2": "b", "s3": "a", "s4": "c"}
    (cause,) = repeated([repeat(place({**chance, **fresh("x", "y")}))])
    assert (cause.outcome, cause.tests) == ("could-not-run", 0)


def test_what_is_random_beside_the_effect_takes_nothing_from_it_and_adds_nothing() -> None:
    ids = {run: f"id-{run}" for run in [*SEALED, *fresh(None, None)]}
    (cause,) = repeated([repeat(place(ids), place({**SEALED, **fresh("’", "'")}, feature="g"))])
    assert (cause.outcome, cause.tests) == ("reproduced", 2)
    (alone,) = repeated([repeat(place(ids))])
    assert alone.outcome == "not-reproduced"


def test_absence_is_a_text_too() -> None:
    (cause,) = repeated([repeat(place({"s1": "x", "s2": "x", "s3": None, "s4": None, **fresh("x", None)}))])
    assert (cause.outcome, cause.texts_without) == ("reproduced", (None,))
