"""A history finds where something came and went in few reads, and says what it could not know."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.drive.threads import expected_reads, grid, grouped, next_place, threads
from countermark.model.comparison import Release
from countermark.model.static import Choice, HiddenList, Where

HERE = Where(file="a.js", sha256="0" * 64, start=10, end=20)
CHOICE = Choice(form="conditional", texts=("'", "’"), channels=("look-alike",), condition="a?b:c", where=HERE)


def made(*entries: str) -> HiddenList:
    return HiddenList(kind="words", count=len(entries), entries=entries, decoder=("base64",), where=HERE)


def releases(count: int) -> list[Release]:
    return [Release(version=f"1.0.{n}", published=f"2026-01-{n + 1:02}", state="read") for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 8, 9, 10, 97, 1000])
def test_the_sweep_has_both_ends_and_no_wide_gap(count: int) -> None:
    found = grid(count, 9)
    assert found[0] == 0
    assert found[-1] == count - 1
    assert len(found) == min(count, 9)
    assert all(after - before <= -(-(count - 1) // 8) for before, after in itertools.pairwise(found))


def search(there: list[bool], closed: frozenset[int], points: int) -> list[bool | None]:
    present: list[bool | None] = [None] * len(there)
    for index in grid(len(there), points):
        if index not in closed:
            present[index] = there[index]
    while (place := next_place(present, closed)) is not None:
        assert present[place] is None
        present[place] = there[place]
    return present


@given(st.integers(2, 300), st.integers(2, 12), st.data())
def test_a_thing_that_comes_and_stays_is_found_exactly(count: int, points: int, data: st.DataObject) -> None:
    comes = data.draw(st.integers(1, count - 1))
    there = [index >= comes for index in range(count)]
    present = search(there, frozenset(), points)
    assert present[comes] is True
    assert present[comes - 1] is False
    assert sum(one is not None for one in present) <= expected_reads(count, points)


@given(st.lists(st.booleans(), min_size=2, max_size=60), st.frozensets(st.integers(0, 59)), st.integers(2, 9))
def test_the_search_ends_and_never_asks_for_what_is_closed(
    there: list[bool], closed: frozenset[int], points: int
) -> None:
    present = search(there, closed, points)
    assert all(present[index] is None for index in closed if index < len(there))


def test_releases_that_could_not_be_read_are_named() -> None:
    found = {0: (), 3: (made("a", "b", "c"),), 5: ()}
    (thread,) = threads(found, releases(6))
    assert (thread.present, thread.absent) == (("1.0.3",), ("1.0.0", "1.0.5"))
    came, went = thread.changes
    assert (came.kind, came.before, came.version, came.between) == (
        "appeared",
        "1.0.0",
        "1.0.3",
        ("1.0.1", "1.0.2"),
    )
    assert (went.kind, went.version, went.published, went.between) == (
        "disappeared",
        "1.0.5",
        "2026-01-06",
        ("1.0.4",),
    )


def test_an_edited_list_is_the_same_thing_and_another_is_not() -> None:
    found = {0: (made("a", "b", "c"),), 1: (made("a", "b", "c", "d"),), 2: (made("x", "y", "z"), CHOICE)}
    assert [(sorted(places), type(one).__name__) for one, places, _ in grouped(found)] == [
        ([0, 1], "HiddenList"),
        ([2], "HiddenList"),
        ([2], "Choice"),
    ]


def test_lists_that_stay_closed_are_told_apart_by_what_they_are() -> None:
    one, other = (
        HiddenList(kind="digests", count=count, entries=(), decoder=(), where=HERE, opaque=True) for count in (3, 4)
    )
    assert len(grouped({0: (one,), 1: (one,), 2: (other,)})) == 2


def test_what_came_first_stands_first_and_what_was_always_there_last() -> None:
    always, early, late = made("a", "b", "c"), made("d", "e", "f"), made("g", "h", "i", "j")
    found = {0: (always,), 1: (always, early), 2: (always, late, early, CHOICE)}
    order = [one.finding for one in threads(found, releases(3))]
    assert order == [early, late, CHOICE, always]
