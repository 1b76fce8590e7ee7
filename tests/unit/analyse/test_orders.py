"""The order of members is told apart from which members there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from countermark.analyse.orders import moved_members


def test_members_that_come_and_go_say_nothing_of_the_order() -> None:
    assert moved_members((("a", "b", "c"), ("a", "x", "b", "c"), ("b", "c", "z"), ("y", "a"))) == ((), (), (), ())


def test_members_that_changed_places_are_told_in_their_order() -> None:
    assert moved_members((("a", "b", "c", "d"), ("a", "c", "b", "d"))) == (("b", "c"), ("c", "b"))


def test_an_order_among_members_that_are_not_always_there_is_told() -> None:
    assert moved_members((("a",), ("a", "x", "y"), ("a", "y", "x"))) == ((), ("x", "y"), ("y", "x"))


def test_another_case_is_told() -> None:
    assert moved_members((("Accept", "Host"), ("accept", "Host"))) == (("Accept",), ("accept",))


def test_members_of_one_name_are_told_apart() -> None:
    assert moved_members((("a", "a", "b"), ("a", "b", "a"))) == (("a", "b"), ("b", "a"))


MEMBERS = st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)


@given(st.lists(MEMBERS, min_size=1, max_size=6))
def test_equal_sets_are_told_apart_exactly_by_their_order(lists: list[tuple[str, ...]]) -> None:
    moved = moved_members(lists)
    for one, said in zip(lists, moved, strict=True):
        assert set(said) <= set(one)
        for other, also in zip(lists, moved, strict=True):
            if set(one) == set(other):
                assert (one == other) == (said == also)
