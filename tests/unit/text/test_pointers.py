"""A place in JSON has the pointer of the value it lies in."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.pointers import pointer, pointers

VALUES = st.recursive(
    st.none() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "sought", "expected"),
    [
        ('{"a": {"b": ["x", "Y"]}}', "Y", "/a/b/1"),
        ('{"a/b": {"c~d": "Y"}}', "Y", "/a~1b/c~0d"),
        ('[1, {"a": "{\\"n\\": 1}", "b": "Y"}]', "Y", "/1/b"),
        ('{"Y": 1}', "Y", "/Y"),
        ('{"a": [], "b": {}, "c": "Y', "Y", "/c"),
        ("plain Y", "Y", None),
        ("{]Y", "Y", None),
    ],
)
def test_pointers(text: str, sought: str, expected: str | None) -> None:
    assert pointer(text, text.index(sought)) == expected


@given(value=VALUES, path=st.lists(st.text(max_size=4), max_size=4))
def test_a_value_is_found_under_the_names_that_lead_to_it(value: object, path: list[str]) -> None:
    whole: object = "\0here"
    for name in reversed(path):
        whole = {"first": value, name: whole} if name != "first" else {name: whole}
    text = json.dumps([whole])
    names = "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in path)
    assert pointer(text, text.rindex("here")) == f"/0{names}"


@given(text=st.text(alphabet='{}[]",:\\a1 '), place=st.integers(0, 20))
def test_pointers_are_total(text: str, place: int) -> None:
    found = pointer(text, place)
    assert found is None or isinstance(found, str)


@given(text=st.text(alphabet='{}[]",:\\a1 '), places=st.lists(st.integers(0, 30), max_size=6))
def test_one_pass_says_the_same(text: str, places: list[int]) -> None:
    assert list(pointers(text, sorted(places))) == [pointer(text, place) for place in sorted(places)]
