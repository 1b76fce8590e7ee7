"""A random-looking field is noise as a text; its length, alphabet and UUID version are places of their own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.random_fields import properties
from countermark.model.observation import Address
from influenced import place

HEADER = Address(role="call#1", part="header", name="x-id")


def found(*texts: str | None) -> dict[str, tuple[str | None, ...]]:
    given_texts = {str(n): text for n, text in enumerate(texts)}
    return {
        one.address.name: tuple(entry.text for entry in one.texts)
        for one in properties(place(given_texts, address=HEADER))
    }


def test_a_length_that_varies_is_a_place() -> None:
    assert found("aaaaa1", "bbbbbb2", "ccccc3", "dddddd4") == {"length of x-id": ("6", "7", "6", "7")}


def test_an_alphabet_that_varies_is_a_place() -> None:
    assert found("123456", "abcdef", "ABCDEF", "ghijkl") == {
        "alphabet of x-id": ("decimal", "lower hexadecimal", "upper hexadecimal", "lower alphanumeric")
    }


def test_a_uuid_version_that_varies_is_a_place() -> None:
    ids = [f"0a1b2c3d-0000-{version}000-8000-00000000000{n}" for n, version in enumerate("4147")]
    assert found(*ids) == {"UUID version of x-id": ("4", "1", "4", "7")}


def test_absence_stays_absence() -> None:
    assert found("aaaaa1", None, "bbbbbb2", "cccccc3", "ddddd4")["length of x-id"][1] is None


def test_a_property_is_addressed_apart_from_its_text() -> None:
    (one,) = properties(place({"1": "aaaaa1", "2": "bbbbb22", "3": "ccccc3", "4": "ddddd44"}, address=HEADER))
    assert (one.address.part, one.feature, one.whole) == ("property", "f%length", True)


def test_few_texts_are_states_and_words_are_words() -> None:
    assert found("aaaaa1", "bbbbbb2", "cccccc3") == {}
    assert found("a word or", "two words", "are no id", "at all ok") == {}
    assert found("aaaaa1", "bbbbbb2", "ccccc3", "no id") == {}
    assert found(*["aaaaaa"] * 7, "b1b1b1b", "c1c1c1", "d1d1d1") == {}


def test_ids_of_one_shape_have_no_property_that_varies() -> None:
    assert found("a1b2c3", "d4e5f6", "a7b8c9", "d0e1f2") == {}


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_any_texts_can_be_measured(texts: list[str]) -> None:
    assert all(len(values) == len(texts) for values in found(*texts).values())
