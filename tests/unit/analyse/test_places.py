"""Observations become places that vary; random fields keep their properties."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.places import Tabulator, places
from countermark.model.observation import Address, Feature, Observation

TEXT = Address(role="call#1", part="body", pointer="/text")
ID = Address(role="call#1", part="header", name="x-id")


def observed(run: str, **texts: str) -> Observation:
    addresses = {"text": TEXT, "id": ID}
    features = tuple(Feature(address=addresses[name], text=text) for name, text in texts.items())
    return Observation(run=run, features=tuple(sorted(features, key=lambda f: f.address)), exchanges=())


def test_what_is_the_same_everywhere_is_no_place() -> None:
    assert places((observed("1", text="a"), observed("2", text="a"))) == ()


def test_independent_differences_are_places_of_their_own() -> None:
    found = places(
        (observed("1", text="it's a b"), observed("2", text="it\u2019s a b"), observed("3", text="it's a c"))
    )
    assert [[entry.text for entry in place.texts] for place in found] == [["'", "\u2019", "'"], ["b", "b", "c"]]


def test_presence_is_a_place() -> None:
    (place,) = places((observed("1", text="a"), observed("2")))
    assert [entry.text for entry in place.texts] == ["a", None]


def test_the_length_of_a_random_field_is_a_place() -> None:
    runs = tuple(observed(str(n), id=f"{n:032x}" if n % 2 else f"{n:030x}") for n in range(1000, 1008))
    names = {place.address.name for place in places(runs) if place.address.part == "property"}
    assert names == {"length of x-id"}


def test_random_fields_of_one_shape_have_no_property_that_varies() -> None:
    runs = tuple(observed(str(n), id=f"ab{n:030x}") for n in range(10_000, 10_008))
    assert not [place for place in places(runs) if place.address.part == "property"]


RUNS = st.lists(
    st.dictionaries(st.sampled_from(("text", "id")), st.sampled_from(("a b", "a c", "d c", "a-b c", "0123abcd"))),
    max_size=7,
)


@given(RUNS, st.integers(min_value=0, max_value=7), st.integers(min_value=0, max_value=7))
def test_what_was_asked_before_changes_nothing(runs: list[dict[str, str]], first: int, second: int) -> None:
    seen = tuple(observed(str(number), **texts) for number, texts in enumerate(runs))
    tabulator = Tabulator()
    for asked in (seen[:first], seen[: first + second], seen):
        assert tabulator.places(asked) == places(asked)
    assert tabulator.places(seen[1:]) == places(seen[1:])
