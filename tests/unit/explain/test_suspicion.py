"""What could be covert is worth the planner's first runs; open copies and chance wait."""

from __future__ import annotations

from countermark.explain.signals import by_level
from countermark.explain.suspicion import MAX_TEXTS, Suspicions
from countermark.model.environment import Derivation, Environment
from countermark.model.observation import Address
from countermark.model.place import Place
from influenced import levels, place

ZONES = {"1": "UTC", "2": "Asia/Tokyo"}
RUNS = {run: Environment(levels=levels(f"timezone={zone}")) for run, zone in ZONES.items()}
KNOWN = by_level(Derivation(factor="timezone", value=zone, form="value", text=zone) for zone in ZONES.values())


def weight(at: Place) -> int:
    return Suspicions(KNOWN).weight(at, RUNS)


def test_a_look_alike_is_suspect() -> None:
    assert weight(place({"1": "it's", "2": "it’s"})) == 1


def test_an_open_copy_is_not() -> None:
    assert weight(place({"1": "in UTC", "2": "in Asia/Tokyo"})) == 0


def test_a_look_alike_beside_an_open_copy_is_suspect() -> None:
    assert weight(place({"1": "it's UTC", "2": "it’s Asia/Tokyo"})) == 1


def test_openly_added_words_are_not() -> None:
    assert weight(place({"1": "", "2": "You run in a pipeline."})) == 0


def test_an_order_that_changes_is_suspect() -> None:
    keys = Address(role="call#1", part="order")
    assert weight(place({"1": "a\nb", "2": "b\na"}, address=keys)) == 1


def test_what_never_varies_or_varies_too_much_is_not() -> None:
    assert weight(place({"1": "it's", "2": "it's"})) == 0
    many = {str(number): Environment(levels=()) for number in range(MAX_TEXTS + 1)}
    texts: dict[str, str | None] = {run: "'" * (1 + int(run)) for run in many}
    assert Suspicions({}).weight(place(texts), many) == 0
