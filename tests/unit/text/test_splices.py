"""Splices are undone to the byte, one round or two."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermark.text.splices import NotSpliced, Splice, joined, restored, spliced


@st.composite
def rounds(draw: st.DrawFn, data: bytes) -> tuple[Splice, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    found, at = [], 0
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if start >= at:
            found.append(Splice(start=start, old=data[start:end], new=draw(st.binary(max_size=4)), channels=("a",)))
            at = end + 1
    return tuple(found)


@given(st.data(), st.binary(max_size=40))
def test_two_rounds_are_joined_and_undone(draw: st.DataObject, original: bytes) -> None:
    first = draw.draw(rounds(original))
    middle = spliced(original, first)
    second = draw.draw(rounds(middle))
    final = spliced(middle, second)
    assert restored(middle, first) == original
    both = joined(original, first, second, final)
    assert spliced(original, both) == final
    assert restored(final, both) == original
    assert all(one.end <= other.start for one, other in pairwise(both))


@given(st.binary(max_size=20), st.integers(0, 30), st.binary(min_size=1, max_size=4))
def test_what_was_not_written_so_is_not_undone(data: bytes, start: int, new: bytes) -> None:
    if data[start : start + len(new)] != new:
        with pytest.raises(NotSpliced):
            restored(data, [Splice(start=start, old=b"", new=new)])
    else:
        assert (
            spliced(restored(data, [Splice(start=start, old=b"", new=new)]), ())
            == data[:start] + data[start + len(new) :]
        )
